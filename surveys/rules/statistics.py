"""Counting the answers to one question, in fractions; nothing is rounded before it is shown."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from schema.vocabulary import Statistic
from surveys.rules.intervals import Interval, MeanInterval, mean_interval, wilson

# Fewer answers than this say who said what.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Share:
    """How many chose something, of how many, and the 95 % interval of it, in per cent."""

    count: int
    of: int

    @property
    def percent(self) -> Fraction:
        """The share in per cent."""
        return Fraction(100 * self.count, self.of)

    @property
    def interval(self) -> Interval:
        """Wilson's interval."""
        return wilson(self.count, self.of)


@dataclass(frozen=True, slots=True)
class Counted:
    """The answers to one question: of how many it was asked, and what those who answered said."""

    asked: int
    values: tuple[object, ...]

    @classmethod
    def of(cls, given: Sequence[object]) -> "Counted":
        """Count what was given by those who were asked; None and what is empty is no answer."""
        return cls(len(given), tuple(value for value in given if is_answer(value)))

    @property
    def n(self) -> int:
        """How many answered."""
        return len(self.values)

    @property
    def missing(self) -> int:
        """How many were asked and did not answer."""
        return self.asked - self.n

    @property
    def may_be_shown(self) -> bool:
        """Whether there are enough answers for a figure."""
        return self.n >= FEWEST

    @property
    def numbers(self) -> list[Fraction]:
        """The answers that are numbers, in order of size."""
        return sorted(number for value in self.values if (number := as_fraction(value)) is not None)

    def share(self, options: Collection[str]) -> Share:
        """Return how many chose at least one of these options."""
        return Share(sum(chose(value, options) for value in self.values), self.n)

    def share_from(self, least: Fraction) -> Share:
        """Return how many answered at least this much."""
        return Share(sum(number >= least for number in self.numbers), self.n)

    @property
    def mean(self) -> Fraction:
        """The average."""
        return mean(self.numbers)

    @property
    def median(self) -> Fraction:
        """The one in the middle, or the mean of the middle two."""
        return median(self.numbers)

    @property
    def total(self) -> Fraction:
        """All added up."""
        return sum(self.numbers, Fraction(0))

    def mean_interval(self, population: int | None) -> MeanInterval | None:
        """Return the 95 % interval of the mean; `population` is None where nobody knows how many it concerns."""
        return mean_interval(self.numbers, population)

    def statistic(
        self, kind: Statistic, *, options: Collection[str] | None = None, at_least: Decimal | None = None
    ) -> Fraction:
        """Return the one number that a KPI takes from the answers; there must be answers."""
        if kind is Statistic.SHARE:
            share = self.share(options) if options else self.share_from(Fraction(at_least or 0))
            return share.percent
        return {Statistic.MEAN: self.mean, Statistic.MEDIAN: self.median, Statistic.SUM: self.total}[kind]


def is_answer(value: object) -> bool:
    """Tell whether somebody has answered."""
    return value is not None and value not in ("", [], {})


def chose(value: object, options: Collection[str]) -> bool:
    """Tell whether an answer is, or holds, one of the options."""
    chosen: Iterable[object] = value if isinstance(value, list | tuple) else (value,)
    return any(one in options for one in chosen)


def as_fraction(value: object) -> Fraction | None:
    """Return a stored number as it was typed; 0.1 is a tenth."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


def mean(numbers: Sequence[Fraction]) -> Fraction:
    """Return the average of some numbers."""
    return sum(numbers, Fraction(0)) / len(numbers)


def median(ordered: Sequence[Fraction]) -> Fraction:
    """Return the middle of numbers in order."""
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def response_rate(responses: int, invited: int) -> Fraction | None:
    """Return how many of those invited answered, in per cent."""
    return Fraction(100 * responses, invited) if invited else None
