"""What a member answers for in a cluster, and giving it into other hands in one step."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from checklists.models import Item
from checklists.querysets import ItemSet
from checklists.services.handover import hand_over_items
from clusters.activity import record
from clusters.locking import lock
from clusters.models import Cluster, Membership
from core.errors import Refusal
from kpis.models import Kpi
from kpis.pages import load_kpis
from kpis.services.handover import hand_over_kpis
from plans.models import Activity
from plans.querysets import ActivitySet
from plans.services.handover import hand_over_activities
from reminders.due import NEWEST, Kind, Thing, of_activities, of_goals, of_items
from strategy.models import Goal
from strategy.querysets import GoalSet
from strategy.services import hand_over_goals

# The choice of who takes over stands below the lists, and must be in sight.
MOST_NAMED = 25
# Milestones have no owner of their own: they go along with their activity.
KINDS = {
    Kind.GOAL: gettext_lazy("Goals"),
    Kind.KPI: gettext_lazy("KPIs"),
    Kind.ACTIVITY: gettext_lazy("Activities, with their milestones"),
    Kind.ITEM: gettext_lazy("Items of checklists"),
}


@dataclass(frozen=True, slots=True)
class Owned:
    """What a member answers for of one kind."""

    kind: Kind
    label: str
    things: tuple[Thing, ...]

    @property
    def first(self) -> tuple[Thing, ...]:
        """Those that the page names."""
        return self.things[:MOST_NAMED]

    @property
    def left_out(self) -> int:
        """How many the page counts only."""
        return len(self.things) - len(self.first)


def owned_by(user: User, cluster: Cluster) -> list[Owned]:
    """Return what a person answers for in a cluster and has not finished, kind by kind; seven queries at most."""
    here = {cluster.pk: cluster}
    kpis = Kpi.objects.of(cluster).alive().filter(owner=user)
    found: dict[Kind, list[Thing]] = {
        Kind.GOAL: list(of_goals(_goals(user, cluster).order_by("strategy", "position", "number"), here)),
        Kind.KPI: [
            Thing(Kind.KPI, one.kpi.pk, one.kpi.key, one.name, one.url, cluster, user.pk, None)
            for one in load_kpis(cluster, kpis, most=NEWEST)
        ],
        Kind.ACTIVITY: list(of_activities(_activities(user, cluster).order_by("number"), here)),
        Kind.ITEM: list(of_items(_items(user, cluster).order_by("due", "pk"), here)),
    }
    return [Owned(kind, str(KINDS[kind]), tuple(things)) for kind, things in found.items() if things]


def count_owned(membership: Membership) -> int:
    """Return how many things a member answers for and has not finished; four queries."""
    user, cluster = membership.user, membership.cluster
    kpis = Kpi.objects.of(cluster).alive().filter(owner=user)
    rows = (_goals(user, cluster), kpis, _activities(user, cluster), _items(user, cluster))
    return sum(found.count() for found in rows)


def _goals(user: User, cluster: Cluster) -> GoalSet:
    found: GoalSet = Goal.objects.of(cluster).alive().filter(owner=user, strategy__deleted_at=None)
    return found


def _activities(user: User, cluster: Cluster) -> ActivitySet:
    found: ActivitySet = Activity.objects.of(cluster).filter(deleted_at=None).owned_by(user).open()
    return found


def _items(user: User, cluster: Cluster) -> ItemSet:
    found: ItemSet = Item.objects.of(cluster).open().running().of_person(user)
    return found


@transaction.atomic
def hand_over(*, membership: Membership, successors: Mapping[Kind, User], by: User) -> int:
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
        raise Refusal(_("Choose who takes over. Nothing may be left without anybody."), "successor")
    if (goals := successors.get(Kind.GOAL)) is not None:
        hand_over_goals(cluster=cluster, of=leaver, to=goals, by=by)
    if (kpis := successors.get(Kind.KPI)) is not None:
        hand_over_kpis(cluster=cluster, of=leaver, to=kpis, by=by)
    if (activities := successors.get(Kind.ACTIVITY)) is not None:
        hand_over_activities(cluster=cluster, of=leaver, to=activities, by=by)
    if (items := successors.get(Kind.ITEM)) is not None:
        hand_over_items(cluster=cluster, of=leaver, to=items, by=by)
    count = sum(len(one.things) for one in owned)
    if count:
        names = dict.fromkeys(successors[one.kind].display_name for one in owned)
        subject = f"{leaver.display_name} → {', '.join(names)}"
        url = reverse("clusters:people", args=[cluster.slug])
        record(cluster=cluster, by=by, verb="handed-over", subject=subject, url=url)
    return count
