"""The room's own pages: what runs, what is due, what is finished, and starting a list."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.forms import StartForm, WhoForm
from checklists.models import Checklist, OwnChecklist
from checklists.services import running
from checklists.shown.upcoming import MOST, due_items
from checklists.shown.words import countdown
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.pages import page
from core.shortcuts import get_or_404
from library.models import Edition, Kind

PAGE_SIZE = 25


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List what runs and what is due in it; the finished lists, the cluster's own and the deleted ones beneath."""
    today, is_mine = timezone.localdate(), WhoForm(request.GET).is_mine
    rows = Checklist.objects.of(request.cluster)
    due = due_items(request.cluster, request.user, today)
    owns = list(OwnChecklist.objects.of(request.cluster).order_by("title", "number").without_document())
    running_lists = [(one, countdown(one.day, today)) for one in rows.running().with_counts(today)]
    context = {
        "running": running_lists,
        "finished": Paginator(rows.finished().with_counts(today), PAGE_SIZE).get_page(request.GET.get("page")),
        "deleted": rows.deleted().order_by("-deleted_at"),
        "owns": [own for own in owns if own.deleted_at is None],
        "deleted_owns": [own for own in owns if own.deleted_at],
        "due": [one for one in due if one.is_mine] if is_mine else due,
        "is_mine": is_mine,
        "mine": sum(one.is_mine for one in due),
        "all": len(due),
        "is_cut": len(due) == MOST,
        "may_write": request.membership.may(Permission.WRITE),
        "cluster": request.cluster,
    }
    return page(request, "checklists/index.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def start(request: ClusterRequest) -> HttpResponse:
    """Start a checklist for an event, from a published one or from one of the cluster's own."""
    editions = list(
        Edition.objects.offered_to(request.cluster)
        .filter(publication__kind=Kind.CHECKLIST)
        .order_by("publication__slug")
    )
    owns = list(OwnChecklist.objects.of(request.cluster).alive())
    wanted, own = request.GET.get("template", ""), request.GET.get("own", "")
    form = bound(
        request,
        StartForm,
        cluster=request.cluster,
        editions=editions,
        owns=owns,
        initial={"source": f"own:{own}" if own else f"published:{wanted}"},
    )
    act = acting(
        request,
        form,
        lambda: running.start_checklist(
            cluster=request.cluster,
            source=form.chosen,
            title=form.cleaned_data["title"],
            day=form.cleaned_data["day"],
            place=form.cleaned_data["place"],
            activity=form.cleaned_data["activity"],
            edition=form.edition,
            own=form.own,
            by=request.user,
        ),
    )
    if act.is_done:
        words = _("“%(title)s” is ready. Decide who does what.") % {"title": act.made.title}
        return done(request, act.made.get_absolute_url(), words)
    home = reverse("checklists:index", args=[request.cluster.slug])
    context = {
        "form": form,
        "editions": form.editions,
        "owns": form.owns,
        "cluster": request.cluster,
        "crumbs": [(_("Checklists"), home), (_("Start a checklist"), "")],
    }
    return page(request, "checklists/start.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_POST
def delete_own(request: ClusterRequest, number: int) -> HttpResponse:
    """Put one of the cluster's own lists away."""
    own = get_or_404(OwnChecklist.objects.of(request.cluster).alive().select_related("cluster"), number=number)
    running.delete_own(own=own, by=request.user)
    messages.success(request, _("“%(title)s” has been deleted. You can bring it back below.") % {"title": own.title})
    return redirect("checklists:index", request.cluster.slug)


@cluster_view(Permission.WRITE)
@require_POST
def restore_own(request: ClusterRequest, number: int) -> HttpResponse:
    """Bring back one of the cluster's own lists."""
    own = get_or_404(OwnChecklist.objects.of(request.cluster).deleted().select_related("cluster"), number=number)
    running.restore_own(own=own, by=request.user)
    messages.success(request, _("“%(title)s” is back.") % {"title": own.title})
    return redirect("checklists:index", request.cluster.slug)
