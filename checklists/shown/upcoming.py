"""What is due in a cluster's checklists: over its time, and in the coming two weeks. One query."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, QuerySet, When

from accounts.models import User
from checklists.models import Item
from clusters.models import Cluster
from core.addresses import reverse
from core.prepared import Prepared
from core.times import when_due

HORIZON = timedelta(days=14)
MOST = 100


@dataclass(frozen=True, slots=True)
class Due:
    """An item that is due, seen from outside its checklist."""

    item: Item
    url: str
    today: date
    is_mine: bool

    @property
    def is_late(self) -> bool:
        """Whether it should have been done."""
        return self.day < self.today

    @property
    def day(self) -> date:
        """Its day: only what has one is due."""
        assert self.item.due is not None  # noqa: S101 -- asked for by its day
        return self.item.due

    @property
    def is_follow_up(self) -> bool:
        """Whether it is what remains to be done after the event."""
        return self.item.stage == Item.Stage.AFTER and self.item.checklist.day < self.today

    @property
    def when(self) -> str:
        """When it is due, seen from today."""
        return when_due(self.day, self.today)

    @property
    def who(self) -> str:
        """Who is to do it."""
        return self.item.assignee.display_name if self.item.assignee else ""

    @property
    def has_left(self) -> bool:
        """Whether who is to do it is no longer in the cluster."""
        return bool(getattr(self.item, "assignee_has_left", False))


@Prepared
def _due(cluster: Cluster, user: User, until: date) -> "QuerySet[Item]":
    items = Item.objects.of(cluster).open().running().due_by(until).with_people(cluster)
    order = items.query.order_by
    own_first = items.order_by(Case(When(assignee=user, then=0), default=1), *order)
    return own_first.select_related("checklist", "assignee")[:MOST]


def due_items(cluster: Cluster, user: User, today: date) -> list[Due]:
    """Return what is open and due within two weeks in the running checklists, what is over its time first.

    What follows an event stays here until it is done, however long ago the event was. Of more than `MOST` items the
    person's own are among those that are returned, whatever else is late.
    """
    found = sorted(
        _due(cluster, user, today + HORIZON),
        key=lambda one: (one.due or today, one.checklist.day, one.checklist.number, one.position),
    )
    return [Due(item, _url(cluster, item), today, is_mine=item.assignee_id == user.pk) for item in found]


def _url(cluster: Cluster, item: Item) -> str:
    page = reverse("checklists:detail", args=[cluster.slug, item.checklist.number])
    return f"{page}#item-{item.number}"
