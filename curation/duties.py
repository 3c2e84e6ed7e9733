"""The cluster's own templates whose original has a new edition that nobody has looked at."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from clusters.duties import Duties, Duty
from clusters.models import Cluster
from core.addresses import reverse
from curation.models import OwnCopy
from curation.services.own import hand_over_copies


class CopyDuties(Duties):
    """Own templates, a week after the original's newest edition; taking over what one wants, or nothing, ends it."""

    kind = "copy"
    label = gettext_lazy("Own templates")
    icon = "git-compare"
    day_field = "look_by"

    def open(self) -> QuerySet[Any]:
        """Return the copies whose original has a newer edition."""
        # across_clusters: narrowed to the clusters that the reader may see
        rows: QuerySet[Any] = OwnCopy.across_clusters.alive().behind()
        return rows.order_by("cluster", "number")

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add the owner, and what the copy is called."""
        return rows.select_related("owner", "manuscript").defer("manuscript__document", "manuscript__source")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        """Return copies as duties."""
        return [
            self.duty(
                row,
                clusters[row.cluster_id],
                row.manuscript.title_text,
                reverse("own:merge", args=[clusters[row.cluster_id].slug, row.number]),
                row.look_by,
            )
            for row in rows
        ]

    def detail(self, duty: Duty) -> str:
        """Say what is to be done."""
        return _("The original has a new edition: see what is new")

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Give somebody's copies to another."""
        return hand_over_copies(cluster=cluster, of=of, to=to, by=by)
