"""The administration's list of all strategies: which cluster works with what. An administrator reads none of them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.administration import tabs
from accounts.forms import SearchForm
from core.access import admin_view
from core.pages import page
from strategy.models import Strategy


@admin_view
@require_GET
def strategies(request: HttpRequest) -> HttpResponse:
    """List the strategies of every cluster, the newest first, or those whose title or cluster contains some words."""
    form = SearchForm(request.GET)
    # across_clusters: the administrator's list is of all of them, and shows titles only
    rows = Strategy.across_clusters.alive().matching(form.words).listed()
    shown = Paginator(rows, 50).get_page(request.GET.get("page"))
    return page(
        request, "strategy/administration.html", {"page": shown, "words": form.words, "tabs": tabs("strategies")}
    )
