"""What a search finds of self-assessments: that there is one, and what it is called; nothing that anybody scored."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from clusters.models import Cluster
from core.text import Text
from search.sources import Piece, Source


class AssessmentSource(Source):
    """Self-assessments by their names and by the template that they score."""

    name = "assessments"
    kinds = {"assessments": (_("Self-assessments"), "radar")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the self-assessments that nobody has deleted."""
        rows: QuerySet[Any] = Assessment.objects.of(cluster).filter(deleted_at=None)  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each self-assessment; it leads to its own page."""
        for row in rows.select_related("edition").defer("edition__document"):
            row.cluster = cluster
            yield Piece(
                row.pk,
                self.name,
                row.get_absolute_url(),
                Text(row.name, row.name),
                row.edition.title_text,
                weight=1,
            )
