"""The goals that somebody answers for, and their deadlines."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from clusters.duties import Duties, Duty
from clusters.models import Cluster
from core.addresses import reverse
from strategy.models import Goal
from strategy.services import hand_over_goals


class GoalDuties(Duties):
    """Goals; only those of the strategy that the cluster works by are asked for by their deadline."""

    kind = "goal"
    label = gettext_lazy("Goals")
    icon = "flag"
    day_field = "deadline"

    def open(self) -> QuerySet[Any]:
        """Return the goals of strategies that nobody has deleted."""
        # across_clusters: narrowed to the clusters that the reader may see
        return Goal.across_clusters.alive().filter(strategy__deleted_at=None)

    def in_clusters(self, rows: QuerySet[Any], clusters: Iterable[int]) -> QuerySet[Any]:
        """Return those of some clusters."""
        return rows.filter(strategy__cluster__in=clusters).order_by("strategy", "position", "number")

    def active(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of current strategies."""
        return rows.filter(strategy__is_current=True)

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add strategy and owner."""
        return rows.select_related("strategy", "owner")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        return [
            self.duty(
                row,
                clusters[row.strategy.cluster_id],
                row.title_text,
                reverse("strategy:goals", args=[clusters[row.strategy.cluster_id].slug, row.strategy.number]),
                row.deadline,
                key=row.key,
                given_by_id=row.changed_by_id,
                role=row.role_text,
            )
            for row in rows
        ]

    def detail(self, duty: Duty) -> str:
        return _("Goal %(key)s") % {"key": duty.key}

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Give somebody's goals to another."""
        return hand_over_goals(cluster=cluster, of=of, to=to, by=by)
