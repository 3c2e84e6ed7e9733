"""Dates of a checklist in words: how far from day 0, why a day was moved, how late."""

from datetime import date

from django.utils import formats, translation
from django.utils.dateformat import format as format_by
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Item
from checklists.rules.workdays import wanted_day
from core.holidays import public_holidays
from core.languages import content_language, interface_language
from core.text import Language, Text
from core.times import middle_day
from library import words as library_words

# With its weekday, which is what one plans by.
_LONG = {"da": "l j. F Y", "en": "l j F Y"}


def long_day(day: date, language: Language | None = None) -> str:
    """Write a day with weekday and year: torsdag 10. december 2026."""
    chosen = language or content_language()
    with translation.override(interface_language(chosen)):
        return format_by(day, _LONG[chosen])


def short_day(day: date | None, today: date) -> str:
    """Write a day as short as it stays clear: 26. okt., with the year when it is another one."""
    if day is None:
        return _("No date")
    words = formats.date_format(day, "j. N" if content_language() == "da" else "j M")
    return words if day.year == today.year else f"{words} {day.year}"


def sheet_day(day: date | None, language: Language) -> str:
    """Write a day as a narrow column of a document has room for it: 26. okt. 2026."""
    if day is None:
        return ""
    with translation.override(interface_language(language)):
        return format_by(day, "j. N Y" if language == "da" else "j M Y")


def from_day_zero(item: Item, before: Text | None) -> str:
    """Say how far from day 0 an item is, or from the one that it counts from: 12 days before, on day 0."""
    if item.due_days is None:
        return ""
    return library_words.due(item.due_days, library_words.here(before))


def shift(item: Item, day_zero: date) -> str:
    """Say why an item is not due on the day that the list counts to; nothing when it is."""
    if item.is_moved:
        return _("date set manually")
    if item.due_days is None or item.follows is not None:
        return ""
    wanted = wanted_day(day_zero, item.due_days)
    if wanted == item.due:
        return ""
    language = content_language()
    holiday = public_holidays(wanted.year, language).get(wanted)
    if holiday:
        return _("moved from %(day)s, %(holiday)s") % {"day": middle_day(wanted), "holiday": holiday}
    return _("moved from %(day)s") % {"day": middle_day(wanted)}


def countdown(day: date, today: date) -> str:
    """Say how far away day 0 is."""
    days = (day - today).days
    if days == 0:
        return _("It is today.")
    if days > 0:
        return ngettext("There is %(days)s day left.", "There are %(days)s days left.", days) % {"days": days}
    return ngettext("It was %(days)s day ago.", "It was %(days)s days ago.", -days) % {"days": -days}
