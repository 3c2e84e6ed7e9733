"""A draft as clusters will see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access import curator_view
from core.shortcuts import get_or_404
from curation.models import Draft, Writing
from curation.shown import preview as shown
from curation.shown.filling import form_of
from curation.views.editing import address
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
    return render(request, "curation/preview.html", context)


def as_filled_in(request: HttpRequest, draft: Writing) -> HttpResponse:
    """Show a draft of a template as the form that a cluster fills in."""
    document, context = _opened(request, draft)
    if document is None or not context["may_fill"]:
        return render(request, "curation/preview_nothing.html", context)
    template = context["edition"].parsed
    context |= {"is_form": True, "base": address(draft), "parts": form_of(template)}
    return render(request, "curation/preview_form.html", context)


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
