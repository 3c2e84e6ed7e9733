"""Two rounds of the same question held against each other: everybody, and the companies that answered both times."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from surveys.rules.hiding import Why, is_few
from surveys.rules.intervals import Interval, MeanInterval, mean_interval, newcombe, welch
from surveys.rules.statistics import FEWEST, Share, is_answer

Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ShareChange:
    """A share then and now, with the interval of its change in percentage points."""

    before: Share
    after: Share

    @property
    def change(self) -> Fraction:
        """Percentage points up, or down."""
        return self.after.percent - self.before.percent

    @property
    def interval(self) -> Interval:
        """Newcombe's interval, which takes both as separate samples."""
        return newcombe((self.before.count, self.before.of), (self.after.count, self.after.of))

    @property
    def can_be_chance(self) -> bool:
        """Whether no change at all lies within the interval."""
        return self.interval.holds_zero


@dataclass(frozen=True, slots=True)
class MeanChange:
    """An average then and now, each with its own interval; at least two answered each time."""

    before: MeanInterval
    after: MeanInterval

    @property
    def interval(self) -> Interval:
        """Welch's interval, which takes both as separate samples."""
        return welch(self.before, self.after)

    @property
    def can_be_chance(self) -> bool:
        """Whether no change at all lies within the interval."""
        return self.interval.holds_zero


def all_hidden(before: int, after: int) -> Why | None:
    """Return why two waves cannot be compared: one of them has too few answers."""
    return Why.FEW if min(before, after) < FEWEST else None


def same_in(before: Mapping[Who, object], after: Mapping[Who, object]) -> list[Who]:
    """Return who answered both times."""
    return [who for who, value in before.items() if is_answer(value) and is_answer(after.get(who))]


def same_hidden(before: Mapping[Who, object], after: Mapping[Who, object]) -> Why | None:
    """Return why those who answered both times may not be shown beside all: too few, or the others would be."""
    both = len(same_in(before, after))
    if both < FEWEST:
        return Why.FEW
    alone = (sum(map(is_answer, wave.values())) - both for wave in (before, after))
    return Why.SUBTRACTION if any(is_few(number) for number in alone) else None


def both_times(then: int, now: int, both: int) -> int | None:
    """Return how many answered both times, where no side of it is one to four companies."""
    return None if any(is_few(number) for number in (both, then - both, now - both)) else both


def moved(
    before: Mapping[Who, object], after: Mapping[Who, object], is_yes: Callable[[object], bool]
) -> tuple[int, int]:
    """Return how many of those who answered both times came to yes, and how many left it."""
    both = [(is_yes(before[who]), is_yes(after[who])) for who in same_in(before, after)]
    return sum(now and not then for then, now in both), sum(then and not now for then, now in both)


def paired_interval(pairs: list[tuple[Fraction, Fraction]], population: int | None) -> MeanInterval | None:
    """Return the interval of the mean difference of those who answered both times."""
    return mean_interval([after - before for before, after in pairs], population)
