"""Reads a sheet of member companies as people keep them: into rows, or into sentences about what is wrong.

A fault of the whole file raises Refusal. A fault of a row stays with the row, naming its column.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts import emails
from core.errors import Refusal
from core.languages import content_language
from core.numbers import format_decimal
from core.plain import one_line
from core.sheets.columns import HeadedTable, headed
from core.sheets.reading import NO_CHOICES, read_table
from core.sheets.table import Choices, SheetLine
from core.sheets.totals import is_total
from core.text import Language
from surveys.models.companies import Region, Size

MOST_ROWS = 10_000
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": (
        "company",
        "virksomhed",
        "virksomhedsnavn",
        "firma",
        "firmanavn",
        "navn",
        "name",
        "company name",
        "medlem",
    ),
    "registration": (
        "registration number",
        "registration no",
        "cvr",
        "cvr-nr",
        "cvr nr",
        "cvr-nummer",
        "cvrnummer",
        "vat",
        "se-nr",
    ),
    "size": ("size", "størrelse", "employees", "ansatte", "antal ansatte", "medarbejdere", "antal medarbejdere"),
    "region": ("region", "landsdel"),
    "contact_name": ("contact", "kontakt", "kontaktperson", "contact person", "kontaktnavn"),
    "email": ("email", "e-mail", "mail", "email address", "e-mailadresse", "mailadresse", "kontakt e-mail"),
    "language": ("language", "sprog"),
    "is_active": ("member", "member today", "aktiv", "active", "medlem i dag", "aktivt medlem"),
}
SPELLINGS = {words: name for name, spellings in HEADINGS.items() for words in spellings}
NEEDED = ("name",)
LONGEST = {"name": 160, "registration": 20, "contact_name": 120}
YES = frozenset({"ja", "yes", "true", "x", "1", "aktiv", "active", "j", "y"})
NO = frozenset({"nej", "no", "false", "0", "inaktiv", "inactive", "n"})
REGIONS = {
    Region.CAPITAL: ("hovedstaden", "capital", "københavn", "copenhagen"),
    Region.ZEALAND: ("sjælland", "zealand"),
    Region.SOUTH: ("syddanmark", "southern", "south"),
    Region.CENTRAL: ("midtjylland", "central"),
    Region.NORTH: ("nordjylland", "north"),
    Region.ABROAD: ("udland", "udlandet", "abroad"),
}
LANGUAGES = {"da": ("da", "dansk", "danish", "dk"), "en": ("en", "engelsk", "english", "uk", "gb")}
_WORDS = {
    Size.MICRO: ("mikro", "micro"),
    Size.SMALL: ("lille", "små", "small"),
    Size.MEDIUM: ("mellem", "mellemstor", "medium"),
    Size.LARGE: ("stor", "store", "large"),
}


@dataclass(frozen=True, slots=True)
class Read:
    """A row of the file: its number as the programme shows it, what it says, or what is wrong with it."""

    line: int
    name: str = ""
    values: dict[str, object] = field(default_factory=dict)
    fault: str = ""
    remark: str = ""
    is_total: bool = False


def table_of(content: bytes, screen: Language, choices: Choices = NO_CHOICES) -> HeadedTable:
    """Return the sheet with its headings. Raises Refusal."""
    table = read_table(content, headings=SPELLINGS, needed=NEEDED, most_rows=MOST_ROWS, choices=choices)
    found = headed(table, headings=SPELLINGS, needed=NEEDED, screen=screen, choices=choices)
    if found is None:
        raise Refusal(_("No row has the heading “Company”, in its own cell."), "file")
    if not found.lines:
        raise Refusal(_("There are headings but no rows below them."), "file")
    if len(found.lines) > MOST_ROWS:
        most = format_decimal(MOST_ROWS, content_language())
        raise Refusal(_("The file has more than %(most)s rows. Split it into two.") % {"most": most}, "file")
    return found


def rows_of(found: HeadedTable) -> Iterator[Read]:
    """Return what every row says."""
    return (_row(found, line) for line in found.lines)


def _row(found: HeadedTable, line: SheetLine) -> Read:
    texts = {name: one_line(found.cell(line, name).words)[:1000] for name in HEADINGS}
    name = texts["name"]
    if is_total(line):
        return Read(line.number, name[:160], is_total=True)
    faults: list[str] = []
    if not name:
        faults.append(_("Column “Company” is empty."))
    labels = {"name": _("Company"), "registration": _("Registration number"), "contact_name": _("Contact")}
    for key, most in LONGEST.items():
        if len(texts[key]) > most:
            named = {"column": labels[key], "most": most}
            faults.append(_("Column “%(column)s”: The text is longer than %(most)s characters.") % named)
    values: dict[str, object] = {"name": name, "contact_name": texts["contact_name"]}
    values["registration"] = registration_of(texts["registration"])
    email = emails.normal(texts["email"]) if texts["email"] else ""
    if email and (fault := emails.fault_of(email)):
        faults.append(_("Column “Email address”: %(fault)s") % {"fault": fault})
    values["email"] = email
    for key, read, label in (
        ("size", size_of, _("Size")),
        ("region", region_of, _("Region")),
        ("language", language_of, _("Language")),
        ("is_active", is_active_of, _("Member today")),
    ):
        if texts[key]:
            value = read(texts[key])
            values[key] = value
            if value is None:
                named = {"column": label, "typed": texts[key][:40]}
                faults.append(_("Column “%(column)s”: “%(typed)s” is not understood.") % named)
    # An empty cell says nothing, and takes nothing away.
    kept = {key: value for key, value in values.items() if value not in ("", None)}
    remark = "" if email else _("Without an email address it cannot be invited by mail.")
    return Read(line.number, name[:160], kept, " ".join(faults), remark)


def registration_of(words: str) -> str:
    """Return a registration number in one form: a Danish one as its eight digits."""
    tight = re.sub(r"[\s.\-]", "", words).upper()
    danish = re.fullmatch(r"(?:DK|CVR:?)?([0-9]{8})", tight)
    return danish.group(1) if danish else tight[:1000]


def size_of(words: str) -> str | None:
    """Return the size class of a number of employees, of a class, or of a word for one."""
    plain = re.sub(r"(?<=[0-9])[. \u00a0](?=[0-9]{3})", "", words.casefold().strip())
    for size, spellings in _WORDS.items():
        if plain in spellings or plain in (size.value, str(size.label).casefold()):
            return size.value
    found = re.fullmatch(
        r"(?:ca\.? *)?([0-9]{1,6})(?: *(?:-|–|\+|til|to|eller flere|or more) *[0-9]{0,6})?[^0-9]{0,30}", plain
    )
    if found is None:
        return None
    number = int(found.group(1))
    bounds = ((10, Size.MICRO), (50, Size.SMALL), (250, Size.MEDIUM))
    return next((size.value for below, size in bounds if number < below), Size.LARGE.value)


def region_of(words: str) -> str | None:
    """Return the region that a word names."""
    plain = words.casefold()
    for region, spellings in REGIONS.items():
        if plain == str(region.label).casefold() or any(word in plain for word in spellings):
            return region.value
    return None


def language_of(words: str) -> str | None:
    """Return the language that a word names."""
    plain = words.casefold().strip()
    return next((code for code, spellings in LANGUAGES.items() if plain in spellings), None)


def is_active_of(words: str) -> bool | None:
    """Return whether a cell says yes or no."""
    plain = words.casefold().strip()
    return True if plain in YES else False if plain in NO else None
