"""The pages on which owners take a copy of everything, administrators bring a cluster in, and people go."""

from tempfile import TemporaryFile
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.administration import tabs
from accounts.goodbye import what_ends
from accounts.models import User
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from clusters.services import GRACE
from core.access import admin_view, signed_in_view
from core.acting import acting, bound, done
from core.pages import go, page
from core.shortcuts import get_or_404
from core.workers import is_anybody_at_work
from moving import services
from moving.forms import ArrivalForm, EraseForm
from moving.models import Arrival, Copy
from moving.person import refusal_to_go, write_person
from surveys.models import WaitingAnswer

SHOWN = 20


@cluster_view(Permission.TAKE_COPY)
def copies(request: ClusterRequest) -> HttpResponse:
    """Say what a copy of everything holds, show those that were made, and make one."""
    cluster = request.cluster
    if request.method == "POST":
        copy = services.ask_for_copy(cluster=cluster, by=request.user)
        if copy.has_failed:
            messages.error(request, copy.fault)
        return go(request, request.path)
    found = list(Copy.objects.of(cluster).all())
    for copy in found:
        copy.cluster = cluster
    # The settings of an archived cluster are closed to everybody.
    above = request.membership.may(Permission.MANAGE_CLUSTER)
    context = {
        "cluster": cluster,
        "copies": found,
        "is_open": any(copy.is_open for copy in found),
        "has_worker": is_anybody_at_work(),
        "waiting": WaitingAnswer.objects.of(cluster).count(),
        "crumbs": [
            *([(_("Cluster settings"), reverse("clusters:settings", args=[cluster.slug]))] if above else []),
            (_("A copy of everything"), ""),
        ],
    }
    return page(request, "moving/copies.html", context, partial="list")


@cluster_view(Permission.TAKE_COPY)
@require_GET
def copy(request: ClusterRequest, pk: int) -> HttpResponseBase:
    """Give the file of a copy."""
    found = get_or_404(Copy.objects.of(request.cluster).filter(state="done"), pk=pk)
    found.cluster = request.cluster
    try:
        opened = found.file.open("rb")
    except (FileNotFoundError, ValueError):
        messages.error(request, _("The file is no longer on the portal’s disk. Make a new copy."))
        return go(request, reverse("moving:copies", args=[request.cluster.slug]))
    name = found.name_of_file(found.asked_at)
    return FileResponse(opened, as_attachment=True, filename=name, content_type="application/zip")


@admin_view
def arrivals(request: HttpRequest) -> HttpResponse:
    """Make a cluster of a file from another portal, and show what became of those that were brought."""
    form = bound(request, ArrivalForm)
    act = acting(request, form, lambda: services.bring(by=cast(User, request.user), **form.cleaned_data))
    if act.is_done:
        return _answer(request, act.made)
    shown = list(Arrival.objects.select_related("by")[:SHOWN])
    context = {
        "form": form,
        "arrivals": shown,
        "is_open": any(one.is_open for one in shown),
        "now": timezone.now(),
        "tabs": tabs("clusters"),
    }
    return page(request, "moving/arrivals.html", context, partial="list", status=act.status)


def _answer(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    arrival.refresh_from_db()
    if arrival.is_done:
        words = _("The cluster has been imported. Its people can sign in when they have chosen a password.")
        return done(request, reverse("clusters:administer", args=[arrival.slug]), words)
    if arrival.has_failed:
        messages.error(request, arrival.fault)
    return go(request, reverse("moving:arrivals"))


@signed_in_view
def person(request: HttpRequest) -> HttpResponseBase:
    """Say what the portal holds about a person, and give it to them as a file."""
    who = cast(User, request.user)
    if request.method == "POST":
        # On the disk and without a name, so that nothing is left of it when the answer ends or breaks off.
        file = TemporaryFile(dir=settings.DATA_DIR)  # noqa: SIM115 -- closed by the answer
        try:
            write_person(who, file, at=timezone.now())
        except OSError:
            file.close()
            messages.error(request, _("The portal’s disk is full. Tell the portal’s administrator."))
            return go(request, request.path)
        file.seek(0)
        name = f"{_('my-data')}-{timezone.localdate():%Y-%m-%d}.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    context = {"refused": refusal_to_go(who), "ends": what_ends(who), "crumbs": _crumbs(_("Your data"))}
    return page(request, "moving/person.html", context)


@signed_in_view
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """Have a person's own account deleted, once they have typed their address."""
    who = cast(User, request.user)
    form = bound(request, EraseForm, person=who)
    act = acting(request, form, lambda: services.close_own_account(person=who))
    if act.is_done:
        day = timezone.localdate() + GRACE
        logout(request)
        return page(request, "moving/farewell.html", {"day": day})
    context = {
        "form": form,
        "refused": refusal_to_go(who),
        "ends": what_ends(who),
        "day": timezone.localdate() + GRACE,
        "crumbs": [*_crumbs("")[:1], (_("Your data"), reverse("moving:person")), (_("Delete your account"), "")],
    }
    return page(request, "moving/erase.html", context, status=act.status)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Your profile"), reverse("accounts:profile")), (last, "")]
