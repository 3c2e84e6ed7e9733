"""Which clusters, memberships and invitations."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from accounts.models import User
from accounts.querysets import containing
from accounts.second_factor import is_set_up_by
from clusters.guard import ClusterQuerySet
from clusters.permissions import Role
from core.ordering import danish

if TYPE_CHECKING:
    from clusters.models import ActivityEntry, Change, Cluster, Invitation, Membership, SheetImport, Supporter  # noqa: F401


class ClusterSet(models.QuerySet["Cluster"]):
    """Clusters, for those who may see several: administrators, and each person their own."""

    def with_member(self, user: User) -> "ClusterSet":
        """Return the clusters that the person is a member of."""
        return self.filter(memberships__user=user)

    def to_delete(self, now: datetime) -> "ClusterSet":
        """Return the clusters whose days of grace have passed."""
        return self.filter(deletes_at__lte=now)

    def matching(self, words: str) -> "ClusterSet":
        """Return the clusters whose name or address contains the words; all of them where there are none."""
        return self.filter(containing(words, "name_da", "name_en", "slug")) if words else self

    def with_people_counted(self) -> "ClusterSet":
        """Add `people`, the number of members; counting would drop the model's order, so it is given again."""
        return self.annotate(people=models.Count("memberships")).order_by(danish("name_da"), danish("name_en"), "pk")


class MembershipSet(ClusterQuerySet["Membership"]):
    """Who is in which cluster, and in what role."""

    def owners(self) -> "MembershipSet":
        """Return those who lead their cluster and can in fact sign in."""
        return self.filter(role=Role.OWNER, user__is_active=True)

    def with_people(self) -> "MembershipSet":
        """Add the people, ordered as a list of names is read."""
        return self.select_related("user").order_by(danish("user__name"), "user__email")

    def with_second_factor(self) -> "MembershipSet":
        """Add `has_second_factor`, whether the person has set up two-step sign-in."""
        return self.annotate(has_second_factor=is_set_up_by("user_id"))

    def without_second_factor(self) -> "MembershipSet":
        """Return those who have not set up two-step sign-in."""
        return self.filter(~is_set_up_by("user_id"))

    def of_person(self, user: User) -> "MembershipSet":
        """Return the person's own memberships with their clusters, for the switcher and the profile."""
        return self.filter(user=user).select_related("cluster").order_by("cluster__name_da", "cluster__name_en", "pk")


class InvitationSet(ClusterQuerySet["Invitation"]):
    """Invitations, also those that were accepted, withdrawn or have run out."""

    def waiting(self) -> "InvitationSet":
        """Return the invitations that nobody has accepted or withdrawn, expired ones too."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self, now: datetime) -> "InvitationSet":
        """Return the invitations that can still be accepted."""
        return self.waiting().filter(expires_at__gt=now)

    def to(self, emails: set[str]) -> "InvitationSet":
        """Return the invitations to these e-mails, which are given in small letters."""
        return self.filter(email__in=emails)


class ActivityEntrySet(ClusterQuerySet["ActivityEntry"]):
    """The log of who did what."""

    def newest(self, count: int) -> "ActivityEntrySet":
        """Return the newest entries with the person who acted."""
        return self.select_related("by").order_by("-at", "-pk")[:count]


class ChangeSet(ClusterQuerySet["Change"]):
    """The history of rows that people change."""

    def about(self, row: models.Model) -> "ChangeSet":
        """Return the lines of one row."""
        return self.filter(thing=row._meta.model_name, row=row.pk)

    def used(self) -> "ChangeSet":
        """Return the changes that made a row what it is, without those set aside."""
        return self.exclude(kind="set-aside")


class SheetImportSet(ClusterQuerySet["SheetImport"]):
    """Sheets that were sent."""

    def waiting(self) -> "SheetImportSet":
        """Return those that nobody has confirmed yet."""
        return self.filter(confirmed_at=None)

    def read_as(self, room: str) -> "SheetImportSet":
        """Return the sheets that one room may take in; to the others they are not there."""
        return self.filter(room=room)


class SupporterSet(ClusterQuerySet["Supporter"]):
    """Partners and funders."""
