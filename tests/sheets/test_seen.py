"""A sheet is read as a person sees it: the right sheet, rows, separator, letters, and cells by their formats."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from core.errors import Refusal
from core.numbers import NumberFault
from core.sheets.columns import HeadedTable, headed
from core.sheets.headings import named, plain
from core.sheets.reading import read_table
from core.sheets.table import Choices, SheetCell, Table
from core.sheets.values import Amount, amount_of, day_in, number_in
from tests.sheets.packed import HEAD, STRICT, number, packed, row, words

KNOWN = {"kpi": "key", "dato": "date", "date": "date", "værdi": "value", "value": "value", "note": "note"}
NEEDED = ("key", "date", "value")


def table(content: bytes, **choices: object) -> Table:
    return read_table(content, headings=KNOWN, needed=NEEDED, most_rows=1000, choices=Choices(**choices))  # type: ignore[arg-type]


def read(content: bytes, screen: str = "da", **choices: object) -> HeadedTable:
    found = headed(
        table(content, **choices),
        headings=KNOWN,
        needed=NEEDED,
        screen=screen,
        choices=Choices(**choices),  # type: ignore[arg-type]
    )
    assert found is not None
    return found


def shown(value: str, code: str) -> SheetCell:
    """Return the cell of a number with this format."""
    content = packed(HEAD + row(2, *words("K1", "x"), number(value, 1)), formats=(code,))
    return table(content).lines[1].cell(2)


@pytest.mark.parametrize(
    ("value", "code", "seen", "unit", "full"),
    [
        ("33", "0&quot; %&quot;", "33", "%", None),
        ("48", "0\\%", "48", "%", None),
        ("0.48", "0%", "48", "%", None),
        ("0.319587628865979", "0%", "32", "%", "31.9587628865979"),
        ("0.125", "0.0 %", "12.5", "%", None),
        ("12000", "[$€-2] #,##0", "12000", "EUR", None),
        ("12000", "#,##0 &quot;kr.&quot;", "12000", "DKK", None),
        ("12000", "#,##0.00 [$kr.-406]", "12000", "DKK", None),
        ("12000", "#,##0 [$kr-41D]", "12000", "SEK", None),
        ("1234.56", "#,##0", "1235", "", "1234.56"),
        ("0.30000000000000004", "General", "0.3", "", None),
        ("5", "#,##0;[Red]-#,##0", "5", "", None),
    ],
)
def test_a_number_is_what_its_format_shows(value: str, code: str, seen: str, unit: str, full: str | None) -> None:
    cell = shown(value, code)

    assert (cell.number, cell.unit, cell.full) == (Decimal(seen), unit, Decimal(full) if full else None)


@pytest.mark.parametrize("code", ["dd-mm-yyyy", "d. mmmm yyyy", "[$-406]d. mmm yy;@", "yyyy-mm-dd hh:mm", "dd/mm/yyyy"])
def test_a_day_is_a_day_in_every_format(code: str) -> None:
    assert shown("46112", code).day == date(2026, 3, 31)


def test_days_of_an_old_mac_are_counted_from_1904() -> None:
    content = packed(
        HEAD + row(2, *words("K1"), number("44650", 1)), formats=("yyyy-mm-dd",), book='<workbookPr date1904="1"/>'
    )

    assert table(content).lines[1].cell(1).day == date(2026, 3, 31)


def test_the_sheet_that_is_seen_is_read_and_the_hidden_one_named() -> None:
    old, new = HEAD + row(2, *words("K1", "2026-01-01", "1")), HEAD + row(2, *words("K1", "2026-01-01", "2"))

    found = table(packed(old, new, states=("hidden",)))

    assert (found.sheet, found.hidden_sheets, found.lines[1].cell(2).words) == ("Ark2", ("Ark1",), "2")


def test_the_sheet_with_the_headings_is_read_when_a_cover_is_in_front() -> None:
    found = table(packed(row(1, *words("Forside")), HEAD + row(2, *words("K1", "2026-01-01", "2"))))

    assert (found.sheet, found.sheets) == ("Ark2", ("Ark1", "Ark2"))


def test_the_sheet_that_somebody_chose_is_read() -> None:
    one, two = (HEAD + row(2, *words("K1", "2026-01-01", value)) for value in "12")

    assert table(packed(one, two), sheet="Ark2").lines[1].cell(2).words == "2"


def test_hidden_rows_are_left_out_and_told_until_somebody_wants_them() -> None:
    content = packed(HEAD + row(2, *words("K1", "x", "1")) + row(3, *words("K2", "x", "2"), more='hidden="1"'))

    assert [line.number for line in table(content).lines] == [1, 2]
    assert table(content).hidden_rows == (3,)
    assert [line.number for line in table(content, hidden_rows=True).lines] == [1, 2, 3]


def test_strict_files_merged_cells_errors_and_formulas_are_read() -> None:
    cells = row(2, *words("K1"), '<c t="e"><v>#REF!</v></c>', "<c><f>1+1</f><v>2</v></c>") + row(
        3, "<c/>", "<c><f>A1</f></c>"
    )
    content = packed(HEAD + cells, main=STRICT, behind='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')

    _head, first, second = table(content).lines

    assert [cell.kind for cell in first.cells] == ["words", "error", "number"]
    assert [(cell.kind, cell.words) for cell in second.cells] == [("words", "K1"), ("formula", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_letters_and_separator_are_found(encoding: str, separator: str) -> None:
    lines = [separator.join(cells) for cells in (("KPI", "Dato", "Værdi"), ("K1", "31.03.2026", "Ærø"))]

    found = table("\r\n".join(lines).encode(encoding))

    assert (found.separator, found.lines[1].cell(2).words) == (separator, "Ærø")


def test_commas_in_notes_do_not_win_over_semicolons_between_cells() -> None:
    content = 'KPI;Dato;Værdi;Note\r\nK1;31.03.2026;33,5;"a, b, c, d; e"\r\nK2;31.03.2026;4;a, b, c, d, e, f'

    assert [line.cell(3).words for line in table(content.encode()).lines[1:]] == ["a, b, c, d; e", "a, b, c, d, e, f"]


def test_a_file_that_names_its_separator_is_believed_and_counts_rows_as_programmes_do() -> None:
    content = 'sep=|\r\nKPI|Dato|Værdi\r\n\r\nK1|"31.03\r\n.2026"|1\r\nK2|x|2'

    assert [(line.number, line.cell(0).words) for line in table(content.encode()).lines] == [
        (1, "KPI"),
        (3, "K1"),
        (4, "K2"),
    ]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("KPI:", ("key", "")),
        ("Værdi (%)", ("value", "%")),
        ("Værdi (antal)", ("value", "")),
        ("Værdi i kr.", ("value", "DKK")),
        ("Værdi (tkr.)", ("value", "tDKK")),
        ("Dato/date", ("date", "")),
        ("Værdi/dato", ("", "")),
        ("Prioritet", ("", "")),
    ],
)
def test_a_heading_is_known_with_colon_unit_and_slash(heading: str, name: tuple[str, str]) -> None:
    assert named(heading, {plain(words): column for words, column in KNOWN.items()}) == name


@pytest.mark.parametrize(
    ("typed", "language", "amount"),
    [
        ("12 pct.", "da", Amount(Decimal(12), "%")),
        ("kr. 1.250.000", "da", Amount(Decimal(1250000), "DKK")),
        ("1.250.000,-", "da", Amount(Decimal(1250000))),
        ("450.000 kr.", "da", Amount(Decimal(450000), "DKK")),
        ("€ 12.000", "da", Amount(Decimal(12000), "EUR")),
        ("0,45 mio.", "da", Amount(Decimal(450000), "", Decimal(10**6))),
        ("0,45 mio. kr.", "da", Amount(Decimal(450000), "DKK", Decimal(10**6))),
        ("1 250 000", "da", Amount(Decimal(1250000))),
        ("\u22123,5 %", "da", Amount(Decimal("-3.5"), "%")),
        ("1,250.5", "en", Amount(Decimal("1250.5"))),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, language: str, amount: Amount) -> None:
    assert amount_of(typed, language) == amount  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["ca. 40", ">50", "12-ish", "3/4", "12 kr. €", "1.25.0", "²", "1" * 500])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(NumberFault):
        amount_of(typed, "da")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/4-25", date(2025, 4, 3)),
        ("1. maj 27", date(2027, 5, 1)),
        ("2025-04-03 00:00:00", date(2025, 4, 3)),
        ("2025-04-03T08:30", date(2025, 4, 3)),
        ("31.03.2026 kl. 12.00", date(2026, 3, 31)),
        ("31.12.99", date(1999, 12, 31)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert day_in(SheetCell.of(typed), "da") == day


@pytest.mark.parametrize(
    ("content", "screen", "language", "is_guess"),
    [
        ("KPI;Dato;Værdi\nK1;31.03.2026;1.250", "en", "da", False),
        ("KPI,Date,Value\nK1,2026-03-31,1.250", "da", "en", False),
        ("KPI\tDate\tVærdi\nK1\t2026-03-31\t1.250", "en", "en", True),
    ],
)
def test_the_file_says_how_it_writes_numbers_and_where_it_does_not_it_is_asked(
    content: str, screen: str, language: str, is_guess: bool
) -> None:
    found = read(content.encode(), screen)

    assert (found.language, found.is_guess) == (language, is_guess)


def test_two_columns_of_one_heading_are_told_and_one_can_be_left_out() -> None:
    content = b"KPI;Dato;V\xc3\xa6rdi;Value\nK1;31.03.2026;1;2"

    assert [[one.place for one in columns] for columns in read(content).doubles] == [[2, 3]]
    chosen = read(content, columns={2: ""})
    assert (chosen.doubles, number_in(chosen.cell(chosen.lines[0], "value"), "da").number) == ([], Decimal(2))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0", "old Excel format"),
        (b"<?xml version='1.0'?><Workbook/>", "a web page or XML"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"abc\x00def", "neither a spreadsheet nor text"),
        (b'KPI;Dato;V\nK1;"x;1\nK2;y;2\n', "is opened in row 2 and never closed"),
        (packed(HEAD, states=("hidden",)), "no visible sheet"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    with translation.override("en-gb"), pytest.raises(Refusal, match=said):
        table(content)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_cells_and_headings_are_plain_text_however_they_were_typed(form: str) -> None:
    ring, unseen = "a\u030a", "\u200b\u00ad\u202e"
    heading, note = f"M{ring}l{unseen}", f"{unseen}S{ring}dan\u2028og s\u0085videre{unseen}"
    content = (
        f"KPI;{heading}\nK1;{note}\n".encode()
        if form == "csv"
        else packed(row(1, *words("KPI", heading)) + row(2, *words("K1", note)))
    )

    found = read_table(content, headings={"kpi": "key", "mål": "goal"}, needed=("key", "goal"), most_rows=10)

    assert [[cell.words for cell in line.cells] for line in found.lines] == [
        ["KPI", "Mål"],
        ["K1", "Sådan\nog s\nvidere"],
    ]
