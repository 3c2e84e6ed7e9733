"""Assessments, who was asked, what each scored, what was agreed, and what became of it.

A score has no time and no history: whoever could see when it was given could tell whose it is.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.querysets import AgreementSet, AssessmentSet, NextStepSet, ScoreFileSet, ScorerSet, ScoreSet
from assessments.rules.counting import Answers, Counted
from assessments.rules.moving import Given
from assessments.statements import Form, form_of
from clusters.deletable import Deletable
from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from clusters.revised import Revised
from core.frozen import is_untouched, revived
from library.models import Edition
from plans.models import Activity
from strategy.models import Goal, Strategy


class Assessment(Deletable, Revised, ClusterOwned):
    """One time that a group scores the statements of an edition, and talks about it."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="assessments")
    number = models.PositiveIntegerField()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=120)
    until = models.DateField(_("Last day to answer"))
    note = models.TextField(_("Message to those who are asked"), max_length=1000, blank=True)
    # Chosen once: nobody who has written a note without a name finds it under their name later.
    is_anonymous = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_on = models.DateField(null=True, blank=True)
    # What the group may see, frozen when the answers were opened; the scores are not counted again for it.
    counted = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    notes = models.JSONField(default=dict, blank=True)

    revised = ("name", "until", "note")
    verb = "changed-assessment"

    objects = GuardedManager(AssessmentSet)
    across_clusters: ClassVar = models.Manager.from_queryset(AssessmentSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="assessment_number_once")]

    def __str__(self) -> str:
        return self.name

    def url(self, name: str = "detail", *args: object) -> str:
        """Return the address of one of its pages; needs the cluster to be loaded."""
        return reverse(f"assessments:{name}", args=[self.cluster.slug, self.number, *args])

    def get_absolute_url(self) -> str:
        return self.url()

    @property
    def form_url(self) -> str:
        """Where its name and last day are changed."""
        return self.url("edit")

    @property
    def log_url(self) -> str:
        """Its own page."""
        return self.url()

    def still_there(self) -> dict[str, Any]:
        """As long as nobody has deleted it or opened its answers."""
        return {"deleted_at": None, "closed_on": None}

    @property
    def score_url(self) -> str:
        """Where a member answers."""
        return self.url("score")

    @property
    def is_closed(self) -> bool:
        """Whether its answers have been opened."""
        return self.closed_on is not None

    @cached_property
    def form(self) -> Form:
        """The statements of its edition."""
        return form_of(self.edition.parsed)

    @property
    def frozen(self) -> Counted:
        """What was counted when the answers were opened."""
        return revived(Counted, self.counted) if self.counted else Counted()

    @property
    def is_whole(self) -> bool:
        """Whether what was counted is still what it was then."""
        return not self.counted or is_untouched(self.counted, self.digest)


class Scorer(ClusterOwned):
    """A person who was asked to score: a member, or somebody without an account who comes by a personal link."""

    cluster_path = "assessment__cluster"
    untold = frozenset({"counted"})

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scorers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("Email address"), blank=True)
    language = models.CharField(max_length=5, default="da")
    # Of the personal link only the digest is kept; without one there is no link that works.
    token_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    is_done = models.BooleanField(default=False)
    # The scores that are part of what has been shown, so that a second count cannot give one of them away.
    counted = models.JSONField(default=dict, blank=True)

    objects = GuardedManager(ScorerSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ScorerSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["assessment", "user"], name="scorer_once_a_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def has_link(self) -> bool:
        """Whether a personal link leads here."""
        return self.token_digest is not None

    @property
    def has_begun(self) -> bool:
        """Whether anything was answered or put beside an answer; two queries."""
        return self.scores.exists() or self.files.exists()

    @property
    def answers_counted(self) -> Answers:
        """The scores that have been counted."""
        return Answers(self.counted.get("scores", {}), frozenset(self.counted.get("unsure", ())))


class Score(ClusterOwned):
    """What one person answered to one statement, seen by nobody else until it is counted."""

    cluster_path = "scorer__assessment__cluster"
    is_untold = True

    scorer = models.ForeignKey(Scorer, models.CASCADE, related_name="scores")
    key = models.CharField(max_length=80)
    level = models.SmallIntegerField(null=True, blank=True)
    is_unsure = models.BooleanField(default=False)
    note = models.TextField(max_length=2000, blank=True)
    link = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)
    # How it was given, where the edition or the words have changed since (`rules/moving.py`).
    earlier = models.JSONField(null=True, blank=True)
    # What was given in each edition that it has been taken from, by its version: the snapshot before a move, with the
    # score itself and therefore as unseen as that, and gone with it.
    kept = models.JSONField(null=True, blank=True)
    # The opened page that wrote it last: what one page writes twice is no conflict with itself.
    page = models.CharField(max_length=16, blank=True)

    objects = GuardedManager(ScoreSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ScoreSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("key",)
        constraints = [
            models.UniqueConstraint(fields=["scorer", "key"], name="score_once_a_statement"),
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(is_unsure=False), name="score_level_or_unsure"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_answered(self) -> bool:
        """Whether a level was chosen, or that one does not know."""
        return self.level is not None or self.is_unsure

    @property
    def _earlier(self) -> dict[str, Any]:
        return self.earlier or {}

    def given_in(self, version: int) -> Given:
        """Return how it was given: in this edition, or in the one that it has been taken from since."""
        return Given(**self.earlier["given"]) if self.earlier else Given(version, self.key, self.level, self.is_unsure)

    def kept_in(self, version: int) -> Given | None:
        """Return what was given in an edition when it was taken from there; None where it never was."""
        found = (self.kept or {}).get(str(version))
        return Given(**found) if found else None

    @property
    def is_beside(self) -> bool:
        """Whether its statement is no longer asked."""
        return self._earlier.get("at") == ""

    @property
    def is_reworded(self) -> bool:
        """Whether its statement reads differently since it was answered."""
        return bool(self._earlier.get("reworded"))


class ScoreFile(ClusterOwned):
    """A file that one person put beside their own answer, as evidence; given out as an attachment only.

    It is named by a mark that tells no order, and has no time: the same as a score.
    """

    cluster_path = "scorer__assessment__cluster"
    # What files of this kind are called where somebody looks for what takes room.
    FILES = _("Files behind answers to a self-assessment")
    is_untold = True

    scorer = models.ForeignKey(Scorer, models.CASCADE, related_name="files")
    key = models.CharField(max_length=80)
    mark = models.CharField(max_length=32, unique=True)
    file = models.FileField(upload_to="assessments", max_length=200)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    objects = GuardedManager(ScoreFileSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ScoreFileSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("name", "mark")
        constraints = [models.UniqueConstraint(fields=["scorer", "key", "digest"], name="score_file_once")]

    def __str__(self) -> str:
        return f"file {self.mark}"


class Agreement(Revised, ClusterOwned):
    """What the group agreed on for one statement, or that it could not agree."""

    cluster_path = "assessment__cluster"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="agreements")
    key = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField(_("Agreed level"), null=True, blank=True)
    is_disputed = models.BooleanField(_("Not agreed"), default=False)
    reason = models.TextField(_("Because"), max_length=2000, blank=True)

    revised = ("level", "is_disputed", "reason")

    objects = GuardedManager(AgreementSet)
    across_clusters: ClassVar = models.Manager.from_queryset(AgreementSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["assessment", "key"], name="agreement_once_a_statement")]

    def __str__(self) -> str:
        return self.key

    @property
    def called(self) -> str:
        """The assessment's name."""
        return self.assessment.name

    @property
    def form_url(self) -> str:
        """Its statement in the meeting."""
        return self.assessment.url("statement", self.key)


class NextStep(ClusterOwned):
    """What a weak statement became: a goal, an activity, or a note in the strategy."""

    class Kind(models.TextChoices):
        GOAL = "goal", _("Goal")
        ACTIVITY = "activity", _("Activity")
        NOTE = "note", _("Note")

    cluster_path = "assessment__cluster"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    strategy = models.ForeignKey(Strategy, models.CASCADE, null=True, blank=True, related_name="+")
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="+")
    note = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(NextStepSet)
    across_clusters: ClassVar = models.Manager.from_queryset(NextStepSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def label(self) -> str:
        """What it is called: S3, A12, or a note."""
        thing = self.goal or self.activity
        return thing.key if thing else str(self.Kind(self.kind).label)

    @property
    def url(self) -> str:
        """Where it stands; needs the cluster of its assessment to be loaded."""
        slug = self.assessment.cluster.slug
        if self.goal is not None:
            return reverse("strategy:goal_edit", args=[slug, self.goal.strategy.number, self.goal.number])
        if self.activity is not None:
            return reverse("plans:activity", args=[slug, self.activity.number])
        return reverse("strategy:detail", args=[slug, self.strategy.number]) if self.strategy else ""
