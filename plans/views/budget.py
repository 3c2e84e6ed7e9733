"""The plan's money, per goal and per year."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.pages import page
from plans.shown.activities import money_words
from plans.shown.budget import FRAME_CURRENCY, budget_of
from plans.views.loading import filter_of, wanted_plan
from strategy.current import current_strategy


@cluster_view(Permission.READ)
@require_GET
def budget(request: ClusterRequest) -> HttpResponse:
    """Show budget and spending against the frame."""
    shown = current_strategy(request)
    money = budget_of(wanted_plan(request, filter_of(request)), shown)
    context = {
        "cluster": request.cluster,
        "money": money,
        "years": [(one, money_words(one.frame, FRAME_CURRENCY)) for one in money.years],
        "frame": money_words(money.frame, FRAME_CURRENCY),
        "left": money_words(money.left, FRAME_CURRENCY),
        "is_overdrawn": money.left is not None and money.left < 0,
        "shown": shown,
        "crumbs": [
            (_("Action plan"), reverse("plans:index", args=[request.cluster.slug])),
            (_("Budget and spending"), ""),
        ],
    }
    return page(request, "plans/budget.html", context)
