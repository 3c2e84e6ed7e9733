"""The strategy as it stands, to be read and talked about."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.keyed import addresses_of
from clusters.permissions import Permission
from comments.shown import goals_of
from core.languages import content_language
from core.pages import page
from reviews.current import context_of, reading
from reviews.freezing import read_of
from strategy.current import opened
from strategy.keyed import know_goals
from strategy.shown.panels import addresses
from strategy.shown.read_view import read_view


@cluster_view(Permission.REVIEW)
@require_GET
def read(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the strategy as it stands, with what is new marked and what is said about it beside the text."""
    # Before anything is read: what is written while the page is made is new the next time.
    saw = timezone.now()
    shown = opened(request, number, with_people=True)
    goals = goals_of(shown)
    alive = sorted((one for one in goals.values() if one.deleted_at is None), key=lambda one: (one.position, one.pk))
    know_goals(addresses_of(request), shown.strategy, alive)
    panels = addresses(shown)
    found = reading(
        request,
        live=shown,
        after=shown,
        content=read_of(shown, alive),
        parts=read_view(shown, alive, content_language(), panels),
        goals=goals,
        saw=saw,
    )
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "panels": panels,
        "crumbs": [(shown.strategy.shown_title, shown.url("detail")), (_("Read and comment"), "")],
        **context_of(found),
    }
    return page(request, "reviews/read.html", context)
