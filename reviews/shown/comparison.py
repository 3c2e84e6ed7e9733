"""Two states of a strategy side by side: question by question, row by row, thing by thing. In memory, no query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import format_date
from core.languages import content_language
from core.numbers import format_money
from core.text import Text
from kpis.words import value_words
from plans.models import Activity
from plans.money_by_year import by_year_of
from reviews.rules.content import FrozenActivity, FrozenGoal, FrozenKpi, FrozenStrategy
from reviews.shown.deltas import kpi_delta, money_delta
from reviews.shown.pairs import DROPPED, HIDDEN, Pair, QuestionChange, dropped_in, former_of, pairs_in
from reviews.shown.rows import CHANGED, GONE, NEW
from schema.questions import Question
from strategy.selectors.phases import Phase, StrategyPage

ThingT = TypeVar("ThingT", FrozenGoal, FrozenKpi, FrozenActivity)


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """A phase with what has changed in it, and the labels of what has not; one that `is_gone` the later state lacks."""

    phase: Phase
    changes: tuple[QuestionChange, ...]
    same: tuple[Text, ...]
    is_gone: bool = False

    @classmethod
    def of(cls, phase: Phase, pairs: Sequence[tuple[Question, Pair | None]], *, is_gone: bool = False) -> "PhaseChange":
        """Return what has changed in a phase."""
        changes = tuple(pair.change for _question, pair in pairs if pair is not None)
        same = tuple(question.label for question, pair in pairs if pair is None)
        return cls(phase, changes, same, is_gone)


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
    def besides(self) -> str:
        """How many of these answers nobody has changed: their question went, or another answer hides them."""
        fates = [change.fate for one in self.phases for change in one.changes]
        dropped, hidden = fates.count(DROPPED), fates.count(HIDDEN)
        told = (
            ngettext("%(count)s question dropped", "%(count)s questions dropped", dropped) % {"count": dropped},
            ngettext("%(count)s answer hidden by another", "%(count)s answers hidden by another", hidden)
            % {"count": hidden},
        )
        return ", ".join(words for words, count in zip(told, (dropped, hidden), strict=True) if count)

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
        """Count what is new, gone and changed."""
        fates = [one.fate for one in found]
        return cls(label, fates.count(NEW), fates.count(GONE), fates.count(CHANGED))


def compare(
    before: StrategyPage,
    after: StrategyPage,
    then: FrozenStrategy,
    now: FrozenStrategy,
) -> Comparison:
    """Return what differs, in the order of the later state's template; both pages are loaded.

    Phases that the later state's template lacks stand at the end, as far as something was answered in them.
    """
    former = former_of(before, after)
    phases = []
    asked = 0
    for section in after.sheet.document.sections:
        pairs = pairs_in(section, before, after, former)
        asked += len(pairs)
        if pairs:
            phases.append(PhaseChange.of(after.phase_of(section), pairs))
    for section in before.sheet.document.sections if former is not None else ():
        if after.sheet.document.section(section.key) is None:
            pairs = dropped_in(section.key, before, after, former)
            asked += len(pairs)
            phases += [PhaseChange.of(before.phase_of(section), pairs, is_gone=True)] if pairs else []
    return Comparison(
        phases=tuple(phases),
        goals=goal_changes(then.goals, now.goals),
        kpis=_things(then.kpis, now.kpis, _kpi_fields),
        activities=_things(then.activities, now.activities, _activity_fields),
        asked=asked,
    )


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


def _number(value: Decimal | None, unit: str) -> str:
    return value_words(value, unit, content_language()) if value is not None else ""


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
        Said(_("Baseline"), _number(one.baseline, one.unit), one.baseline, one.unit),
        *(Said(label, _number(value, one.unit), value, one.unit) for label, value in targets),
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
