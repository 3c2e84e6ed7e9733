"""Dates as people type and read them. Stored and compared as `datetime.date`."""

import re
from datetime import date, datetime

from django.utils import formats, translation
from django.utils.dateformat import format as format_by
from django.utils.translation import gettext as _

from core.languages import interface_language
from core.text import Language

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
_IN_WORDS = re.compile(r"(\d{1,2})\.? +([a-z]{3,})\.? +(\d{4})", re.ASCII)
# In Danish and English; three letters are enough for either.
_MONTHS = (
    *("januar january", "februar february", "marts march", "april", "maj may", "juni june", "juli july", "august"),
    *("september", "oktober october", "november", "december"),
)


class DateFault(ValueError):
    """The text is not a date; `message` says what to write instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def parse_date(text: str, language: Language) -> date:
    """Read an ISO date or one typed in this language; raise DateFault with a sentence for anything else."""
    words = _month_in_digits(text.strip())
    for form in ("%Y-%m-%d", *formats.get_format("DATE_INPUT_FORMATS", lang=interface_language(language))):
        try:
            day = datetime.strptime(words, form).date()  # noqa: DTZ007 -- a date has no time zone
        except ValueError:
            continue
        if not EARLIEST <= day <= LATEST:
            raise DateFault(
                _("The year %(year)s is outside what can be written here. Write a date between %(first)s and %(last)s.")
                % {"year": day.year, "first": EARLIEST.year, "last": LATEST.year}
            )
        return day
    raise DateFault(
        _("“%(typed)s” is not a date. Write day, month and year, for example %(example)s.")
        % {"typed": text.strip()[:40], "example": format_short(date(2026, 11, 24), language)}
    )


def _month_in_digits(words: str) -> str:
    """Return a date whose month is named, in either language or short, as ISO; anything else as it is."""
    found = _IN_WORDS.fullmatch(words.casefold())
    if found is None:
        return words
    day, name, year = found.groups()
    month = next((n for n, names in enumerate(_MONTHS, start=1) if f" {name}" in f" {names}"), 0)
    return f"{year}-{month:02}-{int(day):02}"


def format_date(day: date, language: Language) -> str:
    """Write a date in words: 24. november 2026, 24 November 2026."""
    with translation.override(interface_language(language)):
        return format_by(day, formats.get_format("DATE_FORMAT"))


def format_short(day: date, language: Language) -> str:
    """Write a date in digits: 24.11.2026, 24/11/2026."""
    with translation.override(interface_language(language)):
        return format_by(day, formats.get_format("SHORT_DATE_FORMAT"))
