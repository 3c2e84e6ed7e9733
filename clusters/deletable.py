"""Rows that people delete and bring back: they stay where they are, with the moment at which they went."""

from typing import Any, Self, TypeVar

from django.db import models
from django.utils import timezone

from clusters.guard import ClusterQuerySet
from core.rows import Row

ModelT = TypeVar("ModelT", bound=models.Model)


class DeletableSet(ClusterQuerySet[ModelT]):
    """Which of the rows are there, and which can be brought back."""

    def alive(self) -> Self:
        """Return those that nobody has deleted."""
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        """Return those that can be brought back."""
        return self.filter(deleted_at__isnull=False)


class Deletable(Row):
    """The base of what can be deleted and brought back whole; what hangs on it is neither touched nor lost."""

    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_deleted(self) -> bool:
        """Whether somebody has deleted it."""
        return self.deleted_at is not None

    def still_there(self) -> dict[str, Any]:
        """As long as nobody has deleted it, it can be changed."""
        return {"deleted_at": None}

    def put_away(self) -> None:
        """Delete it; the caller says so in the log."""
        self.deleted_at = timezone.now()
        self.save(update_fields=["deleted_at"])

    def bring_back(self) -> None:
        """Have it there again; the caller says so in the log."""
        self.deleted_at = None
        self.save(update_fields=["deleted_at"])
