"""What a conversation is about: read from an address, named in words, and led to. In memory, no query."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from answers.tables import cells_by_row, table_of
from comments.models import Conversation
from core.languages import both
from core.text import LANGUAGES, Foreign, Text
from schema.questions import Question, TableQuestion
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage

About = Conversation.About
LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about. What it was called stands in where it has gone from the strategy."""

    about: str
    label: Text
    question: str = ""
    row: str = ""
    goal: Goal | None = None
    is_gone: bool = False

    @property
    def param(self) -> str:
        """How an address names it."""
        match self.about:
            case About.QUESTION:
                return f"q:{self.question}"
            case About.ROW:
                return f"r:{self.question}:{self.row}"
            case About.GOAL:
                return f"g:{self.goal.number}" if self.goal else "s"
            case _:
                return "s"

    @property
    def spot(self) -> str:
        """Beside what it stands on a page: a question, a goal, or the whole."""
        if self.is_gone:
            return "gone"
        match self.about:
            case About.QUESTION | About.ROW:
                return f"q:{self.question}"
            case About.GOAL:
                return self.param
            case _:
                return "s"


def topic_named(name: str, shown: StrategyPage, goals: Mapping[int, Goal]) -> Topic | None:
    """Return the topic that an address names, or None where there is no such thing (any more).

    `goals` are the strategy's, by number, the deleted ones too.
    """
    kind, _colon, rest = name.partition(":")
    if kind == "s" and not rest:
        return whole()
    if kind == "g" and rest.isascii() and rest.isdecimal() and len(rest) < 9:
        goal = goals.get(int(rest))
        return topic_of_goal(goal) if goal else None
    key, _colon, row = rest.partition(":")
    question = shown.sheet.document.question(key) if len(key) <= LONGEST_KEY else None
    if question is None:
        return None
    if kind == "q" and not row:
        return Topic(About.QUESTION, question.label, key)
    if kind == "r" and row and len(row) <= LONGEST_KEY:
        names = rows_of(shown, question)
        return Topic(About.ROW, row_label(question, names[row]), key, row) if row in names else None
    return None


def whole() -> Topic:
    """Return the strategy itself as a topic."""
    return Topic(About.STRATEGY, both(lambda: _("The whole strategy")))


def topic_of_goal(goal: Goal) -> Topic:
    """Return a goal as a topic; a deleted one has gone from the page, and is still known."""
    label = Text.of({language: f"{goal.key} {goal.title_text.resolve(language).text}" for language in LANGUAGES})
    return Topic(About.GOAL, label, goal=goal, is_gone=goal.deleted_at is not None)


def topic_of(talk: Conversation, shown: StrategyPage, goals: Mapping[int, Goal]) -> Topic:
    """Return where a conversation belongs now; `goals` are the strategy's by their ids."""
    before = Topic(talk.about, talk.label_text, talk.question_key, talk.row, is_gone=True)
    match talk.about:
        case About.GOAL:
            goal = goals.get(talk.goal_id or 0)
            return topic_of_goal(goal) if goal else before
        case About.STRATEGY:
            return whole()
    question = shown.sheet.document.question(talk.question_key)
    if question is None:
        return before
    if talk.about == About.QUESTION:
        return Topic(About.QUESTION, question.label, talk.question_key)
    names = rows_of(shown, question)
    if talk.row not in names:
        return before
    return Topic(About.ROW, row_label(question, names[talk.row]), talk.question_key, talk.row)


def rows_of(shown: StrategyPage, question: Question) -> dict[str, Text]:
    """Return what the rows of a table are called, by their ids; nothing for another question."""
    table = table_of(question)
    return _named(shown, table) if table is not None else {}


def _named(shown: StrategyPage, table: TableQuestion) -> dict[str, Text]:
    value = shown.sheet.value(table.key)
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        drawn = shown.sheet.show(table, language).table
        if drawn is None:
            continue
        keys = cells_by_row(table, value)
        for place, (key, row) in enumerate(zip(keys, drawn.rows, strict=False), start=1):
            words = row.heading or next((cell.resolved(language).words for cell in row.cells if cell.text), "")
            spoken = words.language if isinstance(words, Foreign) else language
            found.setdefault(key, {})[spoken] = words[:120] or str(place)
    return {key: Text.from_value(words) for key, words in found.items()}


def row_label(question: Question, row: Text) -> Text:
    """Return the name of a row with its table's."""
    parts = {one: (question.label.resolve(one).text, row.resolve(one).text) for one in LANGUAGES}
    return Text.of({one: f"{table}: {words}" for one, (table, words) in parts.items()})


def topic_url(topic: Topic, shown: StrategyPage) -> str:
    """Return the address at which one reads what a conversation is about; of a deleted goal its earlier versions."""
    if topic.goal is not None and topic.is_gone:
        topic.goal.strategy = shown.strategy
        return topic.goal.history_url
    if topic.is_gone or topic.about == About.STRATEGY:
        return shown.url("detail")
    if topic.about == About.GOAL:
        return shown.url("goals")
    return f"{shown.url('detail')}#a-{topic.question}"
