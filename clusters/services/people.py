"""Who is a member of a cluster and as what, and how they leave."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import remove_second_factor
from clusters import activity
from clusters.leaving import end_all, end_for_role, refuse_who_answers_for_something
from clusters.locking import lock
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from core.errors import Refusal


def add_member(*, cluster: Cluster, user: User, role: Role) -> Membership:
    """Make a person a member; who is one already keeps the role they have."""
    with transaction.atomic():
        membership, is_new = Membership.across_clusters.get_or_create(
            cluster=cluster, user=user, defaults={"role": role}
        )
        if is_new:
            activity.record(cluster=cluster, by=user, verb="joined")
    return membership


def change_role(*, membership: Membership, role: Role, by: User, is_approver: bool | None = None) -> list[str]:
    """Give a member another role, or let them approve strategies whatever their role; the last owner stays one.

    Returns in sentences what ended with the old role.
    """
    with transaction.atomic():
        lock(membership.cluster)
        current = _current(membership)
        if current is None:
            raise Refusal(_("The person is no longer a member of the cluster."))
        is_approver = current.is_approver if is_approver is None else is_approver
        if (current.role, current.is_approver) == (role, is_approver):
            return []
        if role != Role.OWNER:
            _refuse_last_owner(current)
        verb = "changed-role" if current.role != role else "named-approver" if is_approver else "unnamed-approver"
        ended = end_for_role(current, role)
        current.role, current.is_approver = role, is_approver
        current.save(update_fields=["role", "is_approver"])
        cluster, name = current.cluster, current.user.display_name
        activity.record(cluster=cluster, by=by, verb=verb, subject=name, url=people_page(cluster))
    return ended


def remove_member(*, membership: Membership, by: User) -> list[str]:
    """Take a person out of the cluster, or let them leave, and return in sentences what ended; what they wrote stays.

    The last owner stays too, and so does who still answers for something.
    """
    with transaction.atomic():
        lock(membership.cluster)
        current = _current(membership)
        if current is None:
            return []
        _refuse_last_owner(current)
        refuse_who_answers_for_something(current)
        verb, subject = ("left", "") if current.user == by else ("removed-member", current.user.display_name)
        activity.record(cluster=current.cluster, by=by, verb=verb, subject=subject)
        ended = end_all(current)
        current.delete()
    return ended


def _current(membership: Membership) -> Membership | None:
    """Return the membership as it is now, under the lock: it was read before."""
    row: Membership | None = (
        Membership.objects.of(membership.cluster).select_related("cluster", "user").filter(pk=membership.pk).first()
    )
    return row


def _refuse_last_owner(membership: Membership) -> None:
    others = Membership.objects.of(membership.cluster).owners().exclude(pk=membership.pk)
    if membership.role == Role.OWNER and not others.exists():
        raise Refusal(
            _("The cluster needs an owner, and this is the only one. Make somebody else owner first."), "role"
        )


def reset_second_factor(*, person: User, by: User) -> None:
    """Take two-step sign-in away from a person who has lost phone and codes; they are told, and so are their clusters.

    Nobody does it to themselves: an open session that somebody finds must not be enough.
    """
    if person == by:
        raise Refusal(
            _("Remove your own two-step sign-in from your profile. Another administrator can also do it here.")
        )
    with transaction.atomic():
        if not remove_second_factor(person=person, by=by):
            return
        for cluster in Cluster.objects.with_member(person):
            activity.record(cluster=cluster, by=by, verb="reset-second-factor", subject=person.display_name)


def people_page(cluster: Cluster) -> str:
    """Return the address of the list of people."""
    return reverse("clusters:people", args=[cluster.slug])
