"""Which questions are visible, answered, missing or wrong."""

from typing import Any

import pytest

from answers.sheet import AnswerSheet, Progress
from tests.schema.samples import common, options, question, section, text
from tests.workbooks.samples import EVERY_TYPE, asked, parsed

CHAIN = asked(
    question("stage", "choice", options=options("plan", "report")),
    question("kinds", "multichoice", options=options("a", "b"), show_if={"question": "stage", "is": "plan"}),
    question("why", required=True, show_if={"question": "kinds", "is": "a"}),
    question("count", "number"),
    question("many", show_if={"question": "count", "in": [2, 3.5]}),
    question("other", show_if={"question": "stage", "is_not": "plan"}),
)


def visible(**values: Any) -> list[str]:
    sheet = AnswerSheet(CHAIN, values)
    return [q.key for q in CHAIN.questions() if sheet.is_visible(q.key)]


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({}, ["stage", "count"]),
        ({"stage": "plan"}, ["stage", "kinds", "count"]),
        ({"stage": "plan", "kinds": ["b", "a"]}, ["stage", "kinds", "why", "count"]),
        ({"stage": "plan", "kinds": ["b"]}, ["stage", "kinds", "count"]),
        ({"stage": "report", "kinds": ["a"]}, ["stage", "count", "other"]),
        ({"count": 3.5}, ["stage", "count", "many"]),
        ({"count": 3}, ["stage", "count"]),
    ],
)
def test_question_is_visible_when_the_whole_chain_before_it_is(values: dict, keys: list[str]) -> None:
    assert visible(**values) == keys


def test_hidden_question_is_neither_missing_nor_counted_and_keeps_its_answer() -> None:
    values = {"stage": "report", "kinds": ["a"], "why": {"da": "gemt"}}
    sheet = AnswerSheet(CHAIN, values)

    assert sheet.missing() == []
    assert sheet.progress() == Progress(answered=1, total=3, missing=0, faulty=0)
    assert sheet.value("why") == {"da": "gemt"}


def test_missing_is_what_must_be_answered_and_is_not() -> None:
    sheet = AnswerSheet(CHAIN, {"stage": "plan", "kinds": ["a"]})

    assert [(gap.question.key, gap.section.key, gap.fault) for gap in sheet.missing()] == [("why", "only", "")]
    assert sheet.progress() == Progress(answered=2, total=4, missing=1, faulty=0)


@pytest.mark.parametrize("value", [None, {}, {"da": ""}, "", []])
def test_answer_taken_away_is_missing(value: object) -> None:
    sheet = AnswerSheet(CHAIN, {"stage": "plan", "kinds": ["a"], "why": value})

    assert [gap.question.key for gap in sheet.missing()] == ["why"]


DATES = asked(
    question("period_start", "date"),
    question("period_end", "date", label=text("Slut")),
    question("ready_from", "date"),
    question("ready_to", "date"),
    question("start", "date"),
)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, []),
        ({"period_start": "2026-01-01", "period_end": "2025-12-31"}, ["period_end"]),
        ({"period_start": "2026-01-01", "period_end": "2026-01-01"}, []),
        ({"period_end": "2025-12-31"}, []),
        ({"ready_from": "2026-01-02", "ready_to": "2026-01-01", "start": "2027-01-01"}, ["ready_to"]),
        ({"period_start": "2026-01-01", "period_end": "rubbish"}, []),
    ],
)
def test_end_before_its_beginning_is_wrong(values: dict, wrong: list[str]) -> None:
    found = AnswerSheet(DATES, values).wrong("da")

    assert [gap.question.key for gap in found] == wrong


def test_end_before_its_beginning_says_so_in_a_sentence() -> None:
    sheet = AnswerSheet(DATES, {"period_start": "2026-01-01", "period_end": "2025-12-31"})

    (gap,) = sheet.wrong("en")

    assert gap.fault == "This date is before the answer to “period_start in English”. Change one of the two."
    end, start = DATES.question("period_end"), DATES.question("period_start")
    assert sheet.refusal(end, "2025-12-31", "en") == gap.fault
    assert [sheet.refusal(end, "2026-01-01", "en"), sheet.refusal(start, "2027-01-01", "en")] == ["", ""]


def test_sum_that_does_not_add_up_is_wrong_and_not_done() -> None:
    rows = [{"id": "need", "cells": {"weight": 60}}]
    sheet = AnswerSheet(EVERY_TYPE, {"stage": "plan", "name": {"da": "x"}, "criteria": rows})

    assert [(gap.question.key, gap.section.key) for gap in sheet.wrong("da")] == [("criteria", "second")]
    progress = sheet.progress(EVERY_TYPE.section("second"))
    assert (progress.answered, progress.faulty, progress.is_done) == (1, 1, False)


def test_section_that_is_hidden_is_left_out() -> None:
    hidden, shown = AnswerSheet(EVERY_TYPE, {}), AnswerSheet(EVERY_TYPE, {"stage": "plan"})

    assert [s.key for s in hidden.sections()] == ["first"]
    assert [s.key for s in shown.sections()] == ["first", "second"]
    assert shown.questions(EVERY_TYPE.sections[1])[0].key == "criteria"
    assert hidden.questions(EVERY_TYPE.sections[1]) == []


def test_what_stores_no_answer_does_not_count() -> None:
    section_two = EVERY_TYPE.section("second")
    sheet = AnswerSheet(EVERY_TYPE, {"stage": "plan", "mandate": 4})

    # criteria, markets, the optional clause, later and late; neither the panel nor the fixed clause.
    assert sheet.progress(section_two).total == 5


@pytest.mark.parametrize(
    ("progress", "percent", "is_begun", "is_done"),
    [
        (Progress(0, 0, 0, 0), 100, False, True),
        (Progress(0, 3, 0, 0), 0, False, False),
        (Progress(2, 3, 0, 0), 66, True, True),
        (Progress(2, 3, 1, 0), 66, True, False),
        (Progress(3, 3, 0, 1), 100, True, False),
        (Progress(299, 300, 0, 0), 99, True, True),
    ],
)
def test_progress_is_rounded_down_so_that_100_means_all(
    progress: Progress, percent: int, is_begun: bool, is_done: bool
) -> None:
    assert (progress.percent, progress.is_begun, progress.is_done) == (percent, is_begun, is_done)


def test_answer_lacks_a_language_when_it_has_words_but_not_in_it() -> None:
    document = parsed(
        {
            **common("analysis"),
            "sections": [section("only", question("why", "longtext"), question("count", "number"), _risks())],
        }
    )
    both, danish = {"da": "a", "en": "b"}, {"da": "a"}

    def lacking(**values: Any) -> list[tuple[str, str]]:
        sheet = AnswerSheet(document, values)
        return [(q.key, lang) for q in document.questions() for lang in ("da", "en") if sheet.lacks_language(q, lang)]

    assert lacking() == []
    assert lacking(why=both, count=3) == []
    assert lacking(why=danish) == [("why", "en")]
    assert lacking(risks=[_row("r1", both), _row("r2", danish)]) == [("risks", "en")]


def _risks() -> dict[str, Any]:
    return question("risks", "table", columns=[question("risk"), question("chance", "number")])


def _row(row: str, words: dict[str, str]) -> dict[str, Any]:
    return {"id": row, "cells": {"risk": words}}
