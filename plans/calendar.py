"""The strategy year as iCalendar, for the calendar programmes that people have already."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.text import Language
from plans.year import YearItem

# How often a programme need look again.
REFRESH = timedelta(hours=6)


def calendar_of(items: Iterable[YearItem], name: str, language: Language, now: datetime) -> bytes:
    """Return a calendar of whole days; texts are in the active language, titles in theirs or the other."""
    calendar = Calendar()
    calendar.add("prodid", "-//Internationalisation toolkit//Strategy year//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    for item in items:
        calendar.add_component(_event(item, host, language, now))
    return bytes(calendar.to_ical())


def _event(item: YearItem, host: str, language: Language, now: datetime) -> Event:
    title = item.title.resolve(language).text
    event = Event()
    event.add("uid", f"{item.uid}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", item.starts)
    # The end of a whole day is the day after it.
    event.add("dtend", item.last + timedelta(days=1))
    event.add("summary", _("%(title)s (in the course of the month)") % {"title": title} if item.is_vague else title)
    parts = [item.label, item.who, _("Done") if item.is_done else ""]
    event.add("description", "\n".join(part for part in parts if part))
    event.add("categories", [item.label])
    if item.url:
        event.add("url", settings.BASE_URL + item.url)
    # Nobody is busy because a milestone is due.
    event.add("transp", "TRANSPARENT")
    return event
