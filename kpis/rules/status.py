"""How a KPI stands, calculated from its numbers alone: no database, no words.

- The **path** leads from the baseline through the targets, straight by days from one to the next, and stays level after
  the last target. A value is judged against the path on the day that it is for.
- **Behind** is expected minus value where more is better, value minus expected where less is better.
- The tolerances are percentages of what was expected: behind by at most `lower` is on track, by at most `upper` at
  risk, by more off track.
- When what is counted changes, the series **breaks**: a number under the former definition is compared with one under
  the new definition only over a **bridge**, the factor between both, measured on one day.
- Where the periods of a year are **summed** (`kpis.rules.yearly`), the path is of whole years. What is judged is the
  sum of the year that the newest value belongs to, against as much of that year as the periods that have a value. A
  value covers the period that it was measured for, also when it is measured more or less often since.
- A value whose period is over and 30 days more is **overdue**, whatever the last one was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from kpis.rules.periods import Period, next_due, period_of, periods_due
from kpis.rules.yearly import Rule, Total, gone_by, parts_of, total_of, year_of
from schema.vocabulary import Direction, Frequency

LOWER, UPPER = Decimal(5), Decimal(15)
HUNDRED = Decimal(100)


class State(StrEnum):
    """How a KPI stands."""

    OFF_TRACK = "off-track"
    AT_RISK = "at-risk"
    OVERDUE = "overdue"
    ON_TRACK = "on-track"
    NO_DATA = "no-data"


class Lack(StrEnum):
    """Why a KPI cannot be judged."""

    BASELINE = "baseline"
    TARGET = "target"
    VALUE = "value"
    # What is counted has changed, and there is no bridge from the numbers that stand.
    BROKEN_BASELINE = "broken-baseline"
    BROKEN_TARGET = "broken-target"
    # A year is summed, and the newest value is of a round, which is no period of it.
    PERIOD = "period"


class Trend(StrEnum):
    """Where a KPI is going: the newest number beside the one before."""

    BETTER = "better"
    WORSE = "worse"
    LEVEL = "level"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Point:
    """A number for a day, counted by this version of the definition.

    `frequency` is how often it was measured when it was entered, where that is not the series' own.
    """

    date: date
    value: Decimal
    version: int = 1
    frequency: Frequency | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """All that is needed to judge a KPI. `values` are in order of date; the baseline is not among them.

    Where the periods of a year are summed, baseline and targets are for a whole year, and no baseline is a value.

    `bridges` holds for each version after the first the factor from the one before, or None where nobody measured it.
    """

    direction: Direction = Direction.UP
    frequency: Frequency = Frequency.QUARTERLY
    baseline: Point | None = None
    targets: tuple[Point, ...] = ()
    values: tuple[Point, ...] = ()
    lower: Decimal = LOWER
    upper: Decimal = UPPER
    version: int = 1
    bridges: Mapping[int, Decimal | None] = field(default_factory=dict)
    rule: Rule = Rule.LATEST

    @property
    def is_summed(self) -> bool:
        """Whether the periods of a year are summed before they are judged."""
        return self.rule is Rule.SUM


@dataclass(frozen=True, slots=True)
class Judged:
    """A number against the path, both under the version in force; where a year is summed, `total` says of what."""

    value: Decimal
    expected: Decimal
    behind: Decimal
    state: State
    total: Total | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a KPI stands, with every number that the reason names. `standing` leaves out whether a value is overdue."""

    state: State
    standing: State
    lack: Lack | None = None
    latest: Point | None = None
    expected: Decimal | None = None
    # Positive is behind the path, negative ahead of it.
    behind: Decimal | None = None
    trend: Trend = Trend.UNKNOWN
    previous: Point | None = None
    change: Decimal | None = None
    due: tuple[Period, ...] = ()
    coming: Period | None = None
    # The sum that was judged, where a year is summed.
    total: Total | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether a value should have been entered by now."""
        return self.state is State.OVERDUE


def bridged(point: Point, version: int, bridges: Mapping[int, Decimal | None]) -> Decimal | None:
    """Return the number as it would be under another version, or None where a bridge is missing on the way."""
    factor = Decimal(1)
    for step in range(min(point.version, version) + 1, max(point.version, version) + 1):
        bridge = bridges.get(step)
        if bridge is None or bridge == 0:
            return None
        factor = factor * bridge
    return point.value * factor if version >= point.version else point.value / factor


def path_of(series: Series) -> tuple[Point, ...]:
    """Return the baseline and the targets under the version in force, as far as they can be compared."""
    if series.baseline is None:
        return ()
    points = [series.baseline, *(t for t in series.targets if t.date > series.baseline.date)]
    found = [(point, bridged(point, series.version, series.bridges)) for point in points]
    if found[0][1] is None:
        return ()
    return tuple(Point(p.date, value, series.version) for p, value in found if value is not None)


def expected_on(path: tuple[Point, ...], day: date) -> Decimal | None:
    """Return what the path expects on a day: nothing before the baseline, the last target after it."""
    if len(path) < 2 or day < path[0].date:
        return None
    for before, after in pairwise(path):
        if day <= after.date:
            gone, whole = (day - before.date).days, (after.date - before.date).days
            return before.value + (after.value - before.value) * gone / whole
    return path[-1].value


def behind_by(value: Decimal, expected: Decimal, direction: Direction) -> Decimal:
    """Return how far a value is behind what was expected; ahead is negative."""
    return expected - value if direction is Direction.UP else value - expected


def stand(value: Decimal, expected: Decimal, series: Series) -> State:
    """Return how a value stands against what was expected."""
    behind = behind_by(value, expected, series.direction)
    if behind <= abs(expected) * series.lower / HUNDRED:
        return State.ON_TRACK
    return State.AT_RISK if behind <= abs(expected) * series.upper / HUNDRED else State.OFF_TRACK


def lack_of(series: Series, path: tuple[Point, ...]) -> Lack | None:
    """Return what is missing before the KPI can be judged, the first thing first."""
    if series.baseline is None:
        return Lack.BASELINE
    if not path:
        return Lack.BROKEN_BASELINE
    if len(path) < 2:
        return Lack.BROKEN_TARGET if series.targets else Lack.TARGET
    comparable = series.values and bridged(series.values[-1], series.version, series.bridges) is not None
    if not comparable or series.values[-1].date < series.baseline.date:
        return Lack.VALUE
    return Lack.PERIOD if series.is_summed and covered_by(series, series.values[-1]) is None else None


def judge(series: Series, today: date) -> Verdict:
    """Return how the KPI stands on this day."""
    path = path_of(series)
    lack = lack_of(series, path)
    latest = series.values[-1] if series.values else None
    judged = judge_point(series, path, latest) if lack is None and latest is not None else None
    standing = judged.state if judged else State.NO_DATA
    trend, previous, change = trend_of(series)
    due, coming = due_of(series, today)
    is_late = any(period.last_day < today for period in due)
    return Verdict(
        state=State.OVERDUE if is_late else standing,
        standing=standing,
        lack=lack,
        latest=latest,
        expected=judged.expected if judged else None,
        behind=judged.behind if judged else None,
        trend=trend,
        previous=previous,
        change=change,
        due=due,
        coming=coming,
        total=total_on(series, latest.date) if latest is not None and series.is_summed else None,
    )


def judge_point(series: Series, path: tuple[Point, ...], point: Point) -> Judged | None:
    """Return how a value stands against the path, or its year's sum so far; None where it cannot be compared."""
    value = bridged(point, series.version, series.bridges)
    if value is None:
        return None
    total, day = None, point.date
    if series.is_summed:
        total = total_on(series, point.date)
        if total is None:
            return None
        value, day = total.value, total.year.end
    expected = expected_on(path, day)
    if expected is None:
        return None
    expected = total.share(expected) if total else expected
    return Judged(value, expected, behind_by(value, expected, series.direction), stand(value, expected, series), total)


def covered_by(series: Series, point: Point) -> Period | None:
    """Return the period that a value was measured for; one of a round has none."""
    return period_of(point.frequency or series.frequency, point.date)


def total_on(series: Series, day: date) -> Total | None:
    """Return what the year that a day's value belongs to came to on that day; what cannot be compared is left out."""
    ends = [period.end for p in series.values if p.date == day and (period := covered_by(series, p))]
    year = year_of(series.frequency, ends[-1] if ends else day, [target.date for target in series.targets])
    return total_of(comparable(series, day), year, series.frequency, series.rule)


def comparable(series: Series, until: date) -> list[tuple[Period, Decimal]]:
    """Return what covers a period up to a day under the version in force, without what no bridge leads from."""
    found = [
        (covered_by(series, p), bridged(p, series.version, series.bridges)) for p in series.values if p.date <= until
    ]
    return [(period, value) for period, value in found if period is not None and value is not None]


def totals_of(series: Series) -> list[Total]:
    """Return every year that has a value, the first first; nothing where a year is just its latest value."""
    if series.rule is Rule.LATEST or not series.values:
        return []
    values = comparable(series, series.values[-1].date)
    targets = [target.date for target in series.targets]
    found_in = {year_of(series.frequency, period.end, targets) for period, _value in values}
    years = sorted(found_in, key=lambda year: year.end)
    found = [total_of(values, year, series.frequency, series.rule) for year in years]
    return [total for total in found if total is not None]


def expected_by(series: Series, path: tuple[Point, ...], day: date) -> Decimal | None:
    """Return what the path expects to have come in by a day: where a year is summed, of as much of it as is over."""
    if not series.is_summed:
        return expected_on(path, day)
    year = year_of(series.frequency, day, [target.date for target in series.targets])
    whole = expected_on(path, year.end)
    return None if whole is None else whole * gone_by(series.frequency, day, year) / parts_of(series.frequency)


def expected_of(
    series: Series, path: tuple[Point, ...], day: date, frequency: Frequency | None = None
) -> Decimal | None:
    """Return what the path expects of a single value for a day: where a year is summed, its period's part of it.

    `frequency` is how often it was measured, where that is not the series' own.
    """
    if not series.is_summed:
        return expected_on(path, day)
    period = period_of(frequency or series.frequency, day)
    if period is None:
        return None
    year = year_of(series.frequency, period.end, [target.date for target in series.targets])
    whole = expected_on(path, year.end)
    return None if whole is None else whole / parts_of(frequency or series.frequency)


def trend_of(series: Series) -> tuple[Trend, Point | None, Decimal | None]:
    """Return where the newest number goes from the one before, that one, and the change between them."""
    # A baseline for a whole year is not compared with the first quarter.
    baseline = None if series.is_summed else series.baseline
    points = sorted((p for p in (baseline, *series.values) if p is not None), key=lambda p: p.date)
    if len(points) < 2:
        return Trend.UNKNOWN, None, None
    before, latest = points[-2], points[-1]
    if series.is_summed and before.frequency != latest.frequency:
        # A month is not compared with a quarter.
        return Trend.UNKNOWN, None, None
    change = change_between(before, latest, series.bridges)
    if change is None:
        return Trend.UNKNOWN, before, None
    if change == 0:
        return Trend.LEVEL, before, change
    return (Trend.BETTER if (change > 0) == (series.direction is Direction.UP) else Trend.WORSE), before, change


def change_between(before: Point, after: Point, bridges: Mapping[int, Decimal | None]) -> Decimal | None:
    """Return how far the second number is above the first, both under the second's version; None over a broken way."""
    value = bridged(before, after.version, bridges)
    return None if value is None else after.value - value


def due_of(series: Series, today: date) -> tuple[tuple[Period, ...], Period | None]:
    """Return the periods that are over and have no value, and the one that is measured next."""
    points = [point for point in (series.baseline, *series.values) if point is not None]
    if not points:
        return (), None
    last = max(period.end if (period := covered_by(series, p)) else p.date for p in points)
    until = series.targets[-1].date if series.targets else None
    due = tuple(periods_due(series.frequency, last, today, until))
    coming = next_due(series.frequency, due[-1].end if due else last)
    return due, coming if coming and (until is None or coming.end <= until) else None


def way_gone(value: Decimal, path: tuple[Point, ...]) -> Decimal | None:
    """Return how much of the way from the baseline to the last target is gone, in percent; below 0 is backwards."""
    if len(path) < 2 or path[-1].value == path[0].value:
        return None
    return (value - path[0].value) * HUNDRED / (path[-1].value - path[0].value)
