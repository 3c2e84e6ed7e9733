"""Tables as CSV and XLSX. Whatever a person typed is written as text: a sheet never calculates with it.

A cell that begins as a formula does is defused in CSV by an apostrophe, and in XLSX by being a string.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.numbers import format_input
from core.text import Language

Cell = str | int | Decimal | date | None
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RISKY = ("=", "+", "-", "@", "\t", "\r")
# Excel allows 31 characters, and none of these.
_NO_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its headings; `widths` are in characters, by default as the headings need."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a workbook says of itself on its first sheet, which is called `sheet`."""

    title: str
    organisation: str
    words: str
    sheet: str


def defused(words: str) -> str:
    """Return words that no programme takes for a formula."""
    return f"'{words}" if words.startswith(_RISKY) else words


def csv_of(sheet: Sheet, language: Language) -> bytes:
    """Return the table as CSV that Excel opens by itself: UTF-8 with its mark, and in Danish semicolons and commas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if language == "da" else ",")
    writer.writerow([defused(words) for words in sheet.headings])
    for row in sheet.rows:
        writer.writerow([_csv_cell(cell, language) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell, language: Language) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal | int):
        return format_input(cell, language)
    return cell.isoformat() if isinstance(cell, date) else defused(cell)


def json_of(sheet: Sheet) -> bytes:
    """Return the table as a list of mappings from heading to cell; numbers are numbers, days are ISO."""
    headings = _once(sheet.headings)
    rows = [dict(zip(headings, (_json_cell(cell) for cell in row), strict=False)) for row in sheet.rows]
    return json.dumps(rows, ensure_ascii=False).encode()


def _json_cell(cell: Cell) -> str | float | None:
    if isinstance(cell, date):
        return cell.isoformat()
    return float(cell) if isinstance(cell, Decimal) else cell


# A row of a wrapped text is as high as its lines; LibreOffice does not find it out by itself. Points.
_LINE, _MOST_LINES = 15.0, 20
_WHOLE, _BROKEN, _DAY = "#,##0", "#,##0.00", "yyyy-mm-dd"


def xlsx_of(sheets: Sequence[Sheet], about: About | None = None) -> bytes:
    """Return the tables as one workbook: real tables that can be filtered, made ready to be printed.

    With `about` a first sheet says what this is. Numbers and dates are numbers and dates.
    """
    import xlsxwriter  # noqa: PLC0415 -- a process that only shows pages does without

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        top = {"valign": "top"}
        looks = {
            "words": book.add_format({"text_wrap": True, **top}),
            "day": book.add_format({"num_format": _DAY, "align": "left", **top}),
            "whole": book.add_format({"num_format": _WHOLE, **top}),
            "broken": book.add_format({"num_format": _BROKEN, **top}),
            "head": book.add_format({"bold": True, "text_wrap": True, **top}),
        }
        if about is not None:
            words = {"title": about.title, "author": about.organisation, "company": about.organisation}
            book.set_properties({**words, "comments": about.words})
            _about(book, about, sheets, looks)
        for number, sheet in enumerate(sheets, start=1):
            _table(book, sheet, number, looks)
        if about is not None and sheets:
            book.worksheets_objs[1].activate()
    return out.getvalue()


def _about(book: Any, about: About, sheets: Sequence[Sheet], looks: dict[str, Any]) -> None:
    page = book.add_worksheet(about.sheet[:31])
    page.set_column(0, 0, 90)
    for place, words in enumerate((about.title, about.organisation, about.words)):
        page.write_string(place, 0, words, looks["head" if not place else "words"])
    for place, sheet in enumerate(sheets, start=4):
        page.write_string(place, 0, f"{sheet.title} ({len(sheet.rows)})", looks["words"])


def _table(book: Any, sheet: Sheet, number: int, looks: dict[str, Any]) -> None:
    page = book.add_worksheet(sheet.title.translate(_NO_SHEET_NAME)[:31])
    widths = [
        sheet.widths[place] if place < len(sheet.widths) else max(10, len(words) + 2)
        for place, words in enumerate(sheet.headings)
    ]
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    last = max(len(sheet.rows), 1)
    columns = [{"header": words, "header_format": looks["head"]} for words in _once(sheet.headings)]
    page.add_table(
        0, 0, last, len(columns) - 1, {"name": f"Table{number}", "columns": columns, "style": "Table Style Light 1"}
    )
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P / &N")
    page.set_row(0, _LINE * _lines(sheet.headings, widths))
    for place, row in enumerate(sheet.rows, start=1):
        page.set_row(place, _LINE * _lines(row, widths))
        _row(page, place, row, looks)


def _row(page: Any, number: int, row: Sequence[Cell], looks: dict[str, Any]) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            page.write_string(number, place, cell, looks["words"])
        elif isinstance(cell, date):
            page.write_datetime(number, place, cell, looks["day"])
        elif cell is not None:
            is_whole = cell == int(cell)
            page.write_number(number, place, float(cell), looks["whole" if is_whole else "broken"])


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    found = 1
    for cell, width in zip(row, widths, strict=False):
        if isinstance(cell, str):
            found = max(found, sum(-(-max(len(line), 1) // max(width - 1, 1)) for line in cell.splitlines() or [""]))
    return min(found, _MOST_LINES)


def _once(headings: Sequence[str]) -> list[str]:
    """Return headings of which none is empty or stands twice, as a table of Excel asks."""
    seen: set[str] = set()
    found = []
    for words in headings:
        named, number = words.strip() or "–", 1
        while named.casefold() in seen:
            number += 1
            named = f"{words.strip()} {number}"
        seen.add(named.casefold())
        found.append(named)
    return found
