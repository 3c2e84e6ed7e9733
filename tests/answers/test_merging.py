"""Both sides of a conflict in one answer."""

from typing import Any

import pytest

from answers.types import type_of
from core.text import LANGUAGES
from tests.schema.samples import options, question
from tests.workbooks.samples import EVERY_TYPE, one

RISKS = one(question("risks", "table", columns=[question("risk"), question("chance", "number")]))
CRITERIA = EVERY_TYPE.question("criteria")
MEANS = one(question("means", "multichoice", options=options("visit", "fair", "web")))


def merged(asked: Any, theirs: Any, mine: Any, languages: Any, base: Any = None) -> Any:
    return type_of(asked).merged(asked, theirs, mine, languages, base)


def joined(asked: Any, base: Any, theirs: Any, mine: Any) -> Any:
    return type_of(asked).joined(base, theirs, mine)


def row(row_id: str, **cells: Any) -> dict[str, Any]:
    return {"id": row_id, "cells": cells}


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ({"da": "Hav"}, {"da": "Fjord"}, {"da": "Hav\n\nFjord"}),
        ({"da": "Hav"}, {"da": "Hav"}, {"da": "Hav"}),
        ({"da": "Hav", "en": "Sea"}, {"da": "Fjord"}, {"da": "Hav\n\nFjord", "en": "Sea"}),
        ({"da": "Hav"}, {"en": "Fjord"}, {"da": "Hav", "en": "Fjord"}),
        (None, {"da": "Fjord"}, {"da": "Fjord"}),
        ({"da": "Hav"}, None, {"da": "Hav"}),
        (None, None, None),
    ],
)
def test_texts_stand_one_after_the_other_in_each_language(theirs: Any, mine: Any, both: Any) -> None:
    assert merged(one(question("why", "longtext")), theirs, mine, LANGUAGES) == both


WHY = one(question("why", "longtext"))
BASE = {"da": "Hav", "en": "Sea"}


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ({"da": "Havn", "en": "Sea"}, {"da": "Hav", "en": "Ocean"}, {"da": "Havn", "en": "Ocean"}),
        ({"da": "Havn", "en": "Sea"}, {"da": "Hav"}, {"da": "Havn"}),
        ({"da": "Havn", "en": "Harbour"}, {"da": "Havn", "en": "Sea"}, {"da": "Havn", "en": "Harbour"}),
        ({"da": "Havn", "en": "Sea"}, {"da": "Fjord", "en": "Sea"}, None),
        ({"da": "Havn", "en": "Harbour"}, {"da": "Fjord", "en": "Ocean"}, None),
        ({"en": "Sea"}, {"da": "Fjord", "en": "Sea"}, None),
        (None, {"da": "Hav", "en": "Ocean"}, None),
    ],
)
def test_two_who_write_in_two_languages_are_not_in_each_others_way(theirs: Any, mine: Any, both: Any) -> None:
    assert joined(WHY, BASE, theirs, mine) == both


def test_only_texts_are_put_together_unasked() -> None:
    assert joined(MEANS, ["web"], ["web", "visit"], ["web", "fair"]) is None
    assert joined(RISKS, None, [row("a", risk={"da": "x"})], [row("b", risk={"da": "y"})]) is None


def test_side_that_one_of_the_two_left_as_it_was_is_not_said_twice() -> None:
    theirs, mine = {"da": "Havn", "en": "Sea"}, {"da": "Fjord", "en": "Ocean"}

    assert merged(WHY, theirs, mine, LANGUAGES, BASE) == {"da": "Havn\n\nFjord", "en": "Ocean"}


def test_lines_stand_on_one_line() -> None:
    assert merged(one(question("name")), {"da": "Hav"}, {"da": "Fjord"}, ("da",)) == {"da": "Hav / Fjord"}


def test_language_that_is_not_written_is_left_as_it_stands() -> None:
    assert type_of(one(question("name"))).merged(
        one(question("name")), {"da": "Hav", "en": "Sea"}, {"da": "Hav", "en": "Ocean"}, ("da",)
    ) == {
        "da": "Hav",
        "en": "Sea",
    }


def test_rows_of_both_stand_in_the_table_and_the_one_that_differs_twice() -> None:
    theirs = [row("r1", chance=1), row("r2", chance=2)]
    mine = [row("r1", chance=1), row("r2", chance=3), row("r3", chance=4)]

    both = merged(RISKS, theirs, mine, ("da",))

    assert [found["cells"]["chance"] for found in both] == [1, 2, 3, 4]
    assert len({found["id"] for found in both}) == 4


def test_fixed_rows_keep_theirs_and_get_what_only_mine_has() -> None:
    both = type_of(CRITERIA).merged(
        CRITERIA, [row("need", weight=60)], [row("need", weight=50), row("access", weight=50)], ("da",)
    )

    assert both == [row("need", weight=60), row("access", weight=50)]


def test_fixed_row_gets_the_cells_that_only_mine_has() -> None:
    costs = one(
        question(
            "costs",
            "table",
            columns=[question("own", "number"), question("public", "number")],
            rows=[{"key": "travel", "label": {"da": "Rejse", "en": "Travel"}}],
        )
    )

    assert merged(costs, [row("travel", own=1)], [row("travel", own=2, public=3)], ("da",)) == [
        row("travel", own=1, public=3)
    ]


def test_choices_of_both_are_chosen() -> None:
    assert merged(MEANS, ["web"], ["visit", "web"], ("da",)) == ["web", "visit"]


def test_of_two_numbers_the_colleague_s_stands() -> None:
    number = one(question("n", "number"))

    assert [merged(number, *pair, ("da",)) for pair in ((1, 2), (None, 2), (1, None))] == [1, 2, 1]
