"""The front door, and a cluster's front page: what now."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from checklists.duties import ItemDuties
from checklists.shown.upcoming import Due, due_items
from clusters.access import ClusterRequest, cluster_view
from clusters.duties import HORIZON, Duty, due_by
from clusters.models import Membership
from clusters.permissions import Permission
from comments.shown import unread_in
from core.access import signed_in_view
from core.languages import content_language
from core.pages import page
from dashboard.kpis import tiles_of
from dashboard.overview import overview_of
from findings.services import breaks_of
from kpis.duties import KpiDuties
from kpis.selectors import NEWEST
from kpis.shown.kpis import ShownKpi, load_kpis
from strategy.current import current_strategy
from strategy.models import Strategy


@signed_in_view
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the cluster one was in last; who is in none is told what to do."""
    # across_clusters: the person's own memberships, whichever clusters they are in
    memberships = list(Membership.across_clusters.of_person(cast(User, request.user)))
    last = request.session.get("cluster")
    chosen = next((m for m in memberships if m.cluster.slug == last), memberships[0] if memberships else None)
    user = cast(User, request.user)
    if chosen is None and user.is_superuser:
        return redirect("clusters:administration")
    if chosen is None and user.is_curator:
        return redirect("library:index")
    if chosen is None:
        return page(request, "dashboard/none.html")
    return redirect("dashboard:overview", chosen.cluster.slug)


@cluster_view(Permission.READ)
@require_GET
def overview(request: ClusterRequest) -> HttpResponse:
    """Show what is due, what is missing and what changed."""
    if request.session.get("cluster") != request.cluster.slug:
        request.session["cluster"] = request.cluster.slug
    shown = current_strategy(request, with_people=True)
    kpis = load_kpis(request.cluster, most=NEWEST) if shown else []
    today = timezone.localdate()
    goals = list(shown.strategy.goals.alive()) if shown else []
    thread = breaks_of(request.cluster, shown, today, kpis=kpis, goals=goals) if shown else None
    due = due_items(request.cluster, request.user, today)
    duties = duties_here(request, due, kpis, today) if shown else []
    context = {
        "cluster": request.cluster,
        "due": due,
        "shown": shown,
        # One that was made current once and is deleted, or steps back, must not look as if there were none.
        "others": [] if shown else list(Strategy.objects.of(request.cluster).alive()),
        "has_deleted": not shown and Strategy.objects.of(request.cluster).deleted().exists(),
        "kpis": kpis,
        "tiles": tiles_of(kpis),
        "may_write": request.membership.may(Permission.WRITE),
        "may_manage": request.membership.may(Permission.MANAGE_PEOPLE),
        "overview": overview_of(request.cluster, shown, request.user, duties, today, thread) if shown else None,
        "unread_talks": unread_in(shown, request.membership, request.user) if shown else 0,
        "period": shown.period_words(content_language()) if shown else "",
    }
    return page(request, "dashboard/overview.html", context)


def duties_here(request: ClusterRequest, due: Sequence[Due], kpis: Sequence[ShownKpi], today: date) -> list[Duty]:
    """Return what is due in every room; what the page has loaded already costs no query, the goals it loads itself."""
    loaded = {"goal", "item", "kpi"}
    items = ItemDuties().made([one.item for one in due], {request.cluster.pk: request.cluster})
    values = KpiDuties().of_followed(kpis, today + HORIZON) if request.membership.may(Permission.MEASURE) else []
    rest = due_by([request.cluster], today + HORIZON, today=today, reader=request.user, leave_out=loaded)
    return [*items, *values, *rest]
