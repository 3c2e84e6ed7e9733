"""The periods that values are measured for: months, quarters, halves, years. Plain arithmetic on dates."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from schema.vocabulary import Frequency

MONTHS: dict[Frequency, int] = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}
# A value is due the day after its period, and overdue when this many days more have gone.
GRACE = timedelta(days=30)
MOST_DUE = 8


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole months."""

    start: date
    end: date

    @property
    def last_day(self) -> date:
        """The day by which its value should be entered."""
        return self.end + GRACE

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def period_of(frequency: Frequency, day: date) -> Period | None:
    """Return the period that the day lies in; what is measured in rounds only has none."""
    months = MONTHS.get(frequency)
    if months is None:
        return None
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return Period(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))


def following(frequency: Frequency, period: Period) -> Period:
    """Return the period after this one."""
    found = period_of(frequency, period.end + timedelta(days=1))
    assert found is not None  # noqa: S101 -- a frequency that has one period has the next
    return found


def periods_due(frequency: Frequency, measured: date, today: date, until: date | None = None) -> list[Period]:
    """Return the periods that are over and have no value, oldest first, given the last day that a value covers.

    Nothing is due after `until`, the day of the last target. Of many only the newest are named.
    """
    period = next_due(frequency, measured)
    found: list[Period] = []
    while period is not None:
        if period.end >= today or (until is not None and period.end > until):
            break
        found.append(period)
        period = following(frequency, period)
    return found[-MOST_DUE:]


def next_due(frequency: Frequency, measured: date) -> Period | None:
    """Return the period that comes after the last day that a value covers."""
    return period_of(frequency, measured + timedelta(days=1))
