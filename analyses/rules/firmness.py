"""How firm a ranking is: one weight or one score is changed at a time, and the places are counted again.

Each weight is moved by a fifth up and down, and to the point where another comes first; each score by one step. The
method is that of Triantaphyllou and Sánchez (Decision Sciences 28, 1997): one at a time, the others as they are.
Scores are compared as whole numbers over one denominator, so that nothing is rounded and 260 trials take no time.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby, islice
from math import lcm

from analyses.rules.scoring import Comparison

FIFTH = Fraction(1, 5)


@dataclass(frozen=True, slots=True)
class Trial:
    """A weight moved by a fifth: what it is then, and what becomes of the places."""

    weight: Fraction
    share: Fraction
    first: tuple[str, ...]
    first_stays: bool
    order_stays: bool
    ranks: Mapping[str, int]
    scores: Mapping[str, Fraction]
    # The totals before and after, of which all that matters is which is larger.
    before: Mapping[str, int]
    after: Mapping[str, int]

    def overtakes(self, most: int | None = None) -> tuple[tuple[str, str], ...]:
        """Return who passed whom: strictly below before, and strictly above now; `most` bounds how many."""
        return () if self.order_stays else tuple(islice(_overtaking(self.before, self.after), most))


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The weight at which others draw level with the first; beyond it they lead."""

    weight: Fraction
    # In per cent of all weights then, and how far that is from the weight now, in per cent of it.
    share: Fraction
    change: Fraction | None
    level: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeightFirmness:
    """What happens when one weight is another. A weight of nothing is not moved by a fifth."""

    criterion: str
    weight: Fraction
    minus: Trial | None
    plus: Trial | None
    down: BreakEven | None
    up: BreakEven | None

    @property
    def trials(self) -> tuple[Trial, ...]:
        """The trials that were made."""
        return tuple(one for one in (self.minus, self.plus) if one is not None)

    @property
    def is_firm(self) -> bool:
        """Whether a fifth up or down leaves the first where they are."""
        return all(one.first_stays for one in self.trials)

    @property
    def nearest(self) -> BreakEven | None:
        """The break-even that is nearest to the weight now."""
        found = [one for one in (self.down, self.up) if one is not None]
        return min(found, key=lambda one: abs(one.weight - self.weight), default=None)


@dataclass(frozen=True, slots=True)
class ScoreMove:
    """One score of one option, one step up or down, after which others are first."""

    option: str
    criterion: str
    before: Fraction
    after: Fraction
    first: tuple[str, ...]
    score: Fraction


@dataclass(frozen=True, slots=True)
class Firmness:
    """How firm the ranking is."""

    first: tuple[str, ...]
    weights: tuple[WeightFirmness, ...]
    moves: tuple[ScoreMove, ...]
    scores_tried: int
    scores_first_stays: int
    scores_order_stays: int
    # The best score minus the second best; None where there is only one.
    lead: Fraction | None

    @property
    def is_tied(self) -> bool:
        """Whether several are first already, so that no weight brings another level with the first."""
        return len(self.first) > 1

    @property
    def weight_trials(self) -> list[Trial]:
        """Every weight that was moved by a fifth."""
        return [trial for one in self.weights for trial in one.trials]

    @property
    def weights_firm(self) -> bool:
        """Whether no weight that is moved by a fifth changes who is first."""
        return all(trial.first_stays for trial in self.weight_trials)

    @property
    def nearest(self) -> tuple[WeightFirmness, BreakEven] | None:
        """The weight that has to move least, in proportion, before others draw level with the first."""
        found = [(one, at) for one in self.weights if one.weight and (at := one.nearest) is not None]
        return min(found, key=lambda pair: abs(pair[1].weight / pair[0].weight - 1), default=None)

    @property
    def stability(self) -> Fraction:
        """How many of all trials leave the first where they are, in per cent."""
        weights = self.weight_trials
        tried = len(weights) + self.scores_tried
        stays = sum(one.first_stays for one in weights) + self.scores_first_stays
        return Fraction(100 * stays, tried) if tried else Fraction(100)


def firmness_of(comparison: Comparison) -> Firmness | None:
    """Change each weight and each score by itself; None where nothing has a place."""
    if not comparison.placed:
        return None
    return _Trials(comparison).run()


class _Trials:
    """The comparison as whole numbers: `totals` are the scores times one denominator, which all share."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.keys = [one.key for one in comparison.placed]
        weights = [one.weight for one in comparison.criteria]
        self.by_weight = lcm(*(one.denominator for one in weights)) * FIFTH.denominator
        self.weights = [int(one * self.by_weight) for one in weights]
        rows = [[option.scores[one.key] for one in comparison.criteria] for option in comparison.placed]
        self.by_score = lcm(*(score.denominator for row in rows for score in row)) if weights else 1
        self.rows = [[int(score * self.by_score) for score in row] for row in rows]
        self.totals = [sum(w * x for w, x in zip(self.weights, row, strict=True)) for row in self.rows]
        self.sum = sum(self.weights)
        self.ranks = _ranks(self.totals)
        self.first = self._first(self.totals)

    def run(self) -> Firmness:
        ranked = sorted(self.totals, reverse=True)
        lead = Fraction(ranked[0] - ranked[1], self.sum * self.by_score) if len(ranked) > 1 else None
        moves, tried, first_stays, order_stays = self._scores()
        weights = tuple(self._weight(place) for place in range(len(self.weights)))
        return Firmness(self.first, weights, tuple(moves), tried, first_stays, order_stays, lead)

    def _first(self, totals: Sequence[int]) -> tuple[str, ...]:
        best = max(totals)
        return tuple(key for key, total in zip(self.keys, totals, strict=True) if total == best)

    def _weight(self, place: int) -> WeightFirmness:
        criterion = self.comparison.criteria[place]
        step = self.weights[place] // FIFTH.denominator
        minus, plus = (self._moved(place, -step), self._moved(place, step)) if step else (None, None)
        down, up = self._break_even(place)
        return WeightFirmness(criterion.key, criterion.weight, minus, plus, down, up)

    def _moved(self, place: int, by: int) -> Trial:
        totals = [total + by * row[place] for total, row in zip(self.totals, self.rows, strict=True)]
        ranks, first, whole = _ranks(totals), self._first(totals), self.sum + by
        weight = self.weights[place] + by
        return Trial(
            weight=Fraction(weight, self.by_weight),
            share=Fraction(100 * weight, whole),
            first=first,
            first_stays=first == self.first,
            order_stays=ranks == self.ranks,
            ranks=dict(zip(self.keys, ranks, strict=True)),
            scores={k: Fraction(t, whole * self.by_score) for k, t in zip(self.keys, totals, strict=True)},
            before=dict(zip(self.keys, self.totals, strict=True)),
            after=dict(zip(self.keys, totals, strict=True)),
        )

    def _break_even(self, place: int) -> tuple[BreakEven | None, BreakEven | None]:
        """Return where others draw level when the weight falls, and when it rises."""
        weight, others = self.weights[place], self.sum - self.weights[place]
        if len(self.first) > 1 or others == 0:
            return None, None
        leader = self.keys.index(self.first[0])
        level: dict[Fraction, list[str]] = {}
        for rival, row in enumerate(self.rows):
            difference = self.rows[leader][place] - row[place]
            if rival == leader or difference == 0:
                continue
            lead = self.totals[leader] - self.totals[rival] - weight * difference
            at = Fraction(-lead, difference)
            if at >= 0:
                level.setdefault(at, []).append(self.keys[rival])
        below, above = [at for at in level if at < weight], [at for at in level if at > weight]

        def found(at: Fraction) -> BreakEven:
            change = (at / weight - 1) * 100 if weight else None
            return BreakEven(at / self.by_weight, 100 * at / (others + at), change, tuple(level[at]))

        return (found(max(below)) if below else None), (found(min(above)) if above else None)

    def _scores(self) -> tuple[list[ScoreMove], int, int, int]:
        """Try every score one step lower and one higher; return what moves the first, and how many were tried.

        One total changes at a time, so the others are sorted once and asked, however many there are.
        """
        moves, tried, first_stays, order_stays = [], 0, 0, 0
        ordered, best_of = sorted(self.totals), self._best_of_the_others()
        for place, option in enumerate(self.comparison.placed):
            before_total = self.totals[place]
            for number, criterion in enumerate(self.comparison.criteria):
                before = option.scores[criterion.key]
                for step in (-1, 1):
                    after = before + step
                    if not criterion.allows(after):
                        continue
                    total = before_total + step * self.weights[number] * self.by_score
                    first = self._first_with(place, total, best_of[place])
                    low, high = sorted((before_total, total))
                    tried += 1
                    first_stays += first == self.first
                    # Every rank is the same if nobody else lies where this one passes.
                    order_stays += total == before_total or bisect_right(ordered, high) - bisect_left(ordered, low) == 1
                    if first != self.first:
                        score = Fraction(total, self.sum * self.by_score)
                        moves.append(ScoreMove(option.key, criterion.key, before, after, first, score))
        return moves, tried, first_stays, order_stays

    def _best_of_the_others(self) -> list[int | None]:
        """Return for each option the best total that another has; None where there is no other."""
        ranked = sorted(self.totals, reverse=True)
        if len(ranked) < 2:
            return [None] * len(ranked)
        return [ranked[1] if total == ranked[0] else ranked[0] for total in self.totals]

    def _first_with(self, place: int, total: int, best: int | None) -> tuple[str, ...]:
        """Return who is first when one option has another total."""
        if best is None or total > best:
            return (self.keys[place],)
        others = self._with_total.get(best, [])
        places = [one for one in others if one != place]
        return tuple(self.keys[one] for one in (sorted([*places, place]) if total == best else places))

    @cached_property
    def _with_total(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for place, total in enumerate(self.totals):
            found.setdefault(total, []).append(place)
        return found


def _overtaking(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Give who passed whom; the work is that of sorting, and of what is taken."""
    seen: list[tuple[int, str]] = []
    for _total, group in groupby(sorted(before, key=lambda key: before[key]), key=lambda key: before[key]):
        here = list(group)
        for whom in here:
            for _now, who in seen[bisect_right(seen, after[whom], key=lambda pair: pair[0]) :]:
                yield who, whom
        for key in here:
            insort(seen, (after[key], key))


def _ranks(totals: Sequence[int]) -> list[int]:
    places: dict[int, int] = {}
    for place, total in enumerate(sorted(totals, reverse=True), start=1):
        places.setdefault(total, place)
    return [places[total] for total in totals]
