"""Which assessments, scorers and scores."""

from typing import TYPE_CHECKING

from clusters.deletable import DeletableSet
from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from assessments.models import Agreement, Assessment, NextStep, Score, ScoreFile, Scorer  # noqa: F401


class AssessmentSet(DeletableSet["Assessment"]):
    """Self-assessments, the deleted ones too unless one asks for those alive."""

    def with_edition(self) -> "AssessmentSet":
        """Add the edition whose statements are scored."""
        return self.select_related("edition__publication")

    def closed(self) -> "AssessmentSet":
        """Return those whose answers have been opened, the newest first."""
        return self.filter(closed_on__isnull=False).order_by("-closed_on", "-number")


class ScorerSet(ClusterQuerySet["Scorer"]):
    """People who were asked."""

    def by_name(self) -> "ScorerSet":
        """Return them by name; the order in which they answered is nobody's business."""
        return self.select_related("user").order_by("name", "pk")


class ScoreSet(ClusterQuerySet["Score"]):
    """Scores; who asks for them in a view shows a person their own."""


class ScoreFileSet(ClusterQuerySet["ScoreFile"]):
    """Files beside scores; who asks for them in a view shows a person their own, or what has been opened."""


class AgreementSet(ClusterQuerySet["Agreement"]):
    """What was agreed."""


class NextStepSet(ClusterQuerySet["NextStep"]):
    """What became of weak statements."""

    def living(self) -> "NextStepSet":
        """Return those whose goal or activity is still there, with it."""
        return (
            self.filter(goal__deleted_at=None, activity__deleted_at=None, removed_at=None)
            .select_related("goal__strategy", "activity", "strategy", "assessment")
            .order_by("pk")
        )
