"""Fetches what an address names."""

from django.utils import timezone

from checklists.models import Checklist, Item
from checklists.shown.items import ChecklistPage, linked
from clusters.access import ClusterRequest
from core.shortcuts import get_or_404


def opened(request: ClusterRequest, number: int) -> Checklist:
    """Return the cluster's checklist; one query."""
    rows = Checklist.objects.of(request.cluster).alive().select_related("activity", "edition__publication")
    checklist = get_or_404(rows.defer("edition__document"), number=number)
    checklist.cluster = request.cluster
    return checklist


def items_of(checklist: Checklist) -> list[Item]:
    """Return the items of a checklist in their order, with their people; one query."""
    rows = Item.objects.of(checklist.cluster).filter(checklist=checklist)
    return list(rows.alive().with_people(checklist.cluster))


def shown(request: ClusterRequest, checklist: Checklist, *, show: str = "all") -> ChecklistPage:
    """Return the page of a checklist; two queries."""
    items = items_of(checklist)
    return ChecklistPage(
        request.cluster,
        checklist,
        items,
        today=timezone.localdate(),
        user=request.user,
        links=linked(items),
        show=show,
    )


def fetched(request: ClusterRequest, number: int, item: int, *, deleted: bool = False) -> Item:
    """Return one item of a checklist."""
    checklist = opened(request, number)
    rows = Item.objects.of(request.cluster).filter(checklist=checklist, deleted_at__isnull=not deleted)
    row = get_or_404(rows.with_people(request.cluster), number=item)
    row.checklist = checklist
    return row
