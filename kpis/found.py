"""What a search finds of the KPIs that a cluster follows."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from core.text import Text
from kpis.models import KpiDefinition
from search.sources import Piece, Source


class KpiSource(Source):
    """KPIs by name, what they count and where the figure comes from, in their newest definition."""

    name = "kpis"
    changed = "kpi__changed_at"
    kinds = {"kpis": (_("KPIs we follow"), "chart-line")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return what each KPI that is followed counts now; a new definition is a new row."""
        newer = KpiDefinition.across_clusters.filter(kpi=OuterRef("kpi"), version__gt=OuterRef("version"))
        rows: QuerySet[Any] = KpiDefinition.objects.of(cluster).followed().exclude(Exists(newer))  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each KPI; it leads to its own page."""
        for row in rows:
            name, source = Text.from_value(row.name), Text.from_value(row.source)
            counted = Text.from_value(row.definition)
            yield Piece(
                row.pk,
                self.name,
                reverse("kpis:detail", args=[cluster.slug if cluster else "", row.kpi.number]),
                name.each(f"{row.kpi.key} {{}}".format),
                Text(f"{counted.da}\n\n{source.da}", f"{counted.en}\n\n{source.en}"),
            )
