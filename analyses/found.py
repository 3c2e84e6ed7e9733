"""What a search finds of analyses: their titles, and what was answered in them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analyses.models import Analysis
from clusters.models import Cluster
from search.sources import Piece, Source, texts_in
from workbooks.models import Answer


class AnalysisSource(Source):
    """Analyses by their titles."""

    name = "analyses"
    kinds = {"analyses": (_("Analyses"), "scale")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the analyses that nobody has deleted."""
        rows: QuerySet[Any] = Analysis.objects.of(_given(cluster)).alive()
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each analysis; it leads to its result."""
        for row in rows:
            row.cluster = cluster
            yield Piece(row.pk, self.name, row.get_absolute_url(), row.title_text)


class AnalysisAnswerSource(Source):
    """What was answered in an analysis, by question."""

    name = "analysis-answers"
    kinds = {"analysis-answers": (_("Answers in analyses"), "notebook-pen")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the answers in analyses that are there."""
        return Answer.objects.of(_given(cluster)).filter(  # type: ignore[no-any-return]
            workbook__analysis__isnull=False, workbook__analysis__deleted_at=None
        )

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each answer in words, under its question; it leads to where everybody may read it."""
        slug = _given(cluster).slug
        for row in rows.select_related("workbook__analysis", "workbook__edition"):
            template: Any = row.workbook.edition.parsed
            question, text = template.question(row.question_key), texts_in(row.value)
            if question is None or not text:
                continue
            analysis = row.workbook.analysis
            path = f"{reverse('analyses:read', args=[slug, analysis.number])}#a-{row.question_key}"
            yield Piece(row.pk, self.name, path, question.label, text, of=analysis.title_text, weight=2)


def _given(cluster: Cluster | None) -> Cluster:
    assert cluster is not None  # noqa: S101 -- only the library is asked without one
    return cluster
