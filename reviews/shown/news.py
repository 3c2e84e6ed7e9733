"""What has changed in a strategy since somebody read it: a mark at each place, and a sentence that sums them up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.times import moment
from reviews.freezing import page_of
from reviews.rules.content import FrozenGoal, FrozenStrategy
from reviews.shown.comparison import ThingChange, goal_changes
from reviews.shown.pairs import Pair, QuestionChange, pairs_in
from schema.answers import check_answer
from schema.documents import Template
from strategy.selectors.phases import StrategyPage


@dataclass(frozen=True, slots=True)
class Mark:
    """A change at one question, with who made it and when, as far as that is known."""

    pair: Pair | None = None
    goals: tuple[ThingChange, ...] = ()
    who: str = ""
    at: datetime | None = None

    @property
    def when(self) -> str:
        """When it was made, in words."""
        return moment(self.at) if self.at is not None else ""

    @property
    def change(self) -> QuestionChange | None:
        """What has changed in the answer."""
        return self.pair.change if self.pair is not None else None


@dataclass(frozen=True, slots=True)
class News:
    """What has changed since a reader saw the strategy."""

    since: datetime
    marks: Mapping[str, Mark]
    goals: tuple[ThingChange, ...]
    labels: tuple[tuple[str, Any], ...]

    def drawn_from(self) -> object:
        """Return what the sentence that sums it up is made of, for `{% kept %}`."""
        return self.since, self.answers, len(self.goals), self.labels

    @property
    def answers(self) -> int:
        """How many answers differ."""
        return sum(1 for one in self.marks.values() if one.pair is not None)

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
    stood = _under_later_names(after.sheet.document, before)
    then = replace(content, kpis=(), activities=(), borrowed={}, answers=stood, goals=goals_before)
    was = page_of(after.cluster, after.strategy, after.workbook.edition, then)
    pairs = [
        pair
        for section in after.sheet.document.sections
        for _question, pair in pairs_in(section, was, after)
        if pair is not None
    ]
    marks = {pair.question.key: _mark(after, pair) for pair in pairs}
    # What another answer hides stands nowhere on the page, so nothing leads there.
    labels = [(pair.question.key if pair.is_seen else "", pair.question.label) for pair in pairs]
    goals = goal_changes(goals_before, content.goals)
    if goals and goals_at:
        marks[goals_at] = replace(marks.get(goals_at, Mark()), goals=goals)
        question = after.sheet.document.question(goals_at)
        labels += [(goals_at, question.label)] if question is not None and goals_at not in dict(labels) else []
    return News(since, marks, goals, tuple(labels))


def _under_later_names(document: Template, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stood, also under the names that the strategy's edition has given to questions since."""
    stood = dict(before)
    for question in document.questions():
        found = [before[name] for name in question.replaces if name in before and document.question(name) is None]
        if len(found) == 1 and question.key not in stood and not check_answer(question, found[0]):
            stood[question.key] = found[0]
    return stood


def _mark(after: StrategyPage, pair: Pair) -> Mark:
    answer = after.answers.get(pair.question.key)
    person, at = getattr(answer, "changed_by", None), getattr(answer, "changed_at", None)
    if person is None or at is None:
        return Mark(pair)
    return Mark(pair, (), person.display_name, at)
