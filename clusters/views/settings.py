"""The cluster's settings and its log."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters import services
from clusters.access import ClusterRequest, cluster_view
from clusters.exports import activity_sheet
from clusters.filters import ActivityFilter
from clusters.forms.cluster import ClusterForm
from clusters.permissions import Permission
from clusters.quota import room_of
from core.acting import acting, bound, done
from core.downloads import file_answer
from core.forms import on_top
from core.languages import content_language
from core.pages import go, page
from exports.sheets import CSV_TYPE, csv_of


@cluster_view(Permission.MANAGE_CLUSTER)
def settings(request: ClusterRequest) -> HttpResponse:
    """Change the cluster's names, description and languages."""
    cluster = request.cluster
    form = bound(request, ClusterForm, initial=ClusterForm.values_of(cluster))
    act = acting(request, form, lambda: services.change_cluster(cluster=cluster, by=request.user, **form.changes()))
    if act.is_done:
        return done(request, request.path, _("Settings saved."))
    if act.conflict is not None:
        cluster.refresh_from_db()
        form = on_top(ClusterForm(initial=ClusterForm.values_of(cluster)), form, act.conflict)
    context = {"cluster": cluster, "form": form, "conflict": act.conflict, "room": room_of(cluster)}
    return page(request, "clusters/settings.html", context, status=act.status)


@cluster_view(Permission.MANAGE_CLUSTER)
def activity(request: ClusterRequest) -> HttpResponse:
    """Show who did what, the newest first; all of it, or what one person did, or what was done in a period."""
    form = ActivityFilter(request.GET, cluster=request.cluster)
    found = form.of(request.cluster.activity.order_by("-at", "-pk"))
    crumbs = [
        (_("Cluster settings"), reverse("clusters:settings", args=[request.cluster.slug])),
        (_("Who did what"), ""),
    ]
    context = {
        "cluster": request.cluster,
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
        "filter": form,
        "query": urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)}),
        "crumbs": crumbs,
    }
    return page(request, "clusters/activity.html", context, status=200 if form.is_valid() else 422)


@cluster_view(Permission.MANAGE_CLUSTER)
@require_GET
def activity_export(request: ClusterRequest) -> HttpResponse:
    """Give the log as a file, narrowed as on the page it was asked for on."""
    form = ActivityFilter(request.GET, cluster=request.cluster)
    if not form.is_valid():
        here = reverse("clusters:activity", args=[request.cluster.slug])
        return go(request, f"{here}?{request.GET.urlencode()}")
    sheet = activity_sheet(form.of(request.cluster.activity.all()))
    name = f"{request.cluster.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    return file_answer(csv_of(sheet, content_language()), CSV_TYPE, name)
