"""Snapshots, what was asked of whom about one, and approvals."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from core.frozen import is_untouched, revived
from library.models import Edition
from reviews.querysets import ApprovalSet, PublicLinkSet, ReviewSet, SittingSet, SnapshotSet
from reviews.rules.content import FrozenStrategy
from strategy.models import Strategy


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that a reviewer has changed since."""

    words: str
    reason: str
    at: datetime | None


class Snapshot(ClusterOwned):
    """A strategy frozen whole. Rows are only ever added; nothing deletes one but its cluster's deletion."""

    class Reason(models.TextChoices):
        NAMED = "named", _("Kept by name")
        REVIEW = "review", _("For a review")
        APPROVAL = "approval", _("Approved")
        SENDING = "sending", _("Sent to a funder")
        ROUND = "round", _("Measuring round closed")
        PACK = "pack", _("Board’s pack sent")
        EDITION = "edition", _("Before moving to another edition")

    cluster_path = "strategy__cluster"

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.NAMED)
    name = models.CharField(_("Name"), max_length=120)
    note = models.TextField(_("Why it is kept"), max_length=1000, blank=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuardedManager(SnapshotSet)
    across_clusters: ClassVar = models.Manager.from_queryset(SnapshotSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="snapshot_number_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the snapshot; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("A snapshot is only ever added.")
        super().save(*args, **kwargs)

    @cached_property
    def frozen(self) -> FrozenStrategy:
        """What it holds."""
        return revived(FrozenStrategy, self.content)

    @property
    def is_whole(self) -> bool:
        """Whether it is still what it was when it was frozen."""
        return is_untouched(self.content, self.digest)

    def url(self, cluster: Cluster, strategy: int, name: str = "snapshot") -> str:
        """Return the address of one of its pages."""
        return reverse(f"reviews:{name}", args=[cluster.slug, strategy, self.number])


class Review(ClusterOwned):
    """What was asked of one person about a snapshot, and what they answered."""

    class Answer(models.TextChoices):
        READY = "ready", _("Ready to be approved")
        CHANGES = "changes", _("Needs changes")

    cluster_path = "snapshot__strategy__cluster"

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reviewer_name = models.CharField(max_length=120)
    until = models.DateField(_("Until when"))
    note = models.TextField(_("What to look at"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    reason = models.TextField(_("Why"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # What they said before they changed their mind, the first first: answer, reason, and when.
    earlier = models.JSONField(_("Earlier answers"), default=list, db_default=[], blank=True)

    objects = GuardedManager(ReviewSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ReviewSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["snapshot", "reviewer"], name="review_once_a_person")]

    def __str__(self) -> str:
        return f"{self.reviewer_name}: {self.answer or 'asked'}"

    @property
    def before(self) -> list[Said]:
        """What they answered before, the newest first."""
        labels = dict(self.Answer.choices)
        return [
            Said(str(labels.get(one["answer"], one["answer"])), one["reason"], parse_datetime(one["at"]))
            for one in reversed(self.earlier)
        ]


class Approval(ClusterOwned):
    """That a snapshot was approved: on which day, and where the minutes say so. Rows are only ever added."""

    cluster_path = "snapshot__strategy__cluster"

    snapshot = models.OneToOneField(Snapshot, models.CASCADE, related_name="approval")
    approved_on = models.DateField(_("Date of the meeting"))
    minute = models.CharField(_("Where the minutes say so"), max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    # How many findings of the gravest kind were open when it was approved.
    open_errors = models.PositiveIntegerField(default=0)

    objects = GuardedManager(ApprovalSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ApprovalSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-approved_on", "-pk")

    def __str__(self) -> str:
        return f"approved on {self.approved_on}"


# How a digest begins that stands for a link of another portal: no digest does, so nothing here leads to it.
ELSEWHERE = "elsewhere-"


class PublicLink(ClusterOwned):
    """An address at which anybody reads one snapshot, until a day. What stands in it is kept as a digest only."""

    cluster_path = "snapshot__strategy__cluster"

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="links")
    number = models.PositiveIntegerField()
    name = models.CharField(_("Who it is for"), max_length=120)
    token_digest = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=128, blank=True)
    ends_on = models.DateField(_("Last day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.CharField(max_length=120, blank=True)
    # How often it was opened, and on which day last: nothing of whoever opened it.
    visits = models.PositiveIntegerField(default=0)
    visited_on = models.DateField(null=True, blank=True)
    # Wrong passwords in a row, and until when no other is looked at.
    wrong = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(PublicLinkSet)
    across_clusters: ClassVar = models.Manager.from_queryset(PublicLinkSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=["snapshot", "number"], name="public_link_number_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_elsewhere(self) -> bool:
        """Whether it leads to the portal that the cluster came from, where alone it can be revoked."""
        return self.token_digest.startswith(ELSEWHERE)

    def has_ended(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.ends_on < today

    def is_working(self, today: date) -> bool:
        """Whether it still leads to the snapshot."""
        return self.revoked_at is None and not self.has_ended(today) and not self.is_elsewhere


class Sitting(ClusterOwned):
    """That somebody read a strategy: when, and as it stood at which instant. What is new is counted from there."""

    cluster_path = "strategy__cluster"

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="sittings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    saw = models.DateTimeField()

    objects = GuardedManager(SittingSet)
    across_clusters: ClassVar = models.Manager.from_queryset(SittingSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)
        indexes = [models.Index(fields=["strategy", "user", "-at"], name="sitting_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.at}"
