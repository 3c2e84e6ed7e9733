"""A report whose template has groups and remarks: its document and its spreadsheet."""

from typing import Any

from answers.sheet import AnswerSheet
from core.text import Text
from exports.document import HeadingBlock, TextBlock, plain
from funders.exports.document import Chapters
from funders.exports.sheet import narrative_sheet, table_sheets
from funders.selectors.content import Content
from tests.schema.grouped import grouped, parsed
from tests.strategy.test_points import pointed

GIVEN: dict[str, Any] = {
    "abroad": "yes",
    "abroad__remark": {"en": "Since 2019"},
    "today": {"en": "Germany"},
    "partners": [
        {"id": "r1", "cells": {"name": {"en": "Nordic Wind"}, "role": ["sell", "pay"], "why": {"en": "a\n\nb"}}}
    ],
}


def report() -> Any:
    return parsed({**grouped(), "kind": "report"})


def content_of(answers: dict[str, Any]) -> Content:
    return Content(
        title=Text(en="Report"),
        number=1,
        stage="plan",
        period=(None, None),
        template="grouped",
        version=1,
        organisation=Text(en="Cluster"),
        answers=answers,
    )


def test_chapters_have_the_groups_of_which_something_is_printed() -> None:
    (first, *_rest) = Chapters(content_of(GIVEN), report(), "en").all()

    headings = [plain(one.title) for one in first.blocks if isinstance(one, HeadingBlock)]
    labels = ["" if isinstance(one, HeadingBlock) else plain(one.label) for one in first.blocks]
    assert headings == ["Markets today", "Where you are going"]
    assert labels[:4] == ["Are you abroad today?", "", "", "Which markets?"]


def test_spreadsheet_names_groups_and_remarks_and_has_cells_of_several_choices() -> None:
    sheet = AnswerSheet(report(), GIVEN)

    rows = narrative_sheet(sheet, "en").rows
    assert ["Markets", "Are you abroad today? – Remark", "Since 2019"] in rows
    assert ["Markets: Markets today", "Which markets?", "Germany"] in rows
    (table,) = table_sheets(sheet, "en")
    assert [list(row) for row in table.rows] == [["Nordic Wind", "Sell, Pay", "a\nb"]]


def test_chapters_and_spreadsheet_say_the_points_of_a_section_and_its_groups() -> None:
    document, given = parsed({**pointed(), "kind": "report"}), {"a": "x", "b": ["y"]}

    rows = narrative_sheet(AnswerSheet(document, given), "en").rows
    (chapter, *_rest) = Chapters(content_of(given), document, "en").all()

    assert [list(row) for row in rows if row[1] == "Points"] == [["only in English", "Points", "7 of 9 points."]]
    sums = [one.html for one in chapter.blocks if isinstance(one, TextBlock)]
    assert ["7 of 9 points." in one for one in sums] == [True, False]
    assert "4 of 6 points." in sums[1]
