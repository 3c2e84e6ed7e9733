"""Whether the strategy of a workbook has goals, and the expression by which the rooms above ask about their own."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from strategy.models import Goal, Strategy


def goals(workbook: OuterRef) -> Subquery:
    """Ask, inside a query of workbooks, whether the strategy of each has a goal that was not deleted."""
    # across_clusters: narrowed to the strategy of one workbook
    return in_strategy(workbook, Goal.across_clusters.filter(strategy=OuterRef("pk"), deleted_at=None))


def in_strategy(workbook: OuterRef, rows: "QuerySet[Any]") -> Subquery:
    """Tell whether the rows, which name the strategy by OuterRef("pk"), are any; nothing where there is no strategy."""
    # across_clusters: narrowed to one workbook, which the caller has fetched from its cluster
    strategies = Strategy.across_clusters.filter(workbook=workbook).annotate(has_any=Exists(rows))
    return Subquery(strategies.order_by().values("has_any")[:1])
