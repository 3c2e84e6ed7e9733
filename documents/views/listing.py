"""The documents of a cluster, and how one is started."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.pages import page
from documents import services
from documents.forms import StartForm
from documents.models import ClusterDocument
from library.models import Edition, Kind


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the cluster's documents, and those that can be brought back."""
    documents = ClusterDocument.objects.of(request.cluster).with_workbook()
    context = {
        "documents": list(documents.alive()),
        "deleted": list(documents.deleted()),
        "may_write": request.membership.may(Permission.WRITE),
        "cluster": request.cluster,
    }
    return page(request, "documents/index.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def start(request: ClusterRequest) -> HttpResponse:
    """Begin a document on a published template; the portal fills in what it knows."""
    editions = list(
        Edition.objects.offered_to(request.cluster)
        .filter(publication__kind=Kind.DOCUMENT)
        .order_by("publication__slug")
    )
    wanted = request.GET.get("template", "")
    initial = {"source": wanted} if any(one.publication.slug == wanted for one in editions) else {}
    activity = request.GET.get("activity", "")
    if activity.isascii() and activity.isdigit() and len(activity) < 10:
        initial["activity"] = activity
    form = bound(request, StartForm, editions=editions, cluster=request.cluster, initial=initial)
    act = acting(
        request,
        form,
        lambda: services.start_document(
            cluster=request.cluster, edition=form.edition, title=form.chosen_title, tied=form.tied, by=request.user
        ),
    )
    if act.is_done:
        words = _("“%(title)s” is ready to be filled in.") % {"title": act.made.shown_title}
        return done(request, reverse("documents:begin", args=[request.cluster.slug, act.made.number]), words)
    context = {
        "form": form,
        "editions": form.editions,
        "cluster": request.cluster,
        "crumbs": [
            (_("Documents"), reverse("documents:index", args=[request.cluster.slug])),
            (_("Start a document"), ""),
        ],
    }
    return page(request, "documents/start.html", context, status=act.status)
