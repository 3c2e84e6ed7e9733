"""The documents that people asked for: what becomes of each, and where its file lies."""

from collections.abc import Collection
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
from clusters.revised import Revised
from core.dates import format_date
from core.errors import Refusal
from core.frozen import is_untouched, revived
from core.languages import content_language
from core.text import LANGUAGES, Text
from exports.pdf import message_of
from reports.querysets import BoardPackSet, ExportSet, SentDocumentSet
from reports.rules.pack import PackContent
from reviews.models import ELSEWHERE, Snapshot
from strategy.models import Strategy

# What a file is, by the ending of its name; these are names, the same in every language.
FORMS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


class Export(ClusterOwned):
    """One document of one content for one person. Its file lies in `exports` by its digest, unless it was brought."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", gettext_lazy("Strategy")
        EVALUATION = "evaluation", gettext_lazy("Evaluation")
        SNAPSHOT = "snapshot", gettext_lazy("Snapshot")
        PACK = "pack", gettext_lazy("Board’s pack")
        ASSESSMENT = "assessment", gettext_lazy("Self-assessment")
        COMPARISON = "comparison", gettext_lazy("What has changed?")
        KPIS = "kpis", gettext_lazy("KPI report")
        PLAN = "plan", gettext_lazy("Action plan")
        YEAR = "year", gettext_lazy("Strategy year")
        FUNDER_REPORT = "funder-report", gettext_lazy("Report to a funder")
        DOCUMENT = "document", gettext_lazy("Document")
        PARKED = "parked", gettext_lazy("Parked answers")
        ANALYSIS = "analysis", gettext_lazy("Analysis")
        SURVEY = "survey", gettext_lazy("Survey")

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
    # The file itself, where it came with its cluster from another installation: what was made here lies in `exports`.
    brought = models.FileField(upload_to="brought", max_length=200, blank=True, default="", db_default="")

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


class SentDocument(ClusterOwned):
    """A document as members were sent it: the file itself, kept as it was. It is only ever added."""

    FILES = gettext_lazy("Documents that were sent")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="sent_documents")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Export.Kind)
    # What the file is called, in the language of the document.
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2)
    file = models.FileField(upload_to="sent", max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=1000, blank=True, default="")
    # Until when the link in the mails leads to it; without a day it was attached.
    ends_on = models.DateField(null=True, blank=True)
    # SHA-256 of what stands in the link.
    token_digest = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.CharField(max_length=120, blank=True, default="")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(SentDocumentSet)
    across_clusters: ClassVar = models.Manager.from_queryset(SentDocumentSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-at", "-number")
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="sent_document_number_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page about it; needs the cluster to be loaded."""
        return reverse("reports:sent", args=[self.cluster.slug, self.number])

    @property
    def title(self) -> str:
        """What people call the document; its file is called by the cluster and the language besides."""
        called = self.name.rpartition(".")[0].removesuffix(f" ({self.language})")
        for language in LANGUAGES:
            called = called.removeprefix(f"{self.cluster.name.resolve(language).text} - ")
        return called

    @property
    def form(self) -> str:
        """What its file is called in every office: PDF, Word or Excel."""
        return FORMS.get(self.name.rpartition(".")[2], "PDF")

    @property
    def is_attached(self) -> bool:
        """Whether the file itself went out, so that no link leads to it."""
        return self.ends_on is None

    @property
    def is_elsewhere(self) -> bool:
        """Whether its link leads to the portal that the cluster came from, where alone it can be revoked."""
        return self.token_digest.startswith(ELSEWHERE)

    @property
    def why_ended(self) -> str:
        """Why its link leads nowhere: `unknown`, `revoked` or `ended`; nothing while it works."""
        if self.ends_on is None:
            return "unknown"
        if self.revoked_at is not None or self.cluster.archived_at is not None:
            return "revoked"
        return "ended" if self.ends_on < timezone.localdate() else ""


class BoardPack(Revised, ClusterOwned):
    """Two pages for a meeting of the board. As long as it has not been sent it follows what stands; then it is kept."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="board_packs")
    number = models.PositiveIntegerField()
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="board_packs")
    meeting_on = models.DateField(gettext_lazy("Date of the meeting"))
    asked = models.JSONField(gettext_lazy("What we ask you to decide"), default=dict, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_by_name = models.CharField(max_length=120, blank=True, default="")
    # What was sent (`reports.rules.pack`), its SHA-256, and the strategy of that moment.
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True, default="")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")

    revised = ("meeting_on", "asked")
    verb = "changed-pack"

    objects = GuardedManager(BoardPackSet)
    across_clusters: ClassVar = models.Manager.from_queryset(BoardPackSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-meeting_on", "-number")
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="board_pack_number_once")]

    def __str__(self) -> str:
        return f"pack {self.number}"

    def get_absolute_url(self) -> str:
        """Its page; needs the cluster to be loaded."""
        return reverse("reports:pack", args=[self.cluster.slug, self.number])

    @property
    def called(self) -> str:
        """The meeting that it is for."""
        return _("Board’s pack for %(day)s") % {"day": format_date(self.meeting_on, content_language())}

    @property
    def form_url(self) -> str:
        """Where day and decisions are written."""
        return reverse("reports:pack_edit", args=[self.cluster.slug, self.number])

    @property
    def log_url(self) -> str:
        """Its page."""
        return self.get_absolute_url()

    def refuse_decided(self, pieces: Collection[str]) -> None:
        """What was sent stays as it was sent."""
        if BoardPack.objects.of(self.cluster_id).filter(pk=self.pk, sent_at__isnull=False).exists():
            raise Refusal(_("The pack has been sent and is kept as it was. Begin a new one."))

    @property
    def is_sent(self) -> bool:
        """Whether it is frozen."""
        return self.sent_at is not None

    @property
    def asked_text(self) -> Text:
        """What the board is asked to decide, in both languages."""
        return Text.from_value(self.asked)

    @property
    def frozen(self) -> PackContent:
        """What was sent."""
        return revived(PackContent, self.content)

    @property
    def is_whole(self) -> bool:
        """Whether it is still what was sent."""
        return is_untouched(self.content, self.digest)
