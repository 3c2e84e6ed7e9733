"""The example: one complete, invented strategy with its goals, KPIs, activities and assessments."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.text import Text
from schema.documents import Document
from schema.vocabulary import Status

# Stored answers are plain JSON values by question key; their shape is the question's.
Answers = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ExampleCluster:
    """The invented cluster and its size."""

    name: Text
    description: Text | None = None
    member_companies: int | None = None
    smes: int | None = None
    knowledge_institutions: int | None = None
    public_partners: int | None = None
    staff: int | None = None


@dataclass(frozen=True, kw_only=True)
class ExampleGoal:
    """A goal of the example."""

    key: str
    title: Text
    rationale: Text | None = None
    deadline: datetime.date | None = None
    owner: Text | None = None


@dataclass(frozen=True, kw_only=True)
class DatedValue:
    """A value of a KPI on a day."""

    date: datetime.date
    value: Decimal
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class ExampleKpi:
    """A KPI that the example follows, by its key in the catalogue."""

    key: str
    goal: str | None = None
    responsible: Text | None = None
    baseline: DatedValue | None = None
    targets: tuple[DatedValue, ...] = ()
    measurements: tuple[DatedValue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A step of an activity."""

    title: Text
    date: datetime.date
    done: bool


@dataclass(frozen=True, kw_only=True)
class ExampleActivity:
    """An activity of the example's action plan."""

    key: str
    title: Text
    start: datetime.date
    end: datetime.date
    status: Status
    goal: str | None = None
    kpis: tuple[str, ...] = ()
    responsible: Text | None = None
    budget_dkk: Decimal | None = None
    spent_dkk: Decimal | None = None
    expected_result: Text | None = None
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExampleAssessment:
    """A self-assessment that the example made."""

    date: datetime.date
    answers: Answers


@dataclass(frozen=True, kw_only=True)
class Example(Document):
    """A strategy as it stands on the day `as_of`; `template` is the slug of the strategy it answers."""

    template: str
    as_of: datetime.date
    cluster: ExampleCluster | None
    answers: Answers
    goals: tuple[ExampleGoal, ...]
    kpis: tuple[ExampleKpi, ...]
    activities: tuple[ExampleActivity, ...]
    assessments: tuple[ExampleAssessment, ...]
