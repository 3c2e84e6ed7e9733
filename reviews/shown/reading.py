"""A strategy to be read and talked about: its text, question by question, with the spots beside which talk stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comments.topics import rows_of
from core.text import Text
from schema.questions import Question
from strategy.models import Goal
from strategy.selectors.phases import Phase, StrategyPage
from strategy.shown.read_view import ReadPhase, ReadQuestion

# A longer table is talked about as a whole.
MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Beneath:
    """A spot beside a text: what talk about it is called by, and in words."""

    spot: str
    label: Text
    rows: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """A question with its answer, and the spots beside it."""

    item: ReadQuestion
    spots: tuple[Beneath, ...]

    @property
    def question(self) -> Question:
        """What is asked."""
        return self.item.question


@dataclass(frozen=True, slots=True)
class ReadingPhase:
    """A phase to be read and talked about."""

    phase: Phase
    items: tuple[ReadingItem, ...]


def reading_of(parts: Iterable[ReadPhase], shown: StrategyPage, goals: Sequence[Goal]) -> list[ReadingPhase]:
    """Return the phases with the spots beside their texts; `goals` are those that are talked about where they stand."""
    return [
        ReadingPhase(part.phase, tuple(ReadingItem(item, _spots(item, shown, goals)) for item in part.questions))
        for part in parts
    ]


def _spots(item: ReadQuestion, shown: StrategyPage, goals: Sequence[Goal]) -> tuple[Beneath, ...]:
    question = item.question
    rows = tuple((f"r:{question.key}:{key}", name) for key, name in rows_of(shown, question).items())
    own = Beneath(f"q:{question.key}", question.label, rows[:MOST_ROWS])
    if item.goals is None:
        return (own,)
    return (own, *goal_spots(goals))


def goal_spots(goals: Iterable[Goal]) -> tuple[Beneath, ...]:
    """Return the spots of goals."""
    return tuple(Beneath(f"g:{one.number}", Text(*_named(one))) for one in goals)


def _named(goal: Goal) -> tuple[str, str]:
    title = goal.title_text
    return f"{goal.key} {title.resolve('da').text}", f"{goal.key} {title.resolve('en').text}"
