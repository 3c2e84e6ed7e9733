"""Files of measurements, good and bad: each is read, or refused with a sentence that names row and column."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest

from core.errors import Refusal
from core.sheets.table import Choices
from kpis.services.sheet import MOST_ROWS, Read, lines_of, table_of
from tests.kpis.sheets import csv, xlsx

DAY = date(2024, 3, 31)


def read_file(content: bytes, language: str) -> list[Read]:
    return list(lines_of(table_of(content, "da", Choices(language=language))))


def values(content: bytes, language: str = "da") -> list[object]:
    return [row.value if row.value is not None else row.fault for row in read_file(content, language)]


def test_a_line_is_read_whole() -> None:
    content = csv("KPI;Dato;Værdi;Bemærkning;Kilde", "K1;31.03.2024;1.234,5;Målt på mødet;Register")

    assert read_file(content, "da") == [
        Read(2, "K1", DAY, Decimal("1234.5"), "Målt på mødet", "Register", typed="1.234,5")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_every_encoding_gives_the_same_words(encoding: str) -> None:
    content = csv("Nøgle;Dato;Værdi;Bemærkning", "K1;31.03.2024;20;Målt på Ærø", encoding=encoding)

    assert [row.note for row in read_file(content, "da")] == ["Målt på Ærø"]


@pytest.mark.parametrize(
    ("language", "separator", "typed", "value"),
    [
        ("da", ";", "1.234", "1234"),
        ("da", ";", "1,234", "1.234"),
        ("en", ";", "1.234", "1.234"),
        ("en", ";", "1,234", "1234"),
        ("en", "\t", "48 %", "48"),
        ("da", ";", "1.250.000 kr.", "1250000"),
        ("da", ";", "-3", "-3"),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(language: str, separator: str, typed: str, value: str) -> None:
    content = csv(separator.join(["KPI", "Date", "Value"]), separator.join(["K1", "2024-03-31", typed]))

    assert values(content, language) == [Decimal(value)]


@pytest.mark.parametrize("typed", ["12-ish", "ca. 40", "tolv", "12..5", "1 2", "--3"])
def test_a_word_is_not_a_number(typed: str) -> None:
    (fault,) = values(csv("KPI;Date;Value", f"K1;2024-03-31;{typed}"))

    assert fault == f"Column “Value”: “{typed}” is not a number. Enter it in digits, for example 1.250,5."


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("K1;2024-03-31;=2+2", "Column “Value”: “=2+2” is a formula. Enter the number itself."),
        ("K1;2024-03-31;#DIV/0!", "Column “Value”: “#DIV/0!” is an error in the spreadsheet."),
        ("K1;;20", "Column “Date”: The cell is empty."),
        (
            "K1;last spring;20",
            "Column “Date”: “last spring” is not a date. Enter day, month and year, for example 24.11.2026.",
        ),
        (";2024-03-31;20", "Column “KPI” is empty. Enter the KPI’s key, for example K1."),
    ],
)
def test_a_fault_names_its_column(line: str, fault: str) -> None:
    (row,) = read_file(csv("KPI;Date;Value", line), "da")

    assert (row.line, row.fault) == (2, fault)


def test_a_workbook_keeps_numbers_and_dates() -> None:
    content = xlsx(
        [
            ["KPI", "Date", "Value"],
            ["K1", datetime.fromisoformat("2024-03-31"), 0.1 + 0.2],
            ["K1", date(2024, 6, 30), 7],
        ]
    )

    assert [(row.day, row.value) for row in read_file(content, "da")] == [
        (DAY, Decimal("0.3")),
        (date(2024, 6, 30), Decimal(7)),
    ]


def test_a_percentage_of_a_workbook_is_what_is_seen() -> None:
    rows = [["KPI", "Date", "Value"], ["K1", DAY, 0.48]]
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(xlsx(rows)))
    book.worksheets[0]["C2"].number_format = "0 %"
    out = io.BytesIO()
    book.save(out)

    assert values(out.getvalue()) == [Decimal(48)]


def test_merged_headings_above_the_table_are_passed_over() -> None:
    content = xlsx([["Our KPIs", None, None], ["KPI", "Date", "Value"], ["K1", DAY, 20]], merge="A1:C1")

    assert [(row.line, row.value) for row in read_file(content, "da")] == [(3, Decimal(20))]


def test_merged_headings_of_the_table_are_refused_with_what_they_say() -> None:
    content = xlsx([["KPI and date", None, "Value"], ["K1", DAY, 20]], merge="A1:B1")

    with pytest.raises(Refusal) as refusal:
        read_file(content, "da")

    assert refusal.value.message == (
        "No row has the three headings “KPI”, “Date” and “Value”, each in its own cell. Row 1 says: KPI and date, "
        "Value."
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"KPI;Date;Value\r\n", "There are headings but no rows below them."),
        (b"Name;Amount\r\nx;1", "No row has the three headings"),
    ],
)
def test_a_sheet_of_something_else_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_file(content, "da")

    assert refusal.value.message.startswith(said)
    assert refusal.value.field == "file"


def test_more_rows_than_can_be_looked_at_are_refused() -> None:
    lines = ["KPI;Date;Value", *(["K1;2024-03-31;1"] * (MOST_ROWS + 1))]

    with pytest.raises(Refusal, match=r"more than 20,000 rows"):
        read_file(csv(*lines), "da")


def test_row_without_a_value_is_no_fault_unless_something_is_said_about_it() -> None:
    head = "KPI;Date;Value;Note"

    empty, noted = read_file(csv(head, "K1;2024-03-31;;", "K1;2024-06-30;;Counted by hand"), "da")

    assert (empty.fault, empty.value) == ("", None)
    assert noted.fault == "Column “Value”: The cell is empty, or contains a formula that has not been calculated."
