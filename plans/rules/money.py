"""The money of an activity that runs over several years: what was entered for a year, and the rest shared by days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

WHOLE = Decimal(1)
NOTHING = Decimal(0)
# More years than these nobody enters money for.
MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def years(self) -> range:
        """The calendar years that it touches."""
        return range(self.first.year, self.last.year + 1)

    def before(self, day: date) -> int:
        """Return how many of its days lie before a day."""
        return min(max((day - self.first).days, 0), self.days)

    def in_year(self, year: int) -> "Span":
        """Return its days in a year it touches; of another, the whole year."""
        if year not in self.years:
            return Span(date(year, 1, 1), date(year, 12, 31))
        return Span(max(self.first, date(year, 1, 1)), min(self.last, date(year, 12, 31)))


def share(amount: Decimal, span: Span, period: Span) -> Decimal:
    """Return the part of an amount that falls in a period; the parts of periods that follow on each other add up.

    In whole kroner, since a share is no more exact; the last part takes the øre.
    """

    def gone(day: date) -> Decimal:
        return _upto(amount, span.before(day), span.days)

    return gone(period.last + timedelta(days=1)) - gone(period.first)


def used(starts: date, ends: date, today: date) -> Span:
    """Return the days over which what has been spent was spent: from the start to today, or to the end."""
    return Span(starts, max(starts, min(ends, today)))


def by_year(amount: Decimal, typed: Mapping[int, Decimal], span: Span) -> dict[int, Decimal]:
    """Return what falls on each year: what was entered for it, and of the others their part of the rest by days.

    The parts add up to the amount, as long as what was entered fits (`fault_in`).
    """
    left = amount - sum(typed.values(), NOTHING)
    open_years = [year for year in span.years if year not in typed]
    days = sum(span.in_year(year).days for year in open_years)
    found, laid, counted = dict(typed), NOTHING, 0
    for year in open_years:
        counted += span.in_year(year).days
        upto = _upto(left, counted, days)
        found[year], laid = upto - laid, upto
    return dict(sorted(found.items()))


def _upto(amount: Decimal, days: int, all_days: int) -> Decimal:
    """Return what of an amount falls on the first of its days."""
    return amount if days == all_days else (amount * days / all_days).quantize(WHOLE, ROUND_HALF_UP)


def share_in(amount: Decimal, typed: Mapping[int, Decimal], span: Span, period: Span) -> Decimal:
    """Return the part of an amount that falls in a period, by what was entered for its years and else by days."""
    if not typed:
        return share(amount, span, period)
    parts = by_year(amount, typed, span)
    return sum((share(part, span.in_year(year), period) for year, part in parts.items()), NOTHING)


def fault_in(amount: Decimal | None, typed: Mapping[int, Decimal], span: Span | None) -> Decimal:
    """Return by how much what was entered by year is more than the amount, or if every year has one, less than it."""
    over = sum(typed.values(), NOTHING) - (amount or NOTHING)
    is_whole = span is not None and all(year in typed for year in span.years)
    return over if typed and (over > 0 or is_whole) else NOTHING
