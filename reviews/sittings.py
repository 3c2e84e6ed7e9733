"""When somebody has read a strategy, and how it stood then."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, JSONField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from accounts.models import User
from clusters.models import Change, Cluster
from core.prepared import Prepared
from core.text import Text
from reviews.freezing import frozen_goal
from reviews.models import Sitting
from reviews.rules.content import FrozenGoal
from strategy.models import Goal, Strategy
from strategy.selectors.phases import StrategyPage
from workbooks.models import AnswerChange, Workbook
from workbooks.stores.workbook import NEVER_STOOD

# Who comes back within the hour reads on; what was new stays marked until then.
ONE_SITTING = timedelta(hours=1)
# So often the time of a visit is noted within a sitting.
STEP = timedelta(minutes=1)
KEPT = 6
# What the history of rows calls a goal.
GOAL = "goal"
# What a line of a goal's history says: its values, and the names of the people in them.
Line = tuple[dict[str, Any], dict[str, Any]]


@Prepared
def _sittings(cluster: Cluster, strategy: Strategy, user: User) -> "QuerySet[Sitting]":
    return Sitting.objects.of(cluster).filter(strategy=strategy, user=user).order_by("-at", "-pk")[: KEPT + 1]


def sit_down(*, cluster: Cluster, strategy: Strategy, by: User, saw: datetime, now: datetime) -> list[datetime]:
    """Note that a person reads a strategy as it stood at an instant; return what they saw in earlier sittings.

    The newest is first. Two queries at most.
    """
    rows = _sittings(cluster, strategy, by)
    newest = rows[0] if rows else None
    if newest is None or now - newest.at >= ONE_SITTING:
        if rows[KEPT:]:
            # The oldest makes place for this one.
            Sitting.objects.of(cluster).filter(pk=rows[KEPT].pk).update(at=now, saw=saw)
        else:
            Sitting.objects.create(strategy=strategy, user=by, at=now, saw=saw)
        return [one.saw for one in rows]
    if saw > newest.saw + STEP or now > newest.at + STEP:
        Sitting.objects.of(cluster).filter(pk=newest.pk).update(at=now, saw=max(saw, newest.saw))
    return [one.saw for one in rows[1:]]


def stood_at(
    shown: StrategyPage, goals: Iterable[Goal], at: datetime
) -> tuple[dict[str, object], tuple[FrozenGoal, ...]]:
    """Return the answers and the goals of a strategy as they stood at an instant; one query for both histories.

    `goals` are all that the strategy ever had.
    """
    every = list(goals)
    changed = [one.pk for one in every if one.changed_at > at]
    if changed:
        before, lines = _both(shown, changed, at)
    else:
        before, lines = {one.question_key: one.value for one in _last(shown.cluster, shown.workbook, at)}, {}
    answers = {key: value for key, value in before.items() if value is not None}
    return answers, tuple(stood for one in every if (stood := _goal_at(one, lines.get(one.pk), at)) is not None)


@Prepared
def _last(cluster: Cluster, workbook: Workbook, at: datetime) -> "QuerySet[AnswerChange]":
    return _answers(cluster, workbook, at).only("question_key", "value")


def _answers(cluster: Cluster, workbook: Workbook, at: datetime) -> "QuerySet[AnswerChange]":
    """Return what last became of each answer until an instant."""
    # across_clusters: narrowed by the rows that it is compared with
    last = (
        AnswerChange.across_clusters.filter(
            workbook=OuterRef("workbook"), question_key=OuterRef("question_key"), at__lte=at
        )
        .exclude(kind__in=NEVER_STOOD)
        .order_by()
        .values("question_key")
        .annotate(newest=Max("revision"))
        .values("newest")
    )
    rows = AnswerChange.objects.of(cluster).filter(workbook=workbook, at__lte=at)
    return rows.exclude(kind__in=NEVER_STOOD).filter(revision=Subquery(last)).order_by()


def _both(shown: StrategyPage, goals: Sequence[int], at: datetime) -> tuple[dict[str, Any], dict[int, Line]]:
    """Return the answers, and the last lines in the history of some goals, until an instant; one query."""
    nothing = Cast(Value("{}"), JSONField())
    answers = _answers(shown.cluster, shown.workbook, at)
    history = Change.objects.of(shown.cluster).used().filter(thing=GOAL, row__in=goals, at__lte=at).order_by()
    found = answers.values_list(Value("answer"), "question_key", "revision", "value", nothing).union(
        history.values_list("thing", Cast("row", CharField()), "revision", "values", "names"), all=True
    )
    before: dict[str, Any] = {}
    lines: dict[int, Line] = {}
    for kind, key, _revision, value, names in sorted(found, key=lambda one: one[2]):
        if kind == GOAL:
            lines[int(key)] = (value, names)
        else:
            before[key] = value
    return before, lines


def _goal_at(goal: Goal, line: Line | None, at: datetime) -> FrozenGoal | None:
    """Return a goal as it stood, or None where it was not there."""
    if goal.deleted_at is not None and goal.deleted_at <= at:
        return None
    if goal.changed_at <= at:
        return frozen_goal(goal)
    return _as_it_was(goal, *line) if line is not None else None


def _as_it_was(goal: Goal, values: dict[str, Any], names: dict[str, Any]) -> FrozenGoal:
    def text(name: str) -> Text:
        return Text(values.get(f"{name}.da", ""), values.get(f"{name}.en", ""))

    deadline = goal._meta.get_field("deadline").to_python(values.get("deadline"))
    owner = names.get("owner", "") if "owner" in values else ""
    return FrozenGoal(goal.pk, goal.number, text("title"), text("rationale"), owner, text("owner_role"), deadline)
