"""Questions that repeat for each partner or market: a table whose rows are cards."""

from typing import Any

import pytest

from answers.base import Surroundings
from answers.types import type_of
from curation.rules.operations import Set, in_its_format
from exports.document import TextBlock, plain
from schema.conversions import carried
from schema.differences import Fate, difference
from schema.faults import SchemaError
from schema.parsing import parse
from tests.schema.grouped import grouped, parsed
from tests.schema.samples import REMOVED, edited, text

PLACE = "sections[0].groups[1].questions[1]"
ROWS = [
    {"id": "r1", "cells": {"name": {"da": "Nordvind", "en": "Nordic Wind"}, "role": ["sell", "pay"]}},
    {"id": "r2", "cells": {"why": {"da": "Fordi **de** kan\n\n- hurtigt"}}},
]


def partners() -> Any:
    return parsed().question("partners")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (f"{PLACE}.layout", "grid", f"{PLACE}.layout: 'grid' is not one of cards"),
        (f"{PLACE}.row", REMOVED, f"{PLACE}: missing row"),
        (
            f"{PLACE}.layout",
            REMOVED,
            f"{PLACE}.row: is the word for one card, and this table is not laid out as cards",
        ),
        (
            f"{PLACE}.rows",
            [{"key": "one", "label": text()}],
            f"{PLACE}.rows: a table laid out as cards has no rows that are given",
        ),
        ("format", 1, f"{PLACE}.layout: layout needs `format: 2` at the top of the file"),
    ],
)
def test_what_does_not_fit_a_table_of_cards_is_said_at_its_place(path: str, value: object, said: str) -> None:
    with pytest.raises(SchemaError) as refused:
        parse(edited(grouped(), path, value))

    assert said in [str(one) for one in refused.value.faults]


def test_draft_of_format_1_is_raised_by_cards() -> None:
    assert len(in_its_format({"format": 1}, [Set("sections/s/questions/t/layout", "cards")])) == 2
    assert len(in_its_format({"format": 2}, [Set("sections/s/questions/t/layout", "cards")])) == 1


def test_each_row_is_headed_by_its_word_its_number_and_what_it_is_called() -> None:
    table = type_of(partners()).show(partners(), ROWS, "en", Surroundings()).table

    assert table is not None
    assert [row.title for row in table.rows] == ["Partner 1: Nordic Wind", "Partner 2"]
    assert [[bool(one) for one in row.whole] for row in table.rows] == [[True, True, False], [False, False, True]]


def test_document_has_each_card_under_a_heading_with_its_fields_below_each_other() -> None:
    block = type_of(partners()).show(partners(), ROWS, "da", Surroundings()).block("Partnere", "da")  # type: ignore[arg-type]

    assert isinstance(block, TextBlock)
    assert plain(block.label) == "Partnere"
    html = block.html
    assert (
        html.index("<h2>Partner 1: Nordvind</h2>") < html.index("<li>Betaler</li>") < html.index("<h2>Partner 2</h2>")
    )
    assert "<strong>Hvorfor dem?</strong>" in html
    assert html.count("<strong>Hvorfor dem?</strong>") == 1
    assert "<strong>de</strong>" in html


def test_words_of_the_other_language_say_so_and_nothing_is_markup() -> None:
    rows = [{"id": "r1", "cells": {"name": {"da": "<script>alert(1)</script>"}}}]
    block = type_of(partners()).show(partners(), rows, "en", Surroundings()).block("x", "en")  # type: ignore[arg-type]

    assert isinstance(block, TextBlock)
    assert "<script" not in block.html
    assert '<p><em>På dansk</em></p><div lang="da">' in block.html


def test_rows_follow_to_cards_and_back_as_they_are() -> None:
    table = edited(edited(grouped(), f"{PLACE}.layout", REMOVED), f"{PLACE}.row", REMOVED)
    before, after = parsed(table), parsed()

    there = carried(before.question("partners"), after.question("partners"), ROWS)  # type: ignore[arg-type]
    back = carried(after.question("partners"), before.question("partners"), ROWS)  # type: ignore[arg-type]
    found = next(one for one in difference(before, after).of("question") if one.key == "partners")

    assert (there.value, there.is_exact, back.value, back.is_exact) == (ROWS, True, ROWS, True)
    assert (found.fate, found.rules) == (Fate.CHANGED, ("layout",))
