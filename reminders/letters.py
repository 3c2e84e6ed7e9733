"""A letter: its lines as they are kept until it goes, and its words in the language of the reader."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mail import absolute
from accounts.models import User
from clusters.duties import Duty
from core.dates import format_date
from core.languages import content_language
from core.text import Text
from kpis.rules.periods import Period
from kpis.words import period_words
from reminders.comment_letters import CommentLine, comment_parts
from reminders.models import Letter, Preference, Reminder
from reminders.new_findings import KIND, NewFinding

Stage = Reminder.Stage
SALT = "reminders.stop"
# Nobody reads further, and the portal shows the rest.
MOST_LINES, MOST_LOOSE = 100, 10


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One thing in a letter."""

    kind: str
    stage: Stage
    name: str
    title: Text
    of: str
    day: date | None
    period: Period | None
    path: str
    cluster: int
    by: str
    # It is not the reader's own, but nobody's.
    is_loose: bool

    @classmethod
    def of_duty(cls, duty: Duty, stage: Stage, by: str = "", *, is_loose: bool = False) -> "LetterLine":
        """Return the line of a duty at a stage; `by` is who gave it to the reader."""
        return cls(
            duty.kind,
            stage,
            duty.key,
            duty.title,
            duty.of,
            duty.day,
            Period(*duty.span) if duty.span else None,
            duty.path,
            duty.cluster.pk,
            by,
            is_loose,
        )

    @classmethod
    def of_finding(cls, found: NewFinding) -> "LetterLine":
        """Tell of what the red thread has newly found: without a day, and with the way to where it is mended."""
        cluster = found.cluster.pk
        return cls(KIND, Stage.FOUND, "", found.title, "", None, None, found.path, cluster, "", is_loose=False)

    def to_value(self) -> dict[str, Any]:
        """Return what is stored."""
        return {
            "kind": self.kind,
            "stage": str(self.stage),
            "name": self.name,
            "title": self.title.to_value(),
            "of": self.of,
            "day": self.day.isoformat() if self.day else None,
            "period": [self.period.start.isoformat(), self.period.end.isoformat()] if self.period else None,
            "path": self.path,
            "cluster": self.cluster,
            "by": self.by,
            "is_loose": self.is_loose,
        }

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> "LetterLine":
        """Read what is stored."""
        return cls(
            kind=value["kind"],
            stage=Stage(value["stage"]),
            name=value["name"],
            title=Text.from_value(value["title"]),
            of=value["of"],
            day=date.fromisoformat(value["day"]) if value["day"] else None,
            period=Period(*map(date.fromisoformat, value["period"])) if value["period"] else None,
            path=value["path"],
            cluster=value["cluster"],
            by=value["by"],
            is_loose=value["is_loose"],
        )

    @property
    def label(self) -> str:
        """What it is, in the active language."""
        language = content_language()
        title = self.title.resolve(language).text
        if self.kind == "milestone":
            return _("Milestone of %(key)s: %(title)s") % {"key": self.of, "title": title}
        if self.kind == "item":
            return f"{title} ({self.of})"
        if self.kind == KIND:
            return title
        if self.kind == "score":
            return _("Answer “%(title)s”") % {"title": title}
        if self.kind == "survey":
            words = _("Send the survey “%(title)s”") if self.of == "draft" else _("Close the survey “%(title)s”")
            return words % {"title": title}
        if self.kind == "copy":
            return _("The original of “%(title)s” has a new edition: see what is new") % {"title": title}
        if self.kind == "review":
            return _("Read “%(title)s” and say whether it is ready") % {"title": title}
        if self.kind == "kpi" and self.period:
            return _("%(key)s %(title)s: the value for %(period)s") % {
                "key": self.name,
                "title": title,
                "period": period_words(self.period, language),
            }
        return f"{self.name} {title}"

    @property
    def when(self) -> str:
        """Its day, in the active language."""
        return format_date(self.day, content_language()) if self.day else ""

    @property
    def url(self) -> str:
        """Where it stands."""
        return absolute(self.path)


@dataclass(frozen=True, slots=True)
class Part:
    """What a letter says about one cluster."""

    cluster: str
    overdue: tuple[LetterLine, ...]
    due: tuple[LetterLine, ...]
    soon: tuple[LetterLine, ...]
    assigned: tuple[LetterLine, ...]
    loose: tuple[LetterLine, ...]
    found: tuple[LetterLine, ...] = ()


def parts_of(lines: Iterable[LetterLine], names: dict[int, str]) -> list[Part]:
    """Return the lines cluster by cluster, in the order in which the clusters are named."""
    every = list(lines)

    def chosen(cluster: int, stage: Stage) -> tuple[LetterLine, ...]:
        return tuple(line for line in every if line.cluster == cluster and line.stage == stage and not line.is_loose)

    return [
        Part(
            name,
            chosen(pk, Stage.OVERDUE),
            chosen(pk, Stage.DUE),
            chosen(pk, Stage.SOON),
            chosen(pk, Stage.ASSIGNED),
            tuple(line for line in every if line.cluster == pk and line.is_loose),
            chosen(pk, Stage.FOUND),
        )
        for pk, name in names.items()
        if any(line.cluster == pk for line in every)
    ]


def message_of(letter: Letter, lines: list[LetterLine], preference: Preference) -> EmailMessage:
    """Return the mail in the reader's language; its id stays the same when a killed worker's task sends it again."""
    user = letter.user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        # The clusters are the reader's own: lines of others were taken out before.
        names = _cluster_names(user)
        own, loose = [one for one in lines if not one.is_loose], [one for one in lines if one.is_loose]
        shown = [*own[:MOST_LINES], *loose[:MOST_LOOSE]]
        stop = absolute(reverse("reminders:stop", args=[stop_token(user, letter.kind)]))
        context = {
            "name": user.display_name,
            "parts": parts_of(shown, names),
            "lines": shown,
            "first": shown[0],
            "count": sum(1 for line in own if line.stage != Stage.FOUND),
            "loose": len(loose),
            "left_out": len(lines) - len(shown),
            "overdue": sum(1 for line in own if line.stage == Stage.OVERDUE),
            "weekday": preference.get_weekday_display(),
            "settings": absolute(reverse("reminders:settings")),
            "stop": stop,
        }
        return _written(letter, context, stop)


def comment_message_of(letter: Letter, lines: list[CommentLine]) -> EmailMessage:
    """Return the mail of what was said, in the reader's language."""
    user = letter.user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        stop = absolute(reverse("reminders:stop", args=[stop_token(user, letter.kind)]))
        context = {
            "name": user.display_name,
            "parts": comment_parts(lines, _cluster_names(user)),
            "first": lines[0],
            "count": len(lines),
            "settings": absolute(reverse("reminders:settings")),
            "stop": stop,
        }
        return _written(letter, context, stop)


def _cluster_names(user: User) -> dict[int, str]:
    """Return the names of the reader's clusters, in their order."""
    rows = user.memberships.select_related("cluster").order_by("cluster__name_da", "cluster__name_en")
    return {one.cluster_id: one.cluster.name.resolve(content_language()).text for one in rows}


def _written(letter: Letter, context: dict[str, Any], stop: str) -> EmailMessage:
    subject = " ".join(render_to_string(f"mail/reminder_{letter.kind}_subject.txt", context).split())
    written = render_to_string(f"mail/reminder_{letter.kind}_message.txt", context)
    headers = {
        "Message-ID": f"<reminder-{letter.pk}-{int(letter.created_at.timestamp())}@{_host()}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Date": formatdate(letter.created_at.timestamp()),
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.user.language or settings.LANGUAGE_CODE,
    }
    # The tags of the template leave empty lines behind.
    body = re.sub(r"\n{3,}", "\n\n", written).strip() + "\n"
    return EmailMessage(subject, body, to=[letter.user.email], headers=headers)


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def stop_token(user: User, kind: str) -> str:
    """Return what lets whoever has the mail turn this kind of mail off, and nothing else; it does not grow old."""
    return signing.dumps([user.pk, str(kind)], salt=SALT)


def read_stop_token(token: str) -> tuple[int, Letter.Kind] | None:
    """Return whose mail of which kind a token turns off, or None for a token that is none."""
    try:
        pk, kind = signing.loads(token, salt=SALT)
        return int(pk), Letter.Kind(kind)
    except (signing.BadSignature, TypeError, ValueError):
        return None
