"""What a public library tells search engines: which pages they may list, and in which languages each is."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.access import public_view
from library.models import Edition
from library.shown.public import alternates

# More than a map may hold is no library any more.
MOST_PAGES = 20_000
CLOSED = "User-agent: *\nDisallow: /\n"
OPEN = "User-agent: *\nAllow: /$\nAllow: /library/\nAllow: /static/\nDisallow: /\n\nSitemap: {site}/sitemap.xml\n"


@public_view
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Say which pages search engines may read: the library, where it is public, and never a cluster's."""
    site = settings.BASE_URL
    return HttpResponse(OPEN.format(site=site) if settings.PUBLIC_LIBRARY else CLOSED, content_type="text/plain")


@public_view
@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every page of a public library, each in both languages."""
    if not settings.PUBLIC_LIBRARY:
        raise Http404
    editions = Edition.objects.newest().without_document().order_by("pk")[:MOST_PAGES]
    pages: list[tuple[str, datetime | None]] = [("/", None), ("/library/", None)]
    pages += [(one.publication.get_absolute_url(), one.published_at) for one in editions]
    context = {"pages": [(alternates(path), changed) for path, changed in pages]}
    return render(request, "library/sitemap.xml", context, content_type="application/xml")
