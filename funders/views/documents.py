"""The documents of a report: PDF, Word and Excel in either language, of what stands now or of what was sent."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.downloads import file_answer
from core.frozen import revived
from core.text import Language, is_language
from exports.sheets import XLSX_TYPE, xlsx_of
from funders.exports.document import funder_document
from funders.exports.sheet import report_sheets
from funders.models import Sending
from funders.selectors.content import Content
from funders.selectors.gathering import gather
from funders.services.sending import template_of
from funders.views.loading import opened, sending_of
from reports.answering import answer_pdf, answer_preview, answer_word
from reports.models import Export
from schema.documents import Template

FORMS = ("pdf", "docx", "xlsx")


@cluster_view(Permission.READ)
@require_GET
def draft(request: ClusterRequest, number: int, language: str, form: str) -> HttpResponse:
    """Give what stands now, marked as a draft."""
    shown = opened(request, number)
    return document(request, gather(shown).content, shown.sheet.document, language, form)


@cluster_view(Permission.READ)
@require_GET
def sent(request: ClusterRequest, number: int, sending: int, language: str, form: str) -> HttpResponse:
    """Give what was sent, made from what was frozen and from nothing else."""
    shown = opened(request, number)
    found = sending_of(request, shown, sending)
    return document(request, revived(Content, found.content), template_of(found), language, form, found)


@cluster_view(Permission.READ)
@require_GET
def draft_preview(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the first pages of what stands now at once."""
    shown = opened(request, number)
    return preview(request, gather(shown).content, shown.sheet.document, language, shown.detail_url)


@cluster_view(Permission.READ)
@require_GET
def sent_preview(request: ClusterRequest, number: int, sending: int, language: str) -> HttpResponse:
    """Give the first pages of what was sent at once."""
    shown = opened(request, number)
    found = sending_of(request, shown, sending)
    back = shown.url("sending", sending)
    return preview(request, revived(Content, found.content), template_of(found), language, back, found)


def preview(
    request: ClusterRequest,
    content: Content,
    template: Template,
    language: str,
    back: str,
    sending: Sending | None = None,
) -> HttpResponse:
    """Answer with the cover and the report on one page."""
    if not is_language(language):
        raise Http404
    printed = funder_document(content, template, language, today=timezone.localdate(), sending=sending)
    return answer_preview(request, printed, file_name(content, language, sending), back)


def document(
    request: ClusterRequest,
    content: Content,
    template: Template,
    language: str,
    form: str,
    sending: Sending | None = None,
) -> HttpResponse:
    """Answer with the report in this language and form."""
    if not is_language(language) or form not in FORMS:
        raise Http404
    name = file_name(content, language, sending)
    if form == "xlsx":
        return file_answer(xlsx_of(report_sheets(content, template, language)), XLSX_TYPE, f"{name}.xlsx")
    printed = funder_document(content, template, language, today=timezone.localdate(), sending=sending)
    if form == "docx":
        return answer_word(printed, name)
    return answer_pdf(request, Export.Kind.FUNDER_REPORT, printed, name)


def file_name(content: Content, language: Language, sending: Sending | None) -> str:
    """Return a name for the file that says what it is: cluster, title, which sending or that it is a draft."""
    organisation = content.organisation.resolve(language).text
    which = _("submission %(number)s") % {"number": sending.number} if sending else _("draft")
    title = content.title.resolve(language).text
    return f"{organisation} - {title} - {which} ({language})"[:200]
