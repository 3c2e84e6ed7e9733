"""Numbers that follow from others: what a file may say of them, and what they come to."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from answers.sheet import AnswerSheet
from schema import SchemaError, parse
from schema.answers import check_answer
from schema.conversions import carried
from schema.differences import Fate, difference
from schema.documents import Template
from schema.upgrades import needs_second
from tests.schema.samples import question, scale, template, text

PLACE = "sections[0].questions[{}]"


def computed(key: str, how: str, *of: Any) -> dict[str, Any]:
    return question(key, "computed", of=list(of), how=how)


def costs(**own: Any) -> dict[str, Any]:
    columns = [question("what"), question("sum", "money"), question("hours", "number", unit=text("timer"))]
    return question("costs", "table", columns=columns, **own)


def second(*questions: dict[str, Any], kind: str = "strategy") -> dict[str, Any]:
    return {**template(*questions, kind=kind), "format": 2}


def parsed(*questions: dict[str, Any]) -> Template:
    found = parse(second(*questions))
    assert isinstance(found, Template)
    return found


def faults(*questions: dict[str, Any], kind: str = "strategy") -> list[str]:
    with pytest.raises(SchemaError) as refused:
        parse(second(*questions, kind=kind))
    return [str(fault) for fault in refused.value.faults]


A, B = question("a", "money"), question("b", "money")
BUDGET = parsed(
    A,
    B,
    costs(),
    computed("total", "sum", "a", "b", "costs.sum"),
    computed("left", "difference", "total", "a"),
    computed("part", "share", "a", "total"),
    computed("hours", "sum", "costs.hours"),
)
ROWS = [
    {"id": "r1", "cells": {"sum": 100.5, "hours": 3}},
    {"id": "r2", "cells": {"what": {"da": "Rejse"}}},
    {"id": "r3", "cells": {"sum": 200}},
]


def numbers(document: Template, **values: Any) -> dict[str, Any]:
    found = AnswerSheet(document, values).computed
    return {
        key: one.number if one.number is not None else [label.en for label in one.lacking] for key, one in found.items()
    }


def test_sum_share_and_difference_follow_from_answers_and_columns() -> None:
    assert numbers(BUDGET, a=1000, b=0.25, costs=ROWS) == {
        "total": Decimal("1300.75"),
        "left": Decimal("300.75"),
        "part": Decimal("76.9"),
        "hours": Decimal(3),
    }


def test_there_is_none_while_something_is_unanswered_and_it_says_what() -> None:
    assert numbers(BUDGET, a=1000) == {
        "total": ["b in English", "costs in English"],
        "left": ["b in English", "costs in English"],
        "part": ["b in English", "costs in English"],
        "hours": ["costs in English"],
    }


def test_what_is_hidden_is_left_out_of_a_sum_and_gives_no_share() -> None:
    hidden = {**B, "show_if": {"question": "on", "is": True}}
    document = parsed(
        question("on", "yesno"), A, hidden, computed("total", "sum", "a", "b"), computed("part", "share", "a", "b")
    )

    assert numbers(document, on="no", a=4, b=4) == {"total": Decimal(4), "part": []}
    assert numbers(document, on="yes", a=4, b=4) == {"total": Decimal(8), "part": Decimal("100.0")}


def test_share_of_nothing_is_none() -> None:
    assert numbers(parsed(A, B, computed("c", "share", "a", "b")), a=1, b=0) == {"c": []}


def english(document: Template, key: str, **values: Any) -> str:
    asked = document.question(key)
    assert asked is not None
    with translation.override("en-gb"):
        return AnswerSheet(document, values).show(asked, "en").one_line.replace("\u00a0", " ")


@pytest.mark.parametrize("part", [1e-13, -1e-15, 0.00000000000000000001])
def test_share_of_next_to_nothing_is_too_large_to_be_written(part: float) -> None:
    document = parsed(A, B, computed("c", "share", "a", "b"), question("d", "percent"), computed("e", "sum", "c", "d"))

    for key in ("c", "e"):
        said = english(document, key, a=10**15, b=part, d=1)
        assert said == "Not calculated: the number would be larger than a number may be here"


def test_numbers_that_follow_from_each_other_grow_no_larger_than_one_that_is_typed() -> None:
    chain = [computed(f"c{n}", "sum", f"c{n - 1}" if n else "a", f"c{n - 2}" if n > 1 else "b") for n in range(200)]
    document = parsed(A, B, *chain)

    found = AnswerSheet(document, {"a": 1, "b": 1}).computed

    assert found["c60"].number == 6557470319842
    assert (found["c199"].number, found["c199"].is_too_large) == (None, True)


def test_sum_keeps_the_last_decimal_of_what_was_typed() -> None:
    document = parsed(A, B, computed("c", "sum", "a", "b"), computed("d", "difference", "c", "a"))

    found = numbers(document, a=10**14, b=Decimal("0.00000000000000000001"))

    assert found["d"] == Decimal("0.00000000000000000001")


def test_of_much_that_is_not_answered_the_first_is_named() -> None:
    asked = [question(f"n{n}", "money") for n in range(30)]
    chain = [computed(f"c{n}", "sum", f"n{n}", f"c{n - 1}" if n else "n29") for n in range(30)]
    document = parsed(*asked, *chain)

    assert english(document, "c20").endswith("“n15 in English” and more are not answered")
    assert len(AnswerSheet(document, {}).computed["c29"].lacking) == 7


@pytest.mark.parametrize(
    ("given", "danish", "english"),
    [
        ({"a": 1000, "b": 1, "costs": ROWS}, "1.301,50 kr.", "DKK 1,301.50"),
        (
            {"a": 1000},
            "Ikke beregnet endnu: ”b”; ”costs” er ikke besvaret",
            "Not calculated yet: “b in English”; “costs in English” are not answered",
        ),
    ],
)
def test_it_reads_as_what_it_counts_or_says_what_is_missing(given: dict[str, Any], danish: str, english: str) -> None:
    sheet, asked = AnswerSheet(BUDGET, given), BUDGET.question("total")
    assert asked is not None
    with translation.override("en-gb"):
        said = sheet.show(asked, "en").one_line.replace("\u00a0", " ")
    with translation.override("da"):
        sagt = sheet.show(asked, "da").one_line.replace("\u00a0", " ")

    assert (sagt, said) == (danish, english)


def test_nobody_answers_it_and_it_counts_in_no_progress() -> None:
    asked = BUDGET.question("total")
    assert asked is not None
    sheet = AnswerSheet(BUDGET, {"a": 1, "b": 1, "costs": ROWS})

    assert (sheet.progress().answered, sheet.progress().total) == (3, 3)
    assert [one.what for one in check_answer(asked, 5)] == ["a computed stores no answer"]
    assert carried(parsed(question("total", "money")).questions()[0], asked, 5).value is None


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        ((A, computed("c", "sum", "a", "gone")), f"{PLACE.format(1)}.of[1]: there is no number 'gone' in this file"),
        ((A, question("t"), computed("c", "sum", "a", "t")), f"{PLACE.format(2)}.of[1]: there is no number 't'"),
        ((costs(), computed("c", "sum", "costs.what")), f"{PLACE.format(1)}.of[0]: there is no number 'costs.what'"),
        ((A, computed("c", "sum", "a")), f"{PLACE.format(1)}.of: one number alone is no sum"),
        ((A, B, costs(), computed("c", "share", "a")), "a share is computed from two numbers, not 1"),
        ((A, B, costs(), computed("c", "difference", "a", "b", "costs.sum")), "computed from two numbers, not 3"),
        ((A, computed("c", "sum", "a", "a")), f"{PLACE.format(1)}.of: the same number stands twice"),
        ((A, {**B, "currency": "EUR"}, computed("c", "sum", "a", "b")), "these numbers do not count the same"),
        ((A, question("n", "number"), computed("c", "difference", "a", "n")), "these numbers do not count the same"),
        (
            (question("m", "number", unit=text("dage")), question("n", "number"), computed("c", "sum", "m", "n")),
            "these numbers do not count the same",
        ),
        ((A, computed("c", "sum", "a", "c")), f"{PLACE.format(1)}.of[1]: 'c' must stand before"),
        ((A, computed("c", "sum", "a", "d"), computed("d", "sum", "a", "c")), f"{PLACE.format(1)}.of[1]: 'd' must"),
        ((A, computed("c", "sum", *(["a"] * 51))), "is computed from more than 50 numbers"),
        ((A, {**computed("c", "sum", "a", "b"), "required": True}), "a computed stores no answer that could be"),
        ((A, computed("c", "product", "a")), "is not one of"),
        ((A, computed("c", "sum")), f"{PLACE.format(1)}.of: must not be empty"),
        ((A, {**computed("c", "sum"), "of": "a"}), f"{PLACE.format(1)}.of: must be a list"),
        ((A, computed("c", "sum", "a", ["a"])), f"{PLACE.format(1)}.of[1]: there is no number"),
        (
            (A, B, computed("c", "sum", "a", "b"), question("t", show_if={"question": "c", "is": 5})),
            "nothing can depend on the computed 'c'",
        ),
        (
            (A, B, computed("c", "sum", "a", "b"), question("t", show_if={"question": "c", "answered": True})),
            "nothing is answered at the computed 'c'",
        ),
    ],
)
def test_what_cannot_be_computed_is_refused(questions: tuple[dict[str, Any], ...], fault: str) -> None:
    assert any(fault in one for one in faults(*questions))


@pytest.mark.parametrize("kind", ["survey", "assessment"])
def test_where_nothing_would_show_it_it_is_refused(kind: str) -> None:
    found = faults(scale("a"), scale("b"), computed("c", "sum", "a", "b"), kind=kind)

    assert any("a number is computed in analysis, document, report, strategy only" in one for one in found)


def test_a_file_of_format_1_has_none() -> None:
    assert needs_second(computed("c", "sum", "a", "b"), "questions")
    with pytest.raises(SchemaError):
        parse(template(A, B, computed("c", "sum", "a", "b")))


def test_a_long_chain_of_them_is_computed() -> None:
    links = [computed(f"c{n}", "sum", "a", f"c{n - 1}" if n else "b") for n in range(1500)]

    assert numbers(parsed(A, B, *links), a=1, b=0)["c1499"] == 1500


def test_another_source_is_a_change_that_is_told() -> None:
    other = parsed(A, B, computed("c", "difference", "a", "b"))
    (change,) = difference(parsed(A, B, computed("c", "sum", "a", "b")), other).fated(Fate.CHANGED)

    assert (change.key, change.rules) == ("c", ("how",))
