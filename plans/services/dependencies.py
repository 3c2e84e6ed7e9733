"""What joins activities that wait for one another; nothing may wait for itself, however far round."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.locking import lock
from clusters.models import Cluster
from core.errors import Refusal
from core.prepared import Prepared
from plans.models import Activity, Dependency
from plans.services.activities import log


@transaction.atomic
def add_dependency(*, activity: Activity, needed: Activity, by: User | None) -> None:
    """Let the activity wait for another one; raises Refusal where that would close a circle."""
    lock(activity.cluster)
    if needed.cluster_id != activity.cluster_id:
        raise Refusal(_("Choose one of this cluster’s activities."), "needed")
    pairs = waits_of(activity.cluster)
    if (activity.pk, needed.pk) in pairs:
        return
    way = path(pairs, needed.pk, activity.pk)
    if way:
        raise Refusal(circle_sentence(activity, needed, keys_of(activity.cluster, way)), "needed")
    Dependency.objects.create(activity=activity, needed=needed)
    log(activity, "changed-activity", by)


@transaction.atomic
def remove_dependency(*, activity: Activity, needed: Activity, by: User) -> None:
    """Let the activity wait for the other one no longer."""
    Dependency.objects.of(activity.cluster).filter(activity=activity, needed=needed).delete()
    log(activity, "changed-activity", by)


@Prepared
def _waits(cluster: Cluster) -> "QuerySet[Dependency]":
    return Dependency.objects.of(cluster)


def waits_of(cluster: Cluster) -> set[tuple[int, int]]:
    """Return who waits for whom, as pairs of primary keys; deleted activities too, since they can come back."""
    return {(one.activity_id, one.needed_id) for one in _waits(cluster)}


def path(pairs: Iterable[tuple[int, int]], start: int, end: int) -> list[int]:
    """Return one way from an activity along what it waits for to another one, both ends in it, or an empty list."""
    onward: dict[int, list[int]] = {}
    for activity, needed in pairs:
        onward.setdefault(activity, []).append(needed)
    before: dict[int, int | None] = {start: None}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            way = [end]
            while (step := before[way[-1]]) is not None:
                way.append(step)
            return way[::-1]
        for there in onward.get(here, ()):
            if there not in before:
                before[there] = here
                waiting.append(there)
    return []


def circle_sentence(activity: Activity, needed: Activity, way: list[str]) -> str:
    """Say that the two would wait for each other, and along which way."""
    if activity.pk == needed.pk:
        return _("An activity cannot wait for itself.")
    return _(
        "%(activity)s cannot wait for %(needed)s, because %(needed)s is already waiting for %(activity)s: %(way)s."
    ) % {
        "activity": activity.key,
        "needed": needed.key,
        "way": " → ".join(way),
    }


def keys_of(cluster: Cluster, way: list[int]) -> list[str]:
    """Return the keys of the activities on the way."""
    numbers = dict(Activity.objects.of(cluster).filter(pk__in=way).values_list("pk", "number"))
    return [f"A{numbers[pk]}" for pk in way]
