"""Which workbooks, answers and changes."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Cast

from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from workbooks.models import Answer, AnswerChange, Presence, Workbook  # noqa: F401


class WorkbookSet(ClusterQuerySet["Workbook"]):
    """Workbooks."""

    def with_edition(self) -> "WorkbookSet":
        """Add the edition and its publication."""
        return self.select_related("edition__publication").defer("edition__document", "edition__search_text")

    def with_template(self) -> "WorkbookSet":
        """Add the edition as far as it takes to know what it asks, when this process has parsed it before."""
        return self.select_related("edition").only("cluster", "title", "edition__digest")


class AnswerSet(ClusterQuerySet["Answer"]):
    """Answers as they stand."""

    def with_people(self) -> "AnswerSet":
        """Add who changed each answer last."""
        return self.select_related("changed_by")

    def as_texts(self) -> models.QuerySet["Answer", tuple[Any, ...]]:
        """Return key, id and revision of each, and its value and times as the JSON that the database keeps."""
        texts = (Cast(name, models.TextField()) for name in ("value", "written_at"))
        return self.order_by().values_list("question_key", "pk", "revision", *texts)


class AnswerChangeSet(ClusterQuerySet["AnswerChange"]):
    """The history of answers."""

    def to_question(self, key: str) -> "AnswerChangeSet":
        """Return the changes of one answer, newest first."""
        return self.filter(question_key=key).select_related("by").order_by("-at", "-pk")


class PresenceSet(ClusterQuerySet["Presence"]):
    """Who is working where."""

    def since(self, instant: datetime) -> "PresenceSet":
        """Return those seen since then, with the person."""
        return self.filter(seen_at__gte=instant).select_related("user").order_by("user__name", "user__email")
