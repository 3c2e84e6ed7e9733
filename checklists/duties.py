"""The items of running checklists that somebody is to do."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import User
from checklists.models import Item
from checklists.services.handover import hand_over_items
from clusters.duties import Duties, Duty
from clusters.models import Cluster
from core.addresses import reverse


class ItemDuties(Duties):
    """Open items; what follows an event stays here until it is done, however long ago the event was."""

    kind = "item"
    label = gettext_lazy("Checklist items")
    icon = "clipboard-list"
    owner_field = "assignee"
    day_field = "due"

    def open(self) -> QuerySet[Any]:
        """Return the open items of running checklists."""
        # across_clusters: narrowed to the clusters that the reader may see
        return Item.across_clusters.open().running().order_by("due", "pk")

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add checklist and person."""
        return rows.select_related("checklist", "assignee")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        found = []
        for row in rows:
            checklist = row.checklist
            cluster = clusters[checklist.cluster_id]
            path = f"{reverse('checklists:detail', args=[cluster.slug, checklist.number])}#item-{row.number}"
            given_by = row.changed_by_id
            found.append(
                self.duty(row, cluster, row.label_text, path, row.due, of=checklist.title, given_by_id=given_by)
            )
        return found

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Give somebody's open items to another."""
        return hand_over_items(cluster=cluster, of=of, to=to, by=by)
