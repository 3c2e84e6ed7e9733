"""The pages of the library: what is published, and each publication to read."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from core.access import library_view
from core.languages import content_language
from core.pages import page
from core.text import is_language
from library.exports import can_be_filled_in
from library.forms import LibraryForm
from library.models import Edition
from library.shown import lists, readings
from library.shown.public import listed
from library.shown.starting import start_url
from library.words import ICONS, TOPIC_ICONS, lack_here
from schema.countries import countries

PAGE_SIZE = 20


@library_view
def index(request: HttpRequest) -> HttpResponse:
    """List the newest edition of everything that is published, or what a search finds."""
    chosen = LibraryForm(request.GET).chosen()
    found = lists.find(**chosen, today=timezone.localdate())
    context = {
        "q": chosen["q"],
        "found": found,
        "headline": lists.headline(chosen["q"], len(found.results)),
        "listed": listed(
            request.path,
            _("Guidance, templates, checklists and KPIs for clusters that work internationally."),
            is_listed=not set(request.GET) - {"language"},
        ),
        "is_whole": not chosen["q"] and not found.is_filtered,
        "topic_icons": TOPIC_ICONS,
        "results": Paginator(found.results, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return page(request, "library/index.html", context, partial="results")


@library_view
def country_names(request: HttpRequest, language: str) -> HttpResponse:
    """Name the countries, for a field that offers them; a browser asks once a day."""
    if not is_language(language):
        raise Http404
    names = (name for _code, name in countries(language))
    answer = HttpResponse(format_html_join("\n", "<option>{}</option>", ((name,) for name in names)))
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@library_view
def publication(request: HttpRequest, kind: str, slug: str, version: int | None = None) -> HttpResponse:
    """Show a publication to read: its newest edition, or an older one by its version."""
    editions = list(Edition.objects.published().without_document().of(kind, slug))
    edition = next((one for one in editions if version in (None, one.version)), None)
    if edition is None:
        raise Http404
    reading = readings.read(edition, request.GET)
    summary = edition.summary_text.resolve(content_language()).text
    context: dict[str, Any] = {
        "edition": edition,
        "icon": ICONS[edition.publication.kind],
        "kind": edition.publication.get_kind_display(),
        "newest": editions[0],
        "lack": lack_here(edition),
        "is_blank": can_be_filled_in(editions[0]),
        "older": editions[1:] if edition == editions[0] else [],
        "is_overdue": edition == editions[0] and edition.is_overdue(timezone.localdate()),
        "start": start_url(request, edition.publication),
        "crumbs": [(_("Library"), reverse("library:index")), (edition.title_text, "")],
        "reading": reading,
        "listed": listed(edition.publication.get_absolute_url(), summary, is_listed=edition == editions[0]),
        **reading.context,
    }
    return page(request, reading.template, context, partial=reading.partial)
