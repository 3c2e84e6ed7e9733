"""Where a key leads, and the small card beside it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.keyed import KeyCard, card_of, card_of_part
from clusters.permissions import Permission
from core.pages import is_fragment, page


@cluster_view(Permission.READ)
@require_GET
def key(request: ClusterRequest, key: str) -> HttpResponse:
    """Show the card of a key to a page that asks for it, and lead anybody else to what it names."""
    return _answer(request, card_of(request.cluster, key))


@cluster_view(Permission.READ)
@require_GET
def part(request: ClusterRequest, key: str, pk: int) -> HttpResponse:
    """Do the same for a part of what a key names: a milestone of A6, a measurement of K3."""
    return _answer(request, card_of_part(request.cluster, key, pk))


def _answer(request: ClusterRequest, card: KeyCard | None) -> HttpResponse:
    if card is None:
        raise Http404
    if not is_fragment(request):
        return redirect(card.url)
    return page(request, "clusters/key_card.html", {"card": card})
