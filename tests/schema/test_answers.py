"""Stored answers against their questions."""

from typing import Any

import pytest

from schema import Template, check_answer, check_sum, parse, sum_of
from tests.schema.samples import every_type, text


@pytest.fixture(scope="module")
def template() -> Template:
    document = parse(every_type())
    assert isinstance(document, Template)
    return document


def faults_of(template: Template, key: str, value: object, **how: Any) -> list[str]:
    question = template.question(key)
    assert question
    return [str(fault) for fault in check_answer(question, value, **how)]


def row(row_id: str = "r1", **cells: object) -> dict[str, Any]:
    return {"id": row_id, "cells": cells}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", text()),
        ("name", {"da": "Kun dansk, a < b"}),
        ("why", {"en": "Only English\n\nin two paragraphs, <b>"}),
        ("members", 12.5),
        ("members", 0),
        ("price", -3),
        ("part", 99.9),
        ("start", "2026-02-28"),
        ("stage", "plan"),
        ("means", ["fair", "visit"]),
        ("means", []),
        ("mandate", 5),
        ("where", ["DK", "NO"]),
        ("criteria", [row("need", weight=40)]),
        ("markets", []),
        (
            "markets",
            [
                row("a-1", name=text(), need=3, access=5, cost=10.5, share=20, day="2026-01-01"),
                row("b_2", state="open", country="SE"),
            ],
        ),
        ("extra", False),
    ],
)
def test_right_answer(template: Template, key: str, value: object) -> None:
    assert faults_of(template, key, value) == []


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("name", "Navn", "name: must be a mapping"),
        ("name", {"da": "Navn", "de": "Name"}, "name: unknown key 'de'"),
        ("name", {"da": 7}, "name.da: must be a text"),
        ("name", {"da": "to\nlinjer"}, "name.da: must be one line"),
        ("why", {"da": "x" * 100_001}, "why.da: is longer than 100,000 characters"),
        ("why", {"da": "nul\x00"}, "why.da: holds the character U+0000, which cannot be stored"),
        ("members", "12", "members: '12' is not a number"),
        ("members", True, "members: true is not a number"),
        ("members", -1, "members: -1 is below 0"),
        ("members", 501, "members: 501 is above 500"),
        ("members", 12.3, "members: 12.3 is not a step of 0.5"),
        ("members", float("nan"), "members: nan is not a number"),
        ("price", 10**16, "price: 10000000000000000 is larger than 1,000,000,000,000,000"),
        ("part", 101, "part: 101 is above 100"),
        ("start", "2026-02-30", "start: '2026-02-30' is not a date (YYYY-MM-DD)"),
        ("start", 20260228, "start: 20260228 is not a date (YYYY-MM-DD)"),
        ("stage", "idea", "stage: 'idea' is not one of the options"),
        ("stage", ["plan"], "stage: a list is not one of the options"),
        ("means", "visit", "means: must be a list"),
        ("means", ["visit", "boat"], "means[1]: 'boat' is not one of the options"),
        ("means", ["visit", "visit"], "means: the same choice stands twice"),
        ("mandate", 4.0, "mandate: 4.0 is not an integer"),
        ("mandate", 6, "mandate: 6 is above 5"),
        ("where", ["XX"], "where[0]: 'XX' is not an ISO 3166-1 alpha-2 code"),
        ("where", ["DK", "SE", "NO", "FI"], "where: has 4 choices; 3 are allowed"),
        ("criteria", {}, "criteria: must be a list"),
        ("criteria", [[]], "criteria[0]: must be a mapping"),
        ("criteria", [{"id": "need"}], "criteria[0]: missing cells"),
        ("criteria", [{"cells": {}}], "criteria[0]: missing id"),
        ("criteria", [{**row("need"), "x": 1}], "criteria[0]: unknown key 'x'"),
        ("criteria", [row("depth")], "criteria[0].id: 'depth' is not one of the fixed rows"),
        ("criteria", [row("need"), row("need")], "criteria[1].id: the id 'need' is used twice"),
        ("criteria", [row("need", price=1)], "criteria[0].cells: the table has no column 'price'"),
        ("criteria", [{"id": "need", "cells": []}], "criteria[0].cells: must be a mapping"),
        ("markets", [row("a b")], "markets[0].id: 'a b' is not the id of a row (letters, digits, _ and -)"),
        ("markets", [row(need=6)], "markets[0].cells.need: 6 is above 5"),
        ("markets", [row(access=0)], "markets[0].cells.access: 0 is below 1"),
        ("markets", [row(country="dk")], "markets[0].cells.country: 'dk' is not an ISO 3166-1 alpha-2 code"),
        ("markets", [row(score=4)], "markets[0].cells.score: a weighted column is computed and never stored"),
        ("extra", "yes", "extra: must be true or false"),
        ("parties", True, "parties: a clause stores no answer"),
        ("live", [], "live: a panel stores no answer"),
    ],
)
def test_wrong_answer(template: Template, key: str, value: object, fault: str) -> None:
    assert faults_of(template, key, value) == [fault]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"da": "Kun dansk"}, "at: missing en"),
        ({"da": "<b>fed</b>", "en": "bold"}, "at.da: HTML is not allowed in a text"),
        ({"da": "", "en": "x"}, "at.da: must be a text that is not empty"),
    ],
)
def test_published_answer_follows_the_rules_of_published_texts(
    template: Template, value: dict[str, str], fault: str
) -> None:
    assert faults_of(template, "why", value, path="at", published=True) == [fault]


@pytest.mark.parametrize(
    ("weights", "faults"),
    [
        ([60, 40], []),
        ([60.5, 39.5], []),
        ([0.1, 99.9], []),
        ([60, 30], ["criteria: the column 'weight' adds up to 90, not 100"]),
        ([60, None], ["criteria: the column 'weight' adds up to 60, not 100"]),
    ],
)
def test_sum(template: Template, weights: list[object], faults: list[str]) -> None:
    question = template.question("criteria")
    assert question
    rows = [row(key, weight=weight) for key, weight in zip(("need", "access"), weights, strict=True)]

    assert [str(fault) for fault in check_sum(question, rows)] == faults


def test_sum_leaves_out_what_is_no_number() -> None:
    assert sum_of([row(n=1), row(n="2"), row(n=2.5), row(), "junk", {"cells": 1}], "n") == 3.5
    assert sum_of(None, "n") == 0


def test_question_without_a_sum_has_none_to_check(template: Template) -> None:
    for question in template.questions():
        if question.key != "criteria":
            assert check_sum(question, [row(need=1)]) == []
