"""When somebody has read a strategy, and how it stood then."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Subquery

from accounts.models import User
from clusters.models import Change, Cluster
from core.text import Text
from reviews.freezing import frozen_goal
from reviews.models import Sitting
from reviews.rules.content import FrozenGoal
from strategy.models import Goal, Strategy
from strategy.selectors.phases import StrategyPage
from workbooks.models import AnswerChange
from workbooks.stores.workbook import NEVER_STOOD

# Who comes back within the hour reads on; what was new stays marked until then.
ONE_SITTING = timedelta(hours=1)
# So often the time of a visit is noted within a sitting.
STEP = timedelta(minutes=1)
KEPT = 6


def sit_down(*, cluster: Cluster, strategy: Strategy, by: User, saw: datetime, now: datetime) -> list[datetime]:
    """Note that a person reads a strategy as it stood at an instant; return what they saw in earlier sittings.

    The newest is first. Two queries at most.
    """
    rows = list(Sitting.objects.of(cluster).filter(strategy=strategy, user=by).order_by("-at", "-pk")[: KEPT + 1])
    newest = rows[0] if rows else None
    if newest is None or now - newest.at >= ONE_SITTING:
        Sitting.objects.create(strategy=strategy, user=by, at=now, saw=saw)
        if rows[KEPT:]:
            Sitting.objects.of(cluster).filter(pk__in=[one.pk for one in rows[KEPT:]]).delete()
        return [one.saw for one in rows]
    if saw > newest.saw + STEP or now > newest.at + STEP:
        Sitting.objects.of(cluster).filter(pk=newest.pk).update(at=now, saw=max(saw, newest.saw))
    return [one.saw for one in rows[1:]]


def answers_at(shown: StrategyPage, at: datetime) -> dict[str, object]:
    """Return the answers of a strategy as they stood at an instant; one query."""
    rows = AnswerChange.objects.of(shown.cluster).filter(workbook=shown.workbook, at__lte=at)
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
    stood = rows.exclude(kind__in=NEVER_STOOD).filter(revision=Subquery(last)).values_list("question_key", "value")
    return {key: value for key, value in stood if value is not None}


def goals_at(cluster: Cluster, goals: Iterable[Goal], at: datetime) -> tuple[FrozenGoal, ...]:
    """Return the goals as they stood at an instant, of all that the strategy ever had; at most one query."""
    every = list(goals)
    changed = [one.pk for one in every if one.changed_at > at]
    lines: dict[int, Change] = {}
    if changed:
        found = Change.objects.of(cluster).used().filter(thing="goal", row__in=changed, at__lte=at)
        for line in found.order_by("row", "revision"):
            lines[line.row] = line
    stood = []
    for goal in every:
        if goal.deleted_at is not None and goal.deleted_at <= at:
            continue
        if goal.changed_at <= at:
            stood.append(frozen_goal(goal))
        elif goal.pk in lines:
            stood.append(_as_it_was(goal, lines[goal.pk]))
    return tuple(stood)


def _as_it_was(goal: Goal, line: Change) -> FrozenGoal:
    values = line.values

    def text(name: str) -> Text:
        return Text(values.get(f"{name}.da", ""), values.get(f"{name}.en", ""))

    deadline = goal._meta.get_field("deadline").to_python(values.get("deadline"))
    owner = line.names.get("owner", "") if "owner" in values else ""
    return FrozenGoal(goal.pk, goal.number, text("title"), text("rationale"), owner, text("owner_role"), deadline)
