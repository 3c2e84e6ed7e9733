"""Which snapshots, reviews and approvals."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from reviews.models import Approval, PublicLink, Review, Sitting, Snapshot  # noqa: F401


class SnapshotSet(ClusterQuerySet["Snapshot"]):
    """Strategies as they stood; `listed` leaves out what they hold, which is large."""

    def listed(self) -> "SnapshotSet":
        """Return them without their content, with the approval, the newest first."""
        return self.defer("content").select_related("approval").order_by("-number")

    def whole(self) -> "SnapshotSet":
        """Add edition and approval to what is read whole."""
        return self.select_related("edition__publication", "approval")


class ReviewSet(ClusterQuerySet["Review"]):
    """Who was asked to look at a snapshot, and what they answered."""

    def open(self) -> "ReviewSet":
        """Return those that nobody has answered yet."""
        return self.filter(answer="")

    def standing(self) -> "ReviewSet":
        """Return those whose strategy has been neither approved since they were asked for, nor replaced."""
        return self.exclude(self._over())

    def told_whether_over(self) -> "ReviewSet":
        """Add whether the strategy has been approved since they were asked for, or replaced."""
        return self.annotate(is_over=self._over())

    def _over(self) -> ExpressionWrapper:
        from reviews.models import Approval  # noqa: PLC0415 -- the models name these querysets

        # across_clusters: narrowed by the reviews' own strategies
        since = Approval.across_clusters.filter(
            snapshot__strategy=OuterRef("snapshot__strategy"), snapshot__number__gte=OuterRef("snapshot__number")
        )
        over = Q(Exists(since.order_by())) | Q(snapshot__strategy__state="replaced")
        return ExpressionWrapper(over, output_field=BooleanField())


class ApprovalSet(ClusterQuerySet["Approval"]):
    """What was adopted and when, earlier rounds too."""

    def in_force(self) -> "ApprovalSet":
        """Return the newest approval of each strategy first."""
        return self.select_related("snapshot").defer("snapshot__content").order_by("-approved_on", "-pk")


class PublicLinkSet(ClusterQuerySet["PublicLink"]):
    """Addresses at which anybody reads a snapshot."""

    def working(self, today: date) -> "PublicLinkSet":
        """Return those that still lead to their snapshot."""
        return self.filter(revoked_at=None, ends_on__gte=today)

    def listed(self) -> "PublicLinkSet":
        """Add the snapshot without its content, the newest first."""
        return self.select_related("snapshot").defer("snapshot__content").order_by("-pk")

    def to_open(self) -> "PublicLinkSet":
        """Add all that a visitor is shown."""
        return self.select_related("snapshot__strategy__cluster", "snapshot__edition__publication", "by")


class SittingSet(ClusterQuerySet["Sitting"]):
    """When people have read a strategy."""
