"""A strategy to be read and talked about: its text, question by question, with the spots beside which talk stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from comments.topics import rows_of
from core.text import Text
from reviews.rules.content import FrozenGoal
from reviews.shown.news import Mark
from schema.questions import Question
from strategy.selectors.phases import Phase, StrategyPage
from strategy.shown.read_view import ReadPhase, ReadQuestion

# A longer table is talked about as a whole.
MOST_ROWS = 40


@dataclass(frozen=True)
class Beneath:
    """A spot beside a text: what talk about it is called by, and in words; for a question with where it stands."""

    spot: str
    label: Text
    question: Question | None = None
    shown: StrategyPage | None = None

    @cached_property
    def rows(self) -> tuple[tuple[str, Text], ...]:
        """The rows of its table, each with what talk about it is called by."""
        if self.question is None or self.shown is None:
            return ()
        key = self.question.key
        return tuple((f"r:{key}:{row}", name) for row, name in rows_of(self.shown, self.question).items())[:MOST_ROWS]


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """A question with its answer, the spots beside it, and how it has changed since the reader saw it."""

    item: ReadQuestion
    spots: tuple[Beneath, ...]
    mark: Mark | None = None

    def drawn_from(self) -> object:
        """Return what a page shows of a question beside which nothing is said; its spots follow from its answer."""
        return self.item, self.mark

    @property
    def is_panel(self) -> bool:
        """Whether goals, KPIs or activities stand here and no answer."""
        return self.item.goals is not None or bool(self.item.panel)

    @property
    def question(self) -> Question:
        """What is asked."""
        return self.item.question


@dataclass(frozen=True, slots=True)
class ReadingPhase:
    """A phase to be read and talked about."""

    phase: Phase
    items: tuple[ReadingItem, ...]


def reading_of(parts: Iterable[ReadPhase], shown: StrategyPage, goals: Sequence[FrozenGoal]) -> list[ReadingPhase]:
    """Return the phases with the spots beside their texts; goals are talked about where they stand."""
    return [
        ReadingPhase(part.phase, tuple(ReadingItem(item, _spots(item, shown, goals)) for item in part.questions))
        for part in parts
    ]


def _spots(item: ReadQuestion, shown: StrategyPage, goals: Sequence[FrozenGoal]) -> tuple[Beneath, ...]:
    question = item.question
    if question.beside:
        return ()
    own = Beneath(f"q:{question.key}", question.label, question, shown)
    return (own,) if item.goals is None else (own, *goal_spots(goals))


def goal_spots(goals: Iterable[FrozenGoal]) -> tuple[Beneath, ...]:
    """Return where one may write about each goal, by the name that comments know it by."""
    return tuple(Beneath(f"g:{one.number}", _named(one)) for one in goals)


def _named(goal: FrozenGoal) -> Text:
    return Text(f"{goal.key} {goal.title.resolve('da').text}", f"{goal.key} {goal.title.resolve('en').text}")


def goals_stand_at(parts: Iterable[ReadingPhase]) -> str:
    """Return the key of the question at which the goals are shown; empty where none is."""
    return next((one.question.key for part in parts for one in part.items if one.item.goals is not None), "")


def marked(parts: Iterable[ReadingPhase], marks: Mapping[str, Mark]) -> list[ReadingPhase]:
    """Return the phases with the marks at their questions."""
    return [
        replace(part, items=tuple(replace(one, mark=marks.get(one.question.key)) for one in part.items))
        for part in parts
    ]


def without_the_same(parts: Iterable[ReadingPhase]) -> tuple[list[ReadingPhase], list[ReadingPhase]]:
    """Return the phases with the marked questions alone, and the phases in which there are none."""
    changed, same = [], []
    for part in parts:
        items = tuple(one for one in part.items if one.mark is not None)
        if items:
            changed.append(replace(part, items=items))
        else:
            same.append(part)
    return changed, same
