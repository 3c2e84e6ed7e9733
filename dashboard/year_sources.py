"""What the checklists add to the strategy year and to a person's tasks, which lie in a room beneath them."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from accounts.models import User
from checklists.models import Checklist, Item
from clusters.models import Cluster
from core.text import Text
from plans.year import SOURCES, TASK_SOURCES, Kind, YearItem


def checklist_days(cluster: Cluster, first: date, last: date) -> Iterable[YearItem]:
    """Return day 0 of each checklist; one query."""
    lists = Checklist.objects.of(cluster).filter(deleted_at=None, day__range=(first, last)).order_by("day", "number")
    return [
        YearItem(
            Kind.EVENT,
            Text(da=one.title, en=one.title),
            one.day,
            f"checklist-{one.pk}",
            who=one.place,
            url=reverse("checklists:detail", args=[cluster.slug, one.number]),
            is_done=one.finished_at is not None,
        )
        for one in lists
    ]


def items_to_do(cluster: Cluster, user: User, first: date, last: date) -> Iterable[YearItem]:
    """Return what the person is to do in running checklists; one query."""
    items = Item.objects.of(cluster).open().running().of_person(user).filter(due__range=(first, last))
    return [
        YearItem(
            Kind.ITEM,
            item.label_text,
            item.due,
            f"item-{item.pk}",
            who=item.checklist.title,
            url=reverse("checklists:detail", args=[cluster.slug, item.checklist.number]) + f"#item-{item.number}",
        )
        for item in items.select_related("checklist").order_by("due", "pk")
    ]


def register() -> None:
    """Let the year and the tasks ask the checklists."""
    if checklist_days not in SOURCES:
        SOURCES.append(checklist_days)
    if items_to_do not in TASK_SOURCES:
        TASK_SOURCES.append(items_to_do)
