"""What a new report begins with: what the portal knows already, and last year's text without last year's results."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from answers.base import Stored
from answers.tables import stored_rows, table_of
from answers.types import type_of
from core.text import Text
from funders.selectors.question_keys import (
    CLUSTER,
    FUNDER,
    GRANT,
    INTENDED,
    PERIOD,
    ROW_STATE,
    STAGE,
    is_day,
    is_result,
)
from schema.documents import Template
from schema.questions import TableQuestion


def known_answers(
    document: Template, *, cluster: Text, funder: Text, grant: Text, period: tuple[date, date]
) -> dict[str, Stored]:
    """Return the answers that need not be typed, as far as the template asks for them in the way that is meant."""
    first, last = PERIOD
    wanted: dict[str, tuple[str, Stored]] = {
        STAGE: ("choice", "plan"),
        CLUSTER: ("text", cluster.to_value()),
        FUNDER: ("text", funder.to_value()),
        GRANT: ("text", grant.to_value()),
        first: ("date", period[0].isoformat()),
        last: ("date", period[1].isoformat()),
    }
    found = {}
    for key, (kind, value) in wanted.items():
        question = document.question(key)
        options = {option.key for option in getattr(question, "options", ())}
        if question is not None and question.type == kind and value and (key != STAGE or value in options):
            found[key] = value
    return found


def carried_over(document: Template, earlier: Template, answers: Mapping[str, Stored]) -> dict[str, Stored]:
    """Return last year's answers to what is asked alike, without results, days, and how far a milestone had come."""
    found: dict[str, Stored] = {}
    for section in document.sections:
        for question in section.questions:
            before = earlier.question(question.key)
            value = answers.get(question.key)
            if before is None or before.type != question.type or value is None or question.shows_panel:
                continue
            if question.key == STAGE or is_day(question) or is_result(question, section):
                continue
            table = table_of(question)
            kept = without_results(table, value) if table else value
            if kept is not None:
                found[question.key] = kept
    return found


def without_results(question: TableQuestion, value: Stored) -> Stored:
    """Return a table with what was intended: numbers in other columns are last year's results."""
    kept = [
        column.key
        for column in question.columns
        if (column.key in INTENDED or not type_of(column).is_number) and column.key != ROW_STATE
    ]
    rows: list[dict[str, Any]] = []
    for row in stored_rows(value):
        cells = {key: row["cells"][key] for key in kept if key in row["cells"]}
        if cells:
            rows.append({"id": row["id"], "cells": cells})
    return rows or None
