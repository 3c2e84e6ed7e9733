"""Reads a file of measurements, CSV or XLSX, as people make them: into rows, or into sentences about what is wrong.

A fault of the whole file raises Refusal. A fault of a line stays with the line, naming its column.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from core.dates import DateFault, parse_date
from core.errors import Refusal
from core.numbers import NumberFault, format_decimal
from core.text import Language
from exports.reading import HEADING_WITHIN, Cell, cells_of, number_of

MOST_ROWS = 20_000
HEADINGS: dict[str, frozenset[str]] = {
    "key": frozenset({"kpi", "key", "nøgle", "kpi-nøgle", "kpi key", "nr", "nr.", "no."}),
    "date": frozenset({"date", "dato", "måledato", "day", "dag"}),
    "value": frozenset({"value", "værdi", "måling", "tal"}),
    "note": frozenset({"note", "bemærkning", "remark", "kommentar"}),
    "source": frozenset({"source", "kilde"}),
}
NEEDED = ("key", "date", "value")


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


def read_file(content: bytes, language: Language) -> list[Read]:
    """Return the lines of the file; numbers and dates written as text are read as this language writes them."""
    return list(_rows(cells_of(content), language))


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
