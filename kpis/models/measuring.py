"""Measurements with their evidence, and files of measurements that were read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from core.text import Text
from kpis.models.following import Kpi
from kpis.querysets import EvidenceSet, MeasurementSet
from surveys.models import SurveyRound


class Measurement(ClusterOwned):
    """A number for a day. It is never changed: a correction is a new row that supersedes it, and both are shown."""

    cluster_path = "kpi__cluster"

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="measurements")
    # The version of the definition that it was counted by.
    version = models.PositiveIntegerField(default=1)
    date = models.DateField(_("Date"))
    value = models.DecimalField(_("Value"), max_digits=15, decimal_places=4)
    is_baseline = models.BooleanField(default=False)
    # How often it was measured when it was entered, where that has changed since; empty: as its definition says.
    frequency = models.CharField(max_length=25, blank=True, default="")
    note = models.JSONField(_("Note"), default=dict, blank=True)
    source = models.CharField(_("Source"), max_length=300, blank=True, default="")
    # The round of a survey that gave it, how many answers it rests on, and how many were asked.
    survey_round = models.ForeignKey(SurveyRound, models.SET_NULL, null=True, blank=True, related_name="measurements")
    answers = models.PositiveIntegerField(null=True, blank=True)
    invited = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    corrects = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="corrections")
    reason = models.CharField(max_length=500, blank=True, default="")
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = GuardedManager(MeasurementSet)
    across_clusters: ClassVar = models.Manager.from_queryset(MeasurementSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("kpi", "date", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "date"], condition=Q(superseded_at=None), name="measurement_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["kpi", "version"],
                condition=Q(superseded_at=None, is_baseline=True),
                name="baseline_once_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.date}"

    @property
    def note_text(self) -> Text:
        """The note in both languages."""
        return Text.from_value(self.note)


class Evidence(ClusterOwned):
    """A file that proves a measurement; it is checked by its content and given out as an attachment only."""

    cluster_path = "measurement__kpi__cluster"
    # What files of this kind are called where somebody looks for what takes room.
    FILES = _("Files behind measurements")

    measurement = models.ForeignKey(Measurement, models.CASCADE, related_name="evidence")
    file = models.FileField(upload_to="evidence", max_length=200)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuardedManager(EvidenceSet)
    across_clusters: ClassVar = models.Manager.from_queryset(EvidenceSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("measurement", "pk")

    def __str__(self) -> str:
        return f"evidence {self.pk}"
