"""Which publications and editions."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q, Subquery

if TYPE_CHECKING:
    from clusters.models import Cluster
    from library.models import Edition, Publication  # noqa: F401


class PublicationSet(models.QuerySet["Publication"]):
    """What curators publish, whatever its kind, through all of its editions."""

    def published(self) -> "PublicationSet":
        """Return the publications of which an edition is published."""
        return self.filter(editions__state="published").distinct()


class EditionSet(models.QuerySet["Edition"]):
    """States of publications, each with its whole document; lists leave that out."""

    def published(self) -> "EditionSet":
        """Leave out what was withdrawn, and what is not published yet."""
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
        """Return the editions whose publication is of one of these kinds."""
        return self.filter(publication__kind__in=kinds)

    def helping(self, kind: str, slug: str) -> "EditionSet":
        """Return the guidance that says that it is of help at this publication, or at a part of it."""
        return self.filter(helps__kind=kind, helps__slug=slug).distinct()

    def newest(self) -> "EditionSet":
        """Return the newest published edition of each publication."""
        # across_clusters: of each publication that the query asks for, whoever's it is
        newest = (
            self.model.across_clusters.filter(publication=OuterRef("publication"), state="published")
            .order_by("-version")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest)).select_related("publication")

    def without_document(self) -> "EditionSet":
        """Leave the document in the database, for lists."""
        return self.defer("document")


class PublicationManager(models.Manager["Publication"]):
    """Publications that are everybody's, and not what a cluster has made for itself alone."""

    def get_queryset(self) -> PublicationSet:
        """Leave out what belongs to one cluster."""
        return PublicationSet(self.model, using=self._db).filter(is_own=False)

    def published(self) -> PublicationSet:
        """Return the publications of which an edition is published."""
        return self.get_queryset().published()


class EditionManager(models.Manager["Edition"]):
    """Editions that are everybody's; one cluster's own beside them where it asks."""

    def get_queryset(self) -> EditionSet:
        """Leave out what belongs to one cluster."""
        return EditionSet(self.model, using=self._db).filter(is_own=False)

    def published(self) -> EditionSet:
        """Leave out what was withdrawn, and what is not published yet."""
        return self.get_queryset().published()

    def newest(self) -> EditionSet:
        """Return the newest published edition of each publication."""
        return self.get_queryset().newest()

    def without_document(self) -> EditionSet:
        """Leave the document in the database, for lists."""
        return self.get_queryset().without_document()

    def offered_to(self, cluster: "Cluster") -> EditionSet:
        """Return the newest edition of all that a cluster can begin with: what is published, and what is its own."""
        # The rows that say whose a publication is belong to the room of curation.
        mine = Q(publication__own_copy__cluster=cluster, publication__own_copy__deleted_at=None)
        found: EditionSet = EditionSet(self.model, using=self._db).newest().filter(Q(is_own=False) | mine)
        return found
