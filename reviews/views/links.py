"""The public links of a snapshot, for those who make and revoke them."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, pressed
from core.pages import page
from core.shortcuts import get_or_404
from reviews import sharing
from reviews.forms import ShareForm
from reviews.models import PublicLink, Snapshot
from strategy.current import opened

# As long as a board meeting and what follows it.
USUAL = timedelta(days=90)


@cluster_view(Permission.SEND_REPORTS)
@require_http_methods(["GET", "POST"])
def index(request: ClusterRequest, number: int, snapshot: int) -> HttpResponse:
    """List the public links of a snapshot, and make one; its address is shown this once."""
    shown = opened(request, number)
    rows = Snapshot.objects.of(request.cluster).filter(strategy=shown.strategy).listed()
    found = get_or_404(rows, number=snapshot)
    today = timezone.localdate()
    form = bound(request, ShareForm, initial={"ends_on": today + USUAL})
    act = acting(
        request,
        form,
        lambda: sharing.share(cluster=request.cluster, snapshot=found, by=request.user, **form.cleaned_data),
    )
    address = settings.BASE_URL + reverse("shared:snapshot", args=[act.made[1]]) if act.is_done else ""
    if act.is_done:
        form = ShareForm(initial={"ends_on": today + USUAL})
    links = list(PublicLink.objects.of(request.cluster).filter(snapshot=found).listed())
    url = found.url(request.cluster, number)
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "snapshot": found,
        "form": form,
        "address": address,
        "links": [(one, one.is_working(today)) for one in links],
        "today": today,
        "crumbs": [
            (shown.strategy.shown_title, shown.url("detail")),
            (_("Snapshots"), reverse("reviews:index", args=[request.cluster.slug, number])),
            (found.name, url),
            (_("Public links"), ""),
        ],
    }
    return page(request, "reviews/links.html", context, status=200 if act.is_done else act.status)


@cluster_view(Permission.SEND_REPORTS)
@require_POST
def revoke(request: ClusterRequest, number: int, snapshot: int, link: int) -> HttpResponse:
    """Have a public link lead nowhere any more."""
    shown = opened(request, number)
    rows = PublicLink.objects.of(request.cluster).filter(snapshot__strategy=shown.strategy, snapshot__number=snapshot)
    found = get_or_404(rows, number=link)
    return pressed(
        request,
        lambda: sharing.revoke(cluster=request.cluster, link=found, by=request.user),
        to=reverse("reviews:links", args=[request.cluster.slug, number, snapshot]),
        words=_("The link has been revoked. Whoever opens it is told so."),
    )
