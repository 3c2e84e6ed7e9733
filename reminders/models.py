"""What a person wants to be reminded of, what they have been reminded of, and the letters until they have gone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from reminders.querysets import LetterSet, PreferenceSet, ReminderSet


class Preference(models.Model):
    """Which mails a person wants, and when they were looked after last."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    class Telling(models.TextChoices):
        AT_ONCE = "at-once", _("At once")
        DAILY = "daily", _("Once a day")
        NEVER = "never", _("Never")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_preference")
    weekly = models.BooleanField(default=True)
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    on_the_day = models.BooleanField(default=True)
    at_once = models.BooleanField(default=True)
    # When one is told of comments that concern one, and the day of the last mail that comes once a day.
    comments = models.CharField(max_length=8, choices=Telling, default=Telling.AT_ONCE)
    told_on = models.DateField(null=True, blank=True)
    # The day on which somebody looked for what is due, and the Monday of the week whose mail has been seen to.
    looked_on = models.DateField(null=True, blank=True)
    week = models.DateField(null=True, blank=True)

    objects = PreferenceSet.as_manager()

    class Meta:
        ordering = ("user",)
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="preference_weekday_known"),
        ]

    def __str__(self) -> str:
        return f"preference of {self.user_id}"


class Reminder(ClusterOwned):
    """That a person has been reminded of one thing at one stage; the row is what keeps it from happening twice."""

    class Stage(models.TextChoices):
        ASSIGNED = "assigned", pgettext_lazy("stage of a reminder", "Assigned")
        SOON = "soon", pgettext_lazy("stage of a reminder", "Due soon")
        DUE = "due", pgettext_lazy("stage of a reminder", "Due today")
        OVERDUE = "overdue", pgettext_lazy("stage of a reminder", "Overdue")
        FOUND = "found", pgettext_lazy("stage of a reminder", "Found by the red thread")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10)
    # Which thing, and for which day: what is put off is another thing to be reminded of.
    key = models.CharField(max_length=60)
    stage = models.CharField(max_length=8, choices=Stage)
    at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(ReminderSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ReminderSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key", "stage"], name="reminder_once")]
        indexes = [models.Index(fields=["cluster", "stage"], name="reminder_by_cluster")]

    def __str__(self) -> str:
        return f"{self.stage} {self.kind} {self.key} for {self.user_id}"


class Letter(models.Model):
    """A mail of reminders, written in the transaction that notes them. When it has gone, its lines are forgotten."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("The weekly email")
        ON_THE_DAY = "day", _("The email on the day")
        AT_ONCE = "assigned", _("The email when you are given a task")
        COMMENTS = "comments", _("The email about comments")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_letters")
    kind = models.CharField(max_length=8, choices=Kind)
    lines = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    # The task that is sending it. The same task, run again because its worker was killed, may go on with it.
    claim = models.CharField(max_length=64, blank=True, default="")
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterSet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["sent_at", "created_at"], name="letter_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} letter {self.pk}"


class Watch(models.Model):
    """Until when the log of who did what has been looked through for things that became somebody's; one row."""

    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"watch {self.seen_at}"
