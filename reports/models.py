"""The documents that people asked for: what becomes of each, and where its file lies."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as named

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from exports.pdf import message_of
from reports.querysets import ExportSet


class Export(ClusterOwned):
    """One document of one content for one person. The file itself lies in `exports`, under the digest."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", gettext_lazy("Strategy")
        EVALUATION = "evaluation", gettext_lazy("Evaluation")
        SNAPSHOT = "snapshot", gettext_lazy("Snapshot")
        ASSESSMENT = "assessment", gettext_lazy("Self-assessment")
        COMPARISON = "comparison", gettext_lazy("What has changed?")
        FUNDER_REPORT = "funder-report", gettext_lazy("Report to a funder")

    class State(models.TextChoices):
        QUEUED = "queued", named("document", "Waiting")
        RUNNING = "running", named("document", "Being made")
        DONE = "done", named("document", "Ready")
        FAILED = "failed", named("document", "Not made")

    class Step(models.TextChoices):
        STARTING = "starting", gettext_lazy("The document is next in the queue")
        STYLING = "styling", gettext_lazy("Loading fonts and layout")
        LAYING_OUT = "laying-out", gettext_lazy("Laying out the pages")
        NUMBERING = "numbering", gettext_lazy("Adding page numbers to the contents")
        WRITING = "writing", gettext_lazy("Writing the file")

    # How far each step has come when it begins, of a hundred; measured on the example strategy.
    BEGINS: ClassVar[dict[str, int]] = {"starting": 0, "styling": 5, "laying-out": 25, "numbering": 60, "writing": 75}

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="exports")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    # What it is called, for the list and the file; in the language of the document.
    name = models.CharField(max_length=300)
    language = models.CharField(max_length=2)
    # Where it is asked for: from there the same document is made again from what then stands.
    address = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    step = models.CharField(max_length=12, choices=Step, default=Step.STARTING)
    # Laid out so far; of a finished document, all of them.
    pages = models.PositiveIntegerField(default=0)
    expected_pages = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=12, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = GuardedManager(ExportSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ExportSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "asked_by", "digest"], name="export_content_once_a_person")
        ]
        indexes = [models.Index(fields=["cluster", "asked_by", "-asked_at"], name="export_of_person")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page that shows how far it is; needs the cluster to be loaded."""
        return reverse("reports:export", args=[self.cluster.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def is_done(self) -> bool:
        """Whether its file was made."""
        return self.state == self.State.DONE

    @property
    def has_failed(self) -> bool:
        """Whether it could not be made."""
        return self.state == self.State.FAILED

    @property
    def percent(self) -> int:
        """How far it is; while pages are laid out, in proportion to how many it had the last time."""
        begins = self.BEGINS[self.step]
        if self.step == self.Step.LAYING_OUT and self.expected_pages:
            span = self.BEGINS["numbering"] - begins
            return begins + span * min(self.pages, self.expected_pages) // self.expected_pages
        return begins

    @property
    def message(self) -> str:
        """Why it could not be made, and what to do, in the active language."""
        match self.fault:
            case "lost":
                return _("The work was interrupted several times. The document is too large, or the server too busy.")
            case "gone":
                return _("What was to be printed is no longer available. Ask for the document again.")
            case "full":
                return _("The portal’s disk is full. Tell the portal’s administrator, then ask for the document again.")
            case _:
                return message_of(self.fault)
