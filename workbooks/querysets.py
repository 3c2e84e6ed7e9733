"""Which workbooks, answers and changes."""

from datetime import datetime
from typing import TYPE_CHECKING

from clusters.guard import ClusterQuerySet
from core.ordering import danish

if TYPE_CHECKING:
    from workbooks.models import Answer, AnswerChange, Presence, Workbook  # noqa: F401


class WorkbookSet(ClusterQuerySet["Workbook"]):
    """Workbooks."""


class AnswerSet(ClusterQuerySet["Answer"]):
    """Answers as they stand."""

    def with_people(self) -> "AnswerSet":
        """Add who changed each answer last."""
        return self.select_related("changed_by")


class AnswerChangeSet(ClusterQuerySet["AnswerChange"]):
    """The history of answers."""

    def to_question(self, key: str) -> "AnswerChangeSet":
        """Return the changes of one answer, newest first."""
        return self.filter(question_key=key).select_related("by").order_by("-at", "-pk")


class PresenceSet(ClusterQuerySet["Presence"]):
    """Who is working where."""

    def since(self, instant: datetime) -> "PresenceSet":
        """Return those seen since then, with the person."""
        return self.filter(seen_at__gte=instant).select_related("user").order_by(danish("user__name"), "user__email")
