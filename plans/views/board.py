"""The plan as a board: a column for each status, and the act that moves an activity from one to another."""

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, done
from core.forms import on_top
from core.pages import announce, is_fragment, page
from plans import services
from plans.forms.activities import StatusForm, based_on
from plans.models import Activity
from plans.shown.activities import KINDS, PlanLine
from plans.views.activities import plan_url
from plans.views.loading import filter_of, opened, wanted_plan
from plans.views.table import frame

# A column shows the next to end; what is long done is found in the table.
CARDS_IN_A_COLUMN = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One status with its activities."""

    status: str
    label: str
    kind: str
    lines: list[PlanLine]
    left_out: int


def show_board(request: ClusterRequest, status: int = 200) -> HttpResponse:
    """Show the board as filtered."""
    wanted = filter_of(request)
    plan = wanted_plan(request, wanted)
    columns = []
    for value in Activity.Status:
        lines = plan.column(value)
        shown = lines[:CARDS_IN_A_COLUMN]
        columns.append(Column(value, str(value.label), KINDS[value], shown, len(lines) - len(shown)))
    context = {**frame(request, wanted, plan, "board"), "columns": columns}
    return page(request, "plans/board.html", context, partial="view", status=status)


@cluster_view(Permission.READ)
@require_GET
def board(request: ClusterRequest) -> HttpResponse:
    """Show the plan as a board."""
    return show_board(request)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def status(request: ClusterRequest, number: int) -> HttpResponse:
    """Move an activity to another status; the query is that of the board one comes from."""
    activity = opened(request, number)
    form = status_form(request, activity, request.POST if request.method == "POST" else None)
    sent, held = form, activity
    act = acting(
        request,
        form,
        lambda: services.set_status(
            activity=held,
            status=sent.cleaned_data["status"],
            reason=sent.cleaned_data["reason"].strip(),
            based_on=based_on(sent),
            by=request.user,
        ),
    )
    if act.is_done:
        label = Activity.Status(form.cleaned_data["status"]).label
        words = _("%(key)s is now: %(status)s") % {"key": activity.key, "status": label}
        if is_fragment(request):
            response = announce(show_board(request), words)
            response["HX-Retarget"] = "#plan"
            return response
        return done(request, reverse("plans:board", args=[request.cluster.slug]) + filter_of(request).query, words)
    if act.conflict:
        activity = opened(request, number)
        form = on_top(status_form(request, activity), form, act.conflict)
    context = {
        "cluster": request.cluster,
        "activity": activity,
        "form": form,
        "conflict": act.conflict,
        "in_card": is_fragment(request),
        "query": filter_of(request).query,
        "crumbs": [
            (_("Action plan"), plan_url(request)),
            (activity.key, activity.get_absolute_url()),
            (_("Status"), ""),
        ],
    }
    return page(request, "plans/status.html", context, partial="form", status=act.status)


def status_form(request: ClusterRequest, activity: Activity, data: QueryDict | None = None) -> StatusForm:
    """Return the form that moves an activity to another status."""
    initial = {
        "status": request.GET.get("to", activity.status),
        "reason": activity.reason_text.get(request.cluster.language),
        "revision": activity.revision,
    }
    return StatusForm(data, initial=initial, auto_id=f"id_{activity.number}_%s")
