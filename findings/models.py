"""What has been set aside of the red thread, and how many findings there were from month to month."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from findings.querysets import MonthSet, WaiverSet


class Waiver(ClusterOwned):
    """A finding that somebody has set aside, with the reason and until when.

    It holds as long as the facts are those it was set aside on: the fingerprint tells. Rows are only ever added or
    ended, so that it can be seen later who let what pass.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="waivers")
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=32)
    reason = models.TextField(_("Why this is fine"), max_length=1000)
    until = models.DateField(_("Until when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    # Taken back by somebody before its time.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(WaiverSet)
    across_clusters: ClassVar = models.Manager.from_queryset(WaiverSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "fingerprint"], condition=models.Q(ended_at=None), name="waiver_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject} until {self.until}"


class MonthCount(ClusterOwned):
    """How many findings of each gravity a month had when it was last looked at."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="finding_months")
    month = models.DateField()
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    hints = models.PositiveIntegerField()
    waived = models.PositiveIntegerField()

    objects = GuardedManager(MonthSet)
    across_clusters: ClassVar = models.Manager.from_queryset(MonthSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("month",)
        constraints = [models.UniqueConstraint(fields=["cluster", "month"], name="finding_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.errors}, {self.warnings}, {self.hints}"
