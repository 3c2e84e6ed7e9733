"""KPIs with what belongs to them, loaded in a fixed number of queries and judged in memory; no words, no page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from clusters.models import Cluster
from core.prepared import Prepared
from core.text import Text
from kpis.models import Kpi, KpiDefinition, Measurement, Target
from kpis.querysets import KpiSet
from kpis.rules.periods import Period
from kpis.rules.status import Point, Series, State, Verdict, bridged, expected_of, judge, path_of, totals_of, way_gone
from kpis.rules.yearly import Rule, finest, rule_of
from schema.vocabulary import Direction, Frequency

# As many as status, trend and sparkline need: a year of months, and some that came twice where the definition changed.
NEWEST = 14
LEAST = ("kpi_id", "version", "date", "value", "is_baseline", "frequency", "note")


@dataclass(frozen=True)
class Followed:
    """A KPI with what belongs to it, and how it stands today."""

    kpi: Kpi
    definitions: tuple[KpiDefinition, ...]
    targets: tuple[Target, ...]
    measurements: tuple[Measurement, ...]
    today: date

    def until(self, day: date, besides: Collection[int]) -> "Followed":
        """Return it as it stood at the end of a day, which may be past: what was measured later is left out.

        So are targets under a definition that came later; of those under the one that held then, nobody knows any more
        when they were set. `besides` are the ids of measurements that are kept whatever their day.
        """
        then = replace(self, today=day)
        return replace(
            then,
            measurements=tuple(one for one in self.measurements if one.date <= day or one.pk in besides),
            targets=tuple(one for one in self.targets if one.version <= then.current.version),
        )

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
    def name(self) -> Text:
        return self.current.name_text

    @property
    def unit(self) -> str:
        """What its values count."""
        return self.current.unit

    @property
    def state(self) -> State:
        """How it stands."""
        return self.verdict.state

    @property
    def latest(self) -> Measurement | None:
        """The newest measurement, the baseline among them."""
        return self.measurements[-1] if self.measurements else None

    @property
    def last_target(self) -> Target | None:
        """What is to be reached in the end."""
        return self.targets[-1] if self.targets else None

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


def followed_in(
    cluster: Cluster,
    kpis: KpiSet | list[Kpi] | None = None,
    *,
    today: date | None = None,
    most: int | None = None,
    known: Sequence[Measurement] | None = None,
    with_dropped: bool = False,
) -> list[Followed]:
    """Return KPIs with all that belongs to them, by default those the cluster follows: three queries, otherwise four.

    `most` loads only the newest measurements of each, and the baselines: enough for status, trend and sparkline.
    `known` are measurements that have been loaded already, in order of date; then none are loaded here.
    `with_dropped` gives every KPI of the cluster, in order of their numbers.
    """
    if kpis is None:
        definitions = _by_kpi(_all_definitions(cluster) if with_dropped else _followed(cluster))
        rows = [versions[0].kpi for versions in definitions.values()]
        targets = _by_kpi(_all_targets(cluster))
        newest = (_all_newest(cluster, most) if most else _all_measured(cluster)) if known is None else known
        measurements = _by_kpi(newest)
    else:
        rows = kpis if isinstance(kpis, list) else list(kpis.with_people())
        keys = [kpi.pk for kpi in rows]
        definitions = _by_kpi(KpiDefinition.objects.of(cluster).filter(kpi__in=keys).order_by("kpi_id", "version"))
        targets = _by_kpi(Target.objects.of(cluster).filter(kpi__in=keys).order_by("kpi_id", "date"))
        measurements = _by_kpi(_measured(cluster, keys, most) if known is None else known)
    day = today or timezone.localdate()
    found = []
    for kpi in rows:
        kpi.cluster = cluster
        own = tuple(measurements.get(kpi.pk, ()))
        for one in own:
            one.kpi = kpi
        found.append(Followed(kpi, tuple(definitions.get(kpi.pk, ())), tuple(targets.get(kpi.pk, ())), own, day))
    return found


@Prepared
def _followed(cluster: Cluster) -> "QuerySet[KpiDefinition]":
    return KpiDefinition.objects.of(cluster).followed()


@Prepared
def _all_definitions(cluster: Cluster) -> "QuerySet[KpiDefinition]":
    return (
        KpiDefinition.objects.of(cluster).select_related("kpi__goal", "kpi__owner").order_by("kpi__number", "version")
    )


@Prepared
def _all_targets(cluster: Cluster) -> "QuerySet[Target]":
    return Target.objects.of(cluster).order_by("kpi_id", "date")


@Prepared
def _all_newest(cluster: Cluster, most: int) -> "QuerySet[Measurement]":
    rows = Measurement.objects.of(cluster).standing().order_by("kpi_id", "date")
    return rows.newest_of_each(most).only(*LEAST)


@Prepared
def _all_measured(cluster: Cluster) -> "QuerySet[Measurement]":
    rows = Measurement.objects.of(cluster).standing().order_by("kpi_id", "date")
    return rows.select_related("created_by", "survey_round")


def _measured(cluster: Cluster, keys: Sequence[int], most: int | None) -> Iterable[Measurement]:
    measured = Measurement.objects.of(cluster).filter(kpi__in=keys).standing().order_by("kpi_id", "date")
    found: Iterable[Measurement] = (
        measured.newest_of_each(most).only(*LEAST) if most else measured.select_related("created_by", "survey_round")
    )
    return found


def _by_kpi(rows: Iterable) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.kpi_id, []).append(row)
    return found
