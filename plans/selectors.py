"""The milestones of a plan, loaded at once."""

from collections.abc import Iterable

from django.db.models import QuerySet

from clusters.models import Cluster
from core.prepared import Prepared
from plans.models import Activity, Milestone


@Prepared
def _milestones(cluster: Cluster) -> "QuerySet[Milestone]":
    return Milestone.objects.of(cluster).filter(deleted_at=None).order_by("date", "pk")


def with_steps(cluster: Cluster, activities: Iterable[Activity]) -> None:
    """Give each activity its milestones that nobody has deleted, in order; one query for all of the cluster's."""
    found: dict[int, list[Milestone]] = {}
    for milestone in _milestones(cluster):
        found.setdefault(milestone.activity_id, []).append(milestone)
    for activity in activities:
        activity.steps = found.get(activity.pk, [])
        for milestone in activity.steps:
            milestone.activity = activity
