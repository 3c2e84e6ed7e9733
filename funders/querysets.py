"""Which reports to funders, and which of the sendings."""

from typing import TYPE_CHECKING

from clusters.deletable import DeletableSet
from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from funders.models import Explanation, FunderReport, Sending  # noqa: F401


class FunderReportSet(DeletableSet["FunderReport"]):
    """Yearly plans and reports, the deleted ones too unless one asks for those alive."""

    def with_workbook(self) -> "FunderReportSet":
        """Add the workbook with its edition, and the strategy."""
        heavy = ("workbook__edition__document",)
        return self.select_related("workbook__edition__publication", "strategy").defer(*heavy)


class SendingSet(ClusterQuerySet["Sending"]):
    """Sendings."""

    def light(self) -> "SendingSet":
        """Return the sendings, newest first, with their report and without the long content that was frozen."""
        return self.select_related("report").defer("content").order_by("-at", "-pk")

    def bare(self) -> "SendingSet":
        """Return the sendings without anything long, for lists."""
        return self.defer("content", "figures").order_by("-number")


class ExplanationSet(ClusterQuerySet["Explanation"]):
    """Explanations of figures that differ."""
