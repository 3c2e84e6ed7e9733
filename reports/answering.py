"""Answers with a document: the file, when it is made; a preview at once; or Word."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from clusters.access import ClusterRequest
from core.downloads import file_answer
from core.text import Language
from exports.document import PrintDocument
from exports.file_cache import cached_pdf, digest_of, file_of
from exports.page_cache import page_of
from exports.pdf import Limits, PdfFailed, render_pdf
from exports.word import WORD_TYPE, word_file
from reports.models import Export
from reports.services import Wanted, request_export

# Two pages that somebody waits for; the whole document has a minute.
PREVIEW = Limits(seconds=15, patience=30)

# Asked for with this, a document leads to where it is sent from.
TO_SEND = "send"


def answer_pdf(request: ClusterRequest, kind: Export.Kind, document: PrintDocument, name: str) -> HttpResponse:
    """Answer with the document as PDF: at once, if it was made before, or else when it is made."""
    return answer_page(request, kind, page_of(document), document.language, name)


def answer_page(request: ClusterRequest, kind: Export.Kind, html: str, language: Language, name: str) -> HttpResponse:
    """Answer with a finished page as PDF, in the same way."""
    asked = request.GET.copy()
    is_to_send = bool(asked.pop(TO_SEND, None))
    # The address of the document is the same, whatever is to become of it.
    address = f"{request.path}?{asked.urlencode()}" if asked else request.path
    wanted = Wanted(kind, name, language, address[:300], html)
    made = request_export(cluster=request.cluster, wanted=wanted, by=request.user)
    if is_to_send and made.is_done:
        return redirect("reports:send", request.cluster.slug, made.pk)
    pdf = file_of(made.digest) if made.is_done else None
    return redirect(made) if pdf is None else answer_file(made, pdf)


def answer_preview(request: ClusterRequest, document: PrintDocument, name: str, back: str) -> HttpResponse:
    """Answer with the cover and the page that sums it all up, made while the person waits: two pages take a second."""
    html = page_of(replace(document, is_preview=True))
    try:
        pdf = cached_pdf(digest_of(html), partial(render_pdf, html, name="preview", limits=PREVIEW))
    except PdfFailed as failure:
        messages.error(request, failure.message)
        return redirect(back)
    return pdf_response(pdf, name)


def answer_word(document: PrintDocument, name: str) -> HttpResponse:
    """Answer with the document as Word: it takes so little that it is made again each time."""
    return file_answer(word_file(document), WORD_TYPE, f"{name}.docx")


def answer_file(shown: Export, pdf: bytes) -> HttpResponse:
    """Answer with the file under its name."""
    return pdf_response(pdf, shown.name)


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """Return a PDF to be shown by the browser, under a name."""
    return file_answer(pdf, "application/pdf", f"{name}.pdf", is_shown=True)
