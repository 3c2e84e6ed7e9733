"""Instants and days as people say them: 12:03 today, yesterday 12:03, 24 November 2026, 5 months overdue."""

from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from functools import lru_cache

from django.utils import formats, timezone, translation
from django.utils.dateformat import format as format_by
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.languages import content_language, interface_language
from core.text import Language


def moment(instant: datetime, now: datetime | None = None) -> str:
    """Return when it was, in the active language and the installation's time zone, as short as it stays clear."""
    local, today = timezone.localtime(instant), timezone.localtime(now)
    time = _time_in(get_language(), local.hour, local.minute)
    if local.date() == today.date():
        return time
    if local.date() == today.date() - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": time}
    return formats.date_format(local, "DATE_FORMAT")


@lru_cache(2 * 24 * 60)
def _time_in(_language: str | None, hour: int, minute: int) -> str:
    """Return a time of day as the active language writes it, which no language does by its seconds."""
    return formats.time_format(time_of_day(hour, minute), "TIME_FORMAT")


# With its weekday, which is what one plans by.
_MIDDLE = {"da": "l j. F", "en": "l j F"}


def middle_day(day: date, language: Language | None = None) -> str:
    """Write a day with its weekday: torsdag 10. december."""
    chosen = language or content_language()
    with translation.override(interface_language(chosen)):
        return format_by(day, _MIDDLE[chosen])


def overdue(day: date, today: date) -> str:
    """Say for how long a day has passed: in days for two months, then in months, and in years from two of them on."""
    days = (today - day).days
    if days <= 60:
        return ngettext("%(count)s day overdue", "%(count)s days overdue", days) % {"count": days}
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 24:
        return ngettext("%(count)s month overdue", "%(count)s months overdue", months) % {"count": months}
    years = months // 12
    return ngettext("%(count)s year overdue", "%(count)s years overdue", years) % {"count": years}


def when_due(day: date, today: date) -> str:
    """Say when something is due, seen from today: 3 days overdue, today, tomorrow, on Thursday 3 December."""
    if day < today:
        return overdue(day, today)
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    return middle_day(day)
