"""What belongs to an activity: notes, milestones, and what it waits for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.forms import on_top
from core.pages import page
from core.shortcuts import get_or_404
from plans import services
from plans.forms.activities import DependencyForm, MilestoneForm, NoteForm, based_on
from plans.models import Activity, Milestone
from plans.views.activities import activity_page, plan_url
from plans.views.loading import opened


def back(activity: Activity, place: str) -> HttpResponse:
    """Lead to the part of the activity's page where something was done."""
    return redirect(f"{activity.get_absolute_url()}#{place}")


@cluster_view(Permission.WRITE)
@require_POST
def note(request: ClusterRequest, number: int) -> HttpResponse:
    """Write down how the activity stands."""
    activity = opened(request, number)
    form = bound(request, NoteForm)
    act = acting(
        request,
        form,
        lambda: services.add_note(activity=activity, text=form.cleaned_data["text"], by=request.user),
    )
    if act.is_done:
        return done(request, f"{activity.get_absolute_url()}#notes", _("Your note is shown below."))
    return activity_page(request, activity, note=form, status=act.status)


@cluster_view(Permission.WRITE)
@require_POST
def add_milestone(request: ClusterRequest, number: int) -> HttpResponse:
    """Take a milestone from the page of its activity, and show that page again with what was typed if it cannot be."""
    activity = opened(request, number)
    form = bound(request, MilestoneForm, cluster=request.cluster)
    act = acting(
        request,
        form,
        lambda: services.add_milestone(activity=activity, draft=form.draft, by=request.user),
    )
    if act.is_done:
        return back(activity, "milestones")
    return activity_page(request, activity, milestone=form, status=act.status)


def fetched(request: ClusterRequest, activity: Activity, pk: int, *, deleted: bool = False) -> Milestone:
    """Return the milestone, or answer 404; one that was deleted is found only by `deleted`."""
    rows = Milestone.objects.of(request.cluster).filter(activity=activity, deleted_at__isnull=not deleted)
    milestone = get_or_404(rows, pk=pk)
    milestone.activity = activity
    return milestone


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def milestone(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Change a milestone."""
    activity = opened(request, number)
    gone = Milestone.objects.of(request.cluster).filter(activity=activity, pk=pk, deleted_at__isnull=False)
    if request.method == "POST" and gone.exists():
        return too_late(request, activity)
    milestone = fetched(request, activity, pk)
    form = bound(request, MilestoneForm, cluster=request.cluster, milestone=milestone)
    held, sent = milestone, form
    act = acting(
        request,
        form,
        lambda: services.change_milestone(milestone=held, draft=sent.draft, based_on=based_on(sent), by=request.user),
    )
    if act.is_done:
        return done(request, f"{activity.get_absolute_url()}#milestones", _("Milestone saved."))
    if act.conflict:
        milestone = fetched(request, activity, pk)
        form = on_top(MilestoneForm(cluster=request.cluster, milestone=milestone), form, act.conflict)
    context = {
        "cluster": request.cluster,
        "activity": activity,
        "milestone": milestone,
        "form": form,
        "conflict": act.conflict,
        "crumbs": [
            (_("Action plan"), plan_url(request)),
            (activity.key, activity.get_absolute_url()),
            (_("Milestone"), ""),
        ],
    }
    return page(request, "plans/milestone.html", context, status=act.status)


def too_late(request: ClusterRequest, activity: Activity) -> HttpResponse:
    """Offer what was written to a milestone that a colleague has deleted meanwhile, as a new one."""
    words = _(
        "A colleague has deleted this milestone in the meantime. Save what you wrote as a new one, or bring the "
        "old one back."
    )
    messages.error(request, words)
    form = MilestoneForm(request.POST, cluster=request.cluster)
    return activity_page(request, activity, milestone=form, status=409)


@cluster_view(Permission.WRITE)
@require_POST
def reach(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Say that a milestone was reached today, or take that back."""
    activity = opened(request, number)
    milestone = fetched(request, activity, pk)
    on = None if milestone.is_done else timezone.localdate()
    services.reach_milestone(milestone=milestone, on=on, by=request.user)
    return back(activity, f"m-{milestone.pk}")


@cluster_view(Permission.WRITE)
@require_POST
def delete_milestone(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Put a milestone away; the activity's page offers to bring it back."""
    activity = opened(request, number)
    services.delete_milestone(milestone=fetched(request, activity, pk), by=request.user)
    return back(activity, "milestones")


@cluster_view(Permission.WRITE)
@require_POST
def restore_milestone(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Bring back a milestone that was deleted."""
    activity = opened(request, number)
    services.restore_milestone(milestone=fetched(request, activity, pk, deleted=True), by=request.user)
    return back(activity, "milestones")


@cluster_view(Permission.WRITE)
@require_POST
def add_dependency(request: ClusterRequest, number: int) -> HttpResponse:
    """Let the activity wait for another one."""
    activity = opened(request, number)
    form = bound(request, DependencyForm, activity=activity)
    act = acting(
        request,
        form,
        lambda: services.add_dependency(activity=activity, needed=form.cleaned_data["needed"], by=request.user),
    )
    if act.is_done:
        return back(activity, "needs")
    return activity_page(request, activity, dependency=form, status=act.status)


@cluster_view(Permission.WRITE)
@require_POST
def remove_dependency(request: ClusterRequest, number: int, needed: int) -> HttpResponse:
    """Let the activity wait for another one no longer."""
    activity = opened(request, number)
    other = get_or_404(Activity.objects.of(request.cluster), number=needed)
    services.remove_dependency(activity=activity, needed=other, by=request.user)
    return back(activity, "needs")
