"""Conditions: which answers show what."""

from decimal import Decimal
from typing import Any

import pytest

from schema import Condition, SchemaError, Template, parse, visible_questions
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


def asked(**show_if: Any) -> dict[str, Any]:
    """Return a template of format 2 whose last question depends on the three before it."""
    last = question("last", show_if=show_if)
    first = question("stage", "choice", options=options("plan", "report"))
    return {
        **common("analysis"),
        "format": 2,
        "sections": [section("one", first, question("why", "longtext"), scale("depth"), last)],
    }


PLAN, DEEP = {"question": "stage", "is": "plan"}, {"question": "depth", "in": [4, 5]}


@pytest.mark.parametrize(
    ("show_if", "answers", "is_there"),
    [
        ({"all": [PLAN, DEEP]}, {"stage": "plan", "depth": 4}, True),
        ({"all": [PLAN, DEEP]}, {"stage": "plan", "depth": 3}, False),
        ({"all": [PLAN, DEEP]}, {"stage": "plan"}, False),
        ({"any": [PLAN, DEEP]}, {"stage": "report", "depth": 5}, True),
        ({"any": [PLAN, DEEP]}, {"stage": "report", "depth": 1}, False),
        ({"any": [PLAN, DEEP]}, {}, False),
        ({"question": "why", "answered": True}, {"why": {"da": "Derfor"}}, True),
        ({"question": "why", "answered": True}, {"why": {"da": ""}}, False),
        ({"question": "why", "answered": False}, {}, True),
        ({"question": "why", "answered": False}, {"why": {"en": "Because"}}, False),
        ({"question": "depth", "answered": True}, {"depth": 0}, True),
        ({"all": [PLAN, {"question": "why", "answered": False}]}, {"stage": "plan"}, True),
    ],
)
def test_several_conditions_and_whether_something_is_answered(
    show_if: dict[str, Any], answers: dict[str, Any], is_there: bool
) -> None:
    document = parse(asked(**show_if))

    assert isinstance(document, Template)
    assert ("last" in visible_questions(document, answers)) is is_there
    assert document.question("last").show_if.questions == tuple(  # type: ignore[union-attr]
        dict.fromkeys(one["question"] for one in show_if.get("all") or show_if.get("any") or [show_if])
    )


@pytest.mark.parametrize(
    ("show_if", "what"),
    [
        ({"all": []}, "must not be empty"),
        ({"all": [PLAN], "any": [DEEP]}, "unknown key 'any'"),
        ({"all": [{"question": "last", "answered": True}]}, "must stand before"),
        ({"all": [{"all": [PLAN]}]}, "unknown key 'all'"),
        ({"any": [PLAN] * 13}, "has more than 12 conditions"),
        ({"question": "why", "answered": "yes"}, "must be true or false"),
        ({"question": "gone", "answered": True}, "there is no question 'gone'"),
    ],
)
def test_conditions_that_make_no_sense_are_refused(show_if: dict[str, Any], what: str) -> None:
    with pytest.raises(SchemaError, match=what):
        parse(asked(**show_if))


@pytest.mark.parametrize("show_if", [{"all": [PLAN]}, {"question": "why", "answered": True}])
def test_conditions_of_the_second_format_need_its_number(show_if: dict[str, Any]) -> None:
    with pytest.raises(SchemaError, match="needs `format: 2`"):
        parse({**asked(**show_if), "format": 1})
