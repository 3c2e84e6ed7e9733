"""Findings as pages show them: in words, with the address at which each is mended."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext

from clusters.models import Cluster
from core.addresses import reverse
from core.dates import format_date
from core.languages import content_language
from findings import words
from findings.models import MonthCount, Waiver
from findings.rules import Found, Severity
from findings.services import Thread
from findings.shown.addresses import address


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in words."""

    found: Found
    url: str
    returned: Waiver | None = None
    waiver: Waiver | None = None

    @property
    def kind(self) -> str:
        """How grave it is, as a class of the style sheet."""
        return str(self.found.severity)

    @property
    def severity(self) -> str:
        """How grave it is, in a word."""
        return str(words.SEVERITIES[self.found.severity])

    @property
    def icon(self) -> str:
        """The shape of its gravity."""
        return words.ICONS[self.found.severity]

    @property
    def title(self) -> str:
        """What is broken."""
        return words.said(words.words_of(self.found.rule.name).title, self.found.hit)

    @property
    def advice(self) -> str:
        """What to do."""
        return words.said(words.words_of(self.found.rule.name).advice, self.found.hit)

    @property
    def button(self) -> str:
        """What the link to the field says."""
        return str(words.words_of(self.found.rule.name).button)

    @property
    def mark(self) -> str:
        """What it is set aside under."""
        return self.found.fingerprint

    @property
    def until(self) -> str:
        """Until when it is set aside, or was."""
        waiver = self.waiver or self.returned
        return format_date(waiver.until, content_language()) if waiver else ""


def rows_of(cluster: Cluster, thread: Thread, found: Iterable[Found] | None = None) -> list[FindingRow]:
    """Return open findings in words, all of them by default, in the order of the thread."""
    strategy = thread.facts.strategy.number
    return [
        FindingRow(one, address(cluster, strategy, one.hit.place), thread.returned.get(one.fingerprint))
        for one in (thread.open if found is None else found)
    ]


def aside_of(cluster: Cluster, thread: Thread) -> list[FindingRow]:
    """Return what is set aside."""
    strategy = thread.facts.strategy.number
    return [
        FindingRow(one.found, address(cluster, strategy, one.found.hit.place), waiver=one.waiver)
        for one in thread.aside
    ]


def query_of(**chosen: str) -> str:
    """Return the query of the list that is narrowed so; nothing where all of it is meant."""
    said = urlencode({name: value for name, value in chosen.items() if value})
    return f"?{said}" if said else ""


def tabs_of(cluster: Cluster, thread: Thread, chosen: str, whose: str = "") -> list[tuple[str, str, int, str, bool]]:
    """Return the gravities to choose from: label, address, how many, icon, whether chosen."""
    here = reverse("findings:index", args=[cluster.slug])
    found = [("", gettext("All"), len(thread.open), "")]
    found += [(str(one), str(words.SEVERITIES[one]), thread.count(one), words.ICONS[one]) for one in Severity]
    return [
        (label, f"{here}{query_of(severity=name, whose=whose)}", count, icon, name == chosen)
        for name, label, count, icon in found
    ]


@dataclass(frozen=True, slots=True)
class KindRow:
    """What one rule looks for, and how often it found it."""

    label: str
    url: str
    count: int
    is_chosen: bool


def kinds_of(found: Iterable[Found], severity: str, whose: str, chosen: str) -> list[KindRow]:
    """Return the rules that found something, in the order of the thread, each with how often; one chosen, or none."""
    counts = Counter(one.rule.name for one in found)
    return [
        KindRow(
            str(words.words_of(name).kind),
            query_of(severity=severity, whose=whose, rule="" if name == chosen else name) or "?",
            count,
            name == chosen,
        )
        for name, count in counts.items()
    ]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month with its counts, and how long each bar is of the longest."""

    month: MonthCount
    most: int

    @property
    def total(self) -> int:
        """How many findings were open."""
        return self.month.errors + self.month.warnings + self.month.hints


def months_of(months: Sequence[MonthCount]) -> list[MonthRow]:
    """Return the months, the oldest first."""
    most = max((one.errors + one.warnings + one.hints for one in months), default=0)
    return [MonthRow(one, most) for one in sorted(months, key=lambda one: one.month)]
