"""The strategy and its goals."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from clusters.revised import Revised
from core.text import Text
from library.models import Edition
from strategy.querysets import GoalSet, StrategySet
from workbooks.filling import read_filled
from workbooks.models import Workbook
from workbooks.titles import Titled


class Strategy(Titled, ClusterOwned):
    """A cluster's strategy for a period; one of a cluster's strategies may be the current one."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="strategies")
    # Given out by the cluster: the address names it, and a cluster can be moved without renumbering.
    number = models.PositiveIntegerField()
    workbook = models.OneToOneField(Workbook, models.PROTECT, related_name="strategy")
    # The example that it was started from; rooms above offer what else the example has.
    example = models.ForeignKey(Edition, models.SET_NULL, null=True, blank=True, related_name="+")
    is_current = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True)

    revised = ("title",)
    verb = "changed-strategy"

    objects = GuardedManager(StrategySet)
    across_clusters: ClassVar = models.Manager.from_queryset(StrategySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-is_current", "-number")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="strategy_number_once"),
            models.UniqueConstraint(
                fields=["cluster"], condition=models.Q(is_current=True, deleted_at=None), name="strategy_one_current"
            ),
        ]

    @property
    def panels_filled(self) -> dict[str, bool] | None:
        """Which of its panels have something in them, where it was fetched `with_workbook`."""
        found = read_filled(vars(self))
        return found or None

    def get_absolute_url(self) -> str:
        """The read view; needs the cluster to be loaded."""
        return reverse("strategy:detail", args=[self.cluster.slug, self.number])

    @property
    def form_url(self) -> str:
        """Title and settings."""
        return reverse("strategy:settings", args=[self.cluster.slug, self.number])

    @property
    def log_url(self) -> str:
        """The read view."""
        return self.get_absolute_url()


class Goal(Revised, ClusterOwned):
    """What a strategy is to reach. KPIs and activities of the rooms above point down to it."""

    cluster_path = "strategy__cluster"

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="goals")
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    title = models.JSONField(_("Goal"))
    rationale = models.JSONField(_("Why this goal"), default=dict, blank=True)
    # A member of the cluster, or a role in words when nobody signs in for it.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    owner_role = models.JSONField(_("Role"), default=dict, blank=True)
    deadline = models.DateField(_("Deadline"), null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    revised = ("title", "rationale", "owner", "owner_role", "deadline")
    labels = {"owner": _("Owner"), "deadline": _("Deadline")}
    verb = "changed-goal"

    objects = GuardedManager(GoalSet)
    across_clusters: ClassVar = models.Manager.from_queryset(GoalSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("position", "number")
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="goal_number_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The name that people use for it: S1, S2 and so on, never given out twice in a strategy."""
        return f"S{self.number}"

    @property
    def called(self) -> str:
        """Key and title."""
        return f"{self.key} {self.title_text.resolve(self.strategy.cluster.language).text}"

    @property
    def form_url(self) -> str:
        """Where it is changed."""
        return reverse("strategy:goal_edit", args=[self.strategy.cluster.slug, self.strategy.number, self.number])

    @property
    def talk_url(self) -> str:
        """What was said about it, also after it was deleted."""
        list_url = reverse("comments:index", args=[self.strategy.cluster.slug, self.strategy.number])
        return f"{list_url}?show=all&about=g:{self.number}"

    @property
    def log_url(self) -> str:
        """The read view of its strategy."""
        return self.strategy.get_absolute_url()

    def still_there(self) -> dict[str, Any]:
        """As long as nobody has deleted it."""
        return {"deleted_at": None}

    @property
    def title_text(self) -> Text:
        """The goal in both languages."""
        return Text.from_value(self.title)

    @property
    def rationale_text(self) -> Text:
        """Why it was chosen, in both languages."""
        return Text.from_value(self.rationale)

    @property
    def role_text(self) -> Text:
        """The role that answers for it, in both languages."""
        return Text.from_value(self.owner_role)
