"""What a search finds of the checklists that a cluster runs."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from checklists.models import Checklist, Item
from clusters.models import Cluster
from core.text import Text
from search.sources import Piece, Source


class ChecklistSource(Source):
    """Checklists by title and place."""

    name = "checklists"
    kinds = {"checklists": (_("Our checklists"), "clipboard-list")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the checklists that nobody has deleted."""
        rows: QuerySet[Any] = Checklist.objects.of(cluster).alive()  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each checklist; it leads to its page."""
        for row in rows:
            row.cluster = cluster
            title, place = Text(row.title, row.title), Text(row.place, row.place)
            yield Piece(row.pk, self.name, row.get_absolute_url(), title, place)


class ItemSource(Source):
    """Finds items of running checklists by their words and by what was noted at them."""

    name = "items"
    kinds = {"items": (_("Items of our checklists"), "list-checks")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the items of checklists that are there."""
        rows: QuerySet[Any] = Item.objects.of(cluster).alive().filter(checklist__deleted_at=None)  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each item; it leads to its place in the checklist."""
        for row in rows.select_related("checklist"):
            row.checklist.cluster = cluster
            of = Text(row.checklist.title, row.checklist.title)
            text = Text(f"{row.help_text.da}\n\n{row.note}", f"{row.help_text.en}\n\n{row.note}")
            path = f"{row.checklist.get_absolute_url()}#item-{row.number}"
            yield Piece(row.pk, self.name, path, row.label_text, text, of=of, weight=2)
