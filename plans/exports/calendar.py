"""The strategy year as iCalendar, for the calendar programmes that people have already.

The lines are put together here, since a tree of components takes ten times as long for a thousand days. How a text is
escaped is the library's, and the tests read the whole with it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core.text import Language
from plans.shown.year import YearItem

# How often a programme need look again.
REFRESH = "PT6H"
LONGEST_LINE = 75
NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


# What a calendar was told of an event: a digest of what it said, how often that has changed, and when last.
Told = dict[str, tuple[str, int, str]]


def calendar_of(
    items: Iterable[YearItem], name: str, language: Language, now: datetime, told: Told | None = None
) -> tuple[bytes, Told]:
    """Return a calendar of whole days, and what it has been told with it; `told` is what it was told before.

    Texts are in the active language, titles in theirs or the other. Without a change every byte stays as it was.
    """
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept: Told = {}
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Internationalisation toolkit//Strategy year//EN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        # Outlook's word for the same.
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    for item in items:
        uid, said = _uid(item), list(_event(item, language))
        digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
        before = (told or {}).get(uid)
        if before is not None and before[0] == digest:
            _digest, times, changed = before
        else:
            times, changed = (before[1] + 1 if before else 0), stamp
        kept[uid] = (digest, times, changed)
        lines += ["BEGIN:VEVENT", f"UID:{uid}@{host}", f"DTSTAMP:{changed}", f"LAST-MODIFIED:{changed}"]
        lines += [f"SEQUENCE:{times}", *said, "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines), kept


def _uid(item: YearItem) -> str:
    # The numbers of rows would tell how much the installation holds; the id is as lasting, and tells nothing.
    return salted_hmac("plans.exports.calendar", item.uid, algorithm="sha256").hexdigest()[:32]


def _event(item: YearItem, language: Language) -> Iterator[str]:
    title = item.title.resolve(language).text
    label = item.label
    summary = _("%(title)s (during the month)") % {"title": title} if item.is_vague else title
    parts = [label, item.who, _("Done") if item.is_done else ""]
    yield f"DTSTART;VALUE=DATE:{_day(item.starts)}"
    # The end of a whole day is the day after it.
    yield f"DTEND;VALUE=DATE:{_day(item.last + timedelta(days=1))}"
    yield f"SUMMARY:{_text(summary)}"
    description = _text("\n".join(part for part in parts if part))
    yield f"DESCRIPTION:{description}"
    yield f"CATEGORIES:{_text(label)}"
    if item.url:
        yield f"URL:{settings.BASE_URL}{item.url}"
    # Nobody is busy because a milestone is due.
    yield "TRANSP:TRANSPARENT"


def _text(words: str) -> str:
    # What no calendar may hold would break its lines, or the programme that reads them.
    from icalendar import vText  # noqa: PLC0415 -- a process that only shows pages does without

    return vText(NO_TEXT.sub("", words)).to_ical().decode()


def _folded(line: str) -> bytes:
    """Return the line in pieces of at most 75 bytes, each but the first behind a space; no sign is cut in two."""
    rest, pieces, room = line.encode(), [], LONGEST_LINE
    while len(rest) > room:
        end = room
        while rest[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(rest[:end])
        rest, room = rest[end:], LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
