"""Workbooks: real tables, formats, print set-up, and a first sheet that says what it is."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from exports.sheets import About, Sheet, xlsx_of

SHEET = Sheet(
    "Plan",
    ("Navn", "Dag", "Beløb", "Beløb", ""),
    [("ord " * 50, date(2026, 3, 1), Decimal("1250.50"), 7, "=1+1"), ("kort", None, None, None, "x")],
    (20, 12, 14, 14, 10),
)
ABOUT = About("Handlingsplan", "Klyngen", "Som den så ud.", "Om filen")


def test_table_can_be_filtered_and_is_ready_to_print() -> None:
    book = load_workbook(BytesIO(xlsx_of([SHEET], ABOUT)))
    page = book["Plan"]

    (table,) = page.tables.values()
    assert (table.ref, table.autoFilter is not None, page.freeze_panes) == ("A1:E3", True, "A2")
    assert [column.name for column in table.tableColumns] == ["Navn", "Dag", "Beløb", "Beløb 2", "–"]
    assert (page.print_title_rows, page.page_setup.orientation, page.page_setup.fitToHeight) == (
        "$1:$1",
        "landscape",
        0,
    )


def test_numbers_have_formats_and_rows_are_as_high_as_their_words() -> None:
    page = load_workbook(BytesIO(xlsx_of([SHEET])))["Plan"]

    assert [page[cell].number_format for cell in ("B2", "C2", "D2")] == ["yyyy-mm-dd", "#,##0.00", "#,##0"]
    assert page.row_dimensions[2].height > 60
    assert (page["E2"].value, page["E2"].data_type) == ("=1+1", "s")


def test_first_sheet_says_what_it_is_and_the_data_stand_in_front() -> None:
    book = load_workbook(BytesIO(xlsx_of([SHEET], ABOUT)))

    assert (book.sheetnames, book.active.title) == (["Om filen", "Plan"], "Plan")
    assert [book["Om filen"].cell(row, 1).value for row in (1, 2, 3)] == ["Handlingsplan", "Klyngen", "Som den så ud."]
    assert book.properties.title == "Handlingsplan"


def test_empty_table_is_a_table() -> None:
    page = load_workbook(BytesIO(xlsx_of([Sheet("Tom", ("A",), [])])))["Tom"]

    assert [table.ref for table in page.tables.values()] == ["A1:A2"]
