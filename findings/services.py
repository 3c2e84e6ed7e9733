"""The findings of a cluster, and setting one of them aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.models import Cluster
from core.dates import format_date
from core.errors import Conflict, Refusal
from core.languages import content_language
from core.prepared import Prepared
from core.rereading import unsteady
from findings.models import MonthCount, Waiver
from findings.rules import RULES, Found, Rule, Severity, check
from findings.rules.facts import Facts
from findings.selectors import Loaded, facts_of, glance_facts_of, load
from findings.words import Words, summary, words_of
from kpis.selectors import Followed
from strategy.models import Goal, Strategy
from strategy.selectors.phases import StrategyPage, answered

log = structlog.get_logger(__name__)

# Nothing is set aside for ever.
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Aside:
    """A finding that is set aside."""

    found: Found
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Thread:
    """How the red thread of a strategy stands on a day.

    `returned` are the findings that had been set aside: their day has passed, or the facts have changed since.
    """

    loaded: Loaded
    facts: Facts
    open: tuple[Found, ...]
    aside: tuple[Aside, ...]
    failed: tuple[str, ...]
    returned: dict[str, Waiver]

    def count(self, severity: Severity) -> int:
        """Return how many open findings are of this gravity."""
        return sum(one.severity is severity for one in self.open)

    @property
    def errors(self) -> int:
        """How often the thread is broken."""
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How often it is thin."""
        return self.count(Severity.WARNING)

    @property
    def hints(self) -> int:
        """How often it could be better."""
        return self.count(Severity.HINT)

    @property
    def unchecked(self) -> list[Words]:
        """The rules that could not be checked, in words."""
        return [words_of(name) for name in self.failed]

    @property
    def summary(self) -> str:
        """How the thread stands, in one sentence."""
        return summary(self.errors, self.warnings, self.hints, len(self.failed))

    def about(self, subject: str) -> list[Found]:
        """Return the open findings about one thing: goal:7, kpi:3."""
        return [one for one in self.open if one.hit.subject == subject]


def thread_of(
    cluster: Cluster,
    shown: StrategyPage,
    today: date,
    *,
    kpis: Sequence[Followed] | None = None,
    goals: Sequence[Goal] | None = None,
    waivers: Sequence[Waiver] | None = None,
) -> Thread:
    """Check every rule against what stands today; one query more than the facts, none where the page has the open
    waivers already.
    """
    loaded = load(cluster, shown, today, kpis=kpis, goals=goals)
    return _judged(cluster, loaded, facts_of(cluster, loaded, today), RULES, waivers)


# What a front page asks of people beside what has a day of its own: what breaks the thread, and what it begins with.
AT_A_GLANCE = frozenset(
    {
        *("goal-without-owner", "kpi-without-baseline", "kpi-without-target", "kpi-without-owner"),
        *("activity-without-owner", "activity-without-goal", "answers-wrong", "language-missing"),
        "period-without-round",
    }
)


def glance_of(
    cluster: Cluster,
    shown: StrategyPage,
    today: date,
    *,
    kpis: Sequence[Followed],
    goals: Sequence[Goal],
    activities: Sequence[Any],
    rounds: frozenset[str],
) -> Thread:
    """Check what belongs on a front page, which has loaded all that is asked about; one query."""
    facts = glance_facts_of(shown, today, kpis=kpis, goals=goals, activities=activities, rounds=rounds)
    rules = [one for one in RULES if one.severity is Severity.ERROR or one.name in AT_A_GLANCE]
    return _judged(cluster, Loaded(shown, goals, kpis, ()), facts, rules)


@Prepared
def _open_waivers(cluster: Cluster) -> "QuerySet[Waiver]":
    return Waiver.objects.of(cluster).open()


def _judged(
    cluster: Cluster, loaded: Loaded, facts: Facts, rules: Sequence[Rule], waivers: Sequence[Waiver] | None = None
) -> Thread:
    today = facts.today
    outcome = check(facts, rules, _tell)
    waivers = _open_waivers(cluster) if waivers is None else waivers
    holding = {one.fingerprint: one for one in waivers if one.until >= today}
    former = {(one.rule, one.subject): one for one in waivers}
    opened, aside, returned = [], [], {}
    for found in outcome.found:
        waiver = holding.get(found.fingerprint)
        if waiver is not None:
            aside.append(Aside(found, waiver))
            continue
        opened.append(found)
        if (before := former.get((found.rule.name, found.hit.subject))) is not None:
            returned[found.fingerprint] = before
    return Thread(loaded, facts, tuple(opened), tuple(aside), outcome.failed, returned)


def _tell(rule: Rule, error: Exception) -> None:
    log.error("rule_failed", rule=rule.name, exc_info=error)
    # It may be another matter the next time, such as too little memory; and whoever watches hears of it each time.
    unsteady()


def waive(*, cluster: Cluster, thread: Thread, fingerprint: str, reason: str, until: date, by: User) -> Waiver:
    """Set a finding aside until a day; raises Conflict when its facts have changed, Refusal for a day too far."""
    today = thread.facts.today
    found = next((one for one in thread.open if one.fingerprint == fingerprint), None)
    if found is None:
        raise Conflict(_("This finding is no longer there, or what it says has changed. Look at the list again."))
    if until <= today:
        raise Refusal(_("Choose a date in the future."), "until")
    if until > today + LONGEST:
        last = format_date(today + LONGEST, content_language())
        raise Refusal(
            _("Nothing can be set aside for more than a year. Choose a date no later than %(last)s.") % {"last": last},
            "until",
        )
    with transaction.atomic():
        rows = Waiver.objects.of(cluster).open().filter(rule=found.rule.name, subject=found.hit.subject)
        rows.update(ended_at=timezone.now())
        try:
            with transaction.atomic():
                made = Waiver.objects.create(
                    cluster=cluster,
                    rule=found.rule.name,
                    subject=found.hit.subject,
                    fingerprint=fingerprint,
                    reason=reason,
                    until=until,
                    by=by,
                    by_name=by.display_name,
                )
        except IntegrityError as error:
            raise Conflict(_("A colleague has just set this finding aside.")) from error
        record(
            cluster=cluster, by=by, verb="waived-finding", subject=f"{found.hit.params.get('key', '')} {reason}".strip()
        )
    return made


@transaction.atomic
def end_waiver(*, waiver: Waiver, by: User) -> None:
    """Take a finding up again before its day; doing it twice does it once."""
    rows = Waiver.objects.of(waiver.cluster_id).open().filter(pk=waiver.pk)
    if rows.update(ended_at=timezone.now()):
        record(cluster=waiver.cluster, by=by, verb="ended-waiver", subject=waiver.reason)


def note_month(*, cluster: Cluster, thread: Thread) -> None:
    """Keep how many findings the month has; the last look of a month is what it is remembered by."""
    counts: Any = {
        "errors": thread.errors,
        "warnings": thread.warnings,
        "hints": thread.hints,
        "waived": len(thread.aside),
    }
    month = thread.facts.today.replace(day=1)
    # across_clusters is not needed: the row is looked for by its cluster
    rows = MonthCount.objects.of(cluster).filter(month=month)
    if not rows.update(**counts):
        MonthCount.objects.create(**counts, cluster=cluster, month=month)


def note_months(*, today: date) -> int:
    """Look at every cluster that has a current strategy, and keep its counts; return how many there were."""
    # across_clusters: the nightly look concerns every cluster
    rows = Strategy.across_clusters.current().with_workbook().select_related("cluster")
    seen = 0
    for strategy in rows.iterator(chunk_size=50):
        shown = answered(strategy.cluster, strategy)
        note_month(cluster=strategy.cluster, thread=thread_of(strategy.cluster, shown, today))
        seen += 1
    return seen
