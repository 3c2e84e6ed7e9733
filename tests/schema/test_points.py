"""Points that the options of a template give: what a file may say of them, and what they come to."""

from decimal import Decimal
from typing import Any

import pytest

from answers.points import PointSum, points_of
from answers.sheet import AnswerSheet
from schema import SchemaError, parse
from schema.differences import Fate, difference
from schema.documents import Template
from schema.upgrades import needs_second
from tests.schema.samples import options, question, scale, section, template, text


def giving(*points: float | None) -> list[dict[str, Any]]:
    """Return the options x, y, z with these points; None says nothing."""
    made = options(*"xyz"[: len(points)])
    return [one if number is None else {**one, "points": number} for one, number in zip(made, points, strict=True)]


def second(*questions: dict[str, Any], kind: str = "strategy") -> dict[str, Any]:
    return {**template(*questions, kind=kind), "format": 2}


def parsed(*questions: dict[str, Any]) -> Template:
    found = parse(second(*questions))
    assert isinstance(found, Template)
    return found


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(SchemaError) as refused:
        parse(data)
    return [str(fault) for fault in refused.value.faults]


CHOICE = question("a", "choice", options=giving(3, 0.5, None))
SEVERAL = question("b", "multichoice", options=giving(2, 4, -1), max_choices=2)


@pytest.mark.parametrize(
    ("asked", "most", "answers"),
    [
        (CHOICE, 3, {"x": 3, "y": Decimal("0.5"), "z": 0, "gone": 0}),
        (question("a", "choice", options=giving(-2, -1)), -1, {"x": -2}),
        (scale("a", as_points=True), 5, {4: 4, 9: 0, True: 0, "4": 0}),
        (scale("a"), None, {4: 0}),
        (question("a", "choice", options=options("x", "y")), None, {"x": 0}),
        (question("a", "yesno"), None, {"yes": 0}),
    ],
)
def test_answer_gives_what_its_option_says(asked: dict[str, Any], most: int | None, answers: dict[Any, Any]) -> None:
    (found,) = parsed(asked).questions()

    assert found.most_points == most
    assert {value: found.points(value) for value in answers} == answers


@pytest.mark.parametrize(("most_choices", "most"), [(None, 6), (2, 6), (1, 4)], ids=["any number", "two", "one"])
def test_several_choices_give_their_points_together(most_choices: int | None, most: int) -> None:
    limit = {} if most_choices is None else {"max_choices": most_choices}
    (found,) = parsed(question("b", "multichoice", options=giving(2, 4, -1), **limit)).questions()

    assert found.most_points == most
    assert [found.points(one) for one in (["x", "z"], ["y", "y"], [], None, "x", [1])] == [1, 4, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (template(CHOICE, kind="strategy"), "points need `format: 2`"),
        (template(scale("a", as_points=True), kind="strategy"), "points need `format: 2`"),
        (second(CHOICE, kind="survey"), "a survey gives no points: their sum would tell of answers"),
        (second(scale("a", as_points=True), kind="assessment"), "a self-assessment gives no points: its levels"),
        (second(question("a", "choice", options=giving("many", 1))), "is not a number"),
        (
            second(question("a", "table", columns=[question("c", "choice", options=giving(1, 2))])),
            "in a table no option gives points",
        ),
    ],
)
def test_points_that_nothing_would_add_up_are_refused_at_their_place(data: dict[str, Any], fault: str) -> None:
    found = faults(data)

    assert any(fault in one and "points: " in one for one in found)


def test_writing_points_raises_the_number_of_the_format() -> None:
    assert needs_second(3, "points")
    assert needs_second(CHOICE, "questions")
    assert needs_second(True, "as_points")
    assert not needs_second(False, "as_points")


def test_sum_leaves_out_what_is_hidden_unanswered_or_only_borrowed() -> None:
    document = parsed(
        CHOICE,
        SEVERAL,
        scale("c", as_points=True, show_if={"question": "a", "is": "x"}),
        question("d", "choice", options=giving(10, 0)),
        question("e", "choice", options=giving(100, 0)),
    )
    values = {"a": "x", "b": ["x", "y"], "c": 2, "d": "x"}

    whole = points_of(AnswerSheet(document, values, borrowed={"d"}), document.questions())
    hidden = points_of(AnswerSheet(document, {**values, "a": "y"}), document.questions())

    assert whole == PointSum(Decimal(11), Decimal(14), 3, 2)
    assert hidden == PointSum(Decimal("16.5"), Decimal(19), 3, 1)


def test_there_is_no_sum_where_nothing_that_is_asked_gives_points() -> None:
    plain = parsed(question("a", "choice", options=options("x", "y")))
    hidden = parsed(question("on", "yesno"), {**CHOICE, "show_if": {"question": "on", "is": True}})

    assert points_of(AnswerSheet(plain, {"a": "x"}), plain.questions()) is None
    assert points_of(AnswerSheet(hidden, {"a": "x"}), hidden.questions()) is None


def test_other_points_in_a_later_edition_are_a_change_that_parks_nothing() -> None:
    before, after = parsed(CHOICE), parsed({**CHOICE, "options": giving(4, 0.5, None)})

    (change,) = difference(before, after).of("question")

    assert change.fate is Fate.CHANGED
    assert [one.rules for one in change.parts] == [("points",), (), ()]


def test_sections_and_groups_are_summed_by_themselves() -> None:
    data = second(CHOICE)
    data["sections"][0]["groups"] = [{"key": "g", "title": text(), "questions": [SEVERAL]}]
    data["sections"].append(section("next", question("n")))
    document = parse(data)
    assert isinstance(document, Template)
    sheet = AnswerSheet(document, {"a": "x", "b": ["y"]})
    first, last = document.sections

    assert points_of(sheet, first.questions) == PointSum(Decimal(7), Decimal(9), 2, 0)
    assert points_of(sheet, first.groups[0].questions) == PointSum(Decimal(4), Decimal(6), 1, 0)
    assert points_of(sheet, last.questions) is None
