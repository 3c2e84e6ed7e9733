"""What belongs to an activity: notes, milestones, and what it waits for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.errors import Conflict, Refusal
from core.forms import on_top
from core.pages import page
from core.shortcuts import get_or_404
from plans import services
from plans.forms import DependencyForm, MilestoneForm, NoteForm, based_on
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
    form = NoteForm(request.POST)
    if not form.is_valid():
        return activity_page(request, activity, note=form, status=422)
    services.add_note(activity=activity, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Your note stands below."))
    return back(activity, "notes")


@cluster_view(Permission.WRITE)
@require_POST
def add_milestone(request: ClusterRequest, number: int) -> HttpResponse:
    """Add a milestone."""
    activity = opened(request, number)
    form = MilestoneForm(request.POST, cluster=request.cluster)
    if form.is_valid():
        try:
            services.add_milestone(activity=activity, draft=form.draft, by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    if form.errors:
        return activity_page(request, activity, milestone=form, status=422)
    return back(activity, "milestones")


def fetched(request: ClusterRequest, activity: Activity, pk: int, *, deleted: bool = False) -> Milestone:
    """Return a milestone of the activity."""
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
    form = MilestoneForm(request.POST or None, cluster=request.cluster, milestone=milestone)
    conflict, status = None, 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.change_milestone(milestone=milestone, draft=form.draft, based_on=based_on(form), by=request.user)
        except Conflict as found:
            conflict, status = found, 409
            milestone = fetched(request, activity, pk)
            form = on_top(MilestoneForm(cluster=request.cluster, milestone=milestone), form, found)
        else:
            messages.success(request, _("The milestone is saved."))
            return back(activity, "milestones")
    context = {
        "cluster": request.cluster,
        "activity": activity,
        "milestone": milestone,
        "form": form,
        "conflict": conflict,
        "crumbs": [
            (_("Action plan"), plan_url(request)),
            (activity.key, activity.get_absolute_url()),
            (_("Milestone"), ""),
        ],
    }
    return page(request, "plans/milestone.html", context, status=status)


def too_late(request: ClusterRequest, activity: Activity) -> HttpResponse:
    """Offer what was written to a milestone that a colleague has deleted meanwhile, as a new one."""
    words = _(
        "A colleague has deleted this milestone meanwhile. Save what you wrote as a new one, or bring the old back."
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
    form = DependencyForm(request.POST, activity=activity)
    if form.is_valid():
        try:
            services.add_dependency(activity=activity, needed=form.cleaned_data["needed"], by=request.user)
        except Refusal as refusal:
            form.add_error("needed", refusal.message)
    if form.errors:
        return activity_page(request, activity, dependency=form, status=422)
    return back(activity, "needs")


@cluster_view(Permission.WRITE)
@require_POST
def remove_dependency(request: ClusterRequest, number: int, needed: int) -> HttpResponse:
    """Let the activity wait for another one no longer."""
    activity = opened(request, number)
    other = get_or_404(Activity.objects.of(request.cluster), number=needed)
    services.remove_dependency(activity=activity, needed=other, by=request.user)
    return back(activity, "needs")
