"""What a template proposes as the answer to a question."""

from typing import Any

import pytest

from schema import SchemaError, parse
from schema.upgrades import needs_second
from tests.schema.samples import options, question, scale, template, text


def proposing(asked: dict[str, Any], default: Any, kind: str = "strategy", format: int = 2) -> dict[str, Any]:
    return {**template({**asked, "default": default}, kind=kind), "format": format}


CHOICE = question("a", "choice", options=options("x", "y"))
SEVERAL = question("a", "multichoice", options=options("x", "y", "z"), max_choices=2)


@pytest.mark.parametrize(
    ("asked", "default"),
    [
        (question("a"), text("Nordvest")),
        (question("a", "longtext"), text("Et afsnit")),
        (question("a", "number", min=1), 4),
        (question("a", "money"), 1.5),
        (question("a", "percent"), 40),
        (question("a", "date"), "2027-03-31"),
        (question("a", "yesno"), "yes"),
        (CHOICE, "y"),
        (SEVERAL, ["x", "z"]),
        (scale("a"), 3),
    ],
)
def test_what_fits_the_question_is_proposed(asked: dict[str, Any], default: Any) -> None:
    found: Any = parse(proposing(asked, default))

    assert found.questions()[0].default == default


@pytest.mark.parametrize("kind", ["strategy", "analysis", "report", "document"])
def test_every_kind_that_people_fill_in_together_proposes(kind: str) -> None:
    found: Any = parse(proposing(question("a"), text("Nordvest"), kind=kind))

    assert found.questions()[0].default == text("Nordvest")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (proposing(CHOICE, "w"), "is not one of the options"),
        (proposing(SEVERAL, ["x", "y", "z"]), "2"),
        (proposing(question("a", "number", min=5), 4), "below 5"),
        (proposing(question("a", "percent"), 400), "above 100"),
        (proposing(question("a", "date"), "in spring"), "is not a date"),
        (proposing(question("a"), {"da": "x"}), "missing en"),
        (proposing(question("a"), "x"), "must be"),
        (proposing(question("a"), None), "must be"),
        (proposing(question("a", "countries"), ["DE"]), "nothing can be proposed for a question of the type countries"),
        (proposing(scale("a"), 3, kind="assessment"), "a self-assessment proposes no answers: each scores alone"),
        (proposing(question("a"), text(), kind="survey"), "a survey proposes no answers"),
        (proposing(question("a", known="cluster.name"), text(), kind="document"), "do not go together"),
        (proposing(question("a"), text(), format=1), "default needs `format: 2` at the top of the file"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(data: dict[str, Any], fault: str) -> None:
    with pytest.raises(SchemaError) as refused:
        parse(data)

    assert any(one.path.startswith("sections[0].questions[0].default") for one in refused.value.faults)
    assert any(fault in one.what for one in refused.value.faults)


def test_a_faulty_question_is_told_of_once() -> None:
    with pytest.raises(SchemaError) as refused:
        parse(proposing({**CHOICE, "options": "x"}, "x"))

    assert [one.path for one in refused.value.faults] == ["sections[0].questions[0].options"]


def test_writing_a_proposal_raises_the_number() -> None:
    assert needs_second("yes", "default")
    assert needs_second(text(), "default")
    assert needs_second({**CHOICE, "default": "x"}, "questions")
