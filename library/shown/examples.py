"""The anonymous example read whole: answers beside the questions, goals, KPIs and activities as tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from answers.sheet import AnswerSheet
from answers.shown import Shown
from core.dates import format_short
from core.languages import content_language
from core.numbers import NBSP, format_decimal, format_money, format_percent
from core.text import Text
from core.units import own_unit
from library import words
from library.shown.contents import Heading
from schema.documents import Section, Template
from schema.examples import DatedValue, Example, ExampleActivity, ExampleGoal, ExampleKpi
from schema.kpis import KpiCatalogue, KpiDefinition
from schema.questions import Question
from schema.vocabulary import Panel

# The panels that the example has something to show in.
_SHOWN_PANELS = (Panel.GOALS, Panel.KPIS, Panel.ACTIVITIES)


@dataclass(frozen=True, slots=True)
class Reply:
    """A question and the example's answer, or the panel that stands in its place."""

    question: Question
    shown: Shown | None = None
    panel: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A section of the template as the example filled it in."""

    heading: Heading
    section: Section
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its number, which KPIs and activities point to."""

    number: int
    goal: ExampleGoal
    deadline: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a KPI with its date, written out."""

    value: str
    date: str
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI with its goal, where it began, where it stands and where it is going."""

    kpi: ExampleKpi
    name: Text | str
    goal: int | None
    baseline: Value | None
    latest: Value | None
    targets: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity with its goal, its time and its money, written out."""

    activity: ExampleActivity
    goal: int | None
    start: str
    end: str
    budget: str
    spent: str
    status: str
    status_kind: str


def phases_of(example: Example, template: Template | None) -> tuple[Phase, ...]:
    """Return the answers by phase, without questions that are hidden or have no answer."""
    if template is None:
        return ()
    sheet = AnswerSheet(template, example.answers)
    return tuple(
        Phase(
            heading=Heading(f"part-{section.key}", section.title, number),
            section=section,
            replies=tuple(_replies(section, sheet)),
        )
        for number, section in enumerate(template.sections, start=1)
    )


def _replies(section: Section, sheet: AnswerSheet) -> Iterable[Reply]:
    for question in section.questions:
        if question.shows_panel in _SHOWN_PANELS:
            yield Reply(question, panel=question.shows_panel)
        elif question.stores_answer and sheet.is_visible(question.key) and sheet.is_answered(question):
            yield Reply(question, sheet.show(question, content_language()))


def goals_of(example: Example) -> tuple[GoalRow, ...]:
    """Return the goals in their order."""
    return tuple(
        GoalRow(number, goal, format_short(goal.deadline, content_language()) if goal.deadline else "")
        for number, goal in enumerate(example.goals, start=1)
    )


def kpis_of(example: Example, catalogues: Iterable[KpiCatalogue]) -> tuple[KpiRow, ...]:
    """Return the KPIs, named by the catalogue; one that it no longer has goes by its key."""
    goals = _numbers(example)
    known = {kpi.key: kpi for catalogue in catalogues for kpi in catalogue.kpis}
    rows = []
    for kpi in example.kpis:
        definition = known.get(kpi.key)
        latest = max(kpi.measurements, key=lambda one: one.date, default=None)
        rows.append(
            KpiRow(
                kpi=kpi,
                name=definition.name if definition else kpi.key.replace("_", " "),
                goal=goals.get(kpi.goal),
                baseline=_value(kpi.baseline, definition) if kpi.baseline else None,
                latest=_value(latest, definition) if latest else None,
                targets=tuple(_value(target, definition) for target in kpi.targets),
            )
        )
    return tuple(rows)


def activities_of(example: Example) -> tuple[ActivityRow, ...]:
    """Return the activities in the order of their start."""
    goals, language = _numbers(example), content_language()
    return tuple(
        ActivityRow(
            activity=activity,
            goal=goals.get(activity.goal),
            start=format_short(activity.start, language),
            end=format_short(activity.end, language),
            budget="" if activity.budget_dkk is None else format_money(activity.budget_dkk, "DKK", language),
            spent="" if activity.spent_dkk is None else format_money(activity.spent_dkk, "DKK", language),
            status=str(words.STATUSES[activity.status]),
            status_kind=words.STATUS_KINDS[activity.status],
        )
        for activity in sorted(example.activities, key=lambda one: one.start)
    )


def _numbers(example: Example) -> dict[str | None, int]:
    return {goal.key: number for number, goal in enumerate(example.goals, start=1)}


def _value(dated: DatedValue, definition: KpiDefinition | None) -> Value:
    language = content_language()
    unit = definition.unit if definition else "count"
    own = own_unit(unit)
    if own is not None:
        name = own.name.resolve(language).text
        value = f"{format_decimal(dated.value, language, places=own.decimals)} {name}"
    elif unit == "percent":
        value = format_percent(dated.value, language)
    elif unit in ("dkk", "eur"):
        value = format_money(dated.value, unit.upper(), language)
    elif unit == "days":
        value = _("%(number)s days") % {"number": format_decimal(dated.value, language)}
    elif unit == "fte":
        value = _("%(number)s FTE") % {"number": format_decimal(dated.value, language)}
    else:
        value = format_decimal(dated.value, language)
    return Value(value.replace(" ", NBSP), format_short(dated.date, language), dated.note)


def facts_of(example: Example) -> tuple[tuple[str, str], ...]:
    """Return the size of the invented cluster as terms and figures."""
    cluster, language = example.cluster, content_language()
    if cluster is None:
        return ()
    facts = (
        (_("Member companies"), cluster.member_companies),
        (_("of which small or medium-sized"), cluster.smes),
        (_("Knowledge institutions"), cluster.knowledge_institutions),
        (_("Public partners"), cluster.public_partners),
        (_("Secretariat staff"), cluster.staff),
    )
    return tuple((term, format_decimal(number, language)) for term, number in facts if number is not None)
