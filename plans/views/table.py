"""The plan as a table, and the panel that stands in the strategy."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import pressed
from core.addresses import reverse
from core.navigation import NavItem
from core.pages import is_fragment, page
from plans import services
from plans.forms.filters import PlanFilter
from plans.models import Activity
from plans.shown.activities import Plan, plan_of
from plans.views.loading import filter_of, wanted_plan
from schema.examples import Example
from strategy.current import current_strategy
from strategy.current import opened as opened_strategy

ROWS_ON_A_PAGE = 100


def frame(request: ClusterRequest, wanted: PlanFilter, plan: Plan, view: str) -> dict[str, Any]:
    """Return what every view of the plan shows around it."""

    def item(label: str, name: str, icon: str) -> NavItem:
        url = reverse(f"plans:{name}", args=[request.cluster.slug])
        return NavItem(label, url + wanted.query, icon, current=view == name)

    return {
        "cluster": request.cluster,
        "shown": current_strategy(request),
        "plan": plan,
        "filter": wanted,
        "views": [
            item(_("Table"), "index", "table-2"),
            *([item(_("Edit in rows"), "rows", "pencil")] if request.membership.may(Permission.WRITE) else []),
            item(_("Board"), "board", "layout-template"),
            item(_("Timeline"), "timeline", "chart-gantt"),
        ],
        "here": reverse(f"plans:{view}", args=[request.cluster.slug]),
        "may_write": request.membership.may(Permission.WRITE),
        "mine": sum(line.activity.owner_id == request.user.pk for line in plan.lines),
    }


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """Show the plan as a table grouped by goal."""
    wanted = filter_of(request)
    plan = wanted_plan(request, wanted)
    paged = Paginator(plan.lines, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    deleted = Activity.objects.of(request.cluster).deleted().order_by("-deleted_at", "-pk")[:50]
    context = {
        **frame(request, wanted, plan, "index"),
        "groups": Plan(tuple(paged.object_list), plan.today).groups,
        "whole": {group.key: group for group in plan.groups},
        "paged": paged,
        "deleted": list(deleted) if request.membership.may(Permission.WRITE) else [],
        "offered": offered(request) if not plan.lines and not wanted.is_narrow else None,
        "untouched": untouched(request, plan),
    }
    return page(request, "plans/index.html", context, partial="view")


def offered(request: ClusterRequest) -> Example | None:
    """Return the example whose activities an empty plan may begin with."""
    shown = current_strategy(request)
    if shown is None or not request.membership.may(Permission.WRITE):
        return None
    return services.example_of(shown.strategy)


def untouched(request: ClusterRequest, plan: Plan) -> int:
    """Return how many of the activities shown are of the example and nobody has changed: they can be taken out."""
    shown = current_strategy(request)
    taken = {line.activity.pk for line in plan.lines if line.activity.from_example}
    if not taken or shown is None or not request.membership.may(Permission.WRITE):
        return 0
    return sum(one.pk in taken for one in services.untouched_of_example(shown.strategy))


@cluster_view(Permission.WRITE)
@require_POST
def take_example(request: ClusterRequest) -> HttpResponse:
    """Begin the plan with the activities of the example that the current strategy was started from."""
    shown = current_strategy(request)
    plan_page = reverse("plans:index", args=[request.cluster.slug])
    if shown is None:
        return redirect(plan_page)

    def told(made: list[Activity]) -> str:
        words = ngettext(
            "%(count)s activity from the example is in your plan. Change it, or take it out at the foot of the page.",
            "%(count)s activities from the example are in your plan. Change them, and delete those that are not "
            "yours. At the foot of the page you can take out all that you have not changed.",
            len(made),
        )
        return words % {"count": len(made)}

    return pressed(
        request,
        lambda: services.take_example(strategy=shown.strategy, by=request.user),
        to=plan_page,
        words=told,
    )


@cluster_view(Permission.WRITE)
@require_POST
def leave_example(request: ClusterRequest) -> HttpResponse:
    """Take out what came from the example and nobody has changed."""
    shown = current_strategy(request)
    plan_page = reverse("plans:index", args=[request.cluster.slug])
    if shown is None:
        return redirect(plan_page)
    return pressed(
        request,
        lambda: services.leave_example(strategy=shown.strategy, by=request.user),
        to=plan_page,
        words=lambda parted: taken_out_words(*parted),
    )


def taken_out_words(gone: Sequence[Activity], changed: Sequence[Activity]) -> str:
    """Say how many activities of the example have gone, and which stay because somebody has changed them."""
    words = ngettext(
        "%(count)s activity from the example has been taken out. You can bring it back at the foot of the plan.",
        "%(count)s activities from the example have been taken out. You can bring each back at the foot of the plan.",
        len(gone),
    ) % {"count": len(gone)}
    if changed:
        stay = ngettext(
            "%(keys)s stays, because it has been changed.",
            "%(keys)s stay, because they have been changed.",
            len(changed),
        )
        words = f"{words} {stay % {'keys': ', '.join(one.key for one in changed)}}"
    return words


@cluster_view(Permission.READ)
@require_GET
def panel(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the activities of a strategy, goal by goal, where it asks for them; `read` leaves out what is done there."""
    shown = opened_strategy(request, number)
    rows = Activity.objects.of(request.cluster).alive().of_strategy(shown.strategy).with_people().with_milestones()
    goals = list(shown.strategy.goals.alive())
    plan = plan_of(rows, timezone.localdate())
    served = {line.activity.goal_id for line in plan.lines}
    context = {
        "cluster": request.cluster,
        "shown": shown,
        "plan": plan,
        "goals_without": [goal for goal in goals if goal.pk not in served],
        "may_write": request.membership.may(Permission.WRITE) and "read" not in request.GET,
        "is_current": shown.strategy.is_current,
        "crumbs": [(shown.strategy.shown_title, shown.url("detail")), (_("Activities"), "")],
    }
    return page(request, "plans/panel.html" if is_fragment(request) else "plans/panel_page.html", context)
