"""Two states of a strategy side by side: question by question, row by row, thing by thing. In memory, no query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from answers.base import Stored
from answers.tables import scores, stored_rows, table_of
from core.dates import format_date
from core.differences import Piece, differences
from core.languages import content_language
from core.numbers import format_decimal, format_money
from core.parts.values import of_lasting
from core.text import Language, Text, other
from plans.models import Activity
from plans.money_by_year import by_year_of
from reviews.rules.content import FrozenActivity, FrozenGoal, FrozenKpi, FrozenStrategy
from reviews.shown.deltas import answer_delta, kpi_delta, money_delta
from reviews.shown.rows import CHANGED, GONE, NEW, RowChange, TableState, rows_of
from schema.documents import Section
from schema.questions import Question, TableQuestion
from strategy.selectors.phases import Phase, StrategyPage

ThingT = TypeVar("ThingT", FrozenGoal, FrozenKpi, FrozenActivity)


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question whose answer is another one: a text word by word, or a table row by row."""

    question: Question
    fate: str
    pieces: tuple[Piece, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()
    same_rows: int = 0
    # By how much a figure differs, in words.
    delta: str = ""


@dataclass(frozen=True)
class Pair:
    """A question whose answer is another one; what has changed in it is worked out when somebody looks at it."""

    question: Question
    before: StrategyPage
    after: StrategyPage
    language: Language

    def drawn_from(self) -> object:
        """Return what the change is made of beside the question and the answer that are shown with it."""
        old = self.old
        asked = of_lasting(old) if old is not None and old is not self.question else old is not None
        around = self.before.sheet.around(old) if old is not None else None
        return asked, self.was, self.language, around

    @property
    def old(self) -> Question | None:
        """The question as the earlier state asked it."""
        return self.before.sheet.document.question(self.question.key)

    @property
    def was(self) -> Stored:
        """What was answered."""
        return self.before.sheet.value(self.question.key)

    @property
    def now(self) -> Stored:
        """What is answered in the later state."""
        return self.after.sheet.value(self.question.key)

    @cached_property
    def change(self) -> QuestionChange:
        """What has changed, word by word or row by row."""
        return _changed(self)


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """A phase with what has changed in it, and the labels of what has not."""

    phase: Phase
    changes: tuple[QuestionChange, ...]
    same: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a thing: what stood there and what stands there now."""

    label: str
    before: str
    after: str
    # By how much a figure differs, in words.
    delta: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a field says, and its figure where it is one; `unit` is a KPI's, or a currency."""

    label: str
    words: str
    number: Decimal | None = None
    unit: str = ""
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class ThingChange:
    """A goal, KPI or activity that came, went or changed."""

    key: str
    title: str
    fate: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two states."""

    phases: tuple[PhaseChange, ...]
    goals: tuple[ThingChange, ...]
    kpis: tuple[ThingChange, ...]
    activities: tuple[ThingChange, ...]
    asked: int

    @property
    def answers(self) -> int:
        """How many answers differ."""
        return sum(len(one.changes) for one in self.phases)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.answers or self.goals or self.kpis or self.activities)

    @property
    def things(self) -> list["Count"]:
        """Goals, KPIs and activities, each with how many are new, gone and changed."""
        named = ((_("Goals"), self.goals), (_("KPIs"), self.kpis), (_("Activities"), self.activities))
        return [Count.of(label, found) for label, found in named]


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of a kind are new, gone and changed."""

    label: str
    new: int
    gone: int
    changed: int

    @classmethod
    def of(cls, label: str, found: Sequence[ThingChange]) -> "Count":
        """Count them."""
        fates = [one.fate for one in found]
        return cls(label, fates.count(NEW), fates.count(GONE), fates.count(CHANGED))


def compare(
    before: StrategyPage,
    after: StrategyPage,
    then: FrozenStrategy,
    now: FrozenStrategy,
) -> Comparison:
    """Return what differs, in the order of the later state's template; both pages are loaded."""
    phases = []
    asked = 0
    for section in after.sheet.document.sections:
        pairs = pairs_in(section, before, after)
        asked += len(pairs)
        changes = tuple(pair.change for _question, pair in pairs if pair is not None)
        same = tuple(question.label for question, pair in pairs if pair is None)
        if pairs:
            phases.append(PhaseChange(after.phase_of(section), changes, same))
    return Comparison(
        phases=tuple(phases),
        goals=goal_changes(then.goals, now.goals),
        kpis=_things(then.kpis, now.kpis, _kpi_fields),
        activities=_things(then.activities, now.activities, _activity_fields),
        asked=asked,
    )


def pairs_in(section: Section, before: StrategyPage, after: StrategyPage) -> list[tuple[Question, Pair | None]]:
    """Return the questions of a section that are compared, each with its pair where the answers differ."""
    found: list[tuple[Question, Pair | None]] = []
    language = content_language()
    for question in section.questions:
        # What is hidden in both has been answered to nobody; what one of them shows is compared.
        is_shown = before.sheet.is_visible(question.key) or after.sheet.is_visible(question.key)
        if question.shows_panel or not is_shown:
            continue
        differs = before.sheet.value(question.key) != after.sheet.value(question.key)
        if not differs and (table := table_of(question)) is not None and table.weighted_columns:
            differs = _weighted(table, before) != _weighted(table, after)
        found.append((question, Pair(question, before, after, language) if differs else None))
    return found


def _changed(pair: Pair) -> QuestionChange:
    before, after, question, old, was, is_ = pair.before, pair.after, pair.question, pair.old, pair.was, pair.now
    language = _told_in(before, after, old, question, pair.language)
    shown = after.sheet.show(question, language)
    former = before.sheet.show(old, language) if old is not None else None
    fate = NEW if not former else GONE if not shown else CHANGED
    table, former_table = table_of(question), table_of(old) if old is not None else None
    if table is not None and former_table is not None:
        states = (
            TableState(former_table, was, former, _weighted(former_table, before)),
            TableState(table, is_, shown, _weighted(table, after)),
        )
        columns, rows, same_rows = rows_of(*states)
        return QuestionChange(question, fate, columns=columns, rows=rows, same_rows=same_rows)
    pieces = differences(former.lines if former else "", shown.lines)
    return QuestionChange(question, fate, tuple(pieces), delta=answer_delta(question, old, was, is_))


def _weighted(table: TableQuestion, page: StrategyPage) -> dict[str, dict[str, Decimal | None]]:
    """Return the weighted scores, by column and row."""
    return scores(table, stored_rows(page.sheet.value(table.key)), page.sheet.values)


def _told_in(
    before: StrategyPage, after: StrategyPage, old: Question | None, question: Question, language: Language
) -> Language:
    """Return the language in which the difference is: the reader's, else the other one."""
    former = before.sheet.show(old, language).lines if old is not None else ""
    return language if former != after.sheet.show(question, language).lines else other(language)


Fields = Callable[[ThingT], Sequence[Said]]


def _things(before: Iterable[ThingT], after: Iterable[ThingT], fields: Fields) -> tuple[ThingChange, ...]:
    # By the key that people know it by, which is never given twice: it is the same in every installation.
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    found = []
    for key, one in new.items():
        if key not in old:
            found.append(ThingChange(one.key, _title(one), NEW))
            continue
        # Most are as they were: their days and amounts need no words.
        changed = _fields(fields(old[key]), fields(one)) if old[key] != one else ()
        if changed:
            found.append(ThingChange(one.key, _title(one), CHANGED, changed))
    found += [ThingChange(one.key, _title(one), GONE) for key, one in old.items() if key not in new]
    return tuple(found)


def _fields(before: Sequence[Said], after: Sequence[Said]) -> tuple[FieldChange, ...]:
    """Match fields by their labels; a target that came or went has one side only."""
    was, now = {one.label: one for one in before}, {one.label: one for one in after}
    found = []
    for label in {**now, **was}:
        old, new = was.get(label) or Said(label, ""), now.get(label) or Said(label, "")
        if old.words != new.words:
            found.append(FieldChange(label, old.words, new.words, _delta(old, new)))
    return tuple(found)


def _delta(old: Said, new: Said) -> str:
    if old.unit != new.unit:
        return ""
    delta = money_delta if new.is_money else kpi_delta
    return delta(old.number, new.number, new.unit)


def goal_changes(before: Iterable[FrozenGoal], after: Iterable[FrozenGoal]) -> tuple[ThingChange, ...]:
    """Return the goals that came, went or changed."""
    return _things(before, after, _goal_fields)


def _title(one: FrozenGoal | FrozenKpi | FrozenActivity) -> str:
    text = one.name if isinstance(one, FrozenKpi) else one.title
    return text.resolve(content_language()).text


def _who(one: FrozenGoal | FrozenKpi | FrozenActivity) -> str:
    return one.owner or one.role.resolve(content_language()).text


def _day(day: Any) -> str:
    return format_date(day, content_language()) if day else ""


def _number(value: Decimal | None) -> str:
    return format_decimal(value, content_language()) if value is not None else ""


def _money(value: Decimal | None, currency: str) -> str:
    return format_money(value.normalize() + 0, currency, content_language()) if value is not None else ""


def _goal_fields(one: FrozenGoal) -> Sequence[Said]:
    language = content_language()
    return (
        Said(_("Goal"), one.title.resolve(language).text),
        Said(_("Why this goal"), one.rationale.resolve(language).text),
        Said(_("Owner"), _who(one)),
        Said(_("Deadline"), _day(one.deadline)),
    )


def _kpi_fields(one: FrozenKpi) -> Sequence[Said]:
    """Return what is decided of a KPI; what is measured goes on under an approved strategy."""
    targets = ((f"{_('Target')}, {_day(target.date)}", target.value) for target in one.targets)
    return (
        Said(_("Name"), one.name.resolve(content_language()).text),
        Said(_("Owner"), _who(one)),
        Said(_("Baseline"), _number(one.baseline), one.baseline, one.unit),
        *(Said(label, _number(value), value, one.unit) for label, value in targets),
    )


def _activity_fields(one: FrozenActivity) -> Sequence[Said]:
    status = str(Activity.Status(one.status).label) if one.status in Activity.Status.values else one.status
    return (
        Said(_("Activity"), one.title.resolve(content_language()).text),
        Said(_("Owner"), _who(one)),
        Said(_("Start"), _day(one.starts)),
        Said(_("End"), _day(one.ends)),
        Said(_("Budget"), _money(one.budget, one.currency), one.budget, one.currency, is_money=True),
        *_years(one),
        Said(_("Status"), status),
    )


def _years(one: FrozenActivity) -> Sequence[Said]:
    """Return what of the budget was entered for single years."""
    return [
        Said(f"{_('Budget')}, {year}", _money(amount, one.currency), amount, one.currency, is_money=True)
        for year, amount in sorted(by_year_of(one.budget_by_year).items())
    ]
