"""The documents that somebody is to finish by a day."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from clusters.duties import Duties, Duty
from clusters.models import Cluster
from documents.models import ClusterDocument
from documents.services.documents import hand_over_documents


class DocumentDuties(Duties):
    """Drafts, by the day on which they are to be finished."""

    kind = "document"
    label = gettext_lazy("Documents")
    icon = "file-text"
    day_field = "due_on"

    def open(self) -> QuerySet[Any]:
        """Return the drafts that nobody has deleted."""
        # across_clusters: narrowed to the clusters that the reader may see
        drafts: QuerySet[Any] = ClusterDocument.across_clusters.alive()
        return drafts.filter(state=ClusterDocument.State.DRAFT).order_by("cluster", "number")

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add the owner."""
        return rows.select_related("owner")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        return [
            self.duty(
                row,
                clusters[row.cluster_id],
                row.title_text,
                reverse("documents:detail", args=[clusters[row.cluster_id].slug, row.number]),
                row.due_on,
                given_by_id=row.changed_by_id,
            )
            for row in rows
        ]

    def detail(self, duty: Duty) -> str:
        return _("A document to be finished")

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Give somebody's documents to another."""
        return hand_over_documents(cluster=cluster, of=of, to=to, by=by)
