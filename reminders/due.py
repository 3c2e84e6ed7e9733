"""Of what is due in every room, what a person is told by mail.

Only what the reader may see and change is gathered: the clusters they are a member of and that are not archived, and
of those that require two-step sign-in only where they have it.
"""

from datetime import date

from accounts.models import User
from accounts.second_factor import has_second_factor
from clusters.duties import NEAR, Duty, Stage, due_by
from clusters.models import Membership
from clusters.permissions import Permission


def due_for(user: User, today: date) -> list[Duty]:
    """Return what is due within a week or overdue among what the person answers for, by day."""
    return due_by([one.cluster for one in memberships_of(user)], today + NEAR, today=today, owner=user)


def overdue_without_owner(user: User, today: date) -> list[Duty]:
    """Return what is overdue in the clusters that the person leads, and nobody there is reminded of, by day.

    That is what nobody answers for, or a role in words, or somebody who has left.
    """
    led = [one.cluster for one in memberships_of(user) if one.may(Permission.MANAGE_CLUSTER)]
    # across_clusters: the members of the clusters that the person leads
    members = set(Membership.across_clusters.filter(cluster__in=led).values_list("cluster_id", "user_id"))
    return [
        duty
        for duty in due_by(led, today + NEAR, today=today)
        if duty.stage(today) == Stage.OVERDUE and (duty.cluster.pk, duty.owner_id) not in members
    ]


def memberships_of(user: User) -> list[Membership]:
    """Return the memberships with which the person may open pages: two-step sign-in is there where it is asked for."""
    # across_clusters: the person's own memberships, whichever clusters they are in
    found = list(Membership.across_clusters.of_person(user).filter(cluster__archived_at=None))
    if any(one.cluster.requires_second_factor for one in found) and not has_second_factor(user):
        return [one for one in found if not one.cluster.requires_second_factor]
    return found
