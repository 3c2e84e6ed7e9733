"""What a year comes to where a KPI is measured several times in it: plain arithmetic, no database and no words.

- A value that covers its period alone, shorter than a year, is **summed** where its unit can be: numbers, money, days,
  full-time equivalents, and what somebody has named. The targets and the baseline are then for a whole year, and the
  sum of the target's year is what is judged.
- A share or a score is not summed: a year is the **mean** of its periods, and each value is judged as it is.
- What stands on a day, covers twelve months, or everything since the start, is the **latest** of the year.

The target's year is the twelve months that end with the period whose end is nearest to the target's day.

Where it is measured **more or less often** from some day on, each value covers the period that it was measured for, and
every month of a year counts once:

- What lies within a longer period that has a value is not added a second time.
- Part of a year is as many of its months as have been measured, told in periods of the frequency in force where they
  come out even, else in the shortest that was measured.
- A mean weighs each value by its months.
- A KPI now measured once a year is summed too while values of shorter periods are among its own, so that a quarter is
  never held against a year.
- A value that reaches over the edge of a year belongs to the year in which it ends. A sum leaves it out: part of it was
  earned the year before, and nobody knows how much. A mean counts it by its months within the year.
- A value that was measured in rounds has no period: it is not added.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from core.units import own_unit
from kpis.rules.periods import MONTHS, Period, period_of
from schema.vocabulary import Aggregation, Frequency, Unit

SUMMED = frozenset({Unit.COUNT, Unit.DKK, Unit.EUR, Unit.DAYS, Unit.FTE})
A_YEAR = 12


class Rule(StrEnum):
    """How the values of a year become one."""

    LATEST = "latest"
    SUM = "sum"
    MEAN = "mean"


def rule_of(aggregation: str, frequency: str, unit: str) -> Rule:
    """Return how a year of values that cover this, come this often and count this becomes one."""
    if aggregation != Aggregation.PERIOD or MONTHS.get(Frequency(frequency), A_YEAR) == A_YEAR:
        return Rule.LATEST
    return Rule.SUM if unit in SUMMED or own_unit(unit) else Rule.MEAN


def finest(frequency: Frequency, others: Iterable[Frequency]) -> Frequency:
    """Return the shortest of these, for which a year must be put together; what is measured in rounds stays so."""
    if frequency not in MONTHS:
        return frequency
    return min((frequency, *(one for one in others if one in MONTHS)), key=MONTHS.__getitem__)


def parts_of(frequency: Frequency) -> int:
    """Return how many periods a year has."""
    return A_YEAR // MONTHS.get(frequency, A_YEAR)


@dataclass(frozen=True, slots=True)
class Total:
    """What a year comes to so far: `parts` of its `of` periods have a value."""

    year: Period
    value: Decimal
    parts: int
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether no period is missing."""
        return self.parts == self.of

    def share(self, whole: Decimal) -> Decimal:
        """Return as much of a year's number as the periods are of the year."""
        return whole * self.parts / self.of


def year_of(frequency: Frequency, day: date, targets: Sequence[date] = ()) -> Period:
    """Return the year that a day's value belongs to: the next target's, or the last one's; else the calendar's."""
    period = period_of(frequency, day)
    assert period is not None  # noqa: S101 -- only what is measured in periods is put together
    ends = sorted(_nearest_end(frequency, target) for target in targets)
    last = next((end for end in ends if end >= period.end), ends[-1] if ends else date(day.year, 12, 31)).month
    year = period.end.year + (period.end.month > last)
    end = date(year, last, monthrange(year, last)[1])
    return Period(date(year - 1, last, monthrange(year - 1, last)[1]) + timedelta(days=1), end)


def gone_by(frequency: Frequency, day: date, year: Period) -> int:
    """Return how many periods of a year are over on a day, counted to the end that is nearest to it."""
    end = _nearest_end(frequency, day)
    return max(0, min(_months(year.start, end), A_YEAR)) // MONTHS[frequency]


def _nearest_end(frequency: Frequency, day: date) -> date:
    period = period_of(frequency, day)
    assert period is not None  # noqa: S101 -- as above
    before = period.start - timedelta(days=1)
    return period.end if period.end - day <= day - before else before


def total_of(values: Iterable[tuple[Period, Decimal]], year: Period, frequency: Frequency, rule: Rule) -> Total | None:
    """Return what the values of a year come to, each with the period that it covers; None where there is none."""
    found = counted_in({period: value for period, value in values if period.end in year})
    if rule is Rule.SUM:
        found = {period: value for period, value in found.items() if period.start in year}
    if not found:
        return None
    months = {period: _months(max(period.start, year.start), period.end) for period in found}
    covered = sum(months.values())
    if rule is Rule.SUM:
        value = sum(found.values(), Decimal(0))
    else:
        value = sum((found[period] * count for period, count in months.items()), Decimal(0)) / covered
    units = (MONTHS[frequency], min(_months(period.start, period.end) for period in found), 1)
    unit = next(unit for unit in units if covered % unit == 0)
    return Total(year, value, covered // unit, A_YEAR // unit)


def counted_in(found: dict[Period, Decimal]) -> dict[Period, Decimal]:
    """Return the periods that count: those that lie within no other, since no month is added twice."""
    return {
        period: value
        for period, value in found.items()
        if not any(other != period and other.start <= period.start and period.end <= other.end for other in found)
    }


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * A_YEAR + last.month - first.month + 1
