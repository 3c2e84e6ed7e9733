"""An activity: its page, its form, and its row in the table."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.errors import Conflict
from core.forms import on_top
from core.numbers import whole_number
from core.pages import announce, is_fragment, page
from plans import services
from plans.forms.activities import (
    ActivityForm,
    DependencyForm,
    FilesForm,
    MilestoneForm,
    NoteForm,
    QuickForm,
    based_on,
    kpi_words,
)
from plans.models import Activity
from plans.shown.activities import PlanLine
from plans.views.loading import line_of, opened


@cluster_view(Permission.READ)
@require_GET
def activity(request: ClusterRequest, number: int) -> HttpResponse:
    """Show an activity with its milestones, what it waits for, and how it has stood."""
    return activity_page(request, opened(request, number))


def activity_page(
    request: ClusterRequest,
    activity: Activity,
    *,
    note: NoteForm | None = None,
    milestone: MilestoneForm | None = None,
    dependency: DependencyForm | None = None,
    files: FilesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page of an activity, with a form that was refused if there is one."""
    milestones = list(activity.milestones.order_by("date", "pk"))
    activity.steps = [one for one in milestones if one.deleted_at is None]
    may_write = request.membership.may(Permission.WRITE)
    kept = list(activity.files.all())
    alive = {"activity__deleted_at": None, "needed__deleted_at": None}
    context = {
        "cluster": request.cluster,
        "activity": activity,
        "line": PlanLine(activity, timezone.localdate()),
        "deleted": [one for one in milestones if one.deleted_at is not None],
        "needs": [one.needed for one in activity.needs.filter(**alive).select_related("needed")],
        "needed_by": [one.activity for one in activity.needed_by.filter(**alive).select_related("activity")],
        "kpis": [(kpi, kpi_words(kpi)) for kpi in activity.kpis.alive().prefetch_related("definitions")],
        "notes": activity.notes.select_related("by"),
        "files": [one for one in kept if one.removed_at is None],
        "removed_files": [one for one in kept if one.removed_at is not None],
        "owner_has_left": activity.owner_id is not None
        and not request.cluster.memberships.filter(user=activity.owner_id).exists(),
        "may_write": may_write,
        "today": timezone.localdate(),
        "note_form": note or NoteForm(),
        "milestone_form": milestone or MilestoneForm(cluster=request.cluster),
        "files_form": files or FilesForm(),
        "dependency_form": dependency or DependencyForm(activity=activity),
        "crumbs": [(_("Action plan"), plan_url(request)), (activity.key, "")],
    }
    return page(request, "plans/activity.html", context, status=status)


def plan_url(request: ClusterRequest) -> str:
    """Return the address of the plan."""
    return reverse("plans:index", args=[request.cluster.slug])


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def add(request: ClusterRequest) -> HttpResponse:
    """Add an activity."""
    goal = whole_number(request.GET.get("goal", ""))
    initial: dict[str, Any] = {"goal": goal} if goal is not None else {}
    form = bound(request, ActivityForm, cluster=request.cluster, initial=initial)
    act = acting(
        request,
        form,
        lambda: services.add_activity(cluster=request.cluster, draft=form.draft, by=request.user),
    )
    if act.is_done:
        words = _("Activity %(key)s has been added. Add its first milestone.") % {"key": act.made.key}
        return done(request, act.made.get_absolute_url(), words)
    return activity_form(request, form, None, act.status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int) -> HttpResponse:
    """Change an activity."""
    activity = opened(request, number)
    form = bound(request, ActivityForm, cluster=request.cluster, activity=activity)
    act = acting(request, form, partial(change, request, activity, form))
    if act.is_done:
        return done(request, activity.get_absolute_url(), _("Activity %(key)s saved.") % {"key": activity.key})
    if act.conflict:
        activity = opened(request, number)
        form = on_top(ActivityForm(cluster=request.cluster, activity=activity), form, act.conflict)
    return activity_form(request, form, activity, act.status, act.conflict)


def change(request: ClusterRequest, activity: Activity, form: ActivityForm | QuickForm) -> None:
    """Save what the form holds on top of the revision that it was made from; raises Conflict and Refusal."""
    services.change_activity(activity=activity, draft=form.draft, based_on=based_on(form), by=request.user)


def activity_form(
    request: ClusterRequest,
    form: ActivityForm,
    activity: Activity | None,
    status: int,
    conflict: Conflict | None = None,
) -> HttpResponse:
    """Show the form of an activity; in a conflict beside what a colleague saved."""
    here = activity.key if activity else _("Add an activity")
    crumbs = [(_("Action plan"), plan_url(request))]
    if activity:
        crumbs.append((activity.key, activity.get_absolute_url()))
    context = {
        "cluster": request.cluster,
        "form": form,
        "activity": activity,
        "conflict": conflict,
        "back": activity.get_absolute_url() if activity else plan_url(request),
        "crumbs": [*crumbs, (_("Change") if activity else here, "")],
    }
    return page(request, "plans/edit.html", context, status=status)


@cluster_view(Permission.READ)
@require_GET
def row(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the row of an activity again, when nothing is to be changed in it."""
    if not is_fragment(request):
        return redirect(opened(request, number).get_absolute_url())
    return show_row(request, number)


def show_row(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the row of an activity."""
    context = {
        "line": line_of(request, number),
        "cluster": request.cluster,
        "may_write": request.membership.may(Permission.WRITE),
        "is_fresh": True,
    }
    return page(request, "plans/row.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def quick(request: ClusterRequest, number: int) -> HttpResponse:
    """Change owner, dates and status in the row of the table, or on a small page of its own."""
    activity = opened(request, number)
    form = bound(request, QuickForm, cluster=request.cluster, activity=activity)
    act = acting(request, form, partial(change, request, activity, form))
    if act.is_done:
        words = _("Activity %(key)s saved.") % {"key": activity.key}
        if is_fragment(request):
            return announce(show_row(request, number), words)
        return done(request, f"{plan_url(request)}#a-{activity.number}", words)
    if act.conflict:
        activity = opened(request, number)
        form = on_top(QuickForm(cluster=request.cluster, activity=activity), form, act.conflict)
    context = {
        "cluster": request.cluster,
        "activity": activity,
        "form": form,
        "conflict": act.conflict,
        "crumbs": [
            (_("Action plan"), plan_url(request)),
            (activity.key, activity.get_absolute_url()),
            (_("Change"), ""),
        ],
    }
    return page(request, "plans/quick.html", context, partial="row", status=act.status)


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Put an activity away; the plan offers to bring it back."""
    activity = opened(request, number)
    services.delete_activity(activity=activity, by=request.user)
    words = _("Activity %(key)s has been deleted. You can bring it back at the foot of the plan.")
    return done(request, plan_url(request), words % {"key": activity.key})


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int) -> HttpResponse:
    """Bring back an activity that was deleted."""
    activity = opened(request, number, deleted=True)
    services.restore_activity(activity=activity, by=request.user)
    return done(request, activity.get_absolute_url(), _("Activity %(key)s is back.") % {"key": activity.key})
