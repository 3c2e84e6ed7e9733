"""A workbook is an edition being filled in; an answer is one row with a revision; every change of it is kept."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from library.models import Edition
from workbooks.filling import filled, read_filled
from workbooks.origins import BORROWED, Origin
from workbooks.querysets import (
    AnswerChangeSet,
    AnswerFileSet,
    AnswerSet,
    EditionMoveSet,
    ParkedAnswerSet,
    PresenceSet,
    WorkbookSet,
)


class Workbook(ClusterOwned):
    """An edition that a cluster fills in."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="workbooks")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="workbooks")
    title = models.CharField(_("Title"), max_length=160)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Since when its answers are decided: what is sent then is kept, and waits until it is opened again.
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GuardedManager(WorkbookSet)
    across_clusters: ClassVar = models.Manager.from_queryset(WorkbookSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def own_answers(self) -> dict[str, Any]:
        """What somebody here has answered or confirmed, by question, for a copy or the next one; one query."""
        return dict(self.answers.exclude(origin__in=BORROWED).values_list("question_key", "value"))

    @cached_property
    def filled(self) -> Mapping[str, bool]:
        """Which of its panels have something in them: the rooms that own them are asked, in one query."""
        # across_clusters: this workbook alone, which has been fetched from its cluster
        return read_filled(Workbook.across_clusters.filter(pk=self.pk).values(**filled("pk")).first() or {})


class Answer(ClusterOwned):
    """What stands at one question now, in the stored form of `docs/content-format.md`; None is an answer taken away."""

    cluster_path = "workbook__cluster"

    workbook = models.ForeignKey(Workbook, models.CASCADE, related_name="answers")
    question_key = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    # When the words of each language were last changed, as ISO instants: what tells an old translation from a new one.
    written_at = models.JSONField(default=dict, blank=True)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.OWN, blank=True)

    objects = GuardedManager(AnswerSet)
    across_clusters: ClassVar = models.Manager.from_queryset(AnswerSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("workbook", "question_key")
        constraints = [models.UniqueConstraint(fields=["workbook", "question_key"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.question_key} r{self.revision}"

    @property
    def is_borrowed(self) -> bool:
        """Whether nobody here has changed or confirmed it."""
        return self.origin in BORROWED

    @property
    def source(self) -> Origin:
        """Where it comes from."""
        return Origin(self.origin)


class AnswerChange(ClusterOwned):
    """One step in an answer's history. Rows are only ever added, so nothing that was sent is lost."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("Saved")
        RESTORED = "restored", _("Brought back")
        CONFIRMED = "confirmed", _("Confirmed: it fits")
        # Sent on top of a revision that was no longer the newest: kept here, and not the answer.
        SET_ASIDE = "set-aside", _("Not used: a colleague saved first")
        # Taken along to another edition, or brought back from there; nobody wrote it just then.
        MOVED = "moved", _("Moved to another edition")
        # Sent when the answers had been decided: kept here until the workbook is opened again.
        WAITING = "waiting", _("Kept for the next round: written after the approval")

    cluster_path = "workbook__cluster"

    workbook = models.ForeignKey(Workbook, models.CASCADE, related_name="changes")
    question_key = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    value = models.JSONField(null=True)
    # The revision that this change made; for one set aside or waiting, the revision that it was based on.
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.OWN, blank=True)

    objects = GuardedManager(AnswerChangeSet)
    across_clusters: ClassVar = models.Manager.from_queryset(AnswerChangeSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["workbook", "question_key", "-at"], name="change_by_question")]
        constraints = [
            models.UniqueConstraint(
                fields=["workbook", "question_key", "revision"],
                condition=~models.Q(kind__in=["set-aside", "waiting"]),
                name="change_once_a_revision",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_key} r{self.revision} {self.kind}"

    @property
    def is_set_aside(self) -> bool:
        """Whether it never was the answer: a colleague was first, or the answers had been decided."""
        return self.kind in (self.Kind.SET_ASIDE, self.Kind.WAITING)

    @property
    def kind_words(self) -> str:
        """What happened, in words."""
        return self.get_origin_display() if self.origin in BORROWED else self.get_kind_display()


class EditionMove(ClusterOwned):
    """That a workbook was taken to another edition, and what it takes to undo that. Rows are only ever added."""

    cluster_path = "workbook__cluster"

    workbook = models.ForeignKey(Workbook, models.CASCADE, related_name="moves")
    before = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    after = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    # By question, each answer that it changed as it was, and the revision that the change made.
    touched = models.JSONField(default=dict)
    # The questions that have another key since, from the earlier one to the later.
    renamed = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=120, blank=True, default="")

    objects = GuardedManager(EditionMoveSet)
    across_clusters: ClassVar = models.Manager.from_queryset(EditionMoveSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"workbook {self.workbook_id}: {self.before_id} to {self.after_id}"


class ParkedAnswer(ClusterOwned):
    """An answer as it was given to a question that is not asked any more, or is asked in another way.

    Nothing deletes one but the undoing of the move that made it; what was given back stays, and says so.
    """

    cluster_path = "workbook__cluster"

    workbook = models.ForeignKey(Workbook, models.CASCADE, related_name="parked")
    # The edition in which the question was asked.
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    question_key = models.CharField(max_length=80)
    value = models.JSONField()
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.OWN, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_by_name = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField()
    languages_written_at = models.JSONField(default=dict, blank=True)
    # Where it was taken to and what it became there; empty where it was only parked.
    at_key = models.CharField(max_length=80, blank=True, default="")
    became = models.JSONField(null=True, blank=True)
    # The move that parked it; without one it was sent to a question that had gone meanwhile.
    move = models.ForeignKey(EditionMove, models.CASCADE, null=True, blank=True, related_name="parked")
    # The move, or the moment and the person, by which it is an answer again.
    given_back = models.ForeignKey(EditionMove, models.SET_NULL, null=True, blank=True, related_name="given_back")
    put_back_at = models.DateTimeField(null=True, blank=True)
    put_back_by_name = models.CharField(max_length=120, blank=True, default="")

    objects = GuardedManager(ParkedAnswerSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ParkedAnswerSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.question_key} parked"

    @property
    def is_original(self) -> bool:
        """Whether it is the original of an answer that stands in another form, or under another key."""
        return bool(self.at_key)


class AnswerFile(ClusterOwned):
    """A file that answers a question; the answer names it by its mark, which follows from its name and its bytes.

    It belongs to the cluster and not to the workbook, since answers are taken along to others, and is kept as long as
    its history: answers, what was set aside, and what was frozen name it without a row that could say so.
    """

    # What files of this kind are called where somebody looks for what takes room.
    FILES = _("Files in answers")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")
    mark = models.CharField(max_length=40)
    file = models.FileField(upload_to="answers", max_length=200)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    # Whether an answer has named it; one that was refused after it had been written has not.
    is_named = models.BooleanField(default=False)

    objects = GuardedManager(AnswerFileSet)
    across_clusters: ClassVar = models.Manager.from_queryset(AnswerFileSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["cluster", "mark"], name="answer_file_once")]

    def __str__(self) -> str:
        return self.name


class Presence(ClusterOwned):
    """Who is working where: one row for a person in a workbook, renewed every half minute while the page is open."""

    cluster_path = "workbook__cluster"

    workbook = models.ForeignKey(Workbook, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section_key = models.CharField(max_length=80)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(PresenceSet)
    across_clusters: ClassVar = models.Manager.from_queryset(PresenceSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("workbook", "user")
        constraints = [models.UniqueConstraint(fields=["workbook", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.section_key}"
