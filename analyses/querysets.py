"""Which analyses, and what was carried over from them."""

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast, Substr

from clusters.deletable import DeletableSet
from clusters.guard import ClusterQuerySet
from workbooks.models import Answer

if TYPE_CHECKING:
    from analyses.models import Analysis, CarryOver  # noqa: F401

# The day that the template asks for (docs/content-format.md).
REVIEWED_ON = "review_date"


class AnalysisSet(DeletableSet["Analysis"]):
    """Analyses."""

    def with_review_day(self) -> "AnalysisSet":
        """Add the day on which each is to be looked at again, as its template asks for it: an ISO date, as text.

        Compared as text, since a date that an imported file has got wrong must not stop a list.
        """
        # across_clusters: narrowed to the workbook of the analysis
        days = Answer.across_clusters.filter(workbook=OuterRef("workbook"), question_key=REVIEWED_ON)
        written = days.annotate(day=Substr(Cast("value", TextField()), 2, 10)).values("day")
        return self.annotate(review_day=Subquery(written[:1], output_field=TextField()))

    def with_workbook(self) -> "AnalysisSet":
        """Add the workbook with its edition, the strategy, and who changed it last."""
        heavy = ("workbook__edition__document",)
        return self.select_related("workbook__edition__publication", "strategy", "created_by").defer(*heavy)


class CarryOverSet(ClusterQuerySet["CarryOver"]):
    """What was carried over into strategies."""

    def standing(self) -> "CarryOverSet":
        """Return those that nobody has taken back, newest first."""
        return self.filter(undone_at=None).order_by("-at", "-pk")
