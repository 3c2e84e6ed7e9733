"""Reading the example: a strategy with everything that belongs to it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from schema.answers import check_answers
from schema.examples import (
    DatedValue,
    ExampleActivity,
    ExampleAssessment,
    ExampleCluster,
    ExampleGoal,
    ExampleKpi,
    Milestone,
)
from schema.faults import shown
from schema.outlines import Outline, keys_of
from schema.parsing.context import Context
from schema.parsing.fields import Fields
from schema.parsing.node import MIXED, Node
from schema.parsing.templates import template_of
from schema.vocabulary import DocumentKind, Status

COUNTS = ("member_companies", "smes", "knowledge_institutions", "public_partners", "staff")
ACTIVITY_KEYS = ("key", "title", "start", "end", "status")
ACTIVITY_OPTIONAL_KEYS = (
    *("goal", "kpis", "responsible", "expected_result", "milestones"),
    *("budget_dkk", "spent_dkk"),
)


def read_example(node: Node, context: Context) -> Fields:
    """Read the example, and check its answers against the templates it answers."""
    as_of = node.day_or_none("as_of")
    cluster = _cluster(node.node("cluster")) if node["cluster"] is not None else None
    answers = _strategy_answers(node, context)
    goals = _goals(node)
    goal_keys = {goal.key for goal in goals if goal.key}
    kpis = _kpis(node, context, goal_keys, as_of)
    return {
        "template": str(node["template"]),
        "as_of": as_of or date.min,
        "cluster": cluster,
        "answers": answers,
        "goals": goals,
        "kpis": kpis,
        "activities": _activities(node, goal_keys, {kpi.key for kpi in kpis if kpi.key}),
        "assessments": _assessments(node, context),
    }


def _plain(answers: object) -> Mapping[str, Any]:
    """Return the answers so that nobody who shares the document can change them."""
    return MappingProxyType(answers if isinstance(answers, dict) else {})


def _strategy_answers(node: Node, context: Context) -> Mapping[str, Any]:
    slug, answers = node["template"], node["answers"]
    if "template" in node and not isinstance(slug, str):
        node.fault(f"there is no strategy {shown(slug)}", node.at("template"))
    elif "template" in node and context.library:
        strategy = context.library.find(DocumentKind.STRATEGY, slug)
        if strategy is None:
            node.fault(f"there is no strategy {shown(slug)}", node.at("template"))
        elif "answers" in node:
            _check(node, strategy, answers, node.at("answers"))
            return _plain(answers)
    if "answers" in node and not isinstance(answers, dict):
        node.fault("must be a mapping", node.at("answers"))
    return _plain(answers)


def _check(node: Node, outline: Outline, answers: object, path: str) -> None:
    """Check answers against a template, unless that has faults of its own, which are reported with its file."""
    template = template_of(outline)
    if template:
        node.faults += check_answers(template, answers, path, complete=True, languages=node.languages)


def _assessments(node: Node, context: Context) -> tuple[ExampleAssessment, ...]:
    templates = context.library.of(DocumentKind.ASSESSMENT) if context.library else []
    rounds = []
    for assessed in node.nodes("assessments", may_be_empty=True):
        assessed.keys(("date", "answers"))
        answers = assessed["answers"]
        if "answers" in assessed and templates:
            _check(assessed, _best_match(templates, answers), answers, assessed.at("answers"))
        elif "answers" in assessed and not isinstance(answers, dict):
            assessed.fault("must be a mapping", assessed.at("answers"))
        rounds.append(ExampleAssessment(date=assessed.day("date"), answers=_plain(answers)))
    return tuple(rounds)


def _best_match(templates: list[Outline], answers: object) -> Outline:
    """Return the assessment that most of the answers belong to; the file does not name it."""
    keys = set(answers) if isinstance(answers, dict) else set()
    return max(templates, key=lambda template: len(keys & set(template.questions)))


def _cluster(node: Node) -> ExampleCluster:
    node.keys(("name",), ("description", *COUNTS))
    counts = {key: node.integer(key, lowest=0) if key in node else None for key in COUNTS}
    return ExampleCluster(name=node.text("name"), description=node.text_or_none("description", markdown=True), **counts)


def _goals(node: Node) -> tuple[ExampleGoal, ...]:
    seen: set[str] = set()
    goals = []
    for goal in node.nodes("goals"):
        goal.keys(("key", "title"), ("rationale", "deadline", "owner"))
        goals.append(
            ExampleGoal(
                key=goal.key("key", seen, MIXED),
                title=goal.text("title"),
                rationale=goal.text_or_none("rationale", markdown=True),
                deadline=goal.day_or_none("deadline"),
                owner=goal.text_or_none("owner"),
            )
        )
    return tuple(goals)


def _goal_of(node: Node, goals: set[str]) -> str | None:
    return node.known("goal", goals, "there is no goal") if "goal" in node else None


def _kpis(node: Node, context: Context, goals: set[str], as_of: date | None) -> tuple[ExampleKpi, ...]:
    catalogue = None
    if context.library:
        catalogues = context.library.of(DocumentKind.KPI_CATALOGUE)
        catalogue = {key for one in catalogues for key in keys_of(one.data.get("kpis"))}
    seen: set[str] = set()
    kpis = []
    for kpi in node.nodes("kpis"):
        kpi.keys(("key",), ("goal", "responsible", "baseline", "targets", "measurements"))
        key = kpi.key("key", seen)
        if catalogue is not None:
            kpi.known("key", catalogue, "the catalogue has no KPI")
        kpis.append(
            ExampleKpi(
                key=key,
                goal=_goal_of(kpi, goals),
                responsible=kpi.text_or_none("responsible"),
                baseline=_value(kpi.node("baseline")) if "baseline" in kpi else None,
                targets=_values(kpi, "targets"),
                measurements=_values(kpi, "measurements", notes=True, latest=as_of),
            )
        )
    return tuple(kpis)


def _values(node: Node, key: str, *, notes: bool = False, latest: date | None = None) -> tuple[DatedValue, ...]:
    """Read values that follow each other in time."""
    values: list[DatedValue] = []
    before = date.min
    for entry, path in node.sequence(key, may_be_empty=True):
        value = _value(Node(entry, path, node.faults), notes=notes, latest=latest)
        if date.min < value.date <= before:
            node.fault("is not after the one before", f"{path}.date")
        before = value.date
        values.append(value)
    return tuple(values)


def _value(node: Node, *, notes: bool = False, latest: date | None = None) -> DatedValue:
    node.keys(("date", "value"), ("note",) if notes else ())
    value = DatedValue(date=node.day("date"), value=node.number("value"), note=node.text_or_none("note", markdown=True))
    if latest and value.date > latest:
        node.fault("is after as_of", node.at("date"))
    return value


def _activities(node: Node, goals: set[str], kpis: set[str]) -> tuple[ExampleActivity, ...]:
    seen: set[str] = set()
    return tuple(_activity(activity, goals, kpis, seen) for activity in node.nodes("activities"))


def _activity(node: Node, goals: set[str], kpis: set[str], seen: set[str]) -> ExampleActivity:
    node.keys(ACTIVITY_KEYS, ACTIVITY_OPTIONAL_KEYS)
    key, start, end = node.key("key", seen), node.day("start"), node.day("end")
    if date.min < end < start:
        node.fault("is before start", node.at("end"))
    followed = []
    for kpi, path in node.sequence("kpis", may_be_empty=True):
        if not isinstance(kpi, str) or kpi not in kpis:
            node.fault(f"the example follows no KPI {shown(kpi)}", path)
        followed.append(str(kpi))
    fields: Fields = {"status": node.word("status", Status)}
    return ExampleActivity(
        key=key,
        title=node.text("title"),
        start=start,
        end=end,
        goal=_goal_of(node, goals),
        kpis=tuple(followed),
        responsible=node.text_or_none("responsible"),
        budget_dkk=node.number_or_none("budget_dkk", Decimal(0)),
        spent_dkk=node.number_or_none("spent_dkk", Decimal(0)),
        expected_result=node.text_or_none("expected_result", markdown=True),
        milestones=tuple(_milestone(milestone) for milestone in node.nodes("milestones", may_be_empty=True)),
        **fields,
    )


def _milestone(node: Node) -> Milestone:
    node.keys(("title", "date", "done"))
    return Milestone(title=node.text("title"), date=node.day("date"), done=node.flag("done"))
