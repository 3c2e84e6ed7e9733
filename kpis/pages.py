"""KPIs as their pages show them: loaded in a fixed number of queries, judged in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core import charts
from core.dates import format_date
from core.languages import content_language
from core.numbers import format_percent
from core.text import Language, Text
from kpis import words
from kpis.models import Kpi, KpiDefinition, Measurement, Target
from kpis.querysets import KpiSet
from kpis.rules.periods import Period
from kpis.rules.status import (
    Point,
    Series,
    State,
    Verdict,
    bridged,
    expected_of,
    judge,
    path_of,
    totals_of,
    way_gone,
)
from kpis.rules.steps import steps_of
from kpis.rules.yearly import Rule, finest, rule_of
from kpis.years import Year, years_of
from schema.vocabulary import Direction, Frequency
from strategy.models import Goal

# As many as a sparkline shows.
SPARK = 8
# As many as status, trend and sparkline need: a year of months, and some that came twice where the definition changed.
NEWEST = 14


@dataclass(frozen=True)
class Followed:
    """A KPI with what belongs to it, and how it stands today."""

    kpi: Kpi
    definitions: tuple[KpiDefinition, ...]
    targets: tuple[Target, ...]
    measurements: tuple[Measurement, ...]
    today: date
    language: Language

    @property
    def current(self) -> KpiDefinition:
        """The version of the definition that holds today, or the first one."""
        held = [d for d in self.definitions if d.valid_from is None or d.valid_from <= self.today]
        return (held or list(self.definitions))[-1]

    @cached_property
    def baseline(self) -> Measurement | None:
        """The baseline of the newest version that has one and holds."""
        found = [m for m in self.measurements if m.is_baseline and m.version <= self.current.version]
        return max(found, key=lambda m: m.version, default=None)

    @cached_property
    def rule(self) -> Rule:
        """How the values of a year become one."""
        own = [found for m in self.measurements if not m.is_baseline and (found := self.frequency_of(m))]
        frequency = finest(Frequency(self.current.frequency), own)
        return rule_of(self.current.aggregation, frequency, self.current.unit)

    def frequency_of(self, measurement: Measurement) -> Frequency | None:
        """How often it was measured when a value was entered, where that is not as often as now."""
        counted = next((d.frequency for d in self.definitions if d.version == measurement.version), "")
        found = measurement.frequency or counted
        return Frequency(found) if found and found != self.current.frequency else None

    def _point(self, measurement: Measurement) -> Point:
        return Point(measurement.date, measurement.value, measurement.version, self.frequency_of(measurement))

    @cached_property
    def series(self) -> Series:
        """Its numbers."""
        rule = self.rule
        return Series(
            direction=Direction(self.current.direction),
            frequency=Frequency(self.current.frequency),
            baseline=self._point(self.baseline) if self.baseline else None,
            targets=tuple(Point(t.date, t.value, t.version) for t in self.targets),
            # Every baseline of what is summed is for a whole year, the former ones too.
            values=tuple(
                self._point(m)
                for m in self.measurements
                if m != self.baseline and not (m.is_baseline and rule is Rule.SUM)
            ),
            lower=self.kpi.lower,
            upper=self.kpi.upper,
            version=self.current.version,
            bridges=bridges_of(self.definitions),
            rule=rule,
        )

    @cached_property
    def verdict(self) -> Verdict:
        """How it stands."""
        return judge(self.series, self.today)

    @cached_property
    def path(self) -> tuple[Point, ...]:
        """The path from the baseline through the targets."""
        return path_of(self.series)

    @property
    def drawn(self) -> Sequence[Measurement]:
        """The measurements that a drawing shows; where a year is summed, without the baselines, which are for one."""
        return [m for m in self.measurements if not (self.series.is_summed and m.is_baseline)]

    @property
    def period_path(self) -> tuple[Point, ...]:
        """The path that single values are seen against: where a year is summed, a period's part of it, in steps."""
        return steps_of(self.series, self.path) if self.series.is_summed else self.path

    @property
    def name(self) -> Text:
        """Its name."""
        return self.current.name_text

    @property
    def unit(self) -> str:
        """What its values count."""
        return self.current.unit

    @property
    def url(self) -> str:
        """Its page."""
        return self.kpi.get_absolute_url()

    @property
    def title(self) -> str:
        """Key and name in words."""
        return f"{self.kpi.key} {self.name.resolve(self.language).text}"

    @property
    def state(self) -> State:
        """How it stands."""
        return self.verdict.state

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
    def latest(self) -> Measurement | None:
        """The newest measurement, the baseline among them."""
        return self.measurements[-1] if self.measurements else None

    @property
    def latest_words(self) -> str:
        """The newest value; where a year is summed, what its newest year comes to."""
        total = self.verdict.total
        if total is not None:
            return words.reckoned_words(total.value, self.unit, self.language)
        return self.show(self.latest.value) if self.latest else ""

    @property
    def latest_note(self) -> str:
        """What the newest number is the sum of, in words; nothing where it is a value as it was entered."""
        total = self.verdict.total
        return words.total_words(total, self.language) if total else ""

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
    def last_target(self) -> Target | None:
        """What is to be reached in the end."""
        return self.targets[-1] if self.targets else None

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

    @property
    def way(self) -> Decimal | None:
        """How much of the way to the last target is gone, in percent."""
        if not self.series.values:
            return None
        total = self.verdict.total
        if total is not None and not total.is_whole:
            # Part of a year is no way from one year to another.
            whole = [one for one in totals_of(self.series) if one.is_whole]
            return way_gone(whole[-1].value, self.path) if whole else None
        value = total.value if total else bridged(self.series.values[-1], self.series.version, self.series.bridges)
        return way_gone(value, self.path) if value is not None else None

    @property
    def due(self) -> tuple[Period, ...]:
        """The periods that are over and have no value."""
        return self.verdict.due

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

    def expected(self, measurement: Measurement) -> Decimal | None:
        """Return what the path expected on the day, under the version that the number was counted by."""
        found = expected_of(self.series, self.path, measurement.date, self.frequency_of(measurement))
        if found is None or measurement.is_baseline:
            return None
        return bridged(Point(measurement.date, found, self.series.version), measurement.version, self.series.bridges)


def bridges_of(definitions: Iterable[KpiDefinition]) -> dict[int, Decimal | None]:
    """Return for each version the factor from the one before, or None where nobody measured both."""
    found: dict[int, Decimal | None] = {}
    for d in definitions:
        if d.version > 1:
            found[d.version] = d.bridge_after / d.bridge_before if d.bridge_before and d.bridge_after else None
    return found


def load_kpis(
    cluster: Cluster,
    kpis: KpiSet | list[Kpi] | None = None,
    *,
    today: date | None = None,
    most: int | None = None,
    language: Language | None = None,
    known: Sequence[Measurement] | None = None,
) -> list[Followed]:
    """Return KPIs with all that belongs to them, by default those the cluster follows: three queries, otherwise four.

    `most` loads only the newest measurements of each, and the baselines: enough for status, trend and sparkline.
    `known` are measurements that have been loaded already, in order of date; then none are loaded here.
    """
    if kpis is None:
        definitions = _by_kpi(KpiDefinition.objects.of(cluster).followed())
        rows = [versions[0].kpi for versions in definitions.values()]
        keys = list(definitions)
    else:
        rows = kpis if isinstance(kpis, list) else list(kpis.with_people())
        keys = [kpi.pk for kpi in rows]
        definitions = _by_kpi(KpiDefinition.objects.of(cluster).filter(kpi__in=keys).order_by("kpi_id", "version"))
    targets = _by_kpi(Target.objects.of(cluster).filter(kpi__in=keys).order_by("kpi_id", "date"))
    measurements = _by_kpi(_measured(cluster, keys, most) if known is None else known)
    language = language or content_language()
    day = today or timezone.localdate()
    found = []
    for kpi in rows:
        kpi.cluster = cluster
        own = tuple(measurements.get(kpi.pk, ()))
        for one in own:
            one.kpi = kpi
        found.append(
            Followed(kpi, tuple(definitions.get(kpi.pk, ())), tuple(targets.get(kpi.pk, ())), own, day, language)
        )
    return found


def _measured(cluster: Cluster, keys: Sequence[int], most: int | None) -> Iterable[Measurement]:
    measured = Measurement.objects.of(cluster).filter(kpi__in=keys).standing().order_by("kpi_id", "date")
    found: Iterable[Measurement] = (
        measured.newest_of_each(most).only(*LEAST) if most else measured.select_related("created_by")
    )
    return found


LEAST = ("kpi_id", "version", "date", "value", "is_baseline", "frequency", "note")


def _by_kpi(rows: Iterable) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.kpi_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """A goal with its KPIs; without a goal it holds those that are tied to none."""

    goal: Goal | None
    kpis: tuple[Followed, ...]


def by_goal(found: Sequence[Followed], goals: Sequence[Goal]) -> list[Group]:
    """Return the KPIs goal by goal, goals without any among them, then those that no goal has."""
    groups = [Group(goal, tuple(one for one in found if one.kpi.goal_id == goal.pk)) for goal in goals]
    known = {goal.pk for goal in goals}
    loose = tuple(one for one in found if one.kpi.goal_id not in known)
    return [*groups, Group(None, loose)] if loose else groups


def kpi_url(cluster: Cluster, name: str, *args: object) -> str:
    """Return the address of a page of the room."""
    return reverse(f"kpis:{name}", args=[cluster.slug, *args])
