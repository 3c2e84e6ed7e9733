"""The analysis as PDF, Word and Excel, in either language."""

from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from analyses.exports.document import analysis_document
from analyses.exports.sheets import sheets_of
from analyses.views.loading import opened, opened_in
from clusters.about import about_sheet
from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission
from core.downloads import file_answer
from core.languages import interface_language
from core.rereading import reread
from core.text import Language, is_language
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
    if form == "xlsx":
        shown, today = opened(request, number), timezone.localdate()
        with translation.override(interface_language(language)):
            title = shown.analysis.title_text.resolve(language).text
            about = about_sheet(request.cluster, title)
            return file_answer(xlsx_of(sheets_of(shown, today), about), XLSX_TYPE, f"{_name(about, language)}.xlsx")
    found, name = _asked(request.cluster, number, language)
    return answer_word(found, name) if form == "docx" else answer_pdf(request, Export.Kind.ANALYSIS, found, name)


@reread
def _asked(cluster: Cluster, number: int, language: Language) -> tuple[PrintDocument, str]:
    """Return the analysis as a document, and what its file is called."""
    found = analysis_document(opened_in(cluster, number), language, today=timezone.localdate())
    return found, _name(found, language)


def _name(found: PrintDocument | About, language: str) -> str:
    """Return a name for the file that says what it is: cluster and title."""
    return f"{found.organisation} - {found.title} ({language})"[:200]
