"""A remark beside a choice, and “other, namely”: questions that the reader makes, with all that follows from that."""

from typing import Any

import pytest

from schema.answers import check_answer
from schema.conditions import visible_questions
from schema.differences import difference
from schema.faults import SchemaError
from schema.moving import move
from schema.parsing import parse
from schema.upgrades import needs_second
from tests.schema.grouped import grouped, parsed
from tests.schema.samples import edited, options, question, template, text

HOW = "sections[0].groups[0].questions[2]"


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(SchemaError) as refused:
        parse(data)
    return [str(fault) for fault in refused.value.faults]


def asking(**own: Any) -> dict[str, Any]:
    return {**template(question("a", "choice", options=options("x", "y"), **own), question("b")), "format": 2}


def test_reader_makes_a_question_for_the_other_option_and_one_for_the_remark() -> None:
    found = {one.key: one for one in parsed().questions() if one.beside == "how_found"}

    other, remark = found["how_found__other"], found["how_found__remark"]
    assert list(found) == ["how_found__other", "how_found__remark"]
    assert (other.type, other.required, other.is_aside, other.heading.en) == ("text", True, False, "Other, namely")
    assert (remark.type, remark.required, remark.is_aside, remark.heading.da) == ("longtext", False, True, "Bemærkning")
    assert other.label.en == "How did you find them? – Other, namely"
    assert {one.group.key for one in found.values() if one.group} == {"present"}
    assert check_answer(other, text()) == check_answer(remark, text()) == []


@pytest.mark.parametrize(
    ("da", "en", "asked"),
    [
        ("Andet", "Other", ("Andet, nemlig", "Other, namely")),
        ("Andet, nemlig:", "Other, namely …", ("Andet, nemlig", "Other, namely")),
        ("Andet", "OTHER, NAMELY", ("Andet, nemlig", "OTHER, NAMELY")),
    ],
)
def test_option_that_says_namely_itself_is_asked_by_its_own_words(da: str, en: str, asked: tuple[str, str]) -> None:
    data = asking()
    data["sections"][0]["questions"][0]["options"][1] |= {"label": {"da": da, "en": en}, "other": True}

    other = parsed(data).question("a__other")

    assert other is not None
    assert (other.heading.da, other.heading.en) == asked
    assert other.label.da.endswith(f" – {asked[0]}")


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        (None, {"how_found__remark"}),
        (["fair"], {"how_found__remark"}),
        (["other"], {"how_found__remark", "how_found__other"}),
    ],
)
def test_other_is_asked_when_it_is_chosen_and_nothing_is_while_the_question_is_hidden(
    chosen: list[str] | None, asked: set[str]
) -> None:
    beside = {"how_found__other", "how_found__remark"}

    assert visible_questions(parsed(), {"abroad": "yes", "how_found": chosen}) & beside == asked
    assert visible_questions(parsed(), {"abroad": "no", "how_found": chosen}) & beside == set()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("sections[0].questions[1].remark", "yes", "sections[0].questions[1].remark: must be true or false"),
        ("sections[0].questions[0].remark", True, "sections[0].questions[0]: unknown key 'remark'"),
        (
            f"{HOW}.options[0].other",
            True,
            f"{HOW}.options[1].other: only one option of a question can be answered in one's own words",
        ),
        (
            "sections[0].questions[0].key",
            "abroad__remark",
            "sections[0].questions[1].key: the key 'abroad__remark' is kept for what stands beside this question",
        ),
        (
            "sections[1].groups[0].questions[0].key",
            "abroad__remark",
            "sections[1].groups[0].questions[0].key: the key 'abroad__remark' is used twice",
        ),
        (f"{HOW}.key", "x" * 75, f"{HOW}.key: is longer than 72 characters, so nothing can stand beside it"),
        ("format", 1, "sections[0].questions[1].remark: remark needs `format: 2` at the top of the file"),
        ("format", 1, f"{HOW}.options[1].other: other needs `format: 2` at the top of the file"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(path: str, value: object, said: str) -> None:
    assert said in faults(edited(grouped(), path, value))


def test_options_of_a_column_have_nothing_beside_them() -> None:
    column = question("c", "choice", options=[{**options("x")[0], "other": True}])

    assert (
        "in a table nothing is asked beside an option"
        in faults({**template(question("t", "table", columns=[column])), "format": 2})[0]
    )


def test_draft_of_format_1_is_raised_by_what_stands_beside() -> None:
    assert [needs_second(True, "remark"), needs_second(True, "other")] == [True, True]
    assert [needs_second("amount", "other"), needs_second(None, "remark")] == [False, False]


def test_remark_follows_its_question_to_another_name_and_is_parked_without_it() -> None:
    before = parse(asking(remark=True))
    renamed = edited(asking(remark=True, replaces=["a"]), "sections[0].questions[0].key", "new")
    given = {"a": "x", "a__remark": text("Fordi")}

    followed = move(difference(before, parse(renamed)), given)
    parked = move(difference(before, parse(asking())), given)

    assert followed.answers == {"new": "x", "new__remark": text("Fordi")}
    assert (parked.answers, [(one.key, one.value) for one in parked.parked]) == (
        {"a": "x"},
        [("a__remark", text("Fordi"))],
    )
    back = move(difference(parse(asking()), before), parked.answers, parked.beside)
    assert back.answers == given


def test_what_stands_beside_is_no_question_of_its_own_among_the_differences() -> None:
    found = difference(parse(asking()), parse(asking(remark=True)))

    assert [(one.key, str(one.fate)) for one in found.of("question")] == [("a", "changed"), ("b", "kept")]
    assert [(one.key, str(one.fate)) for one in found.of("beside")] == [("a__remark", "new")]
