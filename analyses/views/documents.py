"""The analysis as PDF, Word and Excel, in either language."""

from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from analyses.exports.document import analysis_document
from analyses.exports.sheets import sheets_of
from analyses.views.loading import opened
from clusters.about import about_sheet
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.downloads import file_answer
from core.languages import interface_language
from core.text import is_language
from exports.document import PrintDocument
from exports.sheets import XLSX_TYPE, About, xlsx_of
from reports.answering import answer_pdf, answer_word
from reports.models import Export

FORMS = ("pdf", "docx", "xlsx")


@cluster_view(Permission.READ)
@require_GET
def document(request: ClusterRequest, number: int, language: str, form: str) -> HttpResponse:
    """Give the analysis as it is now, in this language and form."""
    if not is_language(language) or form not in FORMS:
        raise Http404
    shown, today = opened(request, number), timezone.localdate()
    if form == "xlsx":
        with translation.override(interface_language(language)):
            title = shown.analysis.title_text.resolve(language).text
            about = about_sheet(request.cluster, title)
            return file_answer(xlsx_of(sheets_of(shown, today), about), XLSX_TYPE, f"{_name(about, language)}.xlsx")
    found = analysis_document(shown, language, today=today)
    name = _name(found, language)
    return answer_word(found, name) if form == "docx" else answer_pdf(request, Export.Kind.ANALYSIS, found, name)


def _name(found: PrintDocument | About, language: str) -> str:
    """Return a name for the file that says what it is: cluster and title."""
    return f"{found.organisation} - {found.title} ({language})"[:200]
