"""Dates as people type and read them. Stored and compared as `datetime.date`."""

import re
from datetime import date, datetime

from django.utils import formats, translation
from django.utils.dateformat import format as format_by
from django.utils.translation import gettext as _

from core.languages import interface_language
from core.numbers import NBSP
from core.text import Language

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
LONGEST = 40
_IN_WORDS = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)? ?([a-z]{3,9})\.?,? +(\d{4}|\d{2})", re.ASCII)
# As Danes write by hand: 3/4-25, 3/4 2025, 3-4-25.
_BY_HAND = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})|(\d{1,2})/(\d{1,2})[- ] ?(\d{4}|\d{2})", re.ASCII)
_WITH_TIME = re.compile(r"(\S{8,12}?)(?:T| +)(?:kl\.? *)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d{1,6})?)?Z?", re.ASCII)
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
    words = _plain(text.strip()) if len(text) <= LONGEST * 2 else ""
    for form in ("%Y-%m-%d", *formats.get_format("DATE_INPUT_FORMATS", lang=interface_language(language))):
        try:
            day = datetime.strptime(words, form).date()  # noqa: DTZ007 -- a date has no time zone
        except ValueError:
            continue
        return check_day(day)
    raise DateFault(
        _("“%(typed)s” is not a date. Enter day, month and year, for example %(example)s.")
        % {"typed": text.strip()[:40], "example": format_short(date(2026, 11, 24), language)}
    )


def check_day(day: date) -> date:
    """Return the day if it can be kept everywhere; raise DateFault for one long gone or far ahead."""
    if not EARLIEST <= day <= LATEST:
        raise DateFault(
            _("The year %(year)s cannot be used here. Enter a date between %(first)s and %(last)s.")
            % {"year": day.year, "first": EARLIEST.year, "last": LATEST.year}
        )
    return day


def _plain(words: str) -> str:
    """Return a date as people write it by hand, with a named month or with a time, as ISO; anything else as it is."""
    if with_time := _WITH_TIME.fullmatch(words):
        words = with_time[1]
    if by_hand := _BY_HAND.fullmatch(words):
        day, month, year = [part for part in by_hand.groups() if part]
        return f"{_whole_year(year)}-{int(month):02}-{int(day):02}"
    found = _IN_WORDS.fullmatch(words.casefold())
    if found is None:
        return words
    day, name, year = found[1], found[2], _whole_year(found[3])
    month = next((n for n, names in enumerate(_MONTHS, start=1) if f" {name}" in f" {names}"), 0)
    return f"{year}-{month:02}-{int(day):02}"


def _whole_year(year: str) -> str:
    """Return a year of two digits as Python and most spreadsheets take it: from 1969 to 2068."""
    return year if len(year) == 4 else f"{19 if int(year) > 68 else 20}{year}"


def format_date(day: date, language: Language) -> str:
    """Write a date in words: 24. november 2026, 24 November 2026."""
    with translation.override(interface_language(language)):
        return format_by(day, formats.get_format("DATE_FORMAT"))


def format_short(day: date, language: Language) -> str:
    """Write a date in digits: 24.11.2026, 24/11/2026."""
    with translation.override(interface_language(language)):
        return format_by(day, formats.get_format("SHORT_DATE_FORMAT"))


def spanned(first: str, last: str) -> str:
    """Join two dates that are words already; the dash stays with the first, so no line holds it alone."""
    return f"{first}{NBSP}– {last}"
