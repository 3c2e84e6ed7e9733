"""The people of a cluster: who they are, their roles, and how they leave."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters import services
from clusters.access import ClusterRequest, cluster_view
from clusters.forms.people import InviteForm, RoleForm
from clusters.leaving import handover_page, still_answers_for, what_ends, what_ends_as
from clusters.models import Cluster, Invitation, Membership
from clusters.permissions import Permission, Role
from core.acting import acting, bound, done, pressed
from core.pages import go, page
from core.shortcuts import get_or_404


@cluster_view(Permission.READ)
def people(request: ClusterRequest) -> HttpResponse:
    """List the members and, for who looks after them, the invitations that wait."""
    may_manage = request.membership.may(Permission.MANAGE_PEOPLE)
    found = request.cluster.memberships.with_people()
    context = {"cluster": request.cluster, "may_manage": may_manage, "me": request.membership}
    if may_manage and request.cluster.requires_second_factor:
        found = found.with_second_factor()
        context["lacking"] = request.cluster.memberships.without_second_factor().count()
        context["only_lacking"] = "lacking" in request.GET
        if context["only_lacking"]:
            found = found.without_second_factor()
    context["members"] = Paginator(found, 50).get_page(request.GET.get("page"))
    if may_manage:
        waiting = request.cluster.invitations.waiting().order_by("-created_at", "-pk")
        context["invitations"] = Paginator(waiting, 50).get_page(request.GET.get("waiting"))
        context["now"] = timezone.now()
    return page(request, "clusters/people.html", context)


def crumbs(cluster: Cluster, here: str, *between: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way from the list of people to a page."""
    return [(_("People"), reverse("clusters:people", args=[cluster.slug])), *between, (here, "")]


@cluster_view(Permission.MANAGE_PEOPLE)
def invite(request: ClusterRequest) -> HttpResponse:
    """Invite one or several people by mail."""
    form = bound(request, InviteForm)
    act = acting(
        request,
        form,
        lambda: services.invite(cluster=request.cluster, by=request.user, **form.cleaned_data),
    )
    if act.is_done:
        tell(request, act.made)
        return done(request, reverse("clusters:people", args=[request.cluster.slug]))
    way = crumbs(request.cluster, _("Invite people"))
    context = {"cluster": request.cluster, "form": form, "crumbs": way}
    return page(request, "clusters/invite.html", context, status=act.status)


def tell(request: ClusterRequest, invitations: list[Invitation]) -> None:
    """Say to whom a mail goes; one that the mail server has already refused stands in the list as not sent."""
    rows = request.cluster.invitations.filter(pk__in=[invitation.pk for invitation in invitations])
    if rows.filter(mailed_at=None).exclude(mail_failed_at=None).exists():
        messages.warning(request, _("The mail server did not accept the email. Send the invitation again later."))
        return
    who = ", ".join(invitation.email for invitation in invitations)
    messages.success(request, _("The invitation is on its way to %(who)s.") % {"who": who})


@cluster_view(Permission.MANAGE_PEOPLE)
def member(request: ClusterRequest, pk: int) -> HttpResponse:
    """Show a member, and give them another role."""
    found: Membership = get_or_404(request.cluster.memberships.select_related("user", "cluster"), pk=pk)
    form = bound(request, RoleForm, initial={"role": found.role, "is_approver": found.is_approver})
    act = acting(
        request,
        form,
        lambda: services.change_role(
            membership=found,
            role=form.cleaned_data["role"],
            is_approver=form.cleaned_data["is_approver"],
            by=request.user,
        ),
    )
    if act.is_done:
        saved = _("Role for %(name)s saved.") % {"name": found.user.display_name}
        words = " ".join([saved, *act.made])
        return done(request, reverse("clusters:people", args=[request.cluster.slug]), words)
    way = crumbs(request.cluster, found.user.display_name)
    ends = [(role.label, told) for role in Role if (told := what_ends_as(found, role))]
    context = {
        "cluster": request.cluster,
        "member": found,
        "form": form,
        "crumbs": way,
        "ends": ends,
        "tasks": still_answers_for(found),
    }
    return page(request, "clusters/member.html", context, status=act.status)


@cluster_view(Permission.MANAGE_PEOPLE)
def remove(request: ClusterRequest, pk: int) -> HttpResponse:
    """Ask whether a member is to be removed, and remove them."""
    found: Membership = get_or_404(request.cluster.memberships.select_related("user", "cluster"), pk=pk)
    if still_answers_for(found):
        return go(request, handover_page(found, is_own=found == request.membership))
    act = acting(request, None, lambda: services.remove_member(membership=found, by=request.user))
    if act.is_done:
        gone = _("%(name)s is no longer in the cluster.") % {"name": found.user.display_name}
        people_page = reverse("clusters:people", args=[request.cluster.slug])
        return done(request, people_page, " ".join([gone, *act.made]))
    page_of_member = (found.user.display_name, reverse("clusters:member", args=[request.cluster.slug, found.pk]))
    way = crumbs(request.cluster, _("Remove"), page_of_member)
    context = {
        "cluster": request.cluster,
        "member": found,
        "refused": act.said,
        "crumbs": way,
        "ends": what_ends(found),
    }
    return page(request, "clusters/remove.html", context, status=act.status)


@cluster_view(Permission.READ)
def leave(request: ClusterRequest) -> HttpResponse:
    """Ask whether one means to leave the cluster, and leave it."""
    if still_answers_for(request.membership):
        return go(request, handover_page(request.membership, is_own=True))
    act = acting(request, None, lambda: services.remove_member(membership=request.membership, by=request.user))
    if act.is_done:
        left = _("You have left %(cluster)s.") % {"cluster": request.cluster.shown_name}
        return done(request, reverse("accounts:profile"), " ".join([left, *act.made]))
    way = crumbs(request.cluster, _("Leave the cluster"))
    context = {
        "cluster": request.cluster,
        "refused": act.said,
        "crumbs": way,
        "ends": what_ends(request.membership),
    }
    return page(request, "clusters/leave.html", context, status=act.status)


@cluster_view(Permission.MANAGE_PEOPLE)
@require_POST
def resend(request: ClusterRequest, pk: int) -> HttpResponse:
    """Send an invitation again."""
    invitation = get_or_404(request.cluster.invitations.all(), pk=pk)
    return pressed(
        request,
        lambda: tell(request, [services.resend_invitation(invitation=invitation, by=request.user)]),
        to=reverse("clusters:people", args=[request.cluster.slug]),
    )


@cluster_view(Permission.MANAGE_PEOPLE)
@require_POST
def withdraw(request: ClusterRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = get_or_404(request.cluster.invitations.all(), pk=pk)
    return pressed(
        request,
        lambda: services.withdraw_invitation(invitation=invitation, by=request.user),
        to=reverse("clusters:people", args=[request.cluster.slug]),
        words=_("The invitation to %(email)s has been withdrawn.") % {"email": invitation.email},
    )
