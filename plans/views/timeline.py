"""The plan on a line of time."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.navigation import NavItem
from core.pages import page
from core.parts.keeping import drawn_once
from plans.shown.activities import Plan
from plans.shown.timeline import draw
from plans.views.loading import filter_of, wanted_plan
from plans.views.table import frame

# How wide a month is; 0 lets the whole period fit.
ZOOMS = {"": 0, "quarters": 24, "months": 48}


@drawn_once
def _drawn(plan: Plan, base: str, month: float) -> SafeString:
    # Resolving an address for each of hundreds would take longer than drawing them.
    return draw(plan, url=lambda activity: f"{base}{activity.number}/", month=month)


@cluster_view(Permission.READ)
@require_GET
def timeline(request: ClusterRequest) -> HttpResponse:
    """Show the plan on a line of time."""
    wanted = filter_of(request)
    plan = wanted_plan(request, wanted)
    zoom = request.GET.get("zoom", "")
    zoom = zoom if zoom in ZOOMS else ""
    base = reverse("plans:activity", args=[request.cluster.slug, 0]).removesuffix("0/")
    here = reverse("plans:timeline", args=[request.cluster.slug])
    names = {"": _("Whole period"), "quarters": _("Quarters"), "months": _("Months")}
    query = f"{wanted.query}&" if wanted.query else "?"
    context = {
        **frame(request, wanted, plan, "timeline"),
        "drawing": _drawn(plan, base, ZOOMS[zoom]) if plan.lines else "",
        "zooms": [NavItem(name, f"{here}{query}zoom={key}", current=key == zoom) for key, name in names.items()],
        "table": reverse("plans:index", args=[request.cluster.slug]) + wanted.query,
        "without_dates": sum(line.activity.starts is None and line.activity.ends is None for line in plan.lines),
    }
    return page(request, "plans/timeline.html", context, partial="view")
