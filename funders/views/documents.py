"""The documents of a report: PDF, Word and Excel in either language, of what stands now or of what was sent."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission
from core.downloads import file_answer
from core.frozen import revived
from core.rereading import reread
from core.text import Language, is_language
from exports.document import PrintDocument
from exports.sheets import XLSX_TYPE, xlsx_of
from funders.exports.document import funder_document
from funders.exports.sheet import report_sheets
from funders.models import Sending
from funders.selectors.content import Content
from funders.selectors.gathering import gather
from funders.services.sending import template_of
from funders.views.loading import opened_in, sending_of
from reports.answering import answer_pdf, answer_preview, answer_word
from reports.models import Export
from schema.documents import Template

FORMS = ("pdf", "docx", "xlsx")


@cluster_view(Permission.READ)
@require_GET
def draft(request: ClusterRequest, number: int, language: str, form: str) -> HttpResponse:
    """Give what stands now, marked as a draft."""
    return document(request, number, None, language, form)


@cluster_view(Permission.READ)
@require_GET
def sent(request: ClusterRequest, number: int, sending: int, language: str, form: str) -> HttpResponse:
    """Give what was sent, made from what was frozen and from nothing else."""
    return document(request, number, sending, language, form)


@cluster_view(Permission.READ)
@require_GET
def draft_preview(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the first pages of what stands now at once."""
    back = reverse("funders:detail", args=[request.cluster.slug, number])
    return answer_preview(request, *printed(request.cluster, number, None, language), back)


@cluster_view(Permission.READ)
@require_GET
def sent_preview(request: ClusterRequest, number: int, sending: int, language: str) -> HttpResponse:
    """Give the first pages of what was sent at once."""
    back = reverse("funders:sending", args=[request.cluster.slug, number, sending])
    return answer_preview(request, *printed(request.cluster, number, sending, language), back)


def document(request: ClusterRequest, number: int, sending: int | None, language: str, form: str) -> HttpResponse:
    """Answer with the report in this language and form."""
    if form not in FORMS:
        raise Http404
    if form == "xlsx":
        content, template, found = stands(request.cluster, number, sending)
        sheets = report_sheets(content, template, written_in(language))
        return file_answer(xlsx_of(sheets), XLSX_TYPE, f"{file_name(content, written_in(language), found)}.xlsx")
    made, name = printed(request.cluster, number, sending, language)
    if form == "docx":
        return answer_word(made, name)
    return answer_pdf(request, Export.Kind.FUNDER_REPORT, made, name)


@reread
def printed(cluster: Cluster, number: int, sending: int | None, language: str) -> tuple[PrintDocument, str]:
    """Return the report as a document in one language, and what its file is called."""
    written = written_in(language)
    content, template, found = stands(cluster, number, sending)
    made = funder_document(content, template, written, today=timezone.localdate(), sending=found)
    return made, file_name(content, written, found)


def written_in(language: str) -> Language:
    """Return the language that an address names, or raise Http404."""
    if not is_language(language):
        raise Http404
    return language


def stands(cluster: Cluster, number: int, sending: int | None) -> tuple[Content, Template, Sending | None]:
    """Return what a report says, now or as it was sent, and by which template."""
    shown = opened_in(cluster, number)
    if sending is None:
        return gather(shown).content, shown.sheet.document, None
    found = sending_of(shown, sending)
    return revived(Content, found.content), template_of(found), found


def file_name(content: Content, language: Language, sending: Sending | None) -> str:
    """Return a name for the file that says what it is: cluster, title, which sending or that it is a draft."""
    organisation = content.organisation.resolve(language).text
    which = _("submission %(number)s") % {"number": sending.number} if sending else _("draft")
    title = content.title.resolve(language).text
    return f"{organisation} - {title} - {which} ({language})"[:200]
