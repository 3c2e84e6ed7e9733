"""Which publications and editions."""

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
