"""Which drafts, manuscripts and changes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.functions import TruncDate

from clusters.deletable import DeletableSet
from library.models import Edition

# So long somebody has to look at what an original has new before it is late.
LOOK_WITHIN = timedelta(days=7)

if TYPE_CHECKING:
    from curation.models import Draft, OwnCopy, Wish, WritingStep  # noqa: F401


class DraftSet(models.QuerySet["Draft"]):
    """The curators' drafts."""

    def open(self) -> "DraftSet":
        """Return the drafts that somebody can still write in."""
        return self.filter(state="open")

    def listed(self) -> "DraftSet":
        """Return them for a list, without what stands in them."""
        return self.select_related("manuscript__changed_by", "publication").defer("manuscript__document")

    def whole(self) -> "DraftSet":
        """Return them with what stands in them, in one query."""
        return self.select_related("manuscript", "publication", "based_on")

    def due(self, moment: datetime) -> "DraftSet":
        """Return the drafts that were to be published by themselves by now."""
        return self.filter(state="open", publish_at__lte=moment)


class WritingStepSet(models.QuerySet["WritingStep"]):
    """What was written into a draft, step by step, undone steps too."""

    def since(self, revision: int) -> "WritingStepSet":
        """Return what has been written after a revision."""
        return self.exclude(kind="aside").filter(revision__gt=revision).select_related("by").order_by("revision", "pk")

    def with_people(self) -> "WritingStepSet":
        """Return them with who did them, the newest first."""
        return self.select_related("by").order_by("-revision", "-pk")

    def last_done_by(self, person: int) -> "WritingStep | None":
        """Return the step that a person would undo."""
        return self.filter(by=person, kind="done", is_undone=False).order_by("-pk").first()

    def next_to_redo(self, person: int) -> "WritingStep | None":
        """Return the step that a person would do again: what they wrote since has no way back to it."""
        last = self.last_done_by(person)
        undone = self.filter(by=person, kind="done", is_undone=True)
        return (undone.filter(pk__gt=last.pk) if last else undone).order_by("pk").first()


class WishSet(models.QuerySet["Wish"]):
    """What clusters would like to be better."""

    def waiting(self) -> "WishSet":
        """Return those that no curator has settled."""
        return self.filter(settled_at=None)


class OwnCopySet(DeletableSet["OwnCopy"]):
    """What clusters have copied for themselves."""

    def behind(self) -> "OwnCopySet":
        """Return those whose original has a newer edition than they follow, with the day to look at it by."""
        # across_clusters: what is copied is published for all
        newer = Edition.across_clusters.published().filter(
            publication=OuterRef("follows__publication"), version__gt=OuterRef("follows__version")
        )
        look_by = ExpressionWrapper(F("newer_at") + LOOK_WITHIN, output_field=models.DateTimeField())
        told = self.annotate(newer_at=Subquery(newer.order_by("-version").values("published_at")[:1]))
        return told.filter(newer_at__isnull=False).annotate(look_by=TruncDate(look_by))

    def whole(self) -> "OwnCopySet":
        """Return them with what stands in them, in one query."""
        return self.select_related("manuscript", "publication", "cluster", "based_on", "follows__publication").defer(
            "based_on__document", "follows__document"
        )

    def listed(self) -> "OwnCopySet":
        """Return them for a list, without what stands in them."""
        rows = self.whole().select_related("manuscript__changed_by")
        return rows.defer("manuscript__document", "based_on__document", "follows__document")
