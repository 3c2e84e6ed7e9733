"""Which preferences, reminders and letters."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from clusters.guard import ClusterQuerySet
from clusters.models import Membership

if TYPE_CHECKING:
    from reminders.models import Letter, Preference, Reminder  # noqa: F401


class PreferenceSet(models.QuerySet["Preference"]):
    """What people want to be reminded of."""


class ReminderSet(ClusterQuerySet["Reminder"]):
    """What people have been reminded of."""

    def assignments(self) -> "ReminderSet":
        """Return what people have been told is theirs now."""
        return self.filter(stage="assigned")


class LetterSet(models.QuerySet["Letter"]):
    """Mails of reminders."""

    def waiting(self) -> "LetterSet":
        """Return the letters that have not gone."""
        return self.filter(sent_at=None)

    def left_lying(self, *, before: datetime, since: datetime) -> "LetterSet":
        """Return the letters that somebody should have sent by now, and that are not too old to be of use."""
        untouched = Q(claimed_at=None, created_at__lt=before) | Q(claimed_at__lt=before)
        return self.waiting().filter(untouched, created_at__gte=since).order_by("pk")


def people_to_look_at(today: date) -> models.QuerySet[User]:
    """Return the people who are in a cluster, can sign in, and whom nobody has looked at today."""
    # across_clusters: the question is who is in any cluster at all
    members = Membership.across_clusters.filter(user=OuterRef("pk"))
    people: models.QuerySet[User] = User.objects.who_may_sign_in()
    return people.filter(Exists(members)).exclude(reminder_preference__looked_on=today).order_by(F("pk"))
