"""The activities that somebody answers for, and their milestones."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from clusters.duties import MOST, Duties, Duty
from clusters.models import Cluster
from core.addresses import reverse
from core.text import Text
from plans.models import Activity
from plans.services.handover import hand_over_activities


def activity_path(cluster: Cluster, activity: Activity) -> str:
    """Return the address of an activity's page."""
    return reverse("plans:activity", args=[cluster.slug, activity.number])


class PlanDuties(Duties):
    """Activities that are neither done nor dropped, by their end, and their milestones still to be reached.

    Whoever answers for an activity answers for its milestones: they are due by themselves, and owned with it.
    """

    kind = "activity"
    kinds = ("activity", "milestone")
    label = gettext_lazy("Activities, with their milestones")
    day_field = "ends"

    def open(self) -> QuerySet[Any]:
        """Return the activities that are neither done nor dropped."""
        # across_clusters: narrowed to the clusters that the reader may see
        return Activity.across_clusters.filter(deleted_at=None).open().order_by("number")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        """Return activities as duties."""
        return [self._of_activity(row, clusters[row.cluster_id]) for row in rows]

    def due(
        self,
        clusters: Mapping[int, Cluster],
        until: date,
        *,
        today: date,
        owner: User | None = None,
        reader: User | None = None,
    ) -> list[Duty]:
        """Return the activities that end and the milestones that are to be reached by then; one query for both."""
        # across_clusters: narrowed to the clusters that the reader may see
        rows: Any = Activity.across_clusters.filter(cluster__in=clusters).due_by(until).select_related("owner")
        if owner is not None:
            rows = rows.filter(owner=owner)
        if reader is not None:
            own_first = Case(When(owner=reader.pk, then=Value(0)), default=Value(1))
            rows = rows.order_by(own_first, *rows.query.order_by)[:MOST]
        return self.of_rows(rows, clusters, until)

    def of_rows(self, rows: Iterable[Any], clusters: Mapping[int, Cluster], until: date) -> list[Duty]:
        """Return the same of rows that are loaded already, with their milestones beside them; no query."""
        found: dict[tuple[int, int | None], Duty] = {}
        for row in rows:
            cluster = clusters[row.cluster_id]
            if row.is_closed:
                continue
            if row.ends and row.ends <= until:
                found[row.pk, None] = self._of_activity(row, cluster)
            if row.step_pk:
                found[row.pk, row.step_pk] = self._of_milestone(row, cluster)
        return list(found.values())

    def _of_activity(self, row: Activity, cluster: Cluster) -> Duty:
        path, given_by = activity_path(cluster, row), row.changed_by_id
        return self.duty(
            row, cluster, row.title_text, path, row.ends, key=row.key, given_by_id=given_by, role=row.role_text
        )

    def _of_milestone(self, row: Any, cluster: Cluster) -> Duty:
        """Return the milestone that `due_by` found with its activity."""
        return Duty(
            "milestone",
            row.step_pk,
            "",
            Text.from_value(row.step_title),
            f"{activity_path(cluster, row)}#m-{row.step_pk}",
            cluster,
            row.owner_id,
            row.step_date,
            of=row.key,
            owner_name=row.owner.display_name if row.owner else "",
            role=row.role_text,
        )

    def detail(self, duty: Duty) -> str:
        """Say which activity ends, or whose milestone it is."""
        if duty.kind == "milestone":
            return _("Milestone of %(key)s") % {"key": duty.of}
        return _("%(key)s ends") % {"key": duty.key}

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Give somebody's open activities to another."""
        return hand_over_activities(cluster=cluster, of=of, to=to, by=by)
