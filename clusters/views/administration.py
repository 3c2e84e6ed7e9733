"""The administration's pages of clusters. An administrator makes clusters and finds them owners, and reads none."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import acts
from accounts.administration import tabs
from accounts.forms import SearchForm
from accounts.models import User
from clusters import services
from clusters.forms.administration import NewClusterForm, OwnerForm
from clusters.models import Cluster
from clusters.permissions import Role
from core.access import admin_view
from core.acting import acting, bound, done, pressed
from core.pages import page
from core.shortcuts import get_or_404


@admin_view
def clusters(request: HttpRequest) -> HttpResponse:
    """List the clusters, or those whose name or address contains some words."""
    form = SearchForm(request.GET)
    rows = Cluster.objects.matching(form.words).with_people_counted()
    shown = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"page": shown, "words": form.words, "tabs": tabs("clusters")}
    return page(request, "clusters/administration.html", context)


@admin_view
def new_cluster(request: HttpRequest) -> HttpResponse:
    """Make a cluster and invite its owner."""
    form = bound(request, NewClusterForm)

    def found() -> Cluster:
        values = form.cleaned_data
        values["slug"] = values["slug"] or services.suggest_slug(values["name_da"] or values["name_en"])
        return services.found_cluster(by=cast(User, request.user), **values)

    act = acting(request, form, found)
    if act.is_done:
        words = _("%(cluster)s has been created, and its owner has been invited.") % {"cluster": act.made.shown_name}
        return done(request, reverse("clusters:administer", args=[act.made.slug]), words)
    context = {"form": form, "tabs": tabs("clusters")}
    return page(request, "clusters/new_cluster.html", context, status=act.status)


@admin_view
def administer(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who leads a cluster, and invite one more owner."""
    cluster = get_or_404(Cluster.objects.with_people_counted(), slug=slug)
    form = bound(request, OwnerForm)

    def invite() -> str:
        who, language = form.cleaned_data["owner"], form.cleaned_data["language"]
        by = cast(User, request.user)
        services.invite(cluster=cluster, emails=[who], role=Role.OWNER, language=language, by=by)
        note(request, "invited-owner", who, cluster)
        return str(who)

    act = acting(request, form, invite)
    if act.is_done:
        return done(request, request.path, _("The invitation is on its way to %(who)s.") % {"who": act.made})
    context = {
        "cluster": cluster,
        "owners": cluster.memberships.filter(role=Role.OWNER).with_people(),
        "invitations": cluster.invitations.waiting().filter(role=Role.OWNER),
        "now": timezone.now(),
        "form": form,
        "tabs": tabs("clusters"),
    }
    return page(request, "clusters/administer.html", context, status=act.status)


def note(request: HttpRequest, verb: str, email: str, cluster: Cluster) -> None:
    """Write down what the administrator did about an owner's invitation."""
    acts.record(by=cast(User, request.user), verb=verb, subject=f"{email} ({cluster.slug})")


@admin_view
@require_POST
def resend(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send an owner's invitation again."""
    cluster = get_or_404(Cluster.objects.all(), slug=slug)
    found = get_or_404(cluster.invitations.filter(role=Role.OWNER), pk=pk)

    def send() -> None:
        services.resend_invitation(invitation=found, by=cast(User, request.user))
        note(request, "invited-owner", found.email, cluster)

    return pressed(
        request,
        send,
        to=reverse("clusters:administer", args=[slug]),
        words=_("The invitation is on its way to %(who)s.") % {"who": found.email},
    )


@admin_view
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw an owner's invitation."""
    cluster = get_or_404(Cluster.objects.all(), slug=slug)
    found = get_or_404(cluster.invitations.filter(role=Role.OWNER), pk=pk)

    def take_back() -> None:
        services.withdraw_invitation(invitation=found, by=cast(User, request.user))
        note(request, "withdrew-invitation", found.email, cluster)

    return pressed(
        request,
        take_back,
        to=reverse("clusters:administer", args=[slug]),
        words=_("The invitation to %(email)s has been withdrawn.") % {"email": found.email},
    )


@admin_view
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a person's two-step sign-in is to be taken away, and do it."""
    person = get_or_404(User.objects.all(), pk=pk)
    act = acting(request, None, lambda: services.reset_second_factor(person=person, by=cast(User, request.user)))
    if act.is_done:
        words = _("%(name)s signs in with only a password until two-step sign-in is set up again.")
        return done(request, reverse("accounts:person", args=[pk]), words % {"name": person.display_name})
    context = {"person": person, "refused": act.said, "tabs": tabs("people")}
    return page(request, "clusters/reset_second_factor.html", context, status=act.status)
