"""What was asked of somebody about a strategy, and is not answered yet."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from clusters.duties import Duties, Duty
from clusters.models import Cluster
from reviews.models import Review


class ReviewDuties(Duties):
    """Reviews that are asked for; they are the asked person's own, and end when the strategy is approved."""

    kind = "review"
    label = gettext_lazy("Reviews")
    icon = "eye"
    owner_field = "reviewer"
    day_field = "until"

    def open(self) -> QuerySet[Any]:
        """Return the reviews without an answer, of strategies that are there, and that nobody has approved since."""
        # across_clusters: narrowed to the clusters that the reader may see
        rows = Review.across_clusters.open().standing()
        return rows.filter(snapshot__strategy__deleted_at=None, reviewer__isnull=False)

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add the strategy and the person."""
        return rows.select_related("snapshot__strategy", "reviewer").defer("snapshot__content")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        found = []
        for row in rows:
            strategy = row.snapshot.strategy
            cluster = clusters[strategy.cluster_id]
            strategy.cluster = cluster
            found.append(
                self.duty(
                    row,
                    cluster,
                    strategy.title_text,
                    reverse("reviews:snapshot", args=[cluster.slug, strategy.number, row.snapshot.number]),
                    row.until,
                    of=_("Review, asked for by %(who)s") % {"who": row.asked_by_name},
                    given_by_id=row.asked_by_id,
                )
            )
        return found

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Ask somebody else in place of who leaves; where they were asked already, the one answer is enough."""
        rows = Review.objects.of(cluster).open().standing().filter(reviewer=of)
        asked = Review.objects.of(cluster).filter(reviewer=to).values("snapshot")
        rows.filter(snapshot__in=asked).update(reviewer=None)
        return int(rows.update(reviewer=to, reviewer_name=to.display_name))
