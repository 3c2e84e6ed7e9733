"""Tables: rows that the person adds, or that the document fixes; cells by the types of their columns."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answers.amounts import MoneyType, NumberType, PercentType, WeightedType, score_text
from answers.base import AnswerType, Description, Stored, Surroundings
from answers.choices import ChoiceType, MultiChoiceType, ScaleType
from answers.days import DateType
from answers.places import CountryType
from answers.shown import NOTHING, Shown, ShownColumn, ShownLine, ShownRow, ShownTable
from answers.texts import LongTextType, TextType
from core.numbers import format_decimal
from core.text import LANGUAGES, Language, Text
from schema.answers import sum_of
from schema.questions import Question, TableQuestion
from schema.tables import Column
from schema.weights import weighted_values

COLUMN_ANSWERS: dict[str, AnswerType[Any]] = {
    kind.type: kind
    for kind in (
        TextType(),
        LongTextType(),
        NumberType(),
        MoneyType(),
        PercentType(),
        DateType(),
        ChoiceType(),
        MultiChoiceType(),
        CountryType(),
        ScaleType(),
        WeightedType(),
    )
}


def table_of(question: Question) -> TableQuestion | None:
    """Return the question as a table, or None for one of another type."""
    return question if isinstance(question, TableQuestion) else None


def new_row_id() -> str:
    """Return an id for a row that a person adds; it stays with the row for ever."""
    return f"r{secrets.token_hex(5)}"


def stored_rows(value: Stored) -> list[dict[str, Any]]:
    """Return the rows of a stored table that have the form of rows."""
    rows = value if isinstance(value, list) else []
    return [
        row
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("cells"), dict) and row.get("id") and isinstance(row["id"], str)
    ]


def cells_by_row(asked: TableQuestion, value: Stored) -> dict[str, dict[str, Any]]:
    """Return the stored cells of each row that is shown, by its id and in order."""
    stored = {row["id"]: row["cells"] for row in stored_rows(value)}
    return {row.key: stored.get(row.key, {}) for row in asked.rows} if asked.rows is not None else stored


class TableType(AnswerType[TableQuestion]):
    """Rows of cells."""

    type = "table"
    looks_around = True
    has_languages = True
    can_merge = True

    def describe(self, asked: TableQuestion, language: Language) -> Description:
        if asked.row is not None:
            words = _("As many as you add, each a card: %(row)s") % {"row": asked.row.resolve(language).text}
        elif asked.rows is None:
            words = _("A table with rows you add")
        else:
            number = len(asked.rows)
            words = ngettext("A table with %(number)s row", "A table with %(number)s rows", number) % {"number": number}
        return Description(
            words,
            columns=tuple((c.label, COLUMN_ANSWERS[c.type].describe(c, language)) for c in asked.columns),
            rows=tuple(row.label for row in asked.rows or ()),
        )

    def show(self, asked: TableQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        rows = stored_rows(value)
        if not rows:
            return NOTHING
        computed = scores(asked, rows, around.answers)

        def shown(column: Column, row_id: str, cells: Mapping[str, Any]) -> ShownLine:
            if column.key in computed:
                return ShownLine(score_text(computed[column.key].get(row_id), language))
            return COLUMN_ANSWERS[column.type].cell(column, cells.get(column.key), language, around)

        def whole(column: Column, row_id: str, cells: Mapping[str, Any]) -> Shown:
            if column.key in computed:
                line = shown(column, row_id, cells)
                return Shown("line", line=line) if line else NOTHING
            return COLUMN_ANSWERS[column.type].show(column, cells.get(column.key), language, around)

        shown_rows = tuple(
            ShownRow(row_heading(asked, row_id, language), tuple(shown(c, row_id, cells) for c in asked.columns))
            for row_id, cells in cells_by_row(asked, value).items()
        )
        if asked.row is not None:
            word = asked.row.resolve(language).words
            shown_rows = tuple(
                replace(
                    row,
                    titles=card_title(word, number, row.cells[0].resolved(language).words),
                    whole=tuple(whole(c, row_id, cells) for c in asked.columns),
                )
                for number, (row, (row_id, cells)) in enumerate(
                    zip(shown_rows, cells_by_row(asked, value).items(), strict=True), start=1
                )
            )
        columns = tuple(
            ShownColumn(c.label.resolve(language).words, COLUMN_ANSWERS[c.type].is_number, c.type)
            for c in asked.columns
        )
        total = sum_sentence(asked, value, language)
        return Shown(
            "table", table=ShownTable(columns, shown_rows, asked.rows is not None, total, asked.row is not None)
        )

    def is_answered(self, value: Stored) -> bool:
        return any(row["cells"] for row in stored_rows(value))

    def words(self, value: Stored, language: Language) -> list[str]:
        return [text.get(language) for text in _texts(value)]

    def languages(self, value: Stored) -> frozenset[Language] | None:
        texts = _texts(value)
        if not texts:
            return None
        # The table has a language when every text in it has; one cell without it is a gap.
        return frozenset(language for language in LANGUAGES if all(text.get(language) for text in texts))

    def fault(self, asked: TableQuestion, value: Stored, language: Language, around: Surroundings) -> str:
        if asked.sum_to is None or not stored_rows(value):
            return ""
        total, wanted = sum_of(stored_rows(value), asked.sum_to.column), asked.sum_to.total
        if total == wanted:
            return ""
        column = asked.column(asked.sum_to.column)
        words = {
            "column": column.label.resolve(language).text if column else asked.sum_to.column,
            "total": format_decimal(total, language),
            "wanted": format_decimal(wanted, language),
            "over": format_decimal(abs(total - wanted), language),
        }
        if total > wanted:
            return _("“%(column)s” adds up to %(total)s. It must be %(wanted)s: take away %(over)s.") % words
        return _("“%(column)s” adds up to %(total)s. It must be %(wanted)s: %(over)s is missing.") % words

    def merged(
        self, asked: TableQuestion, theirs: Stored, mine: Stored, languages: tuple[str, ...], base: Stored = None
    ) -> Stored:
        rows = {row["id"]: row for row in stored_rows(theirs)}
        extra = []
        for row in stored_rows(mine):
            same = rows.get(row["id"])
            if same is None:
                extra.append(row)
            elif asked.rows is not None:
                rows[row["id"]] = {**same, "cells": row["cells"] | same["cells"]}
            elif same["cells"] != row["cells"]:
                extra.append({"id": new_row_id(), "cells": row["cells"]})
        return [*rows.values(), *extra] or None


def _texts(value: Stored) -> list[Text]:
    cells = (cell for row in stored_rows(value) for cell in row["cells"].values())
    return [Text.from_value(cell) for cell in cells if isinstance(cell, dict)]


def card_title(word: str, number: int, name: str) -> tuple[str, ...]:
    """Return in pieces what heads a card: what it is, its number, and the first that is said of it."""
    return (word, f" {number}: ", name) if name else (word, f" {number}")


def row_heading(asked: TableQuestion, row_id: str, language: Language) -> str:
    """Return the label of a fixed row, or an empty string."""
    row = asked.fixed_row(row_id)
    return row.label.resolve(language).words if row else ""


def scores(
    asked: TableQuestion, rows: list[dict[str, Any]], answers: Mapping[str, Stored]
) -> dict[str, dict[str, Decimal | None]]:
    """Return the score of each row for each weighted column, by column and row; None while something is missing."""
    return {column.key: weighted_values(asked, rows, answers, column) for column in asked.weighted_columns}


def sum_sentence(asked: TableQuestion, value: Stored, language: Language) -> str:
    """Return what the column adds up to, in words; nothing where no sum is asked for."""
    if asked.sum_to is None:
        return ""
    return _("Total %(total)s of %(wanted)s") % {
        "total": format_decimal(sum_of(stored_rows(value), asked.sum_to.column), language),
        "wanted": format_decimal(asked.sum_to.total, language),
    }
