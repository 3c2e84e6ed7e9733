"""What a search finds of documents: their titles, what was answered in them, and own and changed clauses."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from core.text import Text
from documents.models import ClusterDocument, DocumentClause
from schema.clauses import without_marks
from search.sources import Piece, Source, texts_in
from workbooks.models import Answer


class DocumentSource(Source):
    """Documents by their titles."""

    name = "documents"
    kinds = {"documents": (_("Documents"), "file-text")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the documents that nobody has deleted."""
        rows: QuerySet[Any] = ClusterDocument.objects.of(_given(cluster)).alive()
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each document; it leads to its text."""
        for row in rows:
            row.cluster = cluster
            yield Piece(row.pk, self.name, row.get_absolute_url(), row.title_text)


class DocumentAnswerSource(Source):
    """What was answered in a document, by question."""

    name = "document-answers"
    kinds = {"document-answers": (_("Answers in documents"), "file-text")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the answers of documents that nobody has deleted."""
        return Answer.objects.of(_given(cluster)).filter(  # type: ignore[no-any-return]
            workbook__document__isnull=False, workbook__document__deleted_at=None
        )

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each answer in words, under its question; one that the template no longer asks is left out."""
        slug = _given(cluster).slug
        for row in rows.select_related("workbook__document", "workbook__edition"):
            template: Any = row.workbook.edition.parsed
            question, section = template.question(row.question_key), template.section_of(row.question_key)
            text = texts_in(row.value)
            if question is None or section is None or not text:
                continue
            document = row.workbook.document
            path = reverse("documents:section", args=[slug, document.number, section.key])
            url = f"{path}#q-{row.question_key}"
            yield Piece(row.pk, self.name, url, question.label, text, of=document.title_text, weight=2)


class ClauseSource(Source):
    """Clauses that a cluster has written itself."""

    name = "clauses"
    kinds = {"clauses": (_("Your own clauses"), "file-text")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the clauses with words of the cluster's."""
        rows: QuerySet[Any] = DocumentClause.objects.of(_given(cluster)).alive()
        return rows.filter(document__deleted_at=None).exclude(text={})

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each clause; it leads to its place in the document."""
        slug = _given(cluster).slug
        for row in rows.select_related("document"):
            path = reverse("documents:detail", args=[slug, row.document.number])
            title, text = (without_marks(Text.from_value(one)) for one in (row.title, row.text))
            yield Piece(row.pk, self.name, f"{path}#k-{row.key}", title, text, of=row.document.title_text, weight=2)


def _given(cluster: Cluster | None) -> Cluster:
    assert cluster is not None  # noqa: S101 -- only the library is asked without one
    return cluster
