"""Reads a file of measurements, CSV or XLSX, as people make them: into rows, or into sentences about what is wrong.

A fault of the whole file raises Refusal. A fault of a line stays with the line, naming its column.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.dates import DateFault, parse_date
from core.errors import Refusal
from core.numbers import NumberFault, format_decimal, parse_decimal
from core.text import Language

LARGEST = 10 * 1024**2
LARGEST_UNPACKED = 150 * 1024**2
MOST_ROWS = 20_000
HEADING_WITHIN = 20
HEADINGS: dict[str, frozenset[str]] = {
    "key": frozenset({"kpi", "key", "nøgle", "kpi-nøgle", "kpi key", "nr", "nr.", "no."}),
    "date": frozenset({"date", "dato", "måledato", "day", "dag"}),
    "value": frozenset({"value", "værdi", "måling", "tal"}),
    "note": frozenset({"note", "bemærkning", "remark", "kommentar"}),
    "source": frozenset({"source", "kilde"}),
}
NEEDED = ("key", "date", "value")
FORMULA = re.compile(r"^\s*[=@]")


@dataclass(frozen=True, slots=True)
class Read:
    """A line of the file: its number as the programme shows it, what it says, or what is wrong with it."""

    line: int
    key: str = ""
    day: date | None = None
    value: Decimal | None = None
    note: str = ""
    source: str = ""
    fault: str = ""


Cell = str | int | float | bool | date | datetime | Decimal | None


def read_file(content: bytes, language: Language) -> list[Read]:
    """Return the lines of the file; numbers and dates written as text are read as this language writes them."""
    return list(_rows(cells_of(content), language))


def cells_of(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """Return the cells of a CSV or XLSX file, line by line; raise Refusal for a file that is neither."""
    if not content.strip():
        raise Refusal(_("The file is empty."), "file")
    if len(content) > LARGEST:
        raise Refusal(_("The file is larger than 10 MB. Part it in two."), "file")
    _refuse_other_kinds(content)
    return _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)


def _refuse_other_kinds(content: bytes) -> None:
    pictures = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
    if content.startswith(pictures):
        raise Refusal(_("The file is a picture, whatever its name says. Send a sheet as XLSX or CSV."), "file")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(_("The file is of the old Excel kind. Save it as XLSX or CSV, and send that."), "file")
    if content.startswith(b"%PDF-"):
        raise Refusal(_("The file is a PDF. Send a sheet as XLSX or CSV."), "file")


def _xlsx(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise Refusal(_("The file is damaged and cannot be opened. Save it anew, and send that."), "file") from error
    if "xl/workbook.xml" not in names:
        raise Refusal(_("The file is not an Excel sheet. Save it as XLSX or CSV, and send that."), "file")
    if size > LARGEST_UNPACKED:
        raise Refusal(_("The sheet is too large when it is unpacked. Part it in two."), "file")
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, SyntaxError, OSError, AttributeError, TypeError) as error:
        raise Refusal(_("The file is damaged and cannot be opened. Save it anew, and send that."), "file") from error
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise Refusal(_("The file holds no sheet."), "file")
        # The size that a file states of itself may be wrong, and some state none.
        sheet.reset_dimensions()  # type: ignore[union-attr]
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, [_typed(cell) for cell in row]
    except (ValueError, SyntaxError, KeyError, zipfile.BadZipFile) as error:
        raise Refusal(_("The file is damaged and cannot be opened. Save it anew, and send that."), "file") from error
    finally:
        book.close()


def _typed(cell: object) -> Cell:
    """Return what stands in a cell; a number shown as 48 % is stored as 0.48."""
    value: Cell = getattr(cell, "value", None)
    if (
        isinstance(value, float | int)
        and not isinstance(value, bool)
        and "%" in (getattr(cell, "number_format", "") or "")
    ):
        return Decimal(repr(value)) * 100
    return value


def _csv(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    text = _decoded(content)
    head = "\n".join(text.splitlines()[:HEADING_WITHIN])
    delimiter = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, list(row)
    except csv.Error as error:
        raise Refusal(
            _("Line %(line)s cannot be read as CSV. Save the sheet anew as CSV or XLSX.") % {"line": reader.line_num},
            "file",
        ) from error


def _decoded(content: bytes) -> str:
    """Return the text: UTF-8 with or without a mark, UTF-16 with one, otherwise as Windows and Latin-1 write it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise Refusal(_("The file is neither a sheet nor text. Send a sheet as XLSX or CSV."), "file")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _rows(lines: Iterable[tuple[int, list[Cell]]], language: Language) -> Iterator[Read]:
    columns: Mapping[str, int] | None = None
    seen: list[tuple[int, str]] = []
    count = 0
    for number, cells in lines:
        if columns is None:
            found = _headings(cells)
            if all(name in found for name in NEEDED):
                columns = found
                continue
            shown = ", ".join(str(cell).strip() for cell in cells if cell not in (None, ""))[:120]
            if shown:
                seen.append((number, shown))
            if number >= HEADING_WITHIN:
                break
            continue
        if all(cell is None or str(cell).strip() == "" for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise Refusal(
                _("The file has more than %(most)s rows. Part it in two.")
                % {"most": format_decimal(MOST_ROWS, language)},
                "file",
            )
        yield _row(number, cells, columns, language)
    if columns is None:
        raise Refusal(_no_headings(seen), "file")
    if not count:
        raise Refusal(_("There are headings but no rows below them."), "file")


def _headings(cells: list[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = str(cell or "").strip().casefold()
        for name, spellings in HEADINGS.items():
            if words in spellings and name not in found:
                found[name] = place
    return found


def _no_headings(seen: list[tuple[int, str]]) -> str:
    said = _("Row %(line)s says: %(words)s.") % {"line": seen[0][0], "words": seen[0][1]} if seen else ""
    return _("No row has the three headings “KPI”, “Date” and “Value”, each in a cell of its own.") + (
        f" {said}" if said else ""
    )


def _row(number: int, cells: list[Cell], columns: Mapping[str, int], language: Language) -> Read:
    def cell(name: str) -> Cell:
        place = columns.get(name)
        return cells[place] if place is not None and place < len(cells) else None

    key = str(cell("key") or "").strip()
    note, source = _words(cell("note"), 1000), _words(cell("source"), 300)
    if not key:
        return Read(
            number, fault=_("Column “KPI” is empty. Write the KPI's key, for example K1."), note=note, source=source
        )
    try:
        day = _day(cell("date"), language)
    except DateFault as fault:
        return Read(
            number, key, fault=_("Column “Date”: %(fault)s") % {"fault": fault.message}, note=note, source=source
        )
    if not note and not source and (cell("value") is None or not str(cell("value")).strip()):
        return Read(number, key, day)
    try:
        value = number_of(cell("value"), language)
    except NumberFault as fault:
        return Read(
            number, key, day, fault=_("Column “Value”: %(fault)s") % {"fault": fault.message}, note=note, source=source
        )
    return Read(number, key, day, value, note=note, source=source)


def _words(cell: Cell, longest: int) -> str:
    return "" if cell is None else str(cell).strip()[:longest]


def _day(cell: Cell, language: Language) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if cell is None or not str(cell).strip():
        raise DateFault(_("The cell is empty."))
    return parse_date(str(cell), language)


def number_of(cell: Cell, language: Language) -> Decimal:
    """Return the number in a cell; a formula that nobody has reckoned, an error and a word are faults."""
    if isinstance(cell, bool):
        raise NumberFault(_("There is a yes or no where a number should be."))
    if isinstance(cell, Decimal | int):
        return Decimal(cell).normalize() + 0
    if isinstance(cell, float):
        # A sheet keeps 0.1 + 0.2 as 0.30000000000000004; nobody typed that.
        return Decimal(repr(round(cell, 6)))
    words = "" if cell is None else str(cell).strip()
    if not words:
        raise NumberFault(_("The cell is empty, or holds a formula that has not been reckoned."))
    if FORMULA.match(words):
        raise NumberFault(_("“%(typed)s” is a formula. Write the number itself.") % {"typed": words[:40]})
    if words.startswith("#"):
        raise NumberFault(_("“%(typed)s” is an error of the sheet.") % {"typed": words[:40]})
    return typed_number(words, language)


def typed_number(words: str, language: Language) -> Decimal:
    """Read a number as it is typed, with or without the unit that people write after it."""
    bare = re.sub(r"\s*(%|kr\.?|dkk|eur|€)\s*$", "", words.strip(), flags=re.IGNORECASE)
    return parse_decimal(re.sub(r"^(dkk|eur|€)\s*", "", bare, flags=re.IGNORECASE) or words, language)
