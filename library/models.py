"""A published thing is a document, not a tree of tables: one immutable row holds the whole edition."""

from datetime import date
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.addresses import reverse
from core.rereading import for_good
from core.rows import Row
from core.text import Text
from library.querysets import EditionManager, EditionSet, PublicationManager, PublicationSet
from library.rules.extents import extent_of
from schema import Document, document_of, remembered
from schema.languages import Lack, lacks_of

# All that may change in an edition once it is stored.
CHANGEABLE = frozenset({"state", "published_at", "published_by"})


class Kind(models.TextChoices):
    """What the portal makes of a published document."""

    STRATEGY = "strategy", _("Strategy template")
    ASSESSMENT = "assessment", _("Self-assessment")
    ANALYSIS = "analysis", _("Analysis")
    REPORT = "report", _("Report")
    DOCUMENT = "document", _("Document")
    SURVEY = "survey", _("Survey")
    CHECKLIST = "checklist", _("Checklist")
    KPI_CATALOGUE = "kpi-catalogue", _("KPI catalogue")
    RESOURCE = "resource", _("Guidance")
    EXAMPLE = "example", _("Example")


class Publication(Row):
    """A curated thing, known by its kind and slug; its editions hold what it says.

    One that a cluster has made for itself (`is_own`) is seen by that cluster alone: `objects` does not know it.
    """

    slug = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    is_own = models.BooleanField(default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PublicationManager()
    across_clusters = PublicationSet.as_manager()

    class Meta:
        default_manager_name = "across_clusters"
        ordering = ("kind", "slug")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="publication_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("library:publication", args=[self.kind, self.slug])


class Edition(Row):
    """One immutable version of a publication, whole as validated JSON (`docs/content-format.md`)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="editions")
    version = models.PositiveIntegerField()
    # Lists show these without reading the document.
    title = models.JSONField()
    summary = models.JSONField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    # What the curators tell the clusters is new in it.
    note = models.JSONField(default=dict, editable=False)
    # What the list of the library is filtered and described by; written once, from the document.
    topic = models.CharField(max_length=20, blank=True, default="", editable=False)
    extent = models.PositiveIntegerField(default=0, editable=False)
    # The languages that the document names, the first first, with commas; nothing where it is in the usual two.
    languages = models.CharField(max_length=120, blank=True, default="", db_default="", editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    review_by = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # As its publication says: so that no list has to ask it.
    is_own = models.BooleanField(default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EditionManager()
    across_clusters = EditionSet.as_manager()

    class Meta:
        default_manager_name = "across_clusters"
        ordering = ("publication", "-version")
        constraints = [models.UniqueConstraint(fields=["publication", "version"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.publication_id} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new edition, or its state; what it says can never be changed."""
        if self.pk and not set(kwargs.get("update_fields") or ["document"]) <= CHANGEABLE:
            self._refuse_change()
        if self._state.adding:
            self.topic = self.document.get("topic", "")
            self.extent = extent_of(self.document)
            self.languages = ",".join(self.document.get("languages", ()))
            self.is_own = self.publication.is_own
            super().save(*args, **kwargs)
            Help.objects.bulk_create(Help(edition=self, **place) for place in self.document.get("helps", ()))
            return
        super().save(*args, **kwargs)

    def _refuse_change(self) -> NoReturn:
        raise TypeError("An edition never changes: a correction is a new edition.")

    @property
    def title_text(self) -> Text:
        """The title in the languages of the document."""
        return Text.from_value(self.title, self.first_language)

    @property
    def summary_text(self) -> Text:
        """The summary in the languages of the document."""
        return Text.from_value(self.summary, self.first_language)

    @property
    def first_language(self) -> str:
        """The language that stands in for one that is missing, where the document says which."""
        return self.languages.partition(",")[0]

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What it lacks in its own languages and those of the portal; the document is read where it names any."""
        return lacks_of(self.document) if self.languages else ()

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed by which somebody was to look at it again."""
        return self.review_by is not None and self.review_by < today

    @property
    def note_text(self) -> Text:
        """What is new in it, in both languages."""
        return Text.from_value(self.note)

    @property
    def parsed(self) -> Document:
        """The document as typed objects; parsed once a process and edition."""
        # The digest first: a queryset may have left the document, which is long, in the database.
        if (found := remembered(self.digest)) is not None:
            return found
        with for_good():
            return document_of(self.document, self.digest)


class EditionSource(models.Model):
    """The file that an edition was read from, letter by letter: it is given out as it came in."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="source")
    text = models.TextField()

    def __str__(self) -> str:
        return f"source of {self.edition_id}"


class Help(models.Model):
    """That an edition of guidance is of help at a published thing, or at one part of it; written with the edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="helps")
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    part = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["kind", "slug"], name="help_at")]

    def __str__(self) -> str:
        return f"{self.edition_id} at {self.kind}/{self.slug}#{self.part}"
