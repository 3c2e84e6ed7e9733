"""The analysis as PDF and Word, in either language."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from analyses.exports.document import analysis_document
from analyses.views.loading import opened
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.text import is_language
from reports.answering import answer_pdf, answer_word
from reports.models import Export

FORMS = ("pdf", "docx")


@cluster_view(Permission.READ)
@require_GET
def document(request: ClusterRequest, number: int, language: str, form: str) -> HttpResponse:
    """Give the analysis as it is now, in this language and form."""
    if not is_language(language) or form not in FORMS:
        raise Http404
    found = analysis_document(opened(request, number), language, today=timezone.localdate())
    name = f"{found.organisation} - {found.title} ({language})"[:200]
    return answer_word(found, name) if form == "docx" else answer_pdf(request, Export.Kind.ANALYSIS, found, name)
