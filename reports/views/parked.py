"""The answers beside a workbook as a file: PDF, Word, Excel or CSV."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.downloads import file_answer
from core.shortcuts import get_or_404
from core.text import is_language
from exports.sheets import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from reports.answering import answer_pdf, answer_word
from reports.exports.parked import parked_document, parked_sheet
from reports.models import Export
from workbooks.holders import holder_of
from workbooks.models import Workbook

FORMS = ("pdf", "docx", "xlsx", "csv")


@cluster_view(Permission.READ)
@require_GET
def parked(request: ClusterRequest, pk: int, language: str, form: str) -> HttpResponse:
    """Give the answers beside a workbook in one language."""
    workbook = get_or_404(Workbook.objects.of(request.cluster).select_related("edition"), pk=pk)
    holder = holder_of(request.cluster, workbook)
    if holder is None or not is_language(language) or form not in FORMS:
        raise Http404
    rows = list(workbook.parked.waiting().select_related("edition"))
    document = parked_document(request.cluster, workbook, holder.title, rows, language)
    name = f"{document.organisation} - {document.title} ({language})"[:200]
    if form == "pdf":
        return answer_pdf(request, Export.Kind.PARKED, document, name)
    if form == "docx":
        return answer_word(document, name)
    sheet = parked_sheet(workbook, rows, language)
    if form == "csv":
        return file_answer(csv_of(sheet, language), CSV_TYPE, f"{name}.csv")
    return file_answer(xlsx_of([sheet]), XLSX_TYPE, f"{name}.xlsx")
