"""The scores of one statement, and how far they lie apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

# Nobody's own score may be read out of what is shown, so fewer than these are not shown at all.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """How many chose each level, from `lowest` upwards."""

    counts: tuple[int, ...]
    lowest: int = 1

    @classmethod
    def of(cls, scores: Iterable[int], lowest: int, highest: int) -> "Spread":
        """Count scores; one outside the scale, from an older edition, is left out."""
        counts = [0] * (highest - lowest + 1)
        for score in scores:
            if lowest <= score <= highest:
                counts[score - lowest] += 1
        return cls(tuple(counts), lowest)

    @property
    def scores(self) -> list[int]:
        """Every score, in order of size."""
        return [self.lowest + place for place, count in enumerate(self.counts) for _one in range(count)]

    @property
    def n(self) -> int:
        """How many gave a score."""
        return sum(self.counts)

    @property
    def mean(self) -> Fraction:
        """The mean; there is at least one score."""
        return Fraction(sum(self.scores), self.n)

    @property
    def median(self) -> Fraction:
        """The middle score, or the mean of the middle two."""
        scores = self.scores
        return Fraction(scores[(self.n - 1) // 2] + scores[self.n // 2], 2)

    @property
    def range(self) -> int:
        """The highest score minus the lowest."""
        scores = self.scores
        return scores[-1] - scores[0]

    @property
    def is_same(self) -> bool:
        """Whether several gave a score, and all the same."""
        return self.n > 1 and not self.range

    @property
    def mad(self) -> Fraction:
        """The mean absolute deviation about the mean."""
        mean = self.mean
        return sum((abs(score - mean) for score in self.scores), Fraction()) / self.n

    @property
    def gap(self) -> int | None:
        """A level that nobody chose, with at least two scores on either side of it: two camps."""
        for place in range(1, len(self.counts) - 1):
            if not self.counts[place] and sum(self.counts[:place]) > 1 and sum(self.counts[place + 1 :]) > 1:
                return self.lowest + place
        return None
