"""The cluster's profile: mission and vision, logo and colour."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters import logos, services
from clusters.access import ClusterRequest, cluster_view
from clusters.forms import LogoForm, ProfileForm
from clusters.permissions import Permission
from core.errors import Conflict, Refusal
from core.forms import on_top, refuse
from core.pages import go, page


@cluster_view(Permission.MANAGE_CLUSTER)
def profile(request: ClusterRequest) -> HttpResponse:
    """Change mission, vision and colour; the logo has forms of its own."""
    cluster = request.cluster
    form = ProfileForm(request.POST or None, initial=ProfileForm.values_of(cluster))
    if form.is_valid():
        try:
            services.change_profile(cluster=cluster, by=request.user, **form.changes())
        except Conflict as conflict:
            cluster.refresh_from_db()
            fresh = on_top(ProfileForm(initial=ProfileForm.values_of(cluster)), form, conflict)
            return shown(request, form=fresh, conflict=conflict, status=409)
        except Refusal as refusal:
            refuse(form, refusal)
            return shown(request, form=form, status=422)
        messages.success(request, _("Cluster profile saved."))
        return go(request, request.path)
    return shown(request, form=form, status=422 if form.is_bound else 200)


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
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["logo"]
        try:
            logo = logos.cleaned(upload, upload.size)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            services.change_logo(cluster=request.cluster, logo=logo, by=request.user)
            messages.success(request, _("Logo saved."))
            return go(request, reverse("clusters:profile", args=[request.cluster.slug]))
    return shown(request, logo_form=form, status=422)


@cluster_view(Permission.MANAGE_CLUSTER)
@require_POST
def remove_logo(request: ClusterRequest) -> HttpResponse:
    """Take the logo away."""
    services.change_logo(cluster=request.cluster, logo=None, by=request.user)
    messages.success(request, _("Logo removed."))
    return go(request, reverse("clusters:profile", args=[request.cluster.slug]))


@cluster_view(Permission.READ)
@require_GET
def logo(request: ClusterRequest) -> HttpResponse:
    """Give the logo to members."""
    return logos.answered(request.cluster.logo)
