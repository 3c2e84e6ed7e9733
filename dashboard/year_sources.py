"""What the checklists add to the strategy year, which lies in a room beneath them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from checklists.models import Checklist
from clusters.models import Cluster
from core.addresses import reverse
from core.prepared import Prepared
from core.text import Text
from plans.shown.year import SOURCES, YearItem, YearKind


@Prepared
def _between(cluster: Cluster, first: date, last: date) -> "QuerySet[Checklist]":
    return Checklist.objects.of(cluster).filter(deleted_at=None, day__range=(first, last)).order_by("day", "number")


def checklist_days(cluster: Cluster, first: date, last: date) -> Iterable[YearItem]:
    """Return day 0 of each checklist; one query."""
    return [
        YearItem(
            YearKind.EVENT,
            Text(da=one.title, en=one.title),
            one.day,
            f"checklist-{one.pk}",
            who=one.place,
            url=reverse("checklists:detail", args=[cluster.slug, one.number]),
            is_done=one.finished_at is not None,
        )
        for one in _between(cluster, first, last)
    ]


def register() -> None:
    """Let the year ask the checklists."""
    if checklist_days not in SOURCES:
        SOURCES.append(checklist_days)
