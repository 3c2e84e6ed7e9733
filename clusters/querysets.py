"""Which clusters, memberships and invitations."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from accounts.models import User
from clusters.guard import ClusterQuerySet
from clusters.permissions import Role

if TYPE_CHECKING:
    from clusters.models import ActivityEntry, Cluster, Invitation, Membership  # noqa: F401


class ClusterSet(models.QuerySet["Cluster"]):
    """Clusters."""

    def with_member(self, user: User) -> "ClusterSet":
        """Return the clusters that the person is a member of."""
        return self.filter(memberships__user=user)


class MembershipSet(ClusterQuerySet["Membership"]):
    """Memberships."""

    def owners(self) -> "MembershipSet":
        """Return those who lead their cluster."""
        return self.filter(role=Role.OWNER)

    def with_people(self) -> "MembershipSet":
        """Add the people, ordered as a list of names is read."""
        return self.select_related("user").order_by("user__name", "user__email")


class InvitationSet(ClusterQuerySet["Invitation"]):
    """Invitations."""

    def open(self, now: datetime) -> "InvitationSet":
        """Return the invitations that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)

    def waiting(self) -> "InvitationSet":
        """Return the invitations that nobody has accepted or withdrawn, expired ones too."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class ActivityEntrySet(ClusterQuerySet["ActivityEntry"]):
    """The log of who did what."""

    def newest(self, count: int) -> "ActivityEntrySet":
        """Return the newest entries with the person who acted."""
        return self.select_related("by").order_by("-at", "-pk")[:count]
