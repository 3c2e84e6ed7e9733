"""What has changed in a strategy since somebody read it: a mark at each place, and a sentence that sums them up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.times import moment
from reviews.freezing import page_of
from reviews.rules.content import FrozenGoal, FrozenStrategy
from reviews.shown.comparison import QuestionChange, ThingChange, compare
from strategy.selectors.phases import StrategyPage


@dataclass(frozen=True, slots=True)
class Mark:
    """A change at one question, with who made it and when, as far as that is known."""

    change: QuestionChange | None = None
    goals: tuple[ThingChange, ...] = ()
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What has changed since a reader saw the strategy."""

    since: datetime
    marks: Mapping[str, Mark]
    goals: tuple[ThingChange, ...]
    labels: tuple[tuple[str, Any], ...]

    @property
    def answers(self) -> int:
        """How many answers differ."""
        return sum(1 for one in self.marks.values() if one.change is not None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.marks or self.goals)

    @property
    def since_words(self) -> str:
        """When they read it last, in words."""
        return moment(self.since)


def news_of(
    after: StrategyPage,
    content: FrozenStrategy,
    *,
    before: Mapping[str, Any],
    goals_before: tuple[FrozenGoal, ...],
    since: datetime,
    goals_at: str,
) -> News:
    """Return what differs between what a reader saw and what is shown; in memory, no query.

    `goals_at` is the key of the question at which the goals stand; empty where the template shows none.
    """
    now = replace(content, kpis=(), activities=(), borrowed={})
    then = replace(now, answers=dict(before), goals=goals_before)
    was = page_of(after.cluster, after.strategy, after.workbook.edition, then)
    found = compare(was, after, then, now)
    changes = [change for phase in found.phases for change in phase.changes]
    marks = {change.question.key: _mark(after, change) for change in changes}
    labels = [(change.question.key, change.question.label) for change in changes]
    if found.goals and goals_at:
        marks[goals_at] = replace(marks.get(goals_at, Mark()), goals=found.goals)
        question = after.sheet.document.question(goals_at)
        labels += [(goals_at, question.label)] if question is not None and goals_at not in dict(labels) else []
    return News(since, marks, found.goals, tuple(labels))


def _mark(after: StrategyPage, change: QuestionChange) -> Mark:
    answer = after.answers.get(change.question.key)
    person, at = getattr(answer, "changed_by", None), getattr(answer, "changed_at", None)
    if person is None or at is None:
        return Mark(change)
    return Mark(change, (), person.display_name, moment(at))
