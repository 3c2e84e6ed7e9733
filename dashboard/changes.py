"""What changed last, told by person, thing and hour: who saves sixteen times has done one thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.activity import sentence
from clusters.models import ActivityEntry, Cluster
from core.dates import format_date
from core.languages import content_language
from strategy.selectors.phases import StrategyPage
from workbooks.stores.base import StoredAnswer

MOST_READ = 80
MOST_GROUPS = 8
# What makes something new, as the log calls it.
NEW = ("added-", "adopted-")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened: who, what, to which thing, where and when."""

    who: str
    what: str
    subject: str
    url: str
    at: datetime
    thing: str
    # What several of them are called together: answers in a phase.
    summed: str = ""
    # Whether it made something new: several of a kind are one thing that was done.
    is_new: bool = False

    @property
    def time(self) -> str:
        """The hour and minute."""
        return str(formats.time_format(timezone.localtime(self.at), "TIME_FORMAT"))


@dataclass(frozen=True, slots=True)
class Group:
    """What one person did to one thing in one hour, or the things of a kind that they added, newest first."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The newest of them."""
        return self.changes[0]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.changes)

    @property
    def words(self) -> str:
        """What they come to, without the name."""
        if self.count == 1:
            return self.first.what
        if self.first.summed:
            said = ngettext("wrote %(count)s answer in %(thing)s", "wrote %(count)s answers in %(thing)s", self.count)
            return said % {"count": self.count, "thing": self.first.summed}
        if self.first.is_new:
            said = ngettext("%(first)s, and %(count)s more", "%(first)s, and %(count)s more", self.count - 1)
            return said % {"first": self.first.what, "count": self.count - 1}
        said = ngettext("made %(count)s change", "made %(count)s changes", self.count)
        return said % {"count": self.count}

    @property
    def when(self) -> str:
        """When, from the first to the last."""
        last, first = self.changes[0].time, self.changes[-1].time
        return last if last == first else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what happened on it."""

    day: date
    groups: tuple[Group, ...]
    today: date

    @property
    def name(self) -> str:
        """The day in words."""
        if self.day == self.today:
            return _("Today")
        if self.day == self.today - timedelta(days=1):
            return _("Yesterday")
        return format_date(self.day, content_language())


def changes_of(cluster: Cluster, shown: StrategyPage | None, today: date, since: datetime | None = None) -> list[Day]:
    """Return what happened last, or since an instant; one query beside the strategy's own, which has the people."""
    entries = ActivityEntry.objects.of(cluster)
    if since is not None:
        entries = entries.filter(at__gt=since)
    found = [_of_entry(entry) for entry in entries.newest(MOST_READ)]
    if shown is not None:
        own = [answer for answer in shown.answers.values() if answer.changed_by and not answer.is_borrowed]
        newest = sorted(own, key=lambda one: one.changed_at, reverse=True)[:MOST_READ]
        found += [
            change
            for answer in newest
            if (since is None or answer.changed_at > since) and (change := _of_answer(shown, answer))
        ]
    return _days(sorted(found, key=lambda one: one.at, reverse=True), today)


def _of_entry(entry: ActivityEntry) -> Change:
    name = entry.by.display_name if entry.by else entry.by_name or _("Somebody who has left")
    is_new = entry.verb.startswith(NEW)
    thing = entry.verb if is_new else f"{entry.subject or entry.verb} {entry.url}"
    return Change(name, sentence(entry), "", entry.url, entry.at, thing, is_new=is_new)


def _of_answer(shown: StrategyPage, answer: StoredAnswer) -> Change | None:
    place = place_of(shown, answer)
    section = shown.sheet.document.section_of(answer.question_key)
    if place is None or section is None or answer.changed_by is None:
        return None
    label, url = place
    what = _("confirmed") if answer.source.is_confirmed else _("answered")
    phase = (section.short or section.title).resolve(content_language()).text
    return Change(answer.changed_by.display_name, what, label, url, answer.changed_at, f"phase:{section.key}", phase)


def place_of(shown: StrategyPage, answer: StoredAnswer) -> tuple[str, str] | None:
    """Return what an answer's question is called and where it is asked."""
    question = shown.sheet.document.question(answer.question_key)
    section = shown.sheet.document.section_of(answer.question_key)
    if question is None or section is None:
        return None
    label = question.label.resolve(content_language()).text
    return label, f"{shown.url('phase', section.key)}#q-{question.key}"


def _days(changes: Sequence[Change], today: date) -> list[Day]:
    groups: dict[tuple[date, int, str, str], list[Change]] = {}
    for change in changes:
        local = timezone.localtime(change.at)
        groups.setdefault((local.date(), local.hour, change.who, change.thing), []).append(change)
    newest = [(key[0], Group(tuple(some))) for key, some in groups.items()][:MOST_GROUPS]
    return [
        Day(day, tuple(group for _day, group in some), today) for day, some in groupby(newest, key=lambda one: one[0])
    ]
