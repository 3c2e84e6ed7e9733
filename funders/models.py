"""The report to a funder, what was sent of it, and why a figure differs from what was sent before."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from clusters.revised import Revised
from core.text import Text
from funders.querysets import ExplanationSet, FunderReportSet, SendingSet
from library.models import Edition
from strategy.models import Strategy
from workbooks.models import Workbook
from workbooks.titles import Titled


class FunderReport(Titled, ClusterOwned):
    """What a cluster tells a funder of a period: before it as a plan, and after it, in the same text, as a report."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="funder_reports")
    # Given out by the cluster: the address names it, and a cluster can be moved without renumbering.
    number = models.PositiveIntegerField()
    workbook = models.OneToOneField(Workbook, models.PROTECT, related_name="funder_report")
    # Whose activities and KPIs are pulled in; without one, all of the cluster's.
    strategy = models.ForeignKey(Strategy, models.SET_NULL, null=True, blank=True, related_name="funder_reports")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    revised = ("title", "strategy")
    labels = {"strategy": _("Strategy")}
    verb = "changed-report"

    objects = GuardedManager(FunderReportSet)
    across_clusters: ClassVar = models.Manager.from_queryset(FunderReportSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="funder_report_number_once")]

    def get_absolute_url(self) -> str:
        """The report's front page; needs the cluster to be loaded."""
        return reverse("funders:detail", args=[self.cluster.slug, self.number])

    @property
    def form_url(self) -> str:
        """Title and settings."""
        return reverse("funders:settings", args=[self.cluster.slug, self.number])

    @property
    def log_url(self) -> str:
        """The report's front page."""
        return self.get_absolute_url()


class Sending(ClusterOwned):
    """A report as it was sent, whole. Rows are only ever added: a correction is another sending beside the first."""

    class Stage(models.TextChoices):
        PLAN = "plan", pgettext_lazy("stage of a report to a funder", "Plan")
        REPORT = "report", pgettext_lazy("stage of a report to a funder", "Plan and report")

    cluster_path = "report__cluster"

    report = models.ForeignKey(FunderReport, models.CASCADE, related_name="sendings")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=6, choices=Stage)
    # The words around the answers stand in the edition, which never changes.
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    sent_on = models.DateField(_("Sent on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    remark = models.TextField(_("Remark"), blank=True, default="")
    # What stood (`funders.selectors.content`), the figures in it by themselves, and the SHA-256 of both.
    content = models.JSONField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)

    objects = GuardedManager(SendingSet)
    across_clusters: ClassVar = models.Manager.from_queryset(SendingSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("report", "-number")
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="sending_number_once")]

    def __str__(self) -> str:
        return f"{self.report_id} sending {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the sending; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("A sending is only ever added.")
        super().save(*args, **kwargs)

    @property
    def is_corrected(self) -> bool:
        """Whether it came after another of the same report."""
        return self.number > 1


class Explanation(Revised, ClusterOwned):
    """Why a figure differs from what a sending said; printed beside it and frozen with the next sending."""

    cluster_path = "report__cluster"

    report = models.ForeignKey(FunderReport, models.CASCADE, related_name="explanations")
    # The figure's key (`funders.rules.figures`), and the sending that said something else.
    figure = models.CharField(max_length=200)
    against = models.ForeignKey(Sending, models.CASCADE, related_name="+")
    text = models.JSONField(default=dict, blank=True)

    revised = ("text",)
    labels = {"text": _("Explanation")}
    verb = "explained-figure"

    objects = GuardedManager(ExplanationSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ExplanationSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("report", "figure")
        constraints = [models.UniqueConstraint(fields=["report", "figure", "against"], name="explanation_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.figure}"

    @property
    def called(self) -> str:
        """The report that it stands in."""
        return self.report.title

    @property
    def form_url(self) -> str:
        """The page of the figures that differ."""
        return reverse("funders:differences", args=[self.report.cluster.slug, self.report.number])

    @property
    def log_url(self) -> str:
        """The report's front page."""
        return self.report.get_absolute_url()

    @property
    def words(self) -> Text:
        """The explanation in both languages."""
        return Text.from_value(self.text)
