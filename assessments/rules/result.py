"""What a group's scores come to: figures, phases, what is weak and strong, and what differs from an earlier time."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.rules.spread import FEWEST, Spread

FEW = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with what may be known of its scores. `wording` tells one wording from another."""

    key: str
    phase: str
    spread: Spread | None = None
    unsure: int = 0
    agreed: int | None = None
    wording: str = ""

    @property
    def mean(self) -> Fraction | None:
        """The mean of the scores, where they are shown."""
        return self.spread.mean if self.spread else None

    @property
    def is_alone(self) -> bool:
        """Whether what is shown is what one person chose, who let it be shown; a group's is of three or more."""
        return self.spread is not None and self.spread.n == 1

    @property
    def figure(self) -> Fraction | None:
        """What was agreed, else the mean."""
        return Fraction(self.agreed) if self.agreed is not None else self.mean


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """A phase: the mean of its statements' figures, each statement alike."""

    key: str
    statements: int
    with_figure: int
    figure: Fraction | None
    mean_of_means: Fraction | None


@dataclass(frozen=True, slots=True)
class Result:
    """All statements in the order of the form."""

    statements: tuple[Statement, ...]

    @property
    def is_alone(self) -> bool:
        """Whether one person's own answers are shown in it."""
        return any(one.is_alone for one in self.statements)

    @property
    def is_all_alone(self) -> bool:
        """Whether nothing else is shown of what was scored."""
        return self.is_alone and all(one.is_alone for one in self.statements if one.spread)

    @property
    def by_disagreement(self) -> list[Statement]:
        """Return those whose scores are shown, two camps before one stray score."""
        shown = [(one.spread.mad, one.spread.range, one) for one in self.statements if one.spread]
        return [one for _mad, _range, one in sorted(shown, key=lambda found: (-found[0], -found[1]))]

    @property
    def phases(self) -> list[PhaseResult]:
        """Return the phases in the order of the form."""
        found = []
        for key in dict.fromkeys(one.phase for one in self.statements):
            own = [one for one in self.statements if one.phase == key]
            figures = [one.figure for one in own if one.figure is not None]
            means = [one.mean for one in own if one.mean is not None]
            found.append(PhaseResult(key, len(own), len(figures), mean_of(figures), mean_of(means)))
        return found

    @property
    def overall(self) -> Fraction | None:
        """Return the mean of the phases; nothing while one of them has no figure."""
        figures = [one.figure for one in self.phases]
        return None if None in figures else mean_of([one for one in figures if one is not None])

    @property
    def weakest(self) -> list[Statement]:
        """Return the three lowest figures."""
        return self._by_figure()[:FEW]

    @property
    def strongest(self) -> list[Statement]:
        """Return the three highest figures."""
        return sorted(self._by_figure(), key=lambda one: -(one.figure or 0))[:FEW]

    def _by_figure(self) -> list[Statement]:
        return sorted((one for one in self.statements if one.figure is not None), key=lambda one: one.figure or 0)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a statement since an earlier time: `same`, `reworded`, `new` or `dropped`."""

    key: str
    state: str
    by: Fraction | None = None


def mean_of(figures: Sequence[Fraction]) -> Fraction | None:
    """Return the mean, or None of nothing."""
    return sum(figures, Fraction()) / len(figures) if figures else None


def changes(before: Result, now: Result) -> dict[str, Change]:
    """Compare by key, where both times there is a figure."""
    then, today = ({one.key: one for one in result.statements} for result in (before, now))
    found = {}
    for key, one in today.items():
        other = then.get(key)
        if other is None:
            found[key] = Change(key, "new")
            continue
        both = one.figure is not None and other.figure is not None
        by = one.figure - other.figure if both else None  # type: ignore[operator]
        found[key] = Change(key, "same" if one.wording == other.wording else "reworded", by)
    return found | {key: Change(key, "dropped") for key in then if key not in today}


def phase_changes(before: Result, now: Result) -> dict[str, tuple[int, Fraction | None]]:
    """Return of each phase how many statements can be compared, and the mean of their changes."""
    known = changes(before, now)
    found = {}
    for phase in dict.fromkeys(one.phase for one in now.statements):
        moved = [known[one.key].by for one in now.statements if one.phase == phase]
        compared = [by for by in moved if by is not None]
        found[phase] = (len(compared), mean_of(compared))
    return found


def shown_spread(scores: Sequence[int], lowest: int, highest: int) -> Spread | None:
    """Return the spread of a statement, or None where somebody's own score could be read out of it."""
    spread = Spread.of(scores, lowest, highest)
    return spread if spread.n >= FEWEST else None


def may_replace(before: Sequence[int | None], after: Sequence[int | None]) -> bool:
    """Tell whether new scores of a statement may take the place of those that have been shown.

    `before` and `after` are each scorer's score then and now, None for none. Who sees both can take one from the other,
    so what came and what went must each be nobody's or at least three people's.
    """
    moved = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    came = sum(new is not None for _old, new in moved)
    went = sum(old is not None for old, _new in moved)
    return came >= FEWEST and (went == 0 or went >= FEWEST)
