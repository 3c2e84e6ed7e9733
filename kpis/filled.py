"""Whether the strategy of a workbook has KPIs."""

from django.db.models import OuterRef, Subquery

from kpis.models import Kpi
from strategy.filled import in_strategy


def kpis(workbook: OuterRef) -> Subquery:
    """Tell whether a KPI is followed that measures one of its goals."""
    # across_clusters: narrowed to the strategy of one workbook
    followed = Kpi.across_clusters.filter(dropped_at=None, goal__strategy=OuterRef("pk"), goal__deleted_at=None)
    return in_strategy(workbook, followed)
