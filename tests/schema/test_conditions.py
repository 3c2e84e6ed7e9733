"""Conditions: which answers show what."""

from decimal import Decimal
from typing import Any

import pytest

from schema import Condition, Template, parse, visible_questions
from tests.schema.samples import common, options, question, scale, section


@pytest.mark.parametrize(
    ("condition", "value", "is_met"),
    [
        (Condition(question="q", is_="plan"), "plan", True),
        (Condition(question="q", is_="plan"), "report", False),
        (Condition(question="q", is_="plan"), ["visit", "plan"], True),
        (Condition(question="q", is_="plan"), ["visit"], False),
        (Condition(question="q", is_not="plan"), "report", True),
        (Condition(question="q", is_not="plan"), "plan", False),
        (Condition(question="q", is_not="plan"), ["visit", "plan"], False),
        (Condition(question="q", is_not="plan"), ["visit"], True),
        (Condition(question="q", in_=("a", "b")), "b", True),
        (Condition(question="q", in_=("a", "b")), "c", False),
        (Condition(question="q", in_=("a", "b")), ["c", "a"], True),
        (Condition(question="q", is_=Decimal(3)), 3, True),
        (Condition(question="q", is_=Decimal("0.1")), 0.1, True),
        (Condition(question="q", is_=Decimal(1)), True, False),
        (Condition(question="q", is_not=Decimal(0)), 0, False),
    ],
)
def test_condition(condition: Condition, value: object, is_met: bool) -> None:
    assert condition.met(value) is is_met


@pytest.mark.parametrize("nothing", [None, "", [], {}, [None]])
@pytest.mark.parametrize("test", [{"is_": "plan"}, {"is_not": "plan"}, {"in_": ("plan",)}])
def test_condition_on_an_unanswered_question_is_never_met(nothing: object, test: dict[str, Any]) -> None:
    assert Condition(question="q", **test).met(nothing) is False


@pytest.fixture
def template() -> Template:
    data = {
        **common("analysis"),
        "sections": [
            section(
                "one",
                question("stage", "choice", options=options("plan", "report")),
                scale("depth", show_if={"question": "stage", "is": "plan"}),
                question("why_deep", show_if={"question": "depth", "in": [4, 5]}),
            ),
            section("two", question("last"), show_if={"question": "depth", "is_not": 1}),
        ],
    }
    document = parse(data)
    assert isinstance(document, Template)
    return document


@pytest.mark.parametrize(
    ("answers", "visible"),
    [
        ({}, {"stage"}),
        ({"stage": "plan"}, {"stage", "depth"}),
        ({"stage": "plan", "depth": 5}, {"stage", "depth", "why_deep", "last"}),
        ({"stage": "plan", "depth": 1}, {"stage", "depth"}),
        # The stored answer of a question that has been hidden shows nothing.
        ({"stage": "report", "depth": 5}, {"stage"}),
    ],
)
def test_visible_questions(template: Template, answers: dict[str, object], visible: set[str]) -> None:
    assert visible_questions(template, answers) == visible
