"""The administration's pages on which clusters and people are renamed, archived, deleted, or kept after all."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.administration import tabs
from accounts.goodbye import what_ends
from accounts.models import User
from clusters import services
from clusters.forms.administration import CloseForm, ClusterNameForm, PersonNameForm
from clusters.models import Cluster, Membership
from core.access import admin_view
from core.acting import acting, bound, done, pressed
from core.forms import on_top
from core.pages import page
from core.shortcuts import get_or_404


def _by(request: HttpRequest) -> User:
    return cast(User, request.user)


@admin_view
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a cluster another name."""
    cluster = get_or_404(Cluster.objects.all(), slug=slug)
    form = bound(request, ClusterNameForm, initial=ClusterNameForm.values_of(cluster))
    act = acting(request, form, lambda: services.rename_cluster(cluster=cluster, by=_by(request), **form.changes()))
    if act.is_done:
        return done(request, reverse("clusters:administer", args=[slug]), _("The name has been saved."))
    if act.conflict:
        cluster.refresh_from_db()
        form = on_top(ClusterNameForm(initial=ClusterNameForm.values_of(cluster)), form, act.conflict)
    context = {"cluster": cluster, "form": form, "conflict": act.conflict, "tabs": tabs("clusters")}
    return page(request, "clusters/administer_name.html", context, status=act.status)


@admin_view
@require_POST
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Have a cluster be read and not changed."""
    cluster = get_or_404(Cluster.objects.all(), slug=slug)
    return pressed(
        request,
        lambda: services.archive_cluster(cluster=cluster, by=_by(request)),
        to=reverse("clusters:administer", args=[slug]),
        words=_("%(cluster)s has been archived.") % {"cluster": cluster.shown_name},
    )


@admin_view
@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Have a cluster be as it was before it was archived, or was to be deleted."""
    cluster = get_or_404(Cluster.objects.all(), slug=slug)
    return pressed(
        request,
        lambda: services.reopen_cluster(cluster=cluster, by=_by(request)),
        to=reverse("clusters:administer", args=[slug]),
        words=_("%(cluster)s is open again.") % {"cluster": cluster.shown_name},
    )


@admin_view
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether a cluster is to be deleted, and have it deleted after the days of grace."""
    cluster = get_or_404(Cluster.objects.with_people_counted(), slug=slug)
    form = bound(request, CloseForm)
    act = acting(
        request,
        form,
        lambda: services.close_cluster(cluster=cluster, typed=form.cleaned_data["typed"], by=_by(request)),
    )
    if act.is_done:
        return done(request, reverse("clusters:administer", args=[slug]))
    day = timezone.localdate() + services.GRACE
    context = {"cluster": cluster, "form": form, "day": day, "tabs": tabs("clusters")}
    return page(request, "clusters/administer_close.html", context, status=act.status)


@admin_view
def rename_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person another name."""
    person = get_or_404(User.objects.all(), pk=pk)
    form = bound(request, PersonNameForm, person=person)
    act = acting(
        request,
        form,
        lambda: services.rename_person(person=person, name=form.cleaned_data["name"], by=_by(request)),
    )
    if act.is_done:
        return done(request, reverse("accounts:person", args=[pk]), _("The name has been saved."))
    context = {"person": person, "form": form, "tabs": tabs("people")}
    return page(request, "clusters/rename_person.html", context, status=act.status)


@admin_view
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether an account is to be deleted, and have it deleted after the days of grace."""
    person = get_or_404(User.objects.all(), pk=pk)
    act = acting(request, None, lambda: services.close_account(person=person, by=_by(request)))
    if act.is_done:
        closed = _("%(name)s can no longer sign in.") % {"name": person.display_name}
        return done(request, reverse("accounts:person", args=[pk]), " ".join([closed, *act.made]))
    context: dict[str, Any] = {
        "person": person,
        "refused": act.said or services.refusal_to_close(person, _by(request)),
        "day": timezone.localdate() + services.GRACE,
        "ends": what_ends(person) if person.is_active else [],
        # across_clusters: the person's own memberships, whichever clusters they are in
        "clusters": [one.cluster for one in Membership.across_clusters.of_person(person)],
        "tabs": tabs("people"),
    }
    return page(request, "clusters/close_account.html", context, status=act.status)


@admin_view
@require_POST
def keep_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an account that was to be deleted."""
    person = get_or_404(User.objects.all(), pk=pk)
    return pressed(
        request,
        lambda: services.keep_account(person=person, by=_by(request)),
        to=reverse("accounts:person", args=[pk]),
        words=_("The account is kept, and %(name)s can sign in again.") % {"name": person.display_name},
    )
