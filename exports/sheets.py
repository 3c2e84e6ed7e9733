"""Tables as CSV and XLSX. Whatever a person typed is written as text: a sheet never calculates with it.

A cell that begins as a formula does is defused in CSV by an apostrophe, and in XLSX by being a string.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter

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


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """Return the tables as one workbook; the headings stay in sight, and numbers and dates are numbers and dates."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title.translate(_NO_SHEET_NAME)[:31])
            for place, words in enumerate(sheet.headings):
                width = sheet.widths[place] if place < len(sheet.widths) else max(10, len(words) + 2)
                page.set_column(place, place, width)
                page.write_string(0, place, words, bold)
            page.freeze_panes(1, 0)
            for number, row in enumerate(sheet.rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, place, cell, wrap)
                    elif isinstance(cell, date):
                        page.write_datetime(number, place, cell, day)
                    elif cell is not None:
                        page.write_number(number, place, float(cell))
    return out.getvalue()
