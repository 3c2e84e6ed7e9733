"""What is expected of single periods where a year is summed: a path in steps, by plain arithmetic."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from kpis.rules.periods import Period
from kpis.rules.status import Point, Series, comparable, covered_by, expected_on
from kpis.rules.yearly import counted_in, parts_of, year_of
from schema.vocabulary import Frequency

ONE_DAY = timedelta(days=1)


def steps_of(series: Series, path: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return what is expected of single periods where a year is summed: level through each year.

    In a year that was measured more often in one part than in another, each part has a level of its own.
    """
    if len(path) < 2 or not series.values:
        return ()
    targets = [target.date for target in series.targets]
    otherwise = stretches_of(series)
    found: list[Point] = []
    day, last = series.values[0].date, max(path[-1].date, series.values[-1].date)
    while not found or found[-1].date < last:
        year = year_of(series.frequency, day, targets)
        whole = expected_on(path, year.end)
        if whole is not None:
            begin = max(year.start, day) if found else year.start
            found += _levels(series, begin, year.end, whole, otherwise)
        day = year.end + ONE_DAY
    return tuple(found)


def stretches_of(series: Series) -> list[tuple[Period, Frequency]]:
    """Return the periods that count and were measured more or less often than today, with how often, in order."""
    rows = [
        (period, p)
        for p in series.values
        if p.frequency not in (None, series.frequency) and (period := covered_by(series, p))
    ]
    counted = counted_in(dict(comparable(series, series.values[-1].date)))
    found = {period: p.frequency for period, p in rows if period in counted and p.frequency}
    return sorted(found.items(), key=lambda one: one[0].start)


def _levels(
    series: Series, begin: date, end: date, whole: Decimal, otherwise: Sequence[tuple[Period, Frequency]]
) -> list[Point]:
    """Return the levels from one day to another, of as many stretches as were measured as often as each other."""
    parts: list[tuple[date, date, Frequency]] = []
    day = begin
    for period, frequency in [*otherwise, (Period(end + ONE_DAY, end + ONE_DAY), series.frequency)]:
        if period.end < begin or period.start > end + ONE_DAY:
            continue
        if day < period.start:
            parts.append((day, period.start - ONE_DAY, series.frequency))
        if period.start <= end:
            parts.append((max(period.start, begin), min(period.end, end), frequency))
        day = period.end + ONE_DAY
    found: list[Point] = []
    for first, last, frequency in parts:
        level = whole / parts_of(frequency)
        if found and found[-1].value == level:
            found.pop()
        else:
            found.append(Point(first, level, series.version))
        found.append(Point(last, level, series.version))
    return found
