"""The goals of a strategy: the panel in its phase, and a page of their own for each act."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, refused
from core.errors import Conflict, Refusal
from core.forms import on_top
from core.pages import announce, is_fragment, page
from core.shortcuts import get_or_404
from strategy import services
from strategy.current import opened
from strategy.forms import GoalForm
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage
from strategy.shown.panels import goals_context
from strategy.shown.read_view import GOALS_PANEL


def home(shown: StrategyPage) -> str:
    """Return the address of the phase in which the goals stand, or of their own page when no phase has them."""
    for question in shown.sheet.document.questions():
        if question.shows_panel == GOALS_PANEL:
            section = shown.sheet.document.section_of(question.key)
            if section is not None and shown.phase(section) is not None:
                return f"{shown.url('phase', section.key)}#q-{question.key}"
    return shown.url("goals")


def answer(request: ClusterRequest, shown: StrategyPage, words: str = "") -> HttpResponse:
    """Show the panel again after an act: as a fragment, or by going back to where it stands."""
    if is_fragment(request):
        response = page(request, "strategy/goals_panel.html", {"panel": goals_context(request, shown)})
        return announce(response, words) if words else response
    if words:
        messages.success(request, words)
    return redirect(home(shown))


def tried(request: ClusterRequest, shown: StrategyPage, deed: Callable[[], None], words: str = "") -> HttpResponse:
    """Do what a button asks for; what a rule says against it stands at the panel."""
    try:
        deed()
    except Refusal as refusal:
        if is_fragment(request):
            return answer(request, shown, refusal.message)
        return refused(request, refusal, home(shown))
    return answer(request, shown, words)


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest, number: int) -> HttpResponse:
    """List the goals; for HTMX the panel alone."""
    shown = opened(request, number)
    context = {
        "panel": goals_context(request, shown),
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "crumbs": [(shown.strategy.shown_title, shown.url("detail")), (_("Goals"), "")],
    }
    return page(request, "strategy/goals_panel.html" if is_fragment(request) else "strategy/goals.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def add(request: ClusterRequest, number: int) -> HttpResponse:
    """Add a goal."""
    shown = opened(request, number)
    form = bound(request, GoalForm, cluster=request.cluster)
    act = acting(
        request,
        form,
        lambda: services.add_goal(strategy=shown.strategy, draft=form.draft, by=request.user),
    )
    if act.is_done:
        return answer(request, shown, _("Goal %(key)s has been added.") % {"key": act.made.key})
    return goal_form(request, shown, form, None, act.status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int, goal: int) -> HttpResponse:
    """Change a goal."""
    shown = opened(request, number)
    row = get_or_404(Goal.objects.of(request.cluster).filter(strategy=shown.strategy, deleted_at=None), number=goal)
    row.strategy = shown.strategy
    is_decided = shown.strategy.is_decided
    form = bound(request, GoalForm, cluster=request.cluster, goal=row, is_decided=is_decided)
    act = acting(
        request,
        form,
        lambda: services.change_goal(
            goal=row,
            draft=form.draft,
            based_on=form.cleaned_data["revision"] or 0,
            by=request.user,
            reason=form.cleaned_data.get("reason", ""),
        ),
    )
    if act.is_done:
        return answer(request, shown, _("Goal %(key)s saved.") % {"key": row.key})
    if act.conflict:
        shown, row = fetched(request, number, goal)
        reason = {"reason": form.cleaned_data.get("reason", "")}
        fresh = GoalForm(cluster=request.cluster, goal=row, is_decided=is_decided, initial=reason)
        form = on_top(fresh, form, act.conflict)
    return goal_form(request, shown, form, row, act.status, act.conflict)


def goal_form(
    request: ClusterRequest,
    shown: StrategyPage,
    form: GoalForm,
    goal: Goal | None,
    status: int,
    conflict: Conflict | None = None,
) -> HttpResponse:
    """Show the form of a goal, in place or on its own page; in a conflict beside what a colleague saved."""
    context = {
        "form": form,
        "goal": goal,
        "conflict": conflict,
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "back": home(shown),
        "crumbs": [
            (shown.strategy.shown_title, shown.url("detail")),
            (_("Goals"), home(shown)),
            (goal.key if goal else _("Add a goal"), ""),
        ],
    }
    return page(request, "strategy/goal.html", context, partial="form", status=status)


@cluster_view(Permission.WRITE)
@require_POST
def move(request: ClusterRequest, number: int, goal: int, direction: str) -> HttpResponse:
    """Move a goal one place up or down."""
    shown, row = fetched(request, number, goal)
    step = -1 if direction == "up" else 1
    return tried(request, shown, lambda: services.move_goal(goal=row, step=step, by=request.user))


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int, goal: int) -> HttpResponse:
    """Put a goal away; the panel offers to bring it back."""
    shown, row = fetched(request, number, goal)
    words = _("Goal %(key)s has been deleted. You can bring it back below.") % {"key": row.key}
    return tried(request, shown, lambda: services.delete_goal(goal=row, by=request.user), words)


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int, goal: int) -> HttpResponse:
    """Bring back a goal that was deleted."""
    shown, row = fetched(request, number, goal, deleted=True)
    words = _("Goal %(key)s is back.") % {"key": row.key}
    return tried(request, shown, lambda: services.restore_goal(goal=row, by=request.user), words)


def fetched(request: ClusterRequest, number: int, goal: int, *, deleted: bool = False) -> tuple[StrategyPage, Goal]:
    """Return what the address names, or answer 404; a goal that was deleted is found only by `deleted`."""
    shown = opened(request, number)
    goals = Goal.objects.of(request.cluster).filter(strategy=shown.strategy, deleted_at__isnull=not deleted)
    row = get_or_404(goals, number=goal)
    row.strategy = shown.strategy
    return shown, row
