"""Several choices and paragraphs in the cells of a table as a form asks for them, and as they are shown."""

from typing import Any

from answers.base import Surroundings
from answers.types import type_of
from tests.schema.grouped import parsed
from tests.workbooks.samples import BOTH, DANISH, fault, read, reread
from workbooks.asking import Form, Posted, face_of
from workbooks.shown.table_html import table_row

ROW = {"id": "r1", "cells": {"name": {"da": "Nord"}, "role": ["sell", "pay"], "why": {"da": "Først\n\n- så"}}}


def partners() -> Any:
    return parsed().question("partners")


def test_what_is_ticked_and_written_is_stored_in_the_order_of_the_options() -> None:
    found = read(
        partners(), v_rows="r1", v_r1_name_da="Nord", v_r1_role=["pay", "sell"], v_r1_why_da="Først\r\n\r\n- så"
    )

    assert (found.value, found.faults) == ([ROW], ())


def test_row_that_nobody_touches_stays_and_one_that_is_unticked_is_emptied() -> None:
    assert reread(partners(), [ROW], BOTH).value == [ROW]

    found = read(partners(), before=[ROW], v_rows="r1", v_r1_name_da="Nord", v_r1_why_da="")

    assert found.value == [{"id": "r1", "cells": {"name": {"da": "Nord"}}}]


def test_too_many_choices_and_too_long_a_text_name_their_row() -> None:
    assert fault(read(partners(), v_rows="r1", v_r1_role=["sell", "find", "pay"]))[1].startswith(
        "Row 1: You have chosen 3."
    )
    assert fault(read(partners(), v_rows="r1", v_r1_why_da="x" * 10_001)) == (
        "v-r1-why-da",
        "Row 1: The text has 10.001 characters. Shorten it to 10.000.",
    )
    assert "not one of the options" in fault(read(partners(), v_rows="r1", v_r1_role="<script>"))[1]


def test_cells_are_drawn_with_boxes_and_with_room_for_lines() -> None:
    texts = Posted(face_of(partners()).fill(partners(), [ROW], "a-partners", DANISH))
    table = face_of(partners()).table(partners(), Form("a-partners", DANISH, texts, {}, [ROW]))
    assert table is not None

    drawn = table_row(table, table.rows[0])

    assert drawn.count("type=checkbox") == 3
    assert drawn.count(" checked") == 2
    assert "data-lines" in drawn


def test_cells_are_read_as_words() -> None:
    found = type_of(partners()).show(partners(), [ROW], "da", Surroundings())

    assert found.table is not None
    assert [cell.text for cell in found.table.rows[0].cells] == ["Nord", "Sælger, Betaler", "Først\nså"]
    english = type_of(partners()).show(partners(), [ROW], "en", Surroundings()).table
    assert english is not None
    assert [cell.is_fallback for cell in english.rows[0].cells] == [True, False, True]


def test_each_card_of_a_form_is_headed_and_its_fields_say_which_it_is() -> None:
    texts = Posted(face_of(partners()).fill(partners(), [ROW], "a-partners", DANISH))
    table = face_of(partners()).table(partners(), Form("a-partners", DANISH, texts, {}, [ROW]))
    assert table is not None

    drawn = table_row(table, table.rows[0])

    assert "<th scope=row>Partner <span data-number>1</span>" in drawn
    # The browser adds which card it is; without it each field stands below its column's name.
    assert "<td data-label=Navn><textarea" in drawn
    assert "aria-label=Navn" in drawn
