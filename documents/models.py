"""A cluster's documents, the clauses that it has made its own, and the copies that were signed."""

import datetime
from collections.abc import Collection
from typing import ClassVar

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
from documents.querysets import ClusterDocumentSet, DocumentClauseSet, SignedCopySet
from documents.rules.texts import ClauseChange
from plans.models import Activity
from strategy.models import Strategy
from workbooks.models import Workbook
from workbooks.titles import Titled

KEPT_AFTER_REMOVAL = datetime.timedelta(days=90)


class ClusterDocument(Titled, ClusterOwned):
    """An agreement, an advert or a plan that a cluster fills in; while it is a draft its text can change."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a document", "Draft")
        FINAL = "final", pgettext_lazy("state of a document", "Final")
        SIGNED = "signed", pgettext_lazy("state of a document", "Signed")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="documents")
    # Given out by the cluster: the address names it, and a cluster can be moved without renumbering.
    number = models.PositiveIntegerField()
    workbook = models.OneToOneField(Workbook, models.PROTECT, related_name="document")
    strategy = models.ForeignKey(Strategy, models.SET_NULL, null=True, blank=True, related_name="documents")
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="documents")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("To be finished by"), null=True, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT, editable=False)
    # Rises each time that a final text is opened again.
    version = models.PositiveIntegerField(default=1, editable=False)
    final_on = models.DateField(null=True, blank=True, editable=False)
    final_by_name = models.CharField(max_length=120, blank=True, default="", editable=False)
    signed_on = models.DateField(null=True, blank=True, editable=False)
    # What the portal knew when the text became final: from then on it is read from here.
    known = models.JSONField(default=dict, blank=True, editable=False)
    # What the source of an answer said when somebody wrote another, by question.
    known_at = models.JSONField(default=dict, blank=True, editable=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    revised = ("title", "strategy", "activity", "owner", "due_on")
    labels = {"strategy": _("Strategy"), "activity": _("Activity"), "owner": _("Owner")}
    verb = "changed-document"

    objects = GuardedManager(ClusterDocumentSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ClusterDocumentSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="document_number_once")]

    def get_absolute_url(self) -> str:
        """The document to be read; needs the cluster to be loaded."""
        return reverse("documents:detail", args=[self.cluster.slug, self.number])

    @property
    def form_url(self) -> str:
        """Title and settings."""
        return reverse("documents:settings", args=[self.cluster.slug, self.number])

    @property
    def log_url(self) -> str:
        """The document to be read."""
        return self.get_absolute_url()

    @property
    def is_draft(self) -> bool:
        """Whether its text can change."""
        return self.state == self.State.DRAFT

    @property
    def is_signed(self) -> bool:
        """Whether a signed copy has been kept."""
        return self.state == self.State.SIGNED


def document_held(document: ClusterDocument) -> ClusterDocument:
    """Return the document as it is now, and so it stays until the transaction ends; one query."""
    found = ClusterDocument.objects.of(document.cluster_id).filter(pk=document.pk)
    return hold(found.only("state", "version", "cluster"), document)


def final_words() -> str:
    """Return what is said of an act on a text that is final."""
    return gettext("The document is final. Open it again to change its text.")


class DocumentClause(Deletable, Revised, ClusterOwned):
    """What a cluster has made of a clause: left it out, written it otherwise and said why, or added one of its own."""

    cluster_path = "document__cluster"

    document = models.ForeignKey(ClusterDocument, models.CASCADE, related_name="clauses")
    # The template's key, or one of its own.
    key = models.CharField(max_length=80)
    is_own = models.BooleanField(default=False, editable=False)
    # The clause behind which an own one stands.
    after = models.CharField(max_length=80, blank=True, default="", editable=False)
    is_left_out = models.BooleanField(_("Left out"), default=False)
    title = models.JSONField(_("Heading"), default=dict, blank=True)
    text = models.JSONField(_("Text"), default=dict, blank=True)
    reason = models.TextField(_("Why"), blank=True, default="", max_length=2000)

    revised = ("is_left_out", "title", "text", "reason")
    verb = "changed-clause"

    objects = GuardedManager(DocumentClauseSet)
    across_clusters: ClassVar = models.Manager.from_queryset(DocumentClauseSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("document", "pk")
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="document_clause_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def called(self) -> str:
        """The document, and the heading of the clause."""
        heading = Text.from_value(self.title).resolve(self.document.cluster.language).text
        title = self.document.title
        return f"{title}: {heading}" if heading else title

    @property
    def form_url(self) -> str:
        """Where its words are changed."""
        return reverse("documents:clause", args=[self.document.cluster.slug, self.document.number, self.key])

    @property
    def log_url(self) -> str:
        """Its place in the document."""
        return f"{self.document.get_absolute_url()}#k-{self.key}"

    def refuse_decided(self, pieces: Collection[str]) -> None:
        """The text of a document that is final does not change."""
        if not document_held(self.document).is_draft:
            raise Refusal(final_words())

    @property
    def change(self) -> ClauseChange:
        """The same as the rules read it."""
        return ClauseChange(
            key=self.key,
            is_left_out=self.is_left_out or self.is_deleted,
            title=Text.from_value(self.title),
            text=Text.from_value(self.text),
            reason=self.reason,
            is_own=self.is_own,
            after=self.after,
            revision=self.revision,
        )


class SignedCopy(Deletable, ClusterOwned):
    """A signed copy of a document: checked by its content, given out as an attachment only; removed, it comes back."""

    cluster_path = "document__cluster"
    # What files of this kind are called where somebody looks for what takes room.
    FILES = _("Signed documents")

    document = models.ForeignKey(ClusterDocument, models.CASCADE, related_name="signed_copies")
    version = models.PositiveIntegerField()
    file = models.FileField(upload_to="documents", max_length=200)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_by_name = models.CharField(max_length=120)
    added_at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(SignedCopySet)
    across_clusters: ClassVar = models.Manager.from_queryset(SignedCopySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return f"signed copy {self.pk}"

    @property
    def restorable_until(self) -> datetime.date | None:
        """The last day on which it can be brought back, if it has been removed."""
        return timezone.localdate(self.deleted_at + KEPT_AFTER_REMOVAL) if self.deleted_at else None
