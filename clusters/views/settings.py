"""The cluster's settings and its log."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters import services
from clusters.access import ClusterRequest, cluster_view
from clusters.forms import ClusterForm
from clusters.permissions import Permission
from core.errors import Refusal
from core.pages import go, page
from core.text import Text


@cluster_view(Permission.MANAGE_CLUSTER)
def settings(request: ClusterRequest) -> HttpResponse:
    """Change the cluster's names, description and languages."""
    cluster = request.cluster
    description = Text.from_value(cluster.description)
    initial = {
        "name_da": cluster.name_da,
        "name_en": cluster.name_en,
        "description_da": description.da,
        "description_en": description.en,
        "main_language": cluster.main_language,
        "has_second_language": cluster.has_second_language,
        "requires_second_factor": cluster.requires_second_factor,
    }
    form = ClusterForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.change_cluster(cluster=cluster, by=request.user, **form.changes())
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The settings are saved."))
            return go(request, request.path)
    return page(
        request, "clusters/settings.html", {"cluster": cluster, "form": form}, status=422 if form.is_bound else 200
    )


@cluster_view(Permission.MANAGE_CLUSTER)
def activity(request: ClusterRequest) -> HttpResponse:
    """Show who did what, the newest first."""
    lines = Paginator(request.cluster.activity.order_by("-at", "-pk"), 50).get_page(request.GET.get("page"))
    crumbs = [
        (_("Cluster settings"), reverse("clusters:settings", args=[request.cluster.slug])),
        (_("Who did what"), ""),
    ]
    return page(request, "clusters/activity.html", {"cluster": request.cluster, "page": lines, "crumbs": crumbs})
