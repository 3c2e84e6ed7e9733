"""A draft as clusters will see it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import curator_view
from core.downloads import file_answer
from core.pages import page
from core.shortcuts import get_or_404
from core.text import is_language
from curation.models import Draft, Writing
from curation.shown import preview as shown
from curation.shown.filling import form_of
from curation.views.editing import address
from exports.file_cache import pdf_of
from exports.pdf import PdfFailed
from exports.word import WORD_TYPE, word_file
from library.exports import blank_document, can_be_filled_in, page_html
from library.models import Edition
from library.shown import readings
from library.words import ICONS
from schema.documents import Template


@curator_view
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show a curators' draft as it will be read."""
    return as_read(request, _draft(number))


@curator_view
def preview_form(request: HttpRequest, number: int) -> HttpResponse:
    """Show a curators' draft as it will be filled in."""
    return as_filled_in(request, _draft(number))


@curator_view
def preview_phone(request: HttpRequest, number: int) -> HttpResponse:
    """Show a curators' draft as it stands on a phone."""
    return on_a_phone(request, _draft(number))


@curator_view
def preview_file(request: HttpRequest, number: int, language: str, form: str) -> HttpResponse:
    """Give out a curators' draft as the file that a cluster would get."""
    return as_file(request, _draft(number), language, form)


def _draft(number: int) -> Draft:
    return get_or_404(Draft.objects.open().whole(), pk=number)


def as_read(request: HttpRequest, draft: Writing) -> HttpResponse:
    """Show a draft as its page in the library will be; what is missing is a gap."""
    document, context = _opened(request, draft)
    if document is None:
        return render(request, "curation/preview_nothing.html", context)
    edition = context["edition"]
    reading = shown.with_ways_back(readings.read(edition, request.GET), lambda path: address(draft, path))
    context |= {
        "newest": edition,
        "icon": ICONS[edition.publication.kind],
        "kind": edition.publication.get_kind_display(),
        "older": [],
        "start": "",
        "reading": reading,
        **reading.context,
    }
    return _framed(render(request, "curation/preview.html", context))


def as_filled_in(request: HttpRequest, draft: Writing) -> HttpResponse:
    """Show a draft of a template as the form that a cluster fills in."""
    document, context = _opened(request, draft)
    if document is None or not context["may_fill"]:
        return render(request, "curation/preview_nothing.html", context)
    template = context["edition"].parsed
    context |= {"is_form": True, "base": address(draft), "parts": form_of(template)}
    return _framed(render(request, "curation/preview_form.html", context))


def on_a_phone(request: HttpRequest, draft: Writing) -> HttpResponse:
    """Show a draft in a frame as wide as a phone."""
    document, context = _opened(request, draft)
    name = "curation/preview_nothing.html" if document is None else "curation/preview_phone.html"
    return render(request, name, {**context, "is_phone": True})


def as_file(request: HttpRequest, draft: Writing, language: str, form: str) -> HttpResponse:
    """Give out a draft as PDF, or as Word to fill in."""
    document, context = _opened(request, draft)
    if document is None or not is_language(language) or form not in ("pdf", "docx"):
        raise Http404
    edition: Edition = context["edition"]
    edition.published_at = timezone.now()
    if form == "docx":
        if not can_be_filled_in(edition):
            raise Http404
        return file_answer(word_file(blank_document(edition, language)), WORD_TYPE, f"{draft.manuscript.slug}.docx")
    try:
        made = pdf_of(page_html(edition, language), name=f"draft-{draft.manuscript.pk}")
    except PdfFailed as failure:
        told = {"message": failure.message, "back": context["back"], "again": request.get_full_path()}
        return page(request, "exports/failed.html", told, status=503)
    return file_answer(made, "application/pdf", f"{draft.manuscript.slug}.pdf", is_shown=True)


def _framed(response: HttpResponse) -> HttpResponse:
    """Let the portal's own page show this one in a frame, for the view on a phone; nobody else's page may."""
    policy = {**settings.SECURE_CSP, "frame-ancestors": ["'self'"]}
    response["Content-Security-Policy"] = "; ".join(f"{name} {' '.join(said)}" for name, said in policy.items())
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _opened(request: HttpRequest, draft: Writing) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return what can be shown of a draft, and what both pages need; that somebody has looked is noted."""
    document = shown.filled(draft.document)
    context: dict[str, Any] = {"draft": draft, "back": address(draft, request.GET.get("at", ""))}
    if document is None:
        return None, context
    draft.note_previewed()
    edition = shown.as_edition(document, draft.publication)
    context |= {
        "edition": edition,
        "may_fill": isinstance(edition.parsed, Template),
        "has_gaps": document is not draft.document,
        "crumbs": [(draft.manuscript.title_text, address(draft)), (_("As a cluster sees it"), "")],
    }
    return document, context
