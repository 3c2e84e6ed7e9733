"""Where a key leads, and the small card beside it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.keyed import card_of
from clusters.permissions import Permission
from core.pages import is_fragment, page


@cluster_view(Permission.READ)
@require_GET
def key(request: ClusterRequest, key: str) -> HttpResponse:
    """Show the card of a key to a page that asks for it, and lead anybody else to what it names."""
    card = card_of(request.cluster, key)
    if card is None:
        raise Http404
    if not is_fragment(request):
        return redirect(card.url)
    return page(request, "clusters/key_card.html", {"card": card})
