"""A draft is a document that is being written: one value, and every step by which it came to be."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.deletable import Deletable
from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from core.addresses import reverse
from core.text import LANGUAGES, Text
from curation.querysets import DraftSet, OwnCopySet, WishSet, WritingStepSet
from library.models import Edition, Kind, Publication


class Manuscript(models.Model):
    """What somebody is writing, in the content format, complete or not; `services.writing` alone changes it.

    It says nothing of who may read it: that does whatever owns it.
    """

    kind = models.CharField(max_length=20, choices=Kind)
    slug = models.CharField(max_length=80)
    # Lists show this without reading the document.
    title = models.JSONField(default=dict)
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    # The file that it was read from, so that what nobody touches is written again as it stood.
    source = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug} r{self.revision}"

    @property
    def title_text(self) -> Text:
        """The title as far as it is written."""
        return Text.from_value(self.title)


class WritingStep(models.Model):
    """One step of writing, with what takes it back. Rows are only ever added."""

    class How(models.TextChoices):
        DONE = "done", _("Written")
        UNDONE = "undone", _("Undone")
        REDONE = "redone", _("Done again")
        # What could not be written because somebody else was faster; the words are kept here.
        ASIDE = "aside", _("Set aside")

    manuscript = models.ForeignKey(Manuscript, models.CASCADE, related_name="changes")
    # That which it led to.
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=7, choices=How, default=How.DONE)
    operations = models.JSONField()
    back = models.JSONField(default=list)
    is_undone = models.BooleanField(default=False)

    objects = WritingStepSet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["manuscript", "revision"], name="writing_step_since")]

    def __str__(self) -> str:
        return f"{self.kind} r{self.revision}"


# The pages of the one editor, whoever writes in it.
PAGES = (
    *("editor", "change", "undo", "redo", "history", "draft_file"),
    *("preview", "preview_form", "preview_phone", "publish"),
)


class Writing(models.Model):
    """What somebody writes in the editor: a curators' draft, or a cluster's own copy."""

    manuscript: Any
    publication: Any
    # The revision that somebody looked at as a cluster sees it.
    previewed_revision = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def urls(self) -> Mapping[str, str]:
        """The addresses of its pages."""
        raise NotImplementedError

    def file_url(self, language: str, form: str) -> str:
        """Return the address of the file that a cluster would get of it."""
        raise NotImplementedError

    @property
    def files(self) -> list[tuple[str, str]]:
        """The files that a cluster would get of it, with their addresses."""
        named = [(form, language) for language in LANGUAGES for form in ("pdf", "docx")]
        return [(f"{form.upper()} ({language})", self.file_url(language, form)) for form, language in named]

    def answers_url(self, path: str) -> str:
        """Return where the answers of what stands at a path are written; nothing where it has none."""
        return ""

    @property
    def document(self) -> dict[str, Any]:
        """What is written so far."""
        found: dict[str, Any] = self.manuscript.document
        return found

    def begun_from(self) -> dict[str, Any] | None:
        """Return what the edition says that it was begun from; one query, the first time."""
        before: Edition | None = getattr(self, "based_on", None)
        return before.document if before else None

    def note_previewed(self) -> None:
        """Note that somebody looks at it as it is now."""
        if self.previewed_revision != self.manuscript.revision:
            rows = type(self)._default_manager.filter(pk=self.pk)  # _default_manager: this very row
            rows.update(previewed_revision=self.manuscript.revision)


class Draft(Writing):
    """What the curators are going to publish: a new thing, or the next edition of one that is published."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("draft", "Draft")
        PUBLISHED = "published", pgettext_lazy("draft", "Published")
        DISCARDED = "discarded", pgettext_lazy("draft", "Discarded")

    manuscript = models.OneToOneField(Manuscript, models.PROTECT, related_name="draft")
    publication = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="drafts")
    # The edition that it was begun from; none for something new.
    based_on = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # What the clusters are told is new, in both languages.
    note = models.JSONField(default=dict)
    # The revision that a second curator has approved, and who.
    approved_revision = models.PositiveIntegerField(default=0)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # When it is to be published by itself, who decided so, and that it could not be.
    publish_at = models.DateTimeField(null=True, blank=True)
    publish_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_held_up = models.BooleanField(default=False)
    published = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")

    objects = DraftSet.as_manager()

    class Meta:
        ordering = ("-manuscript__changed_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["publication"], condition=models.Q(state="open"), name="one_open_draft_of_a_publication"
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk} ({self.state})"

    @property
    def note_text(self) -> Text:
        """What the clusters are told is new."""
        return Text.from_value(self.note)

    @property
    def urls(self) -> Mapping[str, str]:
        """The addresses of its pages."""
        found = {name: reverse(f"curation:{name}", args=[self.pk]) for name in PAGES}
        return {**found, "home": reverse("curation:desk")}

    def answers_url(self, path: str) -> str:
        """Return where the answers of an example are written: its own, or those of one of its self-assessments."""
        number = path.removeprefix("assessments/")
        if self.manuscript.kind != Kind.EXAMPLE or (path and not number.isdecimal()):
            return ""
        return reverse("curation:answers", args=[self.pk]) + (f"?of={number}" if path else "")

    def file_url(self, language: str, form: str) -> str:
        """Return the address of the file that a cluster would get of it."""
        return reverse("curation:preview_file", args=[self.pk, language, form])

    @property
    def is_open(self) -> bool:
        """Tell whether somebody can still write in it."""
        return self.state == self.State.OPEN


class Wish(models.Model):
    """What somebody in a cluster would like to be better at a question or an item; not whose it is, nor any answer."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="wishes")
    version = models.PositiveIntegerField()
    # The key of the question or item, and what it was called.
    part = models.CharField(max_length=80)
    called = models.JSONField(default=dict)
    words = models.TextField()
    # The day alone: the moment would tell who it was.
    on = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = WishSet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"wish at {self.part}"

    @property
    def called_text(self) -> Text:
        """What the question or item was called."""
        return Text.from_value(self.called)


class Withdrawal(models.Model):
    """That somebody took a publication out of use, or put it back; what was published when, its editions say."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="withdrawals")
    is_withdrawn = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.publication_id} {'out' if self.is_withdrawn else 'in'}"


class OwnCopy(Deletable, Writing, ClusterOwned):
    """What a cluster has copied from the library and writes on by itself; nobody else sees it, nor its editions."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="own_copies")
    # Given out by the cluster: the address names it.
    number = models.PositiveIntegerField()
    manuscript = models.OneToOneField(Manuscript, models.PROTECT, related_name="own_copy")
    publication = models.OneToOneField(Publication, models.PROTECT, related_name="own_copy")
    # The edition of the original whose changes have been looked at, and taken over or not.
    follows = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    # Its own newest edition; none before it is put into use.
    based_on = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Who is told when the original has a new edition; handed over when they leave.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = GuardedManager(OwnCopySet)
    across_clusters: ClassVar = models.Manager.from_queryset(OwnCopySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="own_copy_number_once")]

    def __str__(self) -> str:
        return f"own copy {self.pk}"

    def begun_from(self) -> dict[str, Any] | None:
        """Return its newest edition; before there is one, the original that it was copied from."""
        return (self.based_on or self.follows).document

    @property
    def urls(self) -> Mapping[str, str]:
        """The addresses of its pages."""
        slug = self.cluster.slug
        found = {name: reverse(f"own:{name}", args=[slug, self.number]) for name in (*PAGES, "merge")}
        return {**found, "home": reverse("own:index", args=[slug])}

    def file_url(self, language: str, form: str) -> str:
        """Return the address of the file that one gets of it."""
        return reverse("own:preview_file", args=[self.cluster.slug, self.number, language, form])
