"""What a member answers for in a cluster, and giving it into other hands in one step."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.duties import Duty, all_duties
from clusters.locking import lock
from clusters.models import Cluster, Membership
from core.errors import Refusal

# The choice of who takes over stands below the lists, and must be in sight.
MOST_NAMED = 25


@dataclass(frozen=True, slots=True)
class Owned:
    """What a member answers for of one kind."""

    kind: str
    label: str
    duties: tuple[Duty, ...]

    @property
    def first(self) -> tuple[Duty, ...]:
        """Those that the page names."""
        return self.duties[:MOST_NAMED]

    @property
    def left_out(self) -> int:
        """How many the page counts only."""
        return len(self.duties) - len(self.first)


def owned_by(user: User, cluster: Cluster) -> list[Owned]:
    """Return what a person answers for in a cluster and has not finished, kind by kind; six queries."""
    found = [Owned(one.kind, str(one.label), tuple(one.owned(cluster, user))) for one in all_duties()]
    return [one for one in found if one.duties]


def count_owned(membership: Membership) -> int:
    """Return how many things a member answers for and has not finished; five queries."""
    return sum(one.count(membership.cluster, membership.user) for one in all_duties())


@transaction.atomic
def hand_over(*, membership: Membership, successors: Mapping[str, User], by: User) -> int:
    """Give what a member answers for to others, kind by kind, and return how many things.

    Nothing is left behind: a kind without a successor is refused, and so is a successor who is no member. What is
    finished keeps the name of who did it.
    """
    cluster, leaver = membership.cluster, membership.user
    lock(cluster)
    members = set(Membership.objects.of(cluster).values_list("user", flat=True))
    for successor in successors.values():
        if successor == leaver or successor.pk not in members or not successor.is_active:
            raise Refusal(_("Choose another member of the cluster, one who can sign in."), "successor")
    owned = owned_by(leaver, cluster)
    if any(one.kind not in successors for one in owned):
        raise Refusal(_("Choose who takes over. Nothing may be left without an owner."), "successor")
    for duties in all_duties():
        if (chosen := successors.get(duties.kind)) is not None:
            duties.hand_over(cluster=cluster, of=leaver, to=chosen, by=by)
    count = sum(len(one.duties) for one in owned)
    if count:
        names = dict.fromkeys(successors[one.kind].display_name for one in owned)
        subject = f"{leaver.display_name} → {', '.join(names)}"
        url = reverse("clusters:people", args=[cluster.slug])
        record(cluster=cluster, by=by, verb="handed-over", subject=subject, url=url)
    return count
