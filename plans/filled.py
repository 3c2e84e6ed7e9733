"""Whether the strategy of a workbook has activities of its own."""

from django.db.models import OuterRef, Subquery

from plans.models import Activity
from strategy.filled import in_strategy


def activities(workbook: OuterRef) -> Subquery:
    """Tell whether an activity leads to one of its goals that is not still as an example gave it."""
    # across_clusters: narrowed to the strategy of one workbook
    rows = Activity.across_clusters.filter(deleted_at=None, goal__strategy=OuterRef("pk"), goal__deleted_at=None)
    return in_strategy(workbook, rows.exclude(from_example=True, revision=1))
