"""Which publications and editions."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Subquery

if TYPE_CHECKING:
    from library.models import Edition, Publication  # noqa: F401


class PublicationSet(models.QuerySet["Publication"]):
    """Publications."""

    def published(self) -> "PublicationSet":
        """Return the publications of which an edition is published."""
        return self.filter(editions__state="published").distinct()


class EditionSet(models.QuerySet["Edition"]):
    """Editions."""

    def published(self) -> "EditionSet":
        """Return the editions that are published."""
        return self.filter(state="published")

    def of(self, kind: str, slug: str) -> "EditionSet":
        """Return the editions of one publication, newest first."""
        one = self.filter(publication__kind=kind, publication__slug=slug)
        return one.select_related("publication").order_by("-version")

    def of_any(self, publications: Iterable[tuple[str, str]]) -> "EditionSet":
        """Return the editions of these publications, each named by its kind and slug."""
        chosen = models.Q(pk__in=())
        for kind, slug in sorted(set(publications)):
            chosen |= models.Q(publication__kind=kind, publication__slug=slug)
        return self.filter(chosen)

    def of_kind(self, *kinds: str) -> "EditionSet":
        """Return the editions of these kinds."""
        return self.filter(publication__kind__in=kinds)

    def helping(self, kind: str, slug: str) -> "EditionSet":
        """Return the guidance that says that it is of help at this publication, or at a part of it."""
        return self.filter(helps__kind=kind, helps__slug=slug).distinct()

    def newest(self) -> "EditionSet":
        """Return the newest published edition of each publication."""
        newest = (
            self.model._default_manager.filter(publication=OuterRef("publication"), state="published")
            .order_by("-version")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest)).select_related("publication")

    def without_document(self) -> "EditionSet":
        """Leave the document in the database, for lists."""
        return self.defer("document")
