"""The report of a self-assessment whose answers have been opened."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from assessments.models import Assessment
from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission
from core.rereading import reread
from core.shortcuts import get_or_404
from core.text import is_language
from exports.document import PrintDocument
from reports.answering import answer_pdf, answer_word
from reports.exports.assessments import assessment_document
from reports.models import Export


@cluster_view(Permission.READ)
@require_GET
def assessment_pdf(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the report as PDF in one language."""
    document, name = _asked(request.cluster, number, language)
    return answer_pdf(request, Export.Kind.ASSESSMENT, document, name)


@cluster_view(Permission.READ)
@require_GET
def assessment_word(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the report as a Word document in one language."""
    return answer_word(*_asked(request.cluster, number, language))


@reread
def _asked(cluster: Cluster, number: int, language: str) -> tuple[PrintDocument, str]:
    """Return the report and a name for its file; while answers are not open there is none."""
    if not is_language(language):
        raise Http404
    rows = Assessment.objects.of(cluster).alive().closed().with_edition()
    assessment = get_or_404(rows, number=number)
    assessment.cluster = cluster
    document = assessment_document(assessment, language)
    return document, f"{document.organisation} - {document.title} ({language})"
