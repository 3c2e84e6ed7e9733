"""What a year comes to where a KPI is measured several times in it: plain arithmetic, no database and no words.

- A value that covers its period alone, shorter than a year, is **summed** where its unit can be: numbers, money, days,
  full-time equivalents. The targets and the baseline are then for a whole year, and the sum of the target's year is
  what is judged.
- A share or a score is not summed: a year is the **mean** of its periods, and each value is judged as it is.
- What stands on a day, covers twelve months, or everything since the start, is the **latest** of the year.

The target's year is the twelve months that end with the period whose end is nearest to the target's day.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from kpis.periods import MONTHS, Period, period_of
from library.schema.vocabulary import Aggregation, Frequency, Unit

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
    return Rule.SUM if unit in SUMMED else Rule.MEAN


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
    months = (end.year - year.start.year) * A_YEAR + end.month - year.start.month + 1
    return max(0, min(months, A_YEAR)) // MONTHS[frequency]


def _nearest_end(frequency: Frequency, day: date) -> date:
    period = period_of(frequency, day)
    assert period is not None  # noqa: S101 -- as above
    before = period.start - timedelta(days=1)
    return period.end if period.end - day <= day - before else before


def total_of(values: Iterable[tuple[date, Decimal]], year: Period, frequency: Frequency, rule: Rule) -> Total | None:
    """Return what the values of a year come to, one for each period; None where there is none."""
    found: dict[Period | None, Decimal] = {period_of(frequency, day): value for day, value in values if day in year}
    if not found:
        return None
    whole = sum(found.values(), Decimal(0))
    value = whole if rule is Rule.SUM else whole / len(found)
    return Total(year, value, len(found), parts_of(frequency))
