"""Which analyses, and what was carried over from them."""

from typing import TYPE_CHECKING

from clusters.deletable import DeletableSet
from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from analyses.models import Analysis, CarryOver  # noqa: F401


class AnalysisSet(DeletableSet["Analysis"]):
    """Analyses."""

    def with_workbook(self) -> "AnalysisSet":
        """Add the workbook with its edition, the strategy, and who changed it last."""
        heavy = ("workbook__edition__document",)
        return self.select_related("workbook__edition__publication", "strategy", "created_by").defer(*heavy)


class CarryOverSet(ClusterQuerySet["CarryOver"]):
    """What was carried over into strategies."""

    def standing(self) -> "CarryOverSet":
        """Return those that nobody has taken back, newest first."""
        return self.filter(undone_at=None).order_by("-at", "-pk")
