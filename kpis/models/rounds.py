"""Measuring rounds: baseline, mid-term and final as events that are closed and frozen."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from core.text import Text
from kpis.models.following import Kpi
from kpis.models.measuring import Measurement
from kpis.querysets import CommentSet, CorrectionSet, EntrySet, RoundSet
from strategy.models import Goal, Strategy


class MeasuringRound(ClusterOwned):
    """One round of measuring. Closed, it is frozen with a digest; a correction adds to it and changes nothing."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Baseline")
        MIDTERM = "midterm", _("Mid-term")
        FINAL = "final", _("Final")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="measuring_rounds")
    number = models.PositiveIntegerField()
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="measuring_rounds")
    kind = models.CharField(_("Round"), max_length=10, choices=Kind)
    date = models.DateField(_("Date"))
    note = models.CharField(_("What those who deliver should know"), max_length=1000, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_by_name = models.CharField(max_length=120, blank=True, default="")
    remark = models.TextField(blank=True, default="")
    # What stood when it was closed, and the SHA-256 of it (`kpis.freezing`).
    frozen = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")

    objects = GuardedManager(RoundSet)
    across_clusters: ClassVar = models.Manager.from_queryset(RoundSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("cluster", "date", "number")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["strategy", "kind"],
                name="round_once_a_kind",
                violation_error_message=_("The strategy has this round already."),
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"

    def get_absolute_url(self) -> str:
        """The round's own page; needs the cluster to be loaded."""
        return reverse("kpis:round", args=[self.cluster.slug, self.number])

    @property
    def is_closed(self) -> bool:
        """Whether it is frozen."""
        return self.closed_at is not None


class RoundEntry(ClusterOwned):
    """A KPI that belongs to a round: who delivers, and what came."""

    cluster_path = "round__cluster"

    round = models.ForeignKey(MeasuringRound, models.CASCADE, related_name="entries")
    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="round_entries")
    deliverer = models.CharField(_("Who delivers"), max_length=120, blank=True, default="")
    measurement = models.ForeignKey(Measurement, models.SET_NULL, null=True, blank=True, related_name="round_entries")

    objects = GuardedManager(EntrySet)
    across_clusters: ClassVar = models.Manager.from_queryset(EntrySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("round", "kpi")
        constraints = [models.UniqueConstraint(fields=["round", "kpi"], name="round_entry_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.kpi_id}"


class RoundCorrection(ClusterOwned):
    """What was found to be otherwise after a round was closed; it stands beside the frozen number."""

    cluster_path = "round__cluster"

    round = models.ForeignKey(MeasuringRound, models.CASCADE, related_name="corrections")
    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="round_corrections")
    measurement = models.ForeignKey(Measurement, models.SET_NULL, null=True, related_name="round_corrections")
    before = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    after = models.DecimalField(max_digits=15, decimal_places=4)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuardedManager(CorrectionSet)
    across_clusters: ClassVar = models.Manager.from_queryset(CorrectionSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("round", "at", "pk")

    def __str__(self) -> str:
        return f"{self.round_id} {self.kpi_id}"


class RoundComment(ClusterOwned):
    """What the cluster says about a goal in a round's evaluation."""

    cluster_path = "round__cluster"

    round = models.ForeignKey(MeasuringRound, models.CASCADE, related_name="comments")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="round_comments")
    text = models.JSONField(default=dict, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(CommentSet)
    across_clusters: ClassVar = models.Manager.from_queryset(CommentSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("round", "goal")
        constraints = [models.UniqueConstraint(fields=["round", "goal"], name="round_comment_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.goal_id}"

    @property
    def words(self) -> Text:
        """The comment in both languages."""
        return Text.from_value(self.text)
