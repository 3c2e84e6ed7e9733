"""What format 2 has more than format 1, and that a file of format 1 is read as it always was."""

from typing import Any

import pytest

from curation.rules.operations import Set, in_its_format
from schema.answers import check_answer
from schema.conditions import visible_questions
from schema.conversions import carried
from schema.faults import SchemaError
from schema.parsing import parse
from schema.upgrades import needs_second
from tests.schema.samples import catalogue, options, question, template


def second(*questions: dict[str, Any], kind: str = "analysis") -> dict[str, Any]:
    return {**template(*questions, kind=kind), "format": 2}


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(SchemaError) as refused:
        parse(data)
    return [str(fault) for fault in refused.value.faults]


def test_a_file_of_format_1_says_the_same_in_format_2() -> None:
    first = parse(template(question("a"), question("b", "choice", options=options("x", "y"))))
    raised = parse(second(question("a"), question("b", "choice", options=options("x", "y"))))

    assert first == raised
    assert first.format == 2


@pytest.mark.parametrize("kind", ["yesno", "email", "address"])
def test_a_new_type_in_a_file_of_format_1_is_told_what_it_needs(kind: str) -> None:
    assert faults(template(question("a", kind))) == [
        f"sections[0].questions[0].type: a question of the type {kind} needs `format: 2` at the top of the file"
    ]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("yesno", ["yes", "no"], [True, False, "Yes", "", None, 1, ["yes"]]),
        (
            "email",
            ["mette@omslag.dk", "m.k+1@sub.omslag.co.uk"],
            ["mette", "@omslag.dk", "a b@c.dk", "a@b", 1, "x" * 300 + "@a.dk"],
        ),
        (
            "address",
            ["https://omslag.dk/x?y=1", "http://a.b"],
            ["omslag.dk", "javascript:alert(1)", "ftp://a.b", " ", 5],
        ),
    ],
)
def test_answers_of_the_new_types(kind: str, good: list[Any], bad: list[Any]) -> None:
    (asked,) = parse(second(question("a", kind))).questions()  # type: ignore[attr-defined]

    assert [one for one in good if check_answer(asked, one)] == []
    assert [one for one in bad if not check_answer(asked, one)] == []


@pytest.mark.parametrize(("wanted", "stored"), [(True, "yes"), (False, "no"), ("yes", "yes")])
def test_a_condition_on_yes_or_no(wanted: object, stored: str) -> None:
    data = second(question("a", "yesno"), question("b", show_if={"question": "a", "is": wanted}))
    found: Any = parse(data)

    assert "b" in visible_questions(found, {"a": stored})
    assert "b" not in visible_questions(found, {"a": {"yes": "no", "no": "yes"}[stored]})
    assert "b" not in visible_questions(found, {})


@pytest.mark.parametrize("wanted", ["maybe", 1, None, "Yes"])
def test_a_condition_on_yes_or_no_names_one_of_the_two(wanted: object) -> None:
    data = second(question("a", "yesno"), question("b", show_if={"question": "a", "is": wanted}))

    assert faults(data)[0].endswith("is neither true nor false")


@pytest.mark.parametrize("kind", ["email", "address"])
def test_a_survey_does_not_ask_who_answers(kind: str) -> None:
    assert "would say who has answered" in faults(second(question("a", kind), kind="survey"))[0]


def test_yes_and_no_follow_to_another_edition() -> None:
    asks: Any = parse(
        second(
            question("a", "yesno"),
            question("b", "choice", options=options("yes", "no", "later")),
            question("c"),
            question("d", "choice", options=options("maybe")),
        )
    )
    a, b, c, d = asks.questions()

    assert carried(a, b, "yes").value == "yes"
    assert carried(b, a, "no").value == "no"
    assert not carried(b, a, "later").follows
    assert carried(a, c, "yes").value == {"da": "Ja", "en": "Yes"}
    assert not carried(a, d, "yes").follows


def alone(**given: Any) -> dict[str, Any]:
    data = catalogue()
    return {**data, "kpis": [{name: one for name, one in data["kpis"][0].items() if name != "section"}], **given}


def test_a_kpi_belongs_to_no_section_in_format_2_alone() -> None:
    (kpi,) = parse(alone(format=2)).kpis  # type: ignore[attr-defined]

    assert kpi.section == ""
    assert faults(alone(format=1)) == [
        "kpis[0]: missing section, which only a file with `format: 2` at the top may leave out"
    ]
    assert needs_second(alone(format=1))
    assert not needs_second(catalogue())


def test_a_unit_that_is_named_needs_format_2() -> None:
    named = {"da": "besøg", "en": "visits"}

    assert needs_second({**catalogue()["kpis"][0], "unit": named}, "kpis")
    assert needs_second(2, "decimals")
    assert not needs_second({**question("a", "number"), "unit": named}, "questions")
    assert in_its_format({"format": 1}, [Set("kpis/a/unit", named)])[-1] == Set("format", 2)
    assert in_its_format({"format": 1}, [Set("sections/a/questions/b/unit", named)]) == [
        Set("sections/a/questions/b/unit", named)
    ]
