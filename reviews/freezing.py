"""A strategy as it stands, made into what a snapshot holds; and back into a page that reads nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import FilteredRelation, IntegerField, Q, Value
from django.utils import timezone

from clusters import logos
from clusters.models import Cluster
from core.frozen import digest_of, plain
from kpis.selectors import Followed, followed_in
from library.models import Edition
from plans.models import Activity
from reviews.rules.content import (
    FORMAT,
    FrozenActivity,
    FrozenGoal,
    FrozenKpi,
    FrozenParked,
    FrozenProfile,
    FrozenStrategy,
    FrozenTarget,
)
from reviews.succeeding import carried_by
from schema.besides import owner_of
from schema.outlines import all_questions
from strategy.models import Goal, Strategy
from strategy.selectors.phases import StrategyPage
from workbooks.models import Answer, Workbook

# Status and the newest value need no more of a KPI's measurements.
NEWEST = 14


def frozen_of(cluster: Cluster, shown: StrategyPage, today: date) -> FrozenStrategy:
    """Return what stands; seven queries beside the strategy's own."""
    goals = list(shown.strategy.goals.alive())
    kpis = followed_in(cluster, most=NEWEST, today=today)
    known, carried = {goal.pk for goal in goals}, carried_by(shown.strategy)
    activities = Activity.objects.of(cluster).alive().exclude(status=Activity.Status.DROPPED).with_people()
    return FrozenStrategy(
        number=shown.strategy.number,
        title=shown.strategy.title_text,
        edition=shown.workbook.edition.digest,
        profile=FrozenProfile(
            cluster.name,
            cluster.mission_text,
            cluster.vision_text,
            logos.data_uri(cluster),
            cluster.accent,
            logos.supporters_of(cluster),
        ),
        answers={key: one.value for key, one in sorted(shown.answers.items()) if one.value is not None},
        borrowed={key: str(one.source) for key, one in sorted(shown.answers.items()) if one.is_borrowed},
        goals=tuple(frozen_goal(one) for one in goals),
        kpis=tuple(
            _kpi(one, goal)
            for one in kpis
            if one.kpi.pk not in carried.kpis and _belongs(goal := carried.goal_of(one.kpi.goal_id), known)
        ),
        activities=tuple(
            _activity(one, goal)
            for one in activities
            if not carried.leaves(one) and _belongs(goal := carried.goal_of(one.goal_id), known)
        ),
    )


def read_of(shown: StrategyPage, goals: Iterable[Goal]) -> FrozenStrategy:
    """Return what is read of a strategy as it stands: its answers and goals; no query."""
    return FrozenStrategy(
        number=shown.strategy.number,
        title=shown.strategy.title_text,
        edition=shown.workbook.edition.digest,
        profile=FrozenProfile(shown.cluster.name),
        answers={key: one.value for key, one in shown.answers.items() if one.value is not None},
        goals=tuple(frozen_goal(one) for one in goals),
    )


def _belongs(goal: int | None, known: set[int]) -> bool:
    """Tell whether something hangs on the strategy: on one of its goals, or on no goal at all."""
    return goal is None or goal in known


def frozen_goal(goal: Goal) -> FrozenGoal:
    """Return a goal as it is frozen; its owner is loaded."""
    return FrozenGoal(
        pk=goal.pk,
        number=goal.number,
        title=goal.title_text,
        rationale=goal.rationale_text,
        owner=goal.owner.display_name if goal.owner else "",
        role=goal.role_text,
        deadline=goal.deadline,
    )


def _kpi(one: Followed, goal: int | None) -> FrozenKpi:
    kpi, latest = one.kpi, one.latest
    return FrozenKpi(
        pk=kpi.pk,
        number=kpi.number,
        name=one.name,
        unit=one.unit,
        goal=goal,
        owner=kpi.owner.display_name if kpi.owner else "",
        role=kpi.role_text,
        baseline=one.baseline.value if one.baseline else None,
        latest=latest.value if latest else None,
        latest_on=latest.date if latest else None,
        state=str(one.state),
        total=one.verdict.total,
        targets=tuple(FrozenTarget(target.date, target.value) for target in one.targets),
    )


def _activity(row: Activity, goal: int | None) -> FrozenActivity:
    return FrozenActivity(
        pk=row.pk,
        number=row.number,
        title=row.title_text,
        goal=goal,
        owner=row.owner.display_name if row.owner else "",
        role=row.role_text,
        starts=row.starts,
        ends=row.ends,
        budget=row.budget,
        spent=row.spent,
        currency=row.currency,
        status=row.status,
        eu_grant=row.eu_grant,
        budget_by_year=dict(row.budget_by_year),
        spent_by_year=dict(row.spent_by_year),
    )


def mark_of(content: FrozenStrategy) -> str:
    """Return the digest of what is decided: what is measured and spent goes on under an approved strategy."""
    kpis = tuple(replace(one, latest=None, latest_on=None, state="", total=None) for one in content.kpis)
    activities = tuple(replace(one, spent=None, spent_by_year={}, status="") for one in content.activities)
    # How the cluster looks is not what a board adopts.
    profile = replace(content.profile, logo="", accent="", supporters=())
    # In which format it was frozen is not decided either, nor what stands beside it from an earlier edition.
    decided = replace(content, profile=profile, kpis=kpis, activities=activities, parked=(), format=FORMAT)
    return digest_of(plain(decided))


def parked_of(workbook: Workbook, newest: Any = None) -> tuple[tuple[FrozenParked, ...], Any]:
    """Return what is parked beside a workbook, as it is frozen, and with it what a subquery finds; one query.

    The originals of converted answers are left out: what they say stands in the strategy already.
    """
    waits = Q(parked__given_back=None, parked__put_back_at=None, parked__at_key="")
    rows = Workbook.objects.of(workbook.cluster).filter(pk=workbook.pk)
    rows = rows.annotate(aside=FilteredRelation("parked", condition=waits), found=newest or Value(None, IntegerField()))
    # Of a workbook beside which nothing is parked there is one row, and nothing in it.
    names = ("found", "aside__pk", *(f"aside__{name}" for name in _PARKED))
    read = list(rows.order_by("aside__pk").values_list(*names))
    return tuple(_parked(*parked) for _found, pk, *parked in read if pk is not None), read[0][0]


_PARKED = ("question_key", "value", "written_by_name", "written_at", "edition__version", "edition__document")


def _parked(key: str, value: Any, by: str, at: datetime, version: int, document: dict[str, Any]) -> FrozenParked:
    # What stands beside a question is made of it.
    keys = (key, owner_of(key))
    return FrozenParked(
        key=key,
        value=value,
        question=next((one for one in all_questions(document) if one["key"] in keys), {}),
        languages=tuple(document.get("languages", ())),
        version=version,
        by=by,
        on=timezone.localdate(at),
    )


def page_of(cluster: Cluster, strategy: Strategy, edition: Edition, content: FrozenStrategy) -> StrategyPage:
    """Return a strategy's page made of frozen content and its edition alone; nothing of it can be saved."""
    then = Strategy(pk=strategy.pk, cluster=cluster, number=strategy.number, title=content.title.resolve("da").text)
    then.entitle(content.title, cluster.language)
    then.workbook = Workbook(pk=strategy.workbook_id, cluster=cluster, edition=edition, title=then.title)
    then.workbook.filled = {
        "goals": bool(content.goals),
        "kpis": any(one.goal is not None for one in content.kpis),
        "activities": any(one.goal is not None for one in content.activities),
    }
    answers = {key: _answer(key, value, content.borrowed.get(key, "")) for key, value in content.answers.items()}
    return StrategyPage(cluster, then, answers)


def _answer(key: str, value: Any, origin: str) -> Answer:
    return Answer(question_key=key, value=value, origin=origin)
