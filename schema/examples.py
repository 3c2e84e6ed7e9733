"""The example: one complete, invented strategy with its goals, KPIs, activities and assessments."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.text import Text
from schema.documents import Document
from schema.rules import Answers as AnswersRule
from schema.rules import Day, Flag, Integer, Key, Line, ListOf, Name, Names, Number, OneOf, Part, Prose, held
from schema.vocabulary import Status

# Stored answers are plain JSON values by question key; their shape is the question's.
Answers = Mapping[str, Any]
_LINE, _PROSE, _DAY, _KEY = (held(rule) for rule in (Line(), Prose(), Day(), Key()))
_COUNT = held(Integer(lowest=0))


@dataclass(frozen=True, kw_only=True)
class ExampleCluster:
    """The invented cluster and its size."""

    name: Text = field(metadata=_LINE)
    description: Text | None = field(default=None, metadata=_PROSE)
    member_companies: int | None = field(default=None, metadata=_COUNT)
    smes: int | None = field(default=None, metadata=_COUNT)
    knowledge_institutions: int | None = field(default=None, metadata=_COUNT)
    public_partners: int | None = field(default=None, metadata=_COUNT)
    staff: int | None = field(default=None, metadata=_COUNT)


@dataclass(frozen=True, kw_only=True)
class ExampleGoal:
    """A goal that a strategy started from the example begins with."""

    key: str = field(metadata=_KEY)
    title: Text = field(metadata=_LINE)
    rationale: Text | None = field(default=None, metadata=_PROSE)
    deadline: datetime.date | None = field(default=None, metadata=_DAY)
    owner: Text | None = field(default=None, metadata=_LINE)


@dataclass(frozen=True, kw_only=True)
class DatedValue:
    """A value of a KPI on a day."""

    date: datetime.date = field(metadata=_DAY)
    value: Decimal = field(metadata=held(Number()))
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Measurement(DatedValue):
    """A value that was measured; only these have a note."""

    note: Text | None = field(default=None, metadata=_PROSE)


@dataclass(frozen=True, kw_only=True)
class ExampleKpi:
    """A KPI that the example follows, by its key in the catalogue."""

    key: str = field(metadata=held(Name("kpi")))
    goal: str | None = field(default=None, metadata=held(Name("goal")))
    responsible: Text | None = field(default=None, metadata=_LINE)
    baseline: DatedValue | None = field(default=None, metadata=held(Part(DatedValue)))
    targets: tuple[DatedValue, ...] = field(default=(), metadata=held(ListOf(DatedValue)))
    measurements: tuple[DatedValue, ...] = field(default=(), metadata=held(ListOf(Measurement)))


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A step of an activity."""

    title: Text = field(metadata=_LINE)
    date: datetime.date = field(metadata=_DAY)
    done: bool = field(metadata=held(Flag()))


@dataclass(frozen=True, kw_only=True)
class ExampleActivity:
    """An activity of the example's action plan."""

    key: str = field(metadata=_KEY)
    title: Text = field(metadata=_LINE)
    start: datetime.date = field(metadata=_DAY)
    end: datetime.date = field(metadata=_DAY)
    status: Status = field(metadata=held(OneOf(Status)))
    goal: str | None = field(default=None, metadata=held(Name("goal")))
    kpis: tuple[str, ...] = field(default=(), metadata=held(Names("followed-kpi")))
    responsible: Text | None = field(default=None, metadata=_LINE)
    budget_dkk: Decimal | None = field(default=None, metadata=held(Number()))
    spent_dkk: Decimal | None = field(default=None, metadata=held(Number()))
    expected_result: Text | None = field(default=None, metadata=_PROSE)
    milestones: tuple[Milestone, ...] = field(default=(), metadata=held(ListOf(Milestone)))


@dataclass(frozen=True, kw_only=True)
class ExampleAssessment:
    """A self-assessment that the example made."""

    date: datetime.date = field(metadata=_DAY)
    answers: Answers = field(metadata=held(AnswersRule()))


@dataclass(frozen=True, kw_only=True)
class Example(Document):
    """A strategy as it stands on the day `as_of`; `template` is the slug of the strategy it answers."""

    template: str = field(metadata=held(Name("strategy")))
    as_of: datetime.date = field(metadata=_DAY)
    cluster: ExampleCluster | None = field(metadata=held(Part(ExampleCluster)))
    answers: Answers = field(metadata=held(AnswersRule()))
    goals: tuple[ExampleGoal, ...] = field(metadata=held(ListOf(ExampleGoal)))
    kpis: tuple[ExampleKpi, ...] = field(metadata=held(ListOf(ExampleKpi)))
    activities: tuple[ExampleActivity, ...] = field(metadata=held(ListOf(ExampleActivity)))
    assessments: tuple[ExampleAssessment, ...] = field(metadata=held(ListOf(ExampleAssessment)))
