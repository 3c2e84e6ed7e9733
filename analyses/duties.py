"""The analyses that somebody is to look at again by a day."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from analyses.models import Analysis
from analyses.services import hand_over_analyses
from answers.days import as_day
from clusters.duties import Duties, Duty
from clusters.models import Cluster


class AnalysisDuties(Duties):
    """Analyses, by the day on which they are to be looked at again; a later day, written there, puts it off."""

    kind = "analysis"
    label = gettext_lazy("Analyses")
    icon = "scale"
    day_field = "review_day"

    def open(self) -> QuerySet[Any]:
        """Return the analyses that nobody has deleted."""
        # across_clusters: narrowed to the clusters that the reader may see
        rows: QuerySet[Any] = Analysis.across_clusters.alive().with_review_day()
        return rows.order_by("cluster", "number")

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add the owner."""
        return rows.select_related("owner")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        """Return analyses as duties."""
        return [
            self.duty(
                row,
                clusters[row.cluster_id],
                row.title_text,
                reverse("analyses:detail", args=[clusters[row.cluster_id].slug, row.number]),
                as_day(row.review_day),
                given_by_id=row.changed_by_id,
            )
            for row in rows
        ]

    def detail(self, duty: Duty) -> str:
        """Say what is to be done."""
        return _("An analysis to be looked at again")

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Give somebody's analyses to another."""
        return hand_over_analyses(cluster=cluster, of=of, to=to, by=by)
