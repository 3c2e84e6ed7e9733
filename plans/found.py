"""What a search finds of the plan: activities, milestones, and what stands in the year."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from core.text import Text
from plans.models import Activity, Milestone, YearEntry
from search.sources import Piece, Source


class ActivitySource(Source):
    """Activities with what is to come of them and who takes part."""

    name = "activities"
    kinds = {"activities": (_("Activities"), "list-checks")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the activities that nobody has deleted."""
        rows: QuerySet[Any] = Activity.objects.of(cluster).alive()  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each activity; it leads to its own page."""
        for row in rows:
            row.cluster = cluster
            result, reason = row.result_text, row.reason_text
            yield Piece(
                row.pk,
                self.name,
                row.get_absolute_url(),
                row.title_text.each(f"{row.key} {{}}".format),
                Text(f"{result.da}\n\n{reason.da}\n\n{row.people}", f"{result.en}\n\n{reason.en}"),
            )


class MilestoneSource(Source):
    """Milestones by their titles."""

    name = "milestones"
    kinds = {"milestones": (_("Milestones"), "flag")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the milestones of activities that are there."""
        rows: QuerySet[Any] = Milestone.objects.of(cluster).filter(deleted_at=None, activity__deleted_at=None)  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each milestone; it leads to its activity."""
        for row in rows.select_related("activity"):
            path = reverse("plans:activity", args=[cluster.slug if cluster else "", row.activity.number])
            yield Piece(row.pk, self.name, path, row.title_text, of=row.activity.title_text, weight=1)


class YearSource(Source):
    """Meetings and deadlines of the strategy year."""

    name = "year"
    kinds = {"year": (_("The strategy year"), "calendar")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the entries that nobody has deleted."""
        rows: QuerySet[Any] = YearEntry.objects.of(cluster).alive()  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each entry; it leads to its year."""
        for row in rows:
            path = reverse("plans:year", args=[cluster.slug if cluster else "", row.starts.year])
            yield Piece(row.pk, self.name, path, Text.from_value(row.title), Text(row.who, row.who), weight=1)
