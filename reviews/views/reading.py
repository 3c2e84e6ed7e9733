"""The strategy as it stands, to be read and talked about."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from comments.shown import beside_of, goals_of
from core.languages import content_language
from core.pages import page
from reviews.shown.reading import goal_spots, reading_of
from strategy.current import opened
from strategy.shown.panels import addresses
from strategy.shown.read_view import read_view


@cluster_view(Permission.REVIEW)
@require_GET
def read(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the strategy as it stands, with what is said about it beside the text."""
    shown = opened(request, number)
    goals = goals_of(shown)
    alive = sorted((one for one in goals.values() if one.deleted_at is None), key=lambda one: (one.position, one.pk))
    beside = beside_of(shown, request.user, goals)
    parts = reading_of(read_view(shown, alive, content_language(), addresses(shown)), shown, alive)
    has_goals = any(item.item.goals is not None for part in parts for item in part.items)
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "parts": parts,
        "panels": addresses(shown),
        "beside": beside,
        "goal_spots": () if has_goals else goal_spots(alive),
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": [(shown.strategy.shown_title, shown.url("detail")), (_("Read and comment"), "")],
    }
    return page(request, "reviews/read.html", context)
