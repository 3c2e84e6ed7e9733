"""A checklist that runs for one event, its items, their ticks, and the cluster's own checklists to start from."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checklists.querysets import ChecklistSet, ItemSet, OwnChecklistSet, TickSet
from checklists.rules.following import Counted, planned_days
from clusters.deletable import Deletable
from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from clusters.revised import Pieces, Revised
from clusters.revisions import change_together
from core.locking import held
from core.text import Text
from library.models import Edition
from plans.models import Activity


class OwnChecklist(Deletable, ClusterOwned):
    """A cluster's own checklist to start from, made of one that was run; a document in the format of the library."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="own_checklists")
    number = models.PositiveIntegerField()
    title = models.CharField(_("Title"), max_length=160)
    document = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuardedManager(OwnChecklistSet)
    across_clusters: ClassVar = models.Manager.from_queryset(OwnChecklistSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("title", "number")
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="own_checklist_number_once")]

    def __str__(self) -> str:
        return self.title


class Checklist(Deletable, Revised, ClusterOwned):
    """A checklist that the cluster runs for one event; `day` is day 0."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="checklists")
    # Given out by the cluster: the address names it.
    number = models.PositiveIntegerField()
    title = models.CharField(_("Title"), max_length=160)
    day = models.DateField(_("Day 0"))
    place = models.CharField(_("Place"), max_length=160, blank=True)
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="checklists", verbose_name=_("Activity")
    )
    # What day 0 is, in both languages.
    anchor = models.JSONField(default=dict, blank=True)
    # What it was started from: a published edition, or a checklist of the cluster's own.
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    own = models.ForeignKey(OwnChecklist, models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    revised = ("title", "place", "activity")
    verb = "changed-checklist"

    objects = GuardedManager(ChecklistSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ChecklistSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("day", "number")
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="checklist_number_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The checklist's page; needs the cluster to be loaded."""
        return reverse("checklists:detail", args=[self.cluster.slug, self.number])

    @property
    def called(self) -> str:
        """Its title."""
        return self.title

    @property
    def form_url(self) -> str:
        """Title and settings."""
        return reverse("checklists:settings", args=[self.cluster.slug, self.number])

    @property
    def log_url(self) -> str:
        """The checklist's page."""
        return self.get_absolute_url()

    @property
    def counted(self) -> list[Counted]:
        """Its items as far as days are counted; one query."""
        return [item.counted for item in Item.objects.of(self.cluster).filter(checklist=self)]

    def let_follow(self, *, by: User | None) -> None:
        """Give what counts from another item the day that follows, where nobody has chosen another; then it is held."""
        following = Item.objects.of(self.cluster).filter(checklist=self, follows__isnull=False).follow_day_zero()
        items = list(held(following))
        if not items:
            return
        days = planned_days(self.counted, self.day)
        for item in items:
            item.checklist, item.plan = self, days
        change_together(items, lambda item: {"due": days[item.number]}, by=by)


class Item(Deletable, Revised, ClusterOwned):
    """One thing to do. Its words are copied when the checklist is started, so that the cluster can change them."""

    class Stage(models.TextChoices):
        BEFORE = "before", _("Before")
        DURING = "during", _("On the day")
        AFTER = "after", _("After")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        NOT_RELEVANT = "not-relevant", _("Not relevant")

    cluster_path = "checklist__cluster"
    # The days of the whole list, where somebody has counted them already.
    plan: Mapping[int, datetime.date | None] | None = None

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    # Empty for an item of the cluster's own.
    key = models.CharField(max_length=80, blank=True)
    group_key = models.CharField(max_length=80)
    group_title = models.JSONField(default=dict, blank=True)
    stage = models.CharField(max_length=10, choices=Stage)
    label = models.JSONField(_("What needs to be done"))
    help = models.JSONField(default=dict, blank=True)
    # Who usually does it, in words.
    role = models.JSONField(default=dict, blank=True)
    is_optional = models.BooleanField(default=False)
    link_kind = models.CharField(max_length=20, blank=True)
    link_slug = models.CharField(max_length=80, blank=True)

    # The numbers of items of the same checklist: what it is a part of, and what its days count from.
    part_of = models.PositiveIntegerField(null=True, blank=True)
    follows = models.PositiveIntegerField(null=True, blank=True)
    # Without days it has no date of its own.
    due_days = models.IntegerField(null=True, blank=True)
    due = models.DateField(_("Due"), null=True, blank=True)
    # The date was chosen by hand and stays when day 0 moves.
    is_moved = models.BooleanField(default=False)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(_("Note"), blank=True)

    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    reason = models.CharField(_("Why it is not relevant"), max_length=300, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # The name stays when the person's account goes.
    done_by_name = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)

    revised = ("label", "due", "assignee", "note")
    labels = {"assignee": _("Who does it")}
    verb = "changed-item"

    objects = GuardedManager(ItemSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ItemSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("position", "number")
        constraints = [models.UniqueConstraint(fields=["checklist", "number"], name="item_number_once")]
        indexes = [models.Index(fields=["checklist", "state", "due"], name="item_by_due")]

    def __str__(self) -> str:
        return f"item {self.number}"

    @property
    def called(self) -> str:
        """What is to be done."""
        return self.label_text.resolve(self.checklist.cluster.language).text

    @property
    def form_url(self) -> str:
        """Its own page."""
        return reverse("checklists:item", args=[self.checklist.cluster.slug, self.checklist.number, self.number])

    @property
    def log_url(self) -> str:
        """The page of its checklist."""
        return self.checklist.get_absolute_url()

    @property
    def planned(self) -> datetime.date | None:
        """The day that it has by the list, counted from day 0 or from another item; none where it has none."""
        if self.plan is None:
            counted = [self.counted] if self.follows is None else self.checklist.counted
            return planned_days(counted, self.checklist.day)[self.number]
        return self.plan[self.number]

    @property
    def counted(self) -> Counted:
        """What its day is counted from, and where it stands by itself."""
        day = timezone.localdate(self.done_at) if self.is_done and self.done_at else self.due
        return Counted(
            number=self.number,
            due_days=self.due_days,
            follows=self.follows,
            is_during=self.stage == self.Stage.DURING,
            is_fixed=self.is_moved or not self.is_open,
            day=day,
        )

    def write(self, after: Pieces, names: Collection[str]) -> None:
        """Let the items follow that count from its day."""
        super().write(after, names)
        if "due" in names:
            self.checklist.let_follow(by=self.changed_by)

    def columns(self, after: Pieces, names: Collection[str]) -> dict[str, Any]:
        """Return what is to stand in the columns; who writes the date that it has anyway has moved nothing."""
        found = super().columns(after, names)
        return {**found, "is_moved": found["due"] != self.planned} if "due" in found else found

    @property
    def label_text(self) -> Text:
        """What is to be done, in both languages."""
        return Text.from_value(self.label)

    @property
    def help_text(self) -> Text:
        """How to do it, in both languages, as Markdown."""
        return Text.from_value(self.help)

    @property
    def role_text(self) -> Text:
        """Who usually does it, in both languages."""
        return Text.from_value(self.role)

    @property
    def group_text(self) -> Text:
        """The group's title in both languages."""
        return Text.from_value(self.group_title)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == self.State.OPEN

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


class Tick(ClusterOwned):
    """One time that somebody ticked an item or took the tick back; `client_id` makes it count once. Only added to."""

    cluster_path = "item__checklist__cluster"

    item = models.ForeignKey(Item, models.CASCADE, related_name="ticks")
    # Made by the browser: a tick that is sent twice, because the answer was lost, is the same tick.
    client_id = models.UUIDField()
    is_done = models.BooleanField()
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    # A tick that waited for a connection may come after a later act of a colleague; then it changes nothing.
    was_applied = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)

    objects = GuardedManager(TickSet)
    across_clusters: ClassVar = models.Manager.from_queryset(TickSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["item", "client_id"], name="tick_once")]

    def __str__(self) -> str:
        return f"tick {self.pk}"
