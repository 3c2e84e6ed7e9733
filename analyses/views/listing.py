"""The analyses of a cluster, and how one is started."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from analyses import services
from analyses.forms import StartForm
from analyses.models import Analysis
from analyses.selectors.page import pages_of
from analyses.shown.listing import ListLine
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.languages import both
from core.pages import page
from core.text import Text
from library.models import Edition, Kind
from strategy.models import Strategy


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the cluster's analyses with what each comes to, and those that can be brought back; three queries."""
    analyses = Analysis.objects.of(request.cluster).with_workbook()
    alive = list(analyses.alive().prefetch_related("workbook__answers__changed_by"))
    today = timezone.localdate()
    context = {
        "lines": [ListLine(one, today) for one in pages_of(request.cluster, alive)],
        "deleted": list(analyses.deleted()),
        "may_write": request.membership.may(Permission.WRITE),
        "cluster": request.cluster,
    }
    return page(request, "analyses/index.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def start(request: ClusterRequest) -> HttpResponse:
    """Begin an analysis on a published template."""
    editions = list(
        Edition.objects.offered_to(request.cluster)
        .filter(publication__kind=Kind.ANALYSIS)
        .order_by("publication__slug")
    )
    current = Strategy.objects.of(request.cluster).current().first()
    form = bound(
        request,
        StartForm,
        editions=editions,
        cluster=request.cluster,
        title=first_title(timezone.localdate().year),
        initial={"strategy": current},
    )
    act = acting(
        request,
        form,
        lambda: services.start_analysis(
            cluster=request.cluster,
            edition=form.edition,
            title=form.title_text,
            strategy=form.cleaned_data["strategy"],
            by=request.user,
        ),
    )
    if act.is_done:
        words = _("“%(title)s” is ready to fill in.") % {"title": act.made.shown_title}
        return done(request, act.made.get_absolute_url(), words)
    context = {
        "form": form,
        "editions": form.editions,
        "cluster": request.cluster,
        "crumbs": [
            (_("Analyses"), reverse("analyses:index", args=[request.cluster.slug])),
            (_("Start an analysis"), ""),
        ],
    }
    return page(request, "analyses/start.html", context, status=act.status)


def first_title(year: int) -> Text:
    """Return what an analysis is called until somebody calls it otherwise."""
    return both(lambda: _("Analysis %(year)s") % {"year": year})
