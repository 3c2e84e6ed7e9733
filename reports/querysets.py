"""Which documents?"""

from datetime import datetime
from typing import Self

from accounts.models import User
from clusters.guard import ClusterQuerySet

MOST_MADE = 200


class ExportSet(ClusterQuerySet):
    """Documents that were asked for."""

    def asked_by(self, user: User) -> Self:
        """Return the documents that this person asked for."""
        return self.filter(asked_by=user)

    def queued(self) -> Self:
        """Return what no worker has begun."""
        return self.filter(state="queued")

    def newest(self) -> Self:
        """Return what was asked for last first."""
        return self.order_by("-asked_at", "-pk")

    def with_file_of(self, address: str) -> Self:
        """Return the finished documents of this address whose pages were counted, the newest first."""
        return self.filter(address=address, state="done", pages__gt=0).order_by("-finished_at", "-pk")

    def made(self) -> Self:
        """Return the newest finished documents, of whoever asked; more than the page needs are never kept."""
        return self.filter(state="done").order_by("-finished_at", "-pk")[:MOST_MADE]

    def asked_before(self, instant: datetime) -> Self:
        """Return what nobody has asked for since; what was brought stays, since nothing here could make that file."""
        return self.filter(asked_at__lt=instant, brought="")


class BoardPackSet(ClusterQuerySet):
    """Board's packs."""


class SentDocumentSet(ClusterQuerySet):
    """Documents that members were sent."""

    def at(self, token_digest: str) -> Self:
        """Return the one whose link this is, with its cluster."""
        return self.filter(token_digest=token_digest).select_related("cluster")
