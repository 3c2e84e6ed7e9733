"""Activities with what belongs to them, the entries of the strategy year, and the calendar feeds."""

import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.deletable import Deletable
from clusters.guard import ClusterOwned, ClusterQuerySet, GuardedManager
from clusters.models import Cluster
from clusters.revised import Revised
from core.addresses import reverse
from core.text import Text
from kpis.models import Kpi
from plans.money_by_year import MoneyByYear
from plans.querysets import ActivityFileSet, ActivitySet, CalendarFeedSet, MilestoneSet, YearEntrySet
from strategy.models import Goal

# How long a removed file can be brought back.
KEPT_AFTER_REMOVAL = datetime.timedelta(days=90)


class Activity(Deletable, MoneyByYear, ClusterOwned):
    """Something that is done to reach a goal: who, when, for how much, and how it stands."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        IN_PROGRESS = "in-progress", _("Under way")
        DELAYED = "delayed", _("Delayed")
        DONE = "done", pgettext_lazy("activity", "Done")
        DROPPED = "dropped", _("Dropped")

    class Currency(models.TextChoices):
        DKK = "DKK", _("Danish kroner (DKK)")
        EUR = "EUR", _("Euro (EUR)")

    class Theme(models.TextChoices):
        """The themes by which the yearly report to the funder is told; its sections are `theme_` and the value."""

        KNOWLEDGE = "knowledge", _("Knowledge dissemination and skills")
        MATCHMAKING = "matchmaking", _("Matchmaking and bridge-building")
        PROJECTS = "projects", _("Collaboration and innovation projects")
        INTERNATIONAL = "international", _("Internationalisation")
        ORGANISATION = "organisation", _("Organisation, collaboration and finances")

    CLOSED = (Status.DONE, Status.DROPPED)
    # A plan that slips or is given up says why; the board asks, and nobody remembers a year later.
    NEEDS_REASON = (Status.DELAYED, Status.DROPPED)

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="activities")
    # Given out by the cluster, never twice, not even when an activity is deleted.
    number = models.PositiveIntegerField()
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="activities")
    # Those of its goal that it is to move.
    kpis = models.ManyToManyField(Kpi, related_name="activities", blank=True)
    title = models.JSONField(_("Activity"))
    expected_result = models.JSONField(_("Expected result"), default=dict, blank=True)
    # A member of the cluster, or a role in words when nobody signs in for it.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    owner_role = models.JSONField(_("Role"), default=dict, blank=True)
    people = models.CharField(_("People involved"), max_length=500, blank=True)
    starts = models.DateField(_("Start"), null=True, blank=True)
    ends = models.DateField(_("End"), null=True, blank=True)
    budget = models.DecimalField(_("Budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField(_("Spent"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency, default=Currency.DKK)
    status = models.CharField(_("Status"), max_length=12, choices=Status, default=Status.PLANNED)
    reason = models.JSONField(_("Reason"), default=dict, blank=True)
    theme = models.CharField(_("Theme"), max_length=20, choices=Theme, blank=True)
    # Its name and number; the emblem of the European Union then stands on the documents.
    eu_grant = models.CharField(_("EU grant"), max_length=160, blank=True, default="", db_default="")
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    # Taken from the example that the strategy was started from; untouched, it can be taken out again with the others.
    from_example = models.BooleanField(default=False)

    revised = (
        *("title", "goal", "kpis", "expected_result", "owner", "owner_role", "people", "starts", "ends", "budget"),
        *("spent", "currency", "status", "reason", "theme", "eu_grant", "budget_by_year", "spent_by_year"),
    )
    labels = {"goal": _("Goal"), "kpis": _("KPIs it should improve"), "owner": _("Owner")}
    verb = "changed-activity"

    objects = GuardedManager(ActivitySet)
    across_clusters: ClassVar = models.Manager.from_queryset(ActivitySet)()

    # What `with_milestones()` and `with_file_count()` add.
    steps: "list[Milestone]"
    file_count: int

    class Meta(ClusterOwned.Meta):
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="activity_number_once"),
            models.CheckConstraint(
                condition=models.Q(starts=None) | models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="activity_ends_after_start",
                violation_error_message=_("The activity ends before it starts."),
            ),
            models.CheckConstraint(
                condition=(models.Q(budget=None) | models.Q(budget__gte=0))
                & (models.Q(spent=None) | models.Q(spent__gte=0)),
                name="activity_money_not_negative",
                violation_error_message=_("An amount cannot be less than zero."),
            ),
        ]
        indexes = [models.Index(fields=["cluster", "owner"], name="activity_by_owner")]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """The activity's own page; needs the cluster to be loaded."""
        return reverse("plans:activity", args=[self.cluster.slug, self.number])

    @property
    def key(self) -> str:
        """The name that people use for it: A1, A2 and so on."""
        return f"A{self.number}"

    @property
    def called(self) -> str:
        """Key and title."""
        return f"{self.key} {self.title_text.resolve(self.cluster.language).text}"

    @property
    def form_url(self) -> str:
        """Where all of it is changed."""
        return reverse("plans:edit", args=[self.cluster.slug, self.number])

    @property
    def log_url(self) -> str:
        """Its own page."""
        return self.get_absolute_url()

    @property
    def title_text(self) -> Text:
        """What is done, in both languages."""
        return Text.from_value(self.title)

    @property
    def result_text(self) -> Text:
        """What is expected of it, in both languages."""
        return Text.from_value(self.expected_result)

    @property
    def role_text(self) -> Text:
        """The role that answers for it, in both languages."""
        return Text.from_value(self.owner_role)

    @property
    def reason_text(self) -> Text:
        """Why it is delayed or dropped, in both languages."""
        return Text.from_value(self.reason)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more will be done."""
        return self.status in self.CLOSED

    def is_overdue(self, today: datetime.date) -> bool:
        """Tell whether its end has passed and it is not closed."""
        return not self.is_closed and self.ends is not None and self.ends < today

    @property
    def is_over_budget(self) -> bool:
        """Whether more has been spent than was set aside."""
        return self.budget is not None and self.spent is not None and self.spent > self.budget

    @property
    def money(self) -> tuple[Decimal, Decimal]:
        """Budget and spent, where nothing written counts as nothing."""
        return self.budget or Decimal(0), self.spent or Decimal(0)


class Milestone(Deletable, Revised, ClusterOwned):
    """A step of an activity that can be seen to have been taken."""

    cluster_path = "activity__cluster"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="milestones")
    title = models.JSONField(_("Milestone"))
    date = models.DateField(_("Date"))
    done_on = models.DateField(_("Reached on"), null=True, blank=True)

    revised = ("title", "date", "done_on")
    verb = "changed-activity"

    objects = GuardedManager(MilestoneSet)
    across_clusters: ClassVar = models.Manager.from_queryset(MilestoneSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("date", "pk")

    def __str__(self) -> str:
        return f"milestone {self.pk}"

    @property
    def called(self) -> str:
        """The activity that it belongs to."""
        return self.activity.called

    @property
    def form_url(self) -> str:
        """Where it is changed."""
        return reverse("plans:milestone", args=[self.activity.cluster.slug, self.activity.number, self.pk])

    @property
    def log_url(self) -> str:
        """The page of its activity."""
        return self.activity.get_absolute_url()

    @property
    def title_text(self) -> Text:
        """What is reached, in both languages."""
        return Text.from_value(self.title)

    @property
    def is_done(self) -> bool:
        """Whether it has been reached."""
        return self.done_on is not None

    def is_overdue(self, today: datetime.date) -> bool:
        """Tell whether its day has passed without it."""
        return self.done_on is None and self.date < today


class Dependency(ClusterOwned):
    """That an activity cannot end before another one, which it needs."""

    cluster_path = "activity__cluster"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="needs")
    needed = models.ForeignKey(Activity, models.CASCADE, related_name="needed_by")

    objects = GuardedManager(ClusterQuerySet)
    across_clusters: ClassVar = models.Manager.from_queryset(ClusterQuerySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["activity", "needed"], name="dependency_once"),
            models.CheckConstraint(condition=~models.Q(activity=models.F("needed")), name="dependency_not_on_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} needs {self.needed_id}"


class StatusNote(ClusterOwned):
    """How an activity stood on a day, in the words of whoever wrote it. Rows are only ever added."""

    cluster_path = "activity__cluster"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="notes")
    text = models.TextField(_("Note"), max_length=4000)
    status = models.CharField(max_length=12, choices=Activity.Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(ClusterQuerySet)
    across_clusters: ClassVar = models.Manager.from_queryset(ClusterQuerySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"note {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the note; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("A status note is only ever added.")
        super().save(*args, **kwargs)


class ActivityFile(ClusterOwned):
    """A file kept with an activity: checked by its content, given out as an attachment only; removed, it comes back."""

    cluster_path = "activity__cluster"
    # What files of this kind are called where somebody looks for what takes room.
    FILES = _("Files of activities")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="files")
    file = models.FileField(upload_to="plans", max_length=200)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_by_name = models.CharField(max_length=120)
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(ActivityFileSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ActivityFileSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def restorable_until(self) -> datetime.date | None:
        """The last day on which it can be brought back, if it has been removed."""
        return timezone.localdate(self.removed_at + KEPT_AFTER_REMOVAL) if self.removed_at else None


class YearEntry(Deletable, Revised, ClusterOwned):
    """Something of the strategy year that the cluster has entered itself."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Board or steering group")
        MEASURING = "measuring", _("Measuring round")
        SURVEY = "survey", _("Survey round")
        DEADLINE = "deadline", _("Deadline")
        EVENT = "event", _("Event")
        OTHER = "other", _("Something else")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="year_entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("Type"), max_length=10, choices=Kind, default=Kind.MEETING)
    title = models.JSONField(_("What"))
    starts = models.DateField(_("Date"))
    ends = models.DateField(_("Last day"), null=True, blank=True)
    who = models.CharField(_("Who"), max_length=200, blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")

    revised = ("title", "kind", "starts", "ends", "who")
    verb = "changed-entry"

    objects = GuardedManager(YearEntrySet)
    across_clusters: ClassVar = models.Manager.from_queryset(YearEntrySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("starts", "number")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="year_entry_number_once"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="year_entry_ends_after_start",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.number}"

    @property
    def called(self) -> str:
        """Its title."""
        return self.title_text.resolve(self.cluster.language).text

    @property
    def form_url(self) -> str:
        """Where it is changed."""
        return reverse("plans:entry", args=[self.cluster.slug, self.number])

    @property
    def title_text(self) -> Text:
        """What it is, in both languages."""
        return Text.from_value(self.title)


class CalendarFeed(ClusterOwned):
    """A secret address at which a calendar programme reads; only the digest of its token is kept."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="calendar_feeds")
    # Whose tasks it gives; the cluster's whole year where nobody is named.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, default="da")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_on = models.DateField(null=True, blank=True)
    # Gives the figures to a spreadsheet instead of days to a calendar.
    is_figures = models.BooleanField(default=False)
    # What calendars that read here were told of each event (`plans.exports.calendar`).
    told = models.JSONField(default=dict, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(CalendarFeedSet)
    across_clusters: ClassVar = models.Manager.from_queryset(CalendarFeedSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"feed {self.pk}"
