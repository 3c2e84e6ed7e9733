"""KPIs as pages and files show them: how they stand in words, chips and small drawings, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.addresses import reverse
from core.dates import format_date
from core.graphics import charts
from core.languages import content_language
from core.numbers import format_percent
from core.text import Language
from kpis import words
from kpis.models import Kpi, Measurement
from kpis.querysets import KpiSet
from kpis.rules.status import (
    Point,
    bridged,
)
from kpis.rules.steps import steps_of
from kpis.selectors import Followed, followed_in
from kpis.shown.years import Year, years_of
from strategy.models import Goal

# As many as a sparkline shows.
SPARK = 8
# As many as status, trend and sparkline need: a year of months, and some that came twice where the definition changed.
NEWEST = 14


@dataclass(frozen=True)
class ShownKpi(Followed):
    """A KPI as it is shown in one language."""

    language: Language

    @property
    def drawn(self) -> Sequence[Measurement]:
        """The measurements that a drawing shows; where a year is summed, without the baselines, which are for one."""
        return [m for m in self.measurements if not (self.series.is_summed and m.is_baseline)]

    @property
    def period_path(self) -> tuple[Point, ...]:
        """The path that single values are seen against: where a year is summed, a period's part of it, in steps."""
        return steps_of(self.series, self.path) if self.series.is_summed else self.path

    @property
    def url(self) -> str:
        """Its page."""
        return self.kpi.get_absolute_url()

    @property
    def title(self) -> str:
        """Key and name in words."""
        return f"{self.kpi.key} {self.name.resolve(self.language).text}"

    @property
    def state_label(self) -> str:
        """How it stands, in a word or two."""
        return words.state_words(self.state)

    @property
    def chip(self) -> str:
        """The kind of chip that shows the status."""
        return words.CHIPS[self.state]

    @property
    def chip_icon(self) -> str:
        """The icon of the chip, where it is not the kind's own."""
        return words.ICONS.get(self.state, "")

    @property
    def reason(self) -> str:
        """Why it stands so."""
        return words.reason(self.verdict, self.series, self.unit, self.language)

    @property
    def unit_label(self) -> str:
        """What its values are counted in, by itself."""
        return words.unit_label(self.unit)

    @property
    def trend(self) -> str:
        """Where it is going, in a word."""
        return words.trend_words(self.verdict.trend)

    @property
    def trend_with_change(self) -> str:
        """Where it is going, with the change since the number before."""
        change = self.verdict.change
        if change is None or not change:
            return self.trend
        return f"{self.trend} ({words.change_words(change, self.unit, self.language)})"

    def show(self, value: Decimal | None) -> str:
        """Write one of its values."""
        return words.value_words(value, self.unit, self.language) if value is not None else ""

    @property
    def latest_words(self) -> str:
        """The newest value; where a year is summed, what its newest year comes to."""
        total = self.verdict.total
        if total is not None:
            return words.calculated_words(total.value, self.unit, self.language)
        return self.show(self.latest.value) if self.latest else ""

    @property
    def latest_note(self) -> str:
        """What the newest number is the sum of, in words; nothing where it is a value as it was entered."""
        total = self.verdict.total
        return words.total_words(total, self.language) if total else ""

    @property
    def newest_words(self) -> str:
        """Both in one: what it has come to, with what that is the sum of."""
        latest = self.latest.value if self.latest else None
        return words.newest_words(latest, self.verdict.total, self.unit, self.language)

    @property
    def last_value_words(self) -> str:
        """The newest value as it was entered."""
        return self.show(self.latest.value) if self.latest else ""

    @property
    def year_rule(self) -> str:
        """How a year is put together, in a sentence; nothing where a value stands for itself."""
        return words.rule_words(self.series.rule)

    @cached_property
    def years(self) -> list[Year]:
        """What each year came to, the newest first; nothing where a value stands for itself."""
        return years_of(self.series, self.path, self.unit, self.language)

    @property
    def baseline_words(self) -> str:
        """The baseline's value."""
        return self.show(self.baseline.value) if self.baseline else ""

    @property
    def target_words(self) -> str:
        """The value of the last target."""
        return self.show(self.last_target.value) if self.last_target else ""

    @property
    def target_rows(self) -> list[tuple[str, str]]:
        """The targets: day and value."""
        return [(format_date(t.date, self.language), self.show(t.value)) for t in self.targets]

    @property
    def tolerances(self) -> str:
        """How far behind is on track, and how far at risk."""
        return " · ".join(
            format_percent(value.normalize() + 0, self.language) for value in (self.kpi.lower, self.kpi.upper)
        )

    @property
    def next_words(self) -> str:
        """What is measured next."""
        period = self.due[0] if self.due else self.verdict.coming
        if period is None:
            return ""
        named = {"period": words.period_words(period, self.language)}
        if self.due:
            return _("Due now: %(period)s") % named
        return _("Next: %(period)s") % named

    @cached_property
    def spark(self) -> SafeString:
        """A small drawing of the newest values with the target; what it shows stands in words beside it."""
        return self.drawn_spark(120, 30)

    @property
    def wide_spark(self) -> SafeString:
        """The same for a tile."""
        return self.drawn_spark(220, 48)

    def drawn_spark(self, width: int, height: int) -> SafeString:
        """Draw the newest values."""
        numbers = [
            (m.date, value)
            for m in self.drawn[-SPARK:]
            if (value := bridged(self._point(m), self.series.version, self.series.bridges)) is not None
        ]
        target = self.period_path[-1].value if len(self.period_path) > 1 else None
        return charts.sparkline(numbers, target, width=width, height=height)


def load_kpis(
    cluster: Cluster,
    kpis: KpiSet | list[Kpi] | None = None,
    *,
    today: date | None = None,
    most: int | None = None,
    language: Language | None = None,
    known: Sequence[Measurement] | None = None,
    with_dropped: bool = False,
) -> list[ShownKpi]:
    """Return KPIs to be shown, by default those the cluster follows; what is loaded, `followed_in` says."""
    language = language or content_language()
    found = followed_in(cluster, kpis, today=today, most=most, known=known, with_dropped=with_dropped)
    return [shown_kpi(one, language) for one in found]


def shown_kpi(one: Followed, language: Language) -> ShownKpi:
    """Return a KPI that is loaded as it is shown in a language."""
    return ShownKpi(one.kpi, one.definitions, one.targets, one.measurements, one.today, language)


@dataclass(frozen=True, slots=True)
class Group:
    """A goal with its KPIs; without a goal it holds those that are tied to none."""

    goal: Goal | None
    kpis: tuple[ShownKpi, ...]


def by_goal(found: Sequence[ShownKpi], goals: Sequence[Goal]) -> list[Group]:
    """Return the KPIs goal by goal, goals without any among them, then those that no goal has."""
    groups = [Group(goal, tuple(one for one in found if one.kpi.goal_id == goal.pk)) for goal in goals]
    known = {goal.pk for goal in goals}
    loose = tuple(one for one in found if one.kpi.goal_id not in known)
    return [*groups, Group(None, loose)] if loose else groups


def kpi_url(cluster: Cluster, name: str, *args: object) -> str:
    """Return the address of a page of the room."""
    return reverse(f"kpis:{name}", args=[cluster.slug, *args])
