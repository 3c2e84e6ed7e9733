"""The one box: what is found in the library, and in the cluster one is in."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission
from core.access import signed_in_view
from core.pages import page
from core.plain import one_line
from search.finding import LONGEST_QUERY, find, nothing_more

# The id of the field that asks by itself while somebody types.
BOX = "search-box"


@signed_in_view
def shared(request: HttpRequest) -> HttpResponse:
    """Search the library."""
    return _found(request, None)


@cluster_view(Permission.READ)
def cluster(request: HttpRequest) -> HttpResponse:
    """Search the library and what the cluster has."""
    known = cast(ClusterRequest, request)
    return _found(request, known.cluster, known.membership.may)


def _found(
    request: HttpRequest, where: Cluster | None, may: Callable[[Permission], bool] = nothing_more
) -> HttpResponse:
    typed = one_line(request.GET.get("q", "")[: 10 * LONGEST_QUERY])
    htmx: Any = getattr(request, "htmx", None)
    found = find(typed, where, may=may, is_typing=bool(htmx and htmx.trigger == BOX))
    context = {
        "q": found.words,
        "found": found,
        "is_too_long": len(typed) > LONGEST_QUERY,
        "longest": LONGEST_QUERY,
        "box": BOX,
        "cluster": where,
        "crumbs": [(_("Search"), "")],
    }
    return page(request, "search/index.html", context, partial="results")
