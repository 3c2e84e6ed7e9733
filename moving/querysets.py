"""Which copies, and which files that were brought."""

from datetime import datetime
from typing import Self

from django.db import models

from clusters.guard import ClusterQuerySet


class CopySet(ClusterQuerySet):
    """Copies of everything that a cluster has."""

    def open(self) -> Self:
        """Return those that are still to be made."""
        return self.filter(state__in=("queued", "running"))

    def asked_before(self, at: datetime) -> Self:
        """Return those that were asked for before this moment."""
        return self.filter(asked_at__lt=at)


class ArrivalSet(models.QuerySet):
    """Files of clusters that administrators have brought."""

    def asked_before(self, at: datetime) -> Self:
        """Return those that were brought before this moment."""
        return self.filter(asked_at__lt=at)
