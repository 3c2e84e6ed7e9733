"""A draft as clusters will see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access import curator_view
from core.shortcuts import get_or_404
from curation.models import Draft
from curation.shown import preview as shown
from curation.shown.filling import form_of
from curation.views.editor import address
from library.shown import readings
from library.words import ICONS
from schema.documents import Template


@curator_view
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show a draft as its page in the library will be; what is missing is a gap."""
    draft, document, context = _opened(request, number)
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


@curator_view
def preview_form(request: HttpRequest, number: int) -> HttpResponse:
    """Show a draft of a template as the form that a cluster fills in."""
    draft, document, context = _opened(request, number)
    if document is None or not context["may_fill"]:
        return render(request, "curation/preview_nothing.html", context)
    template = context["edition"].parsed
    context |= {"is_form": True, "base": address(draft), "parts": form_of(template)}
    return render(request, "curation/preview_form.html", context)


def _opened(request: HttpRequest, number: int) -> tuple[Draft, dict[str, Any] | None, dict[str, Any]]:
    """Return a draft, what can be shown of it, and what both pages need; that somebody has looked is noted."""
    draft = get_or_404(Draft.objects.open().whole(), pk=number)
    document = shown.filled(draft.document)
    context: dict[str, Any] = {"draft": draft, "back": address(draft, request.GET.get("at", ""))}
    if document is None:
        return draft, None, context
    if draft.previewed_revision != draft.manuscript.revision:
        Draft.objects.filter(pk=draft.pk).update(previewed_revision=draft.manuscript.revision)
    edition = shown.as_edition(document, draft.publication)
    context |= {
        "edition": edition,
        "may_fill": isinstance(edition.parsed, Template),
        "has_gaps": document is not draft.document,
        "crumbs": [(draft.manuscript.title_text, address(draft)), (_("As a cluster sees it"), "")],
    }
    return draft, document, context
