"""A draft as clusters will see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access import curator_view
from core.shortcuts import get_or_404
from curation.models import Draft
from curation.shown import preview as shown
from curation.views.editor import address
from library.shown import readings
from library.words import ICONS


@curator_view
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show a draft as its page in the library will be; what is missing is a gap."""
    draft = get_or_404(Draft.objects.open().whole(), pk=number)
    document = shown.filled(draft.document)
    context = {"draft": draft, "back": address(draft, request.GET.get("at", ""))}
    if document is None:
        return render(request, "curation/preview_nothing.html", context)
    if draft.previewed_revision != draft.manuscript.revision:
        Draft.objects.filter(pk=draft.pk).update(previewed_revision=draft.manuscript.revision)
    edition = shown.as_edition(document, draft.publication)
    reading = shown.with_ways_back(readings.read(edition, request.GET), lambda path: address(draft, path))
    context |= {
        "edition": edition,
        "newest": edition,
        "icon": ICONS[edition.publication.kind],
        "kind": edition.publication.get_kind_display(),
        "older": [],
        "start": "",
        "crumbs": [(draft.manuscript.title_text, address(draft)), (_("As a cluster sees it"), "")],
        "reading": reading,
        "has_gaps": document is not draft.document,
        **reading.context,
    }
    return render(request, "curation/preview.html", context)
