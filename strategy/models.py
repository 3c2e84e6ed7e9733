"""The strategy and its goals."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clusters.deletable import Deletable
from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from clusters.revised import Revised
from core.errors import Refusal
from core.locking import hold
from core.text import Text
from library.models import Edition
from strategy.querysets import BoardAnswerSet, DeviationSet, GoalSet, StrategySet
from workbooks.filling import read_filled
from workbooks.models import Workbook
from workbooks.titles import Titled


class Strategy(Titled, ClusterOwned):
    """A cluster's strategy for a period; one of a cluster's strategies may be the current one."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a strategy", "Draft")
        REVIEW = "review", _("In review")
        APPROVED = "approved", pgettext_lazy("state of a strategy", "Approved")
        REPLACED = "replaced", _("Replaced")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="strategies")
    # Given out by the cluster: the address names it, and a cluster can be moved without renumbering.
    number = models.PositiveIntegerField()
    workbook = models.OneToOneField(Workbook, models.PROTECT, related_name="strategy")
    # The example that it was started from; rooms above offer what else the example has.
    example = models.ForeignKey(Edition, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    # The approval in force; it stays so while the next round is being written.
    approved_on = models.DateField(null=True, blank=True, editable=False)
    approved_by_name = models.CharField(max_length=120, blank=True, default="", editable=False)
    minute = models.CharField(max_length=120, blank=True, default="", editable=False)
    # The strategy that it follows, and what it takes along from there until it is approved (`reviews.succeeding`).
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="successors")
    carried = models.JSONField(default=dict, blank=True, editable=False)
    # How often it has been opened to be written.
    round = models.PositiveIntegerField(default=1, editable=False)
    is_current = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

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

    @property
    def is_decided(self) -> bool:
        """Whether texts, goals and targets have been approved and no new round has been opened."""
        return self.state in (self.State.APPROVED, self.State.REPLACED)

    @property
    def state_words(self) -> str:
        """How it stands, in words; a new round is written while the approved one is in force."""
        if self.approved_on and not self.is_decided:
            return gettext("Approved, and a new round is being written")
        return self.get_state_display()

    def refuse_decided(self, pieces: Collection[str]) -> None:
        """Keep the title of what has been approved."""
        if state_held(self).is_decided:
            raise Refusal(
                gettext("The strategy has been approved. Open a new round to give it another title."), "title"
            )


def state_held(strategy: Strategy) -> Strategy:
    """Return the strategy as it is now, and so it stays until the transaction ends; one query."""
    found = Strategy.objects.of(strategy.cluster_id).filter(pk=strategy.pk)
    return hold(found.only("state", "approved_on", "cluster"), strategy)


class Goal(Deletable, Revised, ClusterOwned):
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

    # Why it is changed although the strategy has been approved; of this one change, and kept with it.
    deviates_because: str = ""

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

    def refuse_decided(self, pieces: Collection[str]) -> None:
        """A goal of an approved strategy is changed with a reason only: the board sees it."""
        if not self.deviates_because and state_held(self.strategy).is_decided:
            raise Refusal(unexplained(self.key), "reason")

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


def unexplained(key: str) -> str:
    """Return what is said to who changes what has been decided without saying why."""
    words = gettext("The strategy has been approved. To change %(key)s, use its own form and write why it changes.")
    return words % {"key": key}


class Deviation(ClusterOwned):
    """A goal or a target that was changed under an approved strategy, and why. Rows are only ever added."""

    cluster_path = "strategy__cluster"

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="deviations")
    # The name that people use for it, and what it is called: S2, K3.
    key = models.CharField(max_length=12)
    subject = models.JSONField()
    # What changed: label, what stood there, what stands there, in each language. Rows from before
    # that was kept have words instead, in the language of who changed it.
    changes = models.JSONField(default=list)
    reason = models.TextField(_("Why it changes"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuardedManager(DeviationSet)
    across_clusters: ClassVar = models.Manager.from_queryset(DeviationSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.key}: {self.reason[:40]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the deviation; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("A deviation is only ever added.")
        super().save(*args, **kwargs)

    @property
    def subject_text(self) -> Text:
        """What it is called, in both languages."""
        return Text.from_value(self.subject)

    @property
    def shown_changes(self) -> list[list[Text | str]]:
        """What changed: label, what stood there, what stands there; words of one language where only those are kept."""
        return [
            [Text.from_value(words) if isinstance(words, dict) else str(words or "") for words in line]
            for line in self.changes
            # As a file of another portal may not have it.
            if isinstance(line, list) and len(line) == 3
        ]

    @property
    def board_answer(self) -> "BoardAnswer | None":
        """What the board said of it last, where it was fetched `with_answers`."""
        found = list(self.board_answers.all())
        return found[-1] if found else None


class BoardAnswer(ClusterOwned):
    """What the board said of a deviation, at which meeting. A later one takes its place; rows are only ever added."""

    class Answer(models.TextChoices):
        NOTED = "noted", _("Taken note of")
        BACK = "back", _("To be changed back")

    cluster_path = "deviation__strategy__cluster"

    deviation = models.ForeignKey(Deviation, models.CASCADE, related_name="board_answers")
    answer = models.CharField(_("What the board said"), max_length=10, choices=Answer)
    said_on = models.DateField(_("Date of the meeting"))
    minute = models.CharField(_("Where the minutes say so"), max_length=120, blank=True)
    reason = models.TextField(_("Why"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuardedManager(BoardAnswerSet)
    across_clusters: ClassVar = models.Manager.from_queryset(BoardAnswerSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.answer} on {self.said_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the answer; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("What the board said is only ever added to.")
        super().save(*args, **kwargs)
