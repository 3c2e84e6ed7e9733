"""Fetches what the plan's addresses name: the current strategy, the filter, one activity."""

from django.db.models import QuerySet
from django.utils import timezone

from clusters.access import ClusterRequest
from clusters.models import Cluster
from core.prepared import Prepared
from core.shortcuts import get_or_404
from plans.forms.filters import PlanFilter, goals_of, people_of
from plans.models import Activity
from plans.querysets import ActivitySet
from plans.selectors import with_steps
from plans.services.dependencies import waits_of
from plans.shown.activities import Plan, PlanLine, plan_of
from strategy.models import Strategy


@Prepared
def _strategies(cluster: Cluster) -> "QuerySet[Strategy]":
    return Strategy.objects.of(cluster).alive()


@Prepared
def _days(cluster: Cluster) -> "QuerySet[Activity]":
    return Activity.objects.of(cluster).filter(deleted_at=None).order_by().only("starts", "ends")


@Prepared
def _current_plan(cluster: Cluster, strategy: Strategy) -> "QuerySet[Activity]":
    strategy.is_current = True
    return _lines(cluster).of_strategy(strategy)


@Prepared
def _plan(cluster: Cluster, strategy: Strategy) -> "QuerySet[Activity]":
    strategy.is_current = False
    return _lines(cluster).of_strategy(strategy)


def _lines(cluster: Cluster) -> ActivitySet:
    rows: ActivitySet = Activity.objects.of(cluster).alive().with_people()
    return rows.with_file_count()


def filter_of(request: ClusterRequest) -> PlanFilter:
    """Return the filter that the address names, with what it can be set to in this cluster."""
    strategies = _strategies(request.cluster)
    wanted = request.GET.get("strategy", "")
    strategy = next((s for s in strategies if (str(s.number) == wanted if wanted else s.is_current)), None)
    days = ((one.starts, one.ends) for one in _days(request.cluster))
    years = {day.year for pair in days for day in pair if day}
    return PlanFilter(
        request.GET,
        user=request.user,
        people=people_of(request.cluster),
        goals=goals_of(strategy),
        strategies=strategies,
        years=list(range(min(years), max(years) + 1)) if years else [],
    )


def wanted_activities(request: ClusterRequest, wanted: PlanFilter) -> ActivitySet:
    """Return the activities that the filter names, with all that their lines show."""
    activities: ActivitySet = Activity.objects.of(request.cluster).alive().with_people().with_milestones()
    return wanted.narrow(activities.with_file_count())


def wanted_plan(request: ClusterRequest, wanted: PlanFilter) -> Plan:
    """Return the plan that the filter names."""
    strategy = wanted.strategy
    if wanted.is_narrow or strategy is None:
        found = list(wanted_activities(request, wanted))
    else:
        found = _current_plan(request.cluster, strategy) if strategy.is_current else _plan(request.cluster, strategy)
        with_steps(request.cluster, found)
    return plan_of(found, timezone.localdate(), waits_of(request.cluster))


def opened(request: ClusterRequest, number: int, *, deleted: bool = False) -> Activity:
    """Return one activity of the cluster with its owner and goal."""
    rows = Activity.objects.of(request.cluster)
    rows = rows.deleted() if deleted else rows.alive()
    activity = get_or_404(rows.with_people(), number=number)
    activity.cluster = request.cluster
    return activity


def line_of(request: ClusterRequest, number: int) -> PlanLine:
    """Return one activity as a row shows it."""
    rows = Activity.objects.of(request.cluster).alive().with_people().with_milestones().with_file_count()
    activity = get_or_404(rows.select_related("owner", "goal__strategy", "changed_by"), number=number)
    activity.cluster = request.cluster
    return PlanLine(activity, timezone.localdate())
