"""Which workbooks, answers and changes."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F

from accounts.querysets import unseen
from clusters.guard import ClusterQuerySet
from core.ordering import danish
from workbooks.origins import BORROWED

if TYPE_CHECKING:
    from workbooks.models import (  # noqa: F401
        Answer,
        AnswerChange,
        AnswerFile,
        EditionMove,
        ParkedAnswer,
        Presence,
        Workbook,
    )


class WorkbookSet(ClusterQuerySet["Workbook"]):
    """What is filled in of any edition, whatever room it is for."""


class AnswerSet(ClusterQuerySet["Answer"]):
    """Answers as they stand."""

    def with_people(self) -> "AnswerSet":
        """Add who changed each answer last."""
        return self.select_related("changed_by").defer(*unseen("changed_by"))


class AnswerChangeSet(ClusterQuerySet["AnswerChange"]):
    """The history of answers."""

    def to_question(self, key: str) -> "AnswerChangeSet":
        """Return the changes of one answer, newest first."""
        return self.filter(question_key=key).select_related("by").order_by("-at", "-pk")

    def emptied(self, keys: Collection[str]) -> "AnswerChangeSet":
        """Return what was borrowed at these questions until it was emptied, where nothing was answered since."""
        own = {"workbook__answers__question_key": F("question_key")}
        next_one = {"workbook__answers__revision": F("revision") + 1, "workbook__answers__value__isnull": True}
        return self.filter(question_key__in=keys, origin__in=BORROWED, **own, **next_one)


class AnswerFileSet(ClusterQuerySet["AnswerFile"]):
    """Files in answers."""


class EditionMoveSet(ClusterQuerySet["EditionMove"]):
    """Moves to other editions."""

    def standing(self) -> "EditionMoveSet":
        """Return those that nobody has undone, the newest first, with the editions."""
        rows = self.filter(undone_at=None).select_related("before__publication", "after__publication")
        return rows.order_by("-pk")


class ParkedAnswerSet(ClusterQuerySet["ParkedAnswer"]):
    """Answers beside their workbook."""

    def waiting(self) -> "ParkedAnswerSet":
        """Return those that are not an answer again."""
        return self.filter(given_back=None, put_back_at=None)


class PresenceSet(ClusterQuerySet["Presence"]):
    """Who is working where."""

    def since(self, instant: datetime) -> "PresenceSet":
        """Return those seen since then, with the person."""
        return self.filter(seen_at__gte=instant).select_related("user").order_by(danish("user__name"), "user__email")
