"""What a search finds of the KPIs that a cluster follows."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from core.text import Text
from kpis.models import Kpi, KpiDefinition
from search.sources import Piece, Source


class KpiSource(Source):
    """KPIs by name, what they count and where the figure comes from, in their newest definition."""

    name = "kpis"
    kinds = {"kpis": (_("KPIs we follow"), "chart-line")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the KPIs that are followed."""
        rows: QuerySet[Any] = Kpi.objects.of(cluster).alive()  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each KPI; it leads to its own page."""
        # across_clusters: of KPIs that are the cluster's
        newest = Prefetch("definitions", KpiDefinition.across_clusters.order_by("-version"), to_attr="by_version")
        for row in rows.prefetch_related(newest):
            if not row.by_version:
                continue
            defined = row.by_version[0]
            name, source = Text.from_value(defined.name), Text.from_value(defined.source)
            counted = Text.from_value(defined.definition)
            yield Piece(
                row.pk,
                self.name,
                reverse("kpis:detail", args=[cluster.slug if cluster else "", row.number]),
                Text(*(f"{row.key} {words}" if words else "" for words in (name.da, name.en))),
                Text(f"{counted.da}\n{source.da}", f"{counted.en}\n{source.en}"),
            )
