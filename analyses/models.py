"""An analysis, and what was carried over from it into a strategy."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analyses.querysets import AnalysisSet, CarryOverSet
from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from strategy.models import Strategy
from workbooks.models import Workbook
from workbooks.titles import Titled


class Analysis(Titled, ClusterOwned):
    """A market, a technology or an innovation examined, and options compared by weighted criteria."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="analyses")
    # Given out by the cluster: the address names it, and a cluster can be moved without renumbering.
    number = models.PositiveIntegerField()
    workbook = models.OneToOneField(Workbook, models.PROTECT, related_name="analysis")
    # Whose choices it serves; without one, its result goes to the strategy the cluster works by.
    strategy = models.ForeignKey(Strategy, models.SET_NULL, null=True, blank=True, related_name="analyses")
    # Who is told when the analysis is to be looked at again.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    revised = ("title", "strategy", "owner")
    labels = {"strategy": _("Strategy"), "owner": _("Owner")}
    verb = "changed-analysis"

    objects = GuardedManager(AnalysisSet)
    across_clusters: ClassVar = models.Manager.from_queryset(AnalysisSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="analysis_number_once")]

    def get_absolute_url(self) -> str:
        """The page of the result; needs the cluster to be loaded."""
        return reverse("analyses:detail", args=[self.cluster.slug, self.number])

    @property
    def form_url(self) -> str:
        """Title and settings."""
        return reverse("analyses:settings", args=[self.cluster.slug, self.number])

    @property
    def log_url(self) -> str:
        """The page of the result."""
        return self.get_absolute_url()


class CarryOver(ClusterOwned):
    """A result as it was carried over into an answer of a strategy. It can be taken back, and is never changed."""

    cluster_path = "analysis__cluster"

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="carried")
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="+")
    question_key = models.CharField(max_length=80)
    # The result as it was then (`analyses.rules.carrying.Carried`), and its SHA-256.
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    # The revision of the strategy's answer that it made, and the one that stood before.
    revision = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GuardedManager(CarryOverSet)
    across_clusters: ClassVar = models.Manager.from_queryset(CarryOverSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["strategy", "question_key", "-at"], name="carried_to_question")]

    def __str__(self) -> str:
        return f"{self.question_key} from {self.analysis_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it, or say that it was taken back; nothing else of it changes."""
        if not self._state.adding and kwargs.get("update_fields") != ["undone_at"]:
            raise TypeError("What was carried over is only ever added.")
        super().save(*args, **kwargs)
