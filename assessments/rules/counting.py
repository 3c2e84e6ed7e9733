"""From what each person answered to what a group may see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assessments.rules.result import Result, Statement, may_replace, shown_spread
from assessments.rules.spread import FEWEST, Spread

# Key, phase, lowest and highest level, and what tells one wording from another.
Asked = tuple[str, str, int, int, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person answered: scores by statement, and where they did not know."""

    scores: Mapping[str, int]
    unsure: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.scores or self.unsure)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a group may see, as it is frozen: counts and no people."""

    answered: int = 0
    invited: int = 0
    statements: tuple[Statement, ...] = field(default=())

    @property
    def is_alone(self) -> bool:
        """Whether one person's own answers are shown in it, as they wanted."""
        return any(one.is_alone for one in self.statements)

    @property
    def is_of_a_group(self) -> bool:
        """Whether the scores of three or more are shown in it."""
        return any(one.spread and not one.is_alone for one in self.statements)

    def with_agreed(self, agreed: Mapping[str, int]) -> Result:
        """Return the result with what was agreed, which is nobody's own score."""
        return Result(tuple(replace(one, agreed=agreed.get(one.key)) for one in self.statements))


def count(asked: Sequence[Asked], people: Sequence[Answers], *, is_open: bool = False, invited: int = 0) -> Counted:
    """Count what people answered. While it is open, and with fewer than three who answered, nothing of it is shown."""
    answered = [one for one in people if one]
    is_shown = not is_open and len(answered) >= FEWEST
    found = []
    for key, phase, lowest, highest, wording in asked:
        spread: Spread | None = None
        unsure = 0
        if is_shown:
            spread = shown_spread([one.scores[key] for one in answered if key in one.scores], lowest, highest)
            unsure = sum(key in one.unsure for one in answered)
        found.append(Statement(key, phase, spread, unsure, wording=wording))
    return Counted(len(answered), invited, tuple(found))


def count_alone(asked: Sequence[Asked], own: Answers) -> Counted:
    """Return what one person answered, as a result.

    Only for that person to read, or where only they were asked and they themselves let the cluster read it.
    """
    found = []
    for key, phase, lowest, highest, wording in asked:
        spread = Spread.of([own.scores[key]] if key in own.scores else [], lowest, highest)
        found.append(Statement(key, phase, spread if spread.n else None, int(key in own.unsure), wording=wording))
    return Counted(int(bool(own)), 1, tuple(found))


def count_again(before: Counted, then: Sequence[Answers], now: Sequence[Answers], fresh: Counted) -> Counted:
    """Return what may stand after it was opened once more: of each statement the first count, or the fresh one.

    `then` and `now` are the same people in the same order. Where fewer than three have answered or changed a statement,
    the first count stands; otherwise who saw both could tell what one person answered.
    """
    if not any(one.spread or one.unsure for one in before.statements):
        return fresh
    first = {one.key: one for one in before.statements}
    kept, is_new = [], False
    for one in fresh.statements:
        key = one.key
        if key in first and not may_replace([a.scores.get(key) for a in then], [a.scores.get(key) for a in now]):
            kept.append(first[key])
        else:
            is_new = True
            kept.append(one)
    return replace(fresh, answered=fresh.answered if is_new else before.answered, statements=tuple(kept))
