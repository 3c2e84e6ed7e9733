"""What ends when somebody goes: out of a cluster, or from the whole installation."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from clusters.leaving import end_all, what_ends
from clusters.models import Invitation, Membership, SheetImport
from clusters.querysets import InvitationSet, SheetImportSet


def tell_of_invitations(membership: Membership) -> str:
    """Say how many invitations that the member sent still wait."""
    count = _waiting(membership).count()
    told = ngettext(
        "%(count)s invitation that they sent is withdrawn.",
        "%(count)s invitations that they sent are withdrawn.",
        count,
    )
    return told % {"count": count} if count else ""


def withdraw_invitations(membership: Membership) -> None:
    """Withdraw the invitations that the member sent and nobody has accepted."""
    _waiting(membership).update(withdrawn_at=timezone.now())


def tell_of_sheets(membership: Membership) -> str:
    """Say how many sheets the member sent and has not confirmed."""
    count = _sheets(membership).count()
    told = ngettext(
        "%(count)s sheet that they sent and have not confirmed is deleted.",
        "%(count)s sheets that they sent and have not confirmed are deleted.",
        count,
    )
    return told % {"count": count} if count else ""


def forget_sheets(membership: Membership) -> None:
    """Forget the sheets that the member sent and has not confirmed."""
    _sheets(membership).delete()


def _sheets(membership: Membership) -> SheetImportSet:
    found: SheetImportSet = SheetImport.objects.of(membership.cluster).waiting().filter(created_by=membership.user)
    return found


def _waiting(membership: Membership) -> InvitationSet:
    found: InvitationSet = Invitation.objects.of(membership.cluster).waiting().filter(invited_by=membership.user)
    return found


def what_ends_for(person: User) -> list[str]:
    """Return in sentences what ends, cluster by cluster, when a person may no longer sign in."""
    told = []
    for membership in _memberships(person):
        told += [f"{membership.cluster.shown_name}: {sentence}" for sentence in what_ends(membership)]
    return told


def end_everything_of(person: User) -> list[str]:
    """End what runs in a person's name in each of their clusters, and return in sentences what it was."""
    told = what_ends_for(person)
    with transaction.atomic():
        for membership in _memberships(person):
            end_all(membership)
    return told


def _memberships(person: User) -> list[Membership]:
    # across_clusters: the person's own memberships, whichever clusters they are in
    return list(Membership.across_clusters.of_person(person).select_related("user", "cluster"))
