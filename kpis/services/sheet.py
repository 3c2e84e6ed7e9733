"""Reads a sheet of measurements as people make them: into lines, or into sentences about what is wrong with them.

A fault of the whole file raises Refusal. A fault of a line stays with the line, naming its column.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core.dates import DateFault, parse_date
from core.errors import Refusal
from core.languages import content_language
from core.numbers import NumberFault, format_decimal
from core.sheets.columns import HeadedTable, headed
from core.sheets.reading import NO_CHOICES, read_table
from core.sheets.table import Choices, SheetLine, Table
from core.sheets.totals import is_total
from core.sheets.values import Amount, day_in, number_in
from core.text import Language

MOST_ROWS = 20_000
MOST_DECIMALS = 4
LONGEST_NOTE, LONGEST_SOURCE = 1000, 300
HEADINGS: dict[str, tuple[str, ...]] = {
    "key": ("kpi", "key", "nøgle", "kpi-nøgle", "kpi key", "nr", "no", "kpi nr", "kpi no"),
    "date": ("date", "dato", "måledato", "day", "dag", "hvornår", "when", "pr", "målt den", "measured on"),
    "value": ("value", "værdi", "måling", "tal", "resultat", "målt værdi", "measurement", "figure"),
    "note": ("note", "noter", "bemærkning", "bemærkninger", "remark", "remarks", "kommentar", "comment"),
    "source": ("source", "kilde", "datakilde", "data source"),
}
SPELLINGS = {words: name for name, spellings in HEADINGS.items() for words in spellings}
NEEDED = ("key", "date", "value")


@dataclass(frozen=True, slots=True)
class Read:
    """A line of the file: its number as the programme shows it, what it says, or what is wrong with it.

    `typed` and `unit` are how the value stood in its cell; `remark` says what was done to it.
    """

    line: int
    key: str = ""
    day: date | None = None
    value: Decimal | None = None
    note: str = ""
    source: str = ""
    fault: str = ""
    typed: str = ""
    unit: str = ""
    remark: str = ""
    is_total: bool = False


def table_of(content: bytes, screen: Language, choices: Choices = NO_CHOICES) -> HeadedTable:
    """Return the sheet with its headings; numbers and dates are read as the file writes them. Raises Refusal."""
    table = read_table(content, headings=SPELLINGS, needed=NEEDED, most_rows=MOST_ROWS, choices=choices)
    found = headed(table, headings=SPELLINGS, needed=NEEDED, screen=screen, choices=choices)
    if found is None:
        raise Refusal(_no_headings(table), "file")
    if not found.lines:
        raise Refusal(_("There are headings but no rows below them."), "file")
    if len(found.lines) > MOST_ROWS:
        most = format_decimal(MOST_ROWS, content_language())
        raise Refusal(_("The file has more than %(most)s rows. Split it into two.") % {"most": most}, "file")
    return found


def lines_of(found: HeadedTable) -> Iterator[Read]:
    """Return what every line says."""
    return (_line(found, line) for line in found.lines)


def _no_headings(table: Table) -> str:
    days = 0
    for line in table.lines[:5]:
        days = max(days, sum(1 for cell in line.cells if cell.day or _is_day(cell.words)))
        if days > 1:
            return _(
                "The sheet has a column for each date. Use a row for each value instead, with the headings “KPI”, "
                "“Date” and “Value”."
            )
    first = next(iter(table.lines), None)
    words = ", ".join(cell.words for cell in first.cells if cell.words)[:120] if first else ""
    said = _("Row %(line)s says: %(words)s.") % {"line": first.number, "words": words} if first else ""
    sheet = _("The sheet that was read is called “%(sheet)s”.") % {"sheet": table.sheet} if table.sheet else ""
    needed = _("No row has the three headings “KPI”, “Date” and “Value”, each in its own cell.")
    return " ".join(filter(None, (needed, said, sheet if len(table.sheets) > 1 else "")))


def _is_day(words: str) -> bool:
    try:
        parse_date(words, "da")
    except DateFault:
        return False
    return True


def _line(found: HeadedTable, line: SheetLine) -> Read:
    key = found.cell(line, "key").words
    note, source = found.cell(line, "note").words, found.cell(line, "source").words
    value = found.cell(line, "value")

    def faulty(words: str) -> Read:
        return Read(line.number, key, fault=words, note=note[:LONGEST_NOTE], source=source[:LONGEST_SOURCE])

    if is_total(line):
        return Read(line.number, key, is_total=True)
    if not key:
        return faulty(_("Column “KPI” is empty. Enter the KPI’s key, for example K1."))
    for words, longest, name in ((note, LONGEST_NOTE, _("Note")), (source, LONGEST_SOURCE, _("Source"))):
        if len(words) > longest:
            named = {"column": name, "most": longest}
            return faulty(_("Column “%(column)s”: The text is longer than %(most)s characters.") % named)
    try:
        day = day_in(found.cell(line, "date"), found.language)
        if day is None:
            raise DateFault(_("The cell is empty."))
    except DateFault as fault:
        return faulty(_("Column “Date”: %(fault)s") % {"fault": fault.message})
    if not note and not source and value.kind in ("empty", "formula"):
        return Read(line.number, key, day)
    try:
        amount = number_in(value, found.language, found.unit("value"))
    except NumberFault as fault:
        return Read(
            line.number,
            key,
            day,
            fault=_("Column “Value”: %(fault)s") % {"fault": fault.message},
            note=note,
            source=source,
        )
    number, remark = _rounded(amount, value.kind == "number")
    typed = f"{value.words} {value.unit}".strip() if value.kind == "number" else value.words
    if value.kind == "words" and amount.times != 1:
        full = {"typed": typed[:40], "full": format_decimal(amount.number, content_language())}
        return faulty(_("Column “Value”: “%(typed)s” is short for %(full)s. Write the number in full.") % full)
    return Read(line.number, key, day, number, note, source, typed=typed[:40], unit=amount.unit, remark=remark)


def _rounded(amount: Amount, is_number: bool) -> tuple[Decimal, str]:
    """Return the number as it is seen, and what to say where the cell holds more than is seen."""
    number = amount.number
    exponent = number.normalize().as_tuple().exponent
    if is_number and isinstance(exponent, int) and exponent < -MOST_DECIMALS:
        rounded = round(number, MOST_DECIMALS).normalize() + 0
        return rounded, _("Rounded to four decimals.")
    if amount.full is not None:
        full = format_decimal(round(amount.full, MOST_DECIMALS), content_language())
        return number, _("As the sheet shows it; the cell contains %(full)s.") % {"full": full}
    return number, ""
