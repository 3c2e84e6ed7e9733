"""The KPIs that somebody answers for, and the values that are missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import User
from clusters.duties import Duties, Duty
from clusters.models import Cluster
from core.text import Text
from kpis.models import Kpi
from kpis.selectors import Followed, followed_in
from kpis.services.handover import hand_over_kpis

# Status and missing values need no more of a KPI's measurements.
NEWEST = 2


class KpiDuties(Duties):
    """KPIs that are followed; their day is the last one for the newest value that is asked for."""

    kind = "kpi"
    label = gettext_lazy("KPIs")
    icon = "chart-line"

    def open(self) -> QuerySet[Any]:
        """Return the KPIs that are followed."""
        # across_clusters: narrowed to the clusters that the reader may see
        return Kpi.across_clusters.alive().order_by("cluster", "number")

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add the definitions, whose newest names the KPI, and the owner."""
        return rows.select_related("owner").prefetch_related("definitions")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        """Return KPIs as duties without a day, whether or not a value is missing."""
        found = []
        for row in rows:
            row.cluster = clusters[row.cluster_id]
            newest = max(row.definitions.all(), key=lambda one: one.version, default=None)
            found.append(self._duty(row, newest.name_text if newest else Text()))
        return found

    def due(
        self,
        clusters: Mapping[int, Cluster],
        until: date,
        *,
        today: date,
        owner: User | None = None,
        reader: User | None = None,
    ) -> list[Duty]:
        """Return, of each KPI that lacks a value, the newest period whose value is asked for by then."""
        rows = self.in_clusters(self.open(), clusters)
        if owner is not None:
            rows = rows.filter(owner=owner)
        chosen: dict[int, list[int]] = {}
        for pk, cluster_id in rows.values_list("pk", "cluster_id"):
            chosen.setdefault(cluster_id, []).append(pk)
        found: list[Duty] = []
        for cluster_id, keys in chosen.items():
            cluster = clusters[cluster_id]
            kpis = Kpi.objects.of(cluster).filter(pk__in=keys)
            found += self.of_followed(followed_in(cluster, kpis, today=today, most=NEWEST), until)
        return found

    def of_followed(self, followed: Sequence[Followed], until: date) -> list[Duty]:
        """Return the same of KPIs that are loaded already; no query."""
        found = []
        for one in followed:
            asked = [period for period in one.due if period.last_day <= until]
            if asked:
                newest = asked[-1]
                found.append(self._duty(one.kpi, one.name, newest.last_day, (newest.start, newest.end)))
        return found

    def _duty(self, kpi: Kpi, name: Text, day: date | None = None, span: tuple[date, date] | None = None) -> Duty:
        path, given_by = kpi.get_absolute_url(), kpi.changed_by_id
        return self.duty(
            kpi, kpi.cluster, name, path, day, key=kpi.key, span=span, given_by_id=given_by, role=kpi.role_text
        )

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Give somebody's KPIs to another."""
        return hand_over_kpis(cluster=cluster, of=of, to=to, by=by)
