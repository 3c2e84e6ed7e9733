"""Partners and funders: whose logos stand on the cluster's documents."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters import logos
from clusters.access import ClusterRequest, cluster_view
from clusters.forms.supporters import SupporterForm
from clusters.models import Supporter
from clusters.permissions import Permission
from clusters.services import supporters as services
from core.acting import acting, bound, done
from core.pages import page
from core.shortcuts import get_or_404


@cluster_view(Permission.MANAGE_CLUSTER)
def supporters(request: ClusterRequest) -> HttpResponse:
    """Show the logos, and take one more."""
    form = bound(request, SupporterForm)

    def add() -> None:
        values = form.cleaned_data
        upload = values["logo"]
        logo = logos.cleaned(upload, upload.size, box=services.BOX, most=services.KEPT_BYTES)
        services.add_supporter(
            cluster=request.cluster, name=values["name"], kind=values["kind"], logo=logo, by=request.user
        )

    act = acting(request, form, add)
    if act.is_done:
        return done(request, request.path, _("The logo is on the documents from now on."))
    return _shown(request, form=form, status=act.status)


def _shown(request: ClusterRequest, *, form: SupporterForm, status: int) -> HttpResponse:
    cluster = request.cluster
    rows = list(Supporter.objects.of(cluster))
    context: dict[str, Any] = {
        "cluster": cluster,
        "form": form,
        "supporters": rows,
        "has_room": len(rows) < services.MOST,
        "most": services.MOST,
        "crumbs": [
            (_("Cluster settings"), reverse("clusters:settings", args=[cluster.slug])),
            (_("The cluster’s profile"), reverse("clusters:profile", args=[cluster.slug])),
            (_("Partners and funders"), ""),
        ],
    }
    return page(request, "clusters/supporters.html", context, status=status)


@cluster_view(Permission.MANAGE_CLUSTER)
@require_POST
def remove_supporter(request: ClusterRequest, pk: int) -> HttpResponse:
    """Take one of the logos away."""
    found = get_or_404(Supporter.objects.of(request.cluster), pk=pk)
    services.remove_supporter(supporter=found, by=request.user)
    words = _("“%(name)s” is no longer on the documents.") % {"name": found.name}
    return done(request, reverse("clusters:supporters", args=[request.cluster.slug]), words)


@cluster_view(Permission.READ)
@require_GET
def supporter_logo(request: ClusterRequest, pk: int) -> HttpResponse:
    """Give one of the logos to members."""
    return logos.answered(get_or_404(Supporter.objects.of(request.cluster), pk=pk).logo)
