"""Weighted scores and ranks, exact: the weighted sum divided by the sum of the weights.

Numbers are fractions; nothing is rounded before it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that the options are compared by, and how much it weighs; what has no weight yet weighs nothing.

    `lowest` and `highest` are the scores that can be given; None where there is no such limit.
    """

    key: str
    weight: Fraction
    lowest: Fraction | None = None
    highest: Fraction | None = None

    def allows(self, score: Fraction) -> bool:
        """Tell whether the score lies within the limits."""
        return (self.lowest is None or score >= self.lowest) and (self.highest is None or score <= self.highest)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen, with its scores by criterion; what `is_out` has no place, whatever it scores."""

    key: str
    scores: Mapping[str, Fraction]
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Options, and the criteria that they are compared by."""

    criteria: tuple[Criterion, ...]
    options: tuple[Option, ...]

    @property
    def weight_total(self) -> Fraction:
        """The sum of the weights."""
        return sum((one.weight for one in self.criteria), ZERO)

    @property
    def can_be_weighed(self) -> bool:
        """Whether the weights give a score: none is below nothing, and one is above it."""
        return self.weight_total > 0 and all(one.weight >= 0 for one in self.criteria)

    def share(self, criterion: Criterion) -> Fraction:
        """Return what the criterion weighs, in per cent of the whole."""
        return 100 * criterion.weight / self.weight_total

    def missing(self, option: Option) -> tuple[str, ...]:
        """Return the criteria by which the option has no score yet."""
        return tuple(one.key for one in self.criteria if one.key not in option.scores)

    @property
    def placed(self) -> tuple[Option, ...]:
        """The options that have a place: with every score, and not out."""
        if not self.can_be_weighed:
            return ()
        return tuple(one for one in self.options if not one.is_out and not self.missing(one))


@dataclass(frozen=True, slots=True)
class Standing:
    """How one option stands: its score, the parts that add up to it, and its rank."""

    key: str
    score: Fraction | None = None
    rank: int | None = None
    missing: tuple[str, ...] = ()
    is_out: bool = False
    parts: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranking:
    """How all options stand, in their own order, and which are first."""

    standings: tuple[Standing, ...]
    first: tuple[str, ...]

    @property
    def in_order(self) -> list[Standing]:
        """The best first; without a rank last, those that are out after those that lack a score."""
        return sorted(self.standings, key=lambda one: (one.rank is None, one.rank or 0, one.is_out))


def rank(comparison: Comparison) -> Ranking:
    """Score and rank the options; equal scores share a place, and the next place is left empty."""
    total = comparison.weight_total
    found = []
    for option in comparison.options:
        missing, parts = comparison.missing(option), {}
        if comparison.can_be_weighed and not missing:
            parts = {one.key: one.weight * option.scores[one.key] / total for one in comparison.criteria}
        score = sum(parts.values(), ZERO) if parts else None
        found.append(Standing(option.key, score, None, missing, option.is_out, parts))
    ranks = ranks_of({one.key: one.score for one in found if one.score is not None and not one.is_out})
    standings = tuple(
        Standing(one.key, one.score, ranks.get(one.key), one.missing, one.is_out, one.parts) for one in found
    )
    return Ranking(standings, tuple(one.key for one in standings if one.rank == 1))


def ranks_of(scores: Mapping[str, Fraction]) -> dict[str, int]:
    """Return the rank of each: one more than the number of those that score higher."""
    places: dict[Fraction, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), start=1):
        places.setdefault(score, place)
    return {key: places[score] for key, score in scores.items()}
