"""The strategy and its goals."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from core.text import Text
from library.models import Edition
from strategy.querysets import GoalChangeSet, GoalSet, StrategySet
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


class Goal(ClusterOwned):
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
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

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


class GoalChange(ClusterOwned):
    """One step in a goal's history. Rows are only ever added, so nothing that was sent is lost."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("Saved")
        RESTORED = "restored", _("Brought back")
        # Sent on top of a revision that was no longer the newest: kept here, and not the goal.
        SET_ASIDE = "set-aside", _("Not used: a colleague was first")

    cluster_path = "goal__strategy__cluster"

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    title = models.JSONField()
    rationale = models.JSONField(default=dict, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # The name stays when the person's account goes.
    owner_name = models.CharField(max_length=120, blank=True)
    owner_role = models.JSONField(default=dict, blank=True)
    deadline = models.DateField(null=True, blank=True)
    # The revision that this change made; for one set aside, the revision that it was based on.
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(GoalChangeSet)
    across_clusters: ClassVar = models.Manager.from_queryset(GoalChangeSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("revision", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "revision"], condition=~models.Q(kind="set-aside"), name="goal_change_once_a_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} r{self.revision} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the change; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("A change of a goal is only ever added.")
        super().save(*args, **kwargs)
