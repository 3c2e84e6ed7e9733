"""The money of an activity that runs over several years, shared among them by days."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self, day: date) -> int:
        """Return how many of its days lie before a day."""
        return min(max((day - self.first).days, 0), self.days)


def share(amount: Decimal, span: Span, period: Span) -> Decimal:
    """Return the part of an amount that falls in a period; the parts of periods that follow on each other add up."""

    def gone(day: date) -> Decimal:
        return (amount * span.before(day) / span.days).quantize(CENT)

    return gone(period.last + timedelta(days=1)) - gone(period.first)


def used(starts: date, ends: date, today: date) -> Span:
    """Return the days over which what has been spent was spent: from the start to today, or to the end."""
    return Span(starts, max(starts, min(ends, today)))
