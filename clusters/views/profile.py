"""The cluster's profile: mission and vision, logo and colour."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters import logos, services
from clusters.access import ClusterRequest, cluster_view
from clusters.forms.cluster import LogoForm, ProfileForm
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.forms import on_top
from core.pages import page


@cluster_view(Permission.MANAGE_CLUSTER)
def profile(request: ClusterRequest) -> HttpResponse:
    """Change mission, vision and colour; the logo has forms of its own."""
    cluster = request.cluster
    form = bound(request, ProfileForm, initial=ProfileForm.values_of(cluster))
    act = acting(request, form, lambda: services.change_profile(cluster=cluster, by=request.user, **form.changes()))
    if act.is_done:
        return done(request, request.path, _("Cluster profile saved."))
    if act.conflict is not None:
        cluster.refresh_from_db()
        form = on_top(ProfileForm(initial=ProfileForm.values_of(cluster)), form, act.conflict)
    return shown(request, form=form, conflict=act.conflict, status=act.status)


def shown(request: ClusterRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the page with its two forms."""
    cluster = request.cluster
    context = {
        "cluster": cluster,
        "form": ProfileForm(initial=ProfileForm.values_of(cluster)),
        "logo_form": LogoForm(),
        "crumbs": [
            (_("Cluster settings"), reverse("clusters:settings", args=[cluster.slug])),
            (_("The cluster’s profile"), ""),
        ],
        **more,
    }
    return page(request, "clusters/profile.html", context, status=status)


@cluster_view(Permission.MANAGE_CLUSTER)
@require_POST
def change_logo(request: ClusterRequest) -> HttpResponse:
    """Put an uploaded picture in the place of the logo."""
    form = bound(request, LogoForm)

    def change() -> None:
        upload = form.cleaned_data["logo"]
        services.change_logo(cluster=request.cluster, logo=logos.cleaned(upload, upload.size), by=request.user)

    act = acting(request, form, change)
    if act.is_done:
        return done(request, reverse("clusters:profile", args=[request.cluster.slug]), _("Logo saved."))
    return shown(request, logo_form=form, status=act.status)


@cluster_view(Permission.MANAGE_CLUSTER)
@require_POST
def remove_logo(request: ClusterRequest) -> HttpResponse:
    """Take the logo away."""
    services.change_logo(cluster=request.cluster, logo=None, by=request.user)
    return done(request, reverse("clusters:profile", args=[request.cluster.slug]), _("Logo removed."))


@cluster_view(Permission.READ)
@require_GET
def logo(request: ClusterRequest) -> HttpResponse:
    """Give the logo to members."""
    return logos.answered(request.cluster.logo)
