"""Giving what a member answers for into other hands."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.access import ClusterRequest, cluster_view
from clusters.models import Membership
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.pages import page
from core.shortcuts import get_or_404
from reminders.forms import HandoverForm
from reminders.handover import hand_over, owned_by


@cluster_view(Permission.MANAGE_PEOPLE)
def of_member(request: ClusterRequest, pk: int) -> HttpResponse:
    """Show what a member answers for, and hand it over; whoever came to remove them goes on to that."""
    found: Membership = get_or_404(request.cluster.memberships.select_related("user", "cluster"), pk=pk)
    slug, name = request.cluster.slug, found.user.display_name
    member = reverse("clusters:member", args=[slug, found.pk])
    is_leaving = "leaving" in request.GET
    after = reverse("clusters:remove", args=[slug, found.pk]) if is_leaving else member
    crumbs = [(_("People"), reverse("clusters:people", args=[slug])), (name, member), (_("Hand over"), "")]
    return answer(request, found, {"crumbs": crumbs, "after": after, "back": member, "is_leaving": is_leaving})


# Whoever leaves hands over what is theirs, also who otherwise only reads.
@cluster_view(Permission.READ)
def of_oneself(request: ClusterRequest) -> HttpResponse:
    """Show what one answers for oneself, and hand it over before one leaves."""
    people = reverse("clusters:people", args=[request.cluster.slug])
    crumbs = [(_("People"), people), (_("Hand over"), "")]
    after = reverse("clusters:leave", args=[request.cluster.slug])
    shown = {"crumbs": crumbs, "after": after, "back": people, "is_leaving": True, "is_own": True}
    return answer(request, request.membership, shown)


def answer(request: ClusterRequest, membership: Membership, shown: dict[str, object]) -> HttpResponse:
    """Show what a member answers for with the choice of who takes over, or hand it over."""
    owned = owned_by(membership.user, request.cluster)
    form = bound(request, HandoverForm, cluster=request.cluster, leaver=membership.user, owned=owned)
    act = acting(request, form, lambda: hand_over(membership=membership, successors=form.successors, by=request.user))
    if act.is_done:
        count = act.made
        words = ngettext("%(count)s task has been handed over.", "%(count)s tasks have been handed over.", count)
        return done(request, str(shown["after"]), words % {"count": count})
    context = {"cluster": request.cluster, "member": membership, "owned": owned, "form": form, **shown}
    context["nobody"] = bool(owned) and not form.fields["successor"].queryset.exists()  # type: ignore[attr-defined]
    return page(request, "reminders/handover.html", context, status=act.status)
