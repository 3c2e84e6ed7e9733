"""Fetches what an address names."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from checklists.models import Checklist, Item
from checklists.shown.items import ChecklistPage, linked
from clusters.access import ClusterRequest
from clusters.models import Cluster
from core.prepared import Prepared
from core.shortcuts import get_or_404


@Prepared
def _numbered(cluster: Cluster, number: int) -> "QuerySet[Checklist]":
    rows = Checklist.objects.of(cluster).alive().select_related("activity", "edition__publication")
    return rows.defer("edition__document").filter(number=number)


def opened(request: ClusterRequest, number: int) -> Checklist:
    """Return the cluster's checklist; one query."""
    checklist = next(iter(_numbered(request.cluster, number)), None)
    if checklist is None:
        raise Http404
    checklist.cluster = request.cluster
    return checklist


def items_of(checklist: Checklist) -> list[Item]:
    """Return the items of a checklist in their order, with their people; one query."""
    return _items(checklist.cluster, checklist)


@Prepared
def _items(cluster: Cluster, checklist: Checklist) -> "QuerySet[Item]":
    return Item.objects.of(cluster).filter(checklist=checklist).alive().with_people(cluster)


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


def items_beside(item: Item) -> "QuerySet[Item]":
    """Return what hangs together with an item: its parts, what it is a part of, and what it counts from."""
    rows = Item.objects.of(item.checklist.cluster).filter(checklist=item.checklist).alive().exclude(pk=item.pk)
    names = [number for number in (item.part_of, item.follows) if number]
    return rows.filter(Q(number__in=names) | Q(part_of=item.number))
