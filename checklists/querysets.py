"""Which checklists and items."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.models import User
from accounts.querysets import unseen
from clusters.deletable import DeletableSet
from clusters.guard import ClusterQuerySet
from clusters.models import Cluster, Membership

if TYPE_CHECKING:
    from checklists.models import Checklist, Item, OwnChecklist, Tick  # noqa: F401


class ChecklistSet(DeletableSet["Checklist"]):
    """Checklists that run for one event, the deleted ones too unless one asks for those alive."""

    def running(self) -> "ChecklistSet":
        """Return the checklists that are not finished, the nearest day first."""
        return self.alive().filter(finished_at=None).order_by("day", "number")

    def finished(self) -> "ChecklistSet":
        """Return the finished checklists, the latest first."""
        return self.alive().filter(finished_at__isnull=False).order_by("-finished_at", "-number")

    def with_counts(self, today: date) -> "ChecklistSet":
        """Add `total`, `done` and `late`: items that matter, those done, and those open over their time."""
        alive = Q(items__deleted_at=None)
        return self.annotate(
            total=Count("items", filter=alive & ~Q(items__state="not-relevant")),
            done=Count("items", filter=alive & Q(items__state="done")),
            late=Count("items", filter=alive & Q(items__state="open", items__due__lt=today)),
        )


class ItemSet(DeletableSet["Item"]):
    """Items of checklists, the deleted ones too unless one asks for those alive."""

    def alive(self) -> Self:
        """Return the items that nobody has deleted, in their order."""
        return super().alive().order_by("position", "number")

    def deleted(self) -> Self:
        """Return the items that can be brought back."""
        return super().deleted().order_by("position", "number")

    def open(self) -> "ItemSet":
        """Return the items that are neither done nor set aside."""
        return self.filter(deleted_at=None, state="open")

    def running(self) -> "ItemSet":
        """Return the items of checklists that are neither finished nor deleted."""
        return self.filter(checklist__deleted_at=None, checklist__finished_at=None)

    def due_by(self, day: date) -> "ItemSet":
        """Return the items that are due on this day or before it, those due longest first."""
        return self.filter(due__lte=day).order_by("due", "checklist__day", "checklist__number", "position")

    def follow_day_zero(self) -> "ItemSet":
        """Return the items whose date goes along when day 0 is moved."""
        return self.open().filter(is_moved=False)

    def of_person(self, user: User) -> "ItemSet":
        """Return the items that the person is to do."""
        return self.filter(assignee=user)

    def with_people(self, cluster: Cluster) -> "ItemSet":
        """Add who is to do it and who did it, and `assignee_has_left` for somebody who is no longer a member."""
        members = Membership.objects.of(cluster).filter(user=OuterRef("assignee"))
        people = self.select_related("assignee", "done_by").defer(*unseen("assignee", "done_by"))
        return people.annotate(assignee_has_left=Q(assignee__isnull=False) & ~Exists(members))


class TickSet(ClusterQuerySet["Tick"]):
    """Who ticked what and took it back, each time a row of its own."""

    def newest(self) -> "TickSet":
        """Return the ticks with who made them, the latest first."""
        return self.select_related("by").order_by(F("at").desc(), "-pk")


class OwnChecklistSet(DeletableSet["OwnChecklist"]):
    """A cluster's own checklists to start from."""

    def without_document(self) -> models.QuerySet["OwnChecklist"]:
        """Leave the document in the database, for lists."""
        return self.defer("document")
