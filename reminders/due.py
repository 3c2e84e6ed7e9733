"""What people answer for and when it is due, gathered from every room in one shape.

The number of queries is the same for one thing and for a thousand: one for each kind, and for KPIs those that tell
which values are missing. Only what the reader may see is gathered: the clusters they are a member of, and of those that
require two-step sign-in only where they have it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.urls import reverse

from accounts.models import User
from accounts.second_factor import has_second_factor
from checklists.models import Item
from clusters.models import Cluster, Membership
from clusters.permissions import Permission
from core.text import Text
from kpis.models import Kpi
from kpis.pages import load_kpis
from kpis.periods import Period
from plans.models import Activity, Milestone
from reminders.models import Reminder
from strategy.models import Goal

Stage = Reminder.Stage
SOON = timedelta(days=7)
# Status and missing values need no more of a KPI's measurements.
NEWEST = 2


class Kind(StrEnum):
    """What kind of thing somebody answers for."""

    ACTIVITY = "activity"
    MILESTONE = "milestone"
    ITEM = "item"
    KPI = "kpi"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that somebody answers for. `name` is its key (A3), `of` what it is a part of, `period` a KPI's."""

    kind: Kind
    pk: int
    name: str
    title: Text
    path: str
    cluster: Cluster
    owner_id: int | None
    day: date | None
    of: str = ""
    period: Period | None = None
    given_by_id: int | None = None

    def stage(self, today: date) -> Stage | None:
        """Return how near its day is, or None while it is far away or has no day."""
        if self.day is None or self.day > today + SOON:
            return None
        if self.day == today:
            return Stage.DUE
        return Stage.OVERDUE if self.day < today else Stage.SOON

    @property
    def key(self) -> str:
        """The thing and its day: what is put off is reminded of anew."""
        return f"{self.pk}@{self.day}"


def due_for(user: User, today: date) -> list[Thing]:
    """Return what is due within a week or overdue among what the person answers for, by day."""
    return _due([membership.cluster for membership in _memberships_of(user)], today, owner=user)


def overdue_without_owner(user: User, today: date) -> list[Thing]:
    """Return what is overdue in the clusters that the person leads, and nobody there is reminded of, by day.

    That is what nobody answers for, or a role in words, or somebody who has left.
    """
    led = [one.cluster for one in _memberships_of(user) if one.may(Permission.MANAGE_CLUSTER)]
    # across_clusters: the members of the clusters that the person leads
    members = set(Membership.across_clusters.filter(cluster__in=led).values_list("cluster_id", "user_id"))
    return [
        thing
        for thing in _due(led, today)
        if thing.stage(today) == Stage.OVERDUE and (thing.cluster.pk, thing.owner_id) not in members
    ]


def _memberships_of(user: User) -> list[Membership]:
    # across_clusters: the person's own memberships, whichever clusters they are in
    found = list(Membership.across_clusters.of_person(user))
    if any(one.cluster.requires_second_factor for one in found) and not has_second_factor(user):
        return [one for one in found if not one.cluster.requires_second_factor]
    return found


def _due(clusters: Sequence[Cluster], today: date, owner: User | None = None) -> list[Thing]:
    if not clusters:
        return []
    until = today + SOON
    known = {cluster.pk: cluster for cluster in clusters}
    # across_clusters: each query starts from the clusters that the reader is a member of, as the caller gives them
    activities = Activity.across_clusters.filter(cluster__in=known, deleted_at=None, ends__lte=until).open()
    milestones = Milestone.across_clusters.filter(activity__cluster__in=known, date__lte=until).open()
    milestones = milestones.exclude(activity__status=Activity.Status.DONE)
    items = Item.across_clusters.filter(checklist__cluster__in=known, due__lte=until).open().running()
    goals = Goal.across_clusters.filter(strategy__cluster__in=known, deleted_at=None, deadline__lte=until)
    goals = goals.filter(strategy__is_current=True, strategy__deleted_at=None)
    kpis = Kpi.across_clusters.filter(cluster__in=known).alive()
    if owner is not None:
        activities, milestones = activities.filter(owner=owner), milestones.filter(activity__owner=owner)
        items, goals, kpis = items.filter(assignee=owner), goals.filter(owner=owner), kpis.filter(owner=owner)
    found = [
        *of_activities(activities, known),
        *_of_milestones(milestones, known),
        *of_items(items, known),
        *of_goals(goals, known),
        *_of_kpis(kpis, known, today),
    ]
    due = [thing for thing in found if thing.stage(today)]
    return sorted(due, key=lambda thing: (thing.day or today, thing.cluster.pk, thing.kind, thing.pk))


def of_activities(rows: Iterable[Activity], clusters: dict[int, Cluster]) -> Iterator[Thing]:
    """Return activities as things; their day is their end."""
    for row in rows:
        cluster = clusters[row.cluster_id]
        path = reverse("plans:activity", args=[cluster.slug, row.number])
        yield Thing(
            Kind.ACTIVITY,
            row.pk,
            row.key,
            row.title_text,
            path,
            cluster,
            row.owner_id,
            row.ends,
            given_by_id=row.changed_by_id,
        )


def _of_milestones(rows: Iterable[Milestone], clusters: dict[int, Cluster]) -> Iterator[Thing]:
    for row in rows.select_related("activity"):  # type: ignore[attr-defined]
        activity = row.activity
        cluster = clusters[activity.cluster_id]
        path = reverse("plans:activity", args=[cluster.slug, activity.number]) + f"#m-{row.pk}"
        yield Thing(
            Kind.MILESTONE, row.pk, "", row.title_text, path, cluster, activity.owner_id, row.date, of=activity.key
        )


def of_items(rows: Iterable[Item], clusters: dict[int, Cluster]) -> Iterator[Thing]:
    """Return items of checklists as things."""
    for row in rows.select_related("checklist"):  # type: ignore[attr-defined]
        checklist = row.checklist
        cluster = clusters[checklist.cluster_id]
        path = reverse("checklists:detail", args=[cluster.slug, checklist.number]) + f"#item-{row.number}"
        yield Thing(
            Kind.ITEM,
            row.pk,
            "",
            row.label_text,
            path,
            cluster,
            row.assignee_id,
            row.due,
            of=checklist.title,
            given_by_id=row.changed_by_id,
        )


def of_goals(rows: Iterable[Goal], clusters: dict[int, Cluster]) -> Iterator[Thing]:
    """Return goals as things; their day is their deadline."""
    for row in rows.select_related("strategy"):  # type: ignore[attr-defined]
        cluster = clusters[row.strategy.cluster_id]
        path = reverse("strategy:goals", args=[cluster.slug, row.strategy.number])
        yield Thing(
            Kind.GOAL,
            row.pk,
            row.key,
            row.title_text,
            path,
            cluster,
            row.owner_id,
            row.deadline,
            given_by_id=row.changed_by_id,
        )


def of_kpis(rows: Iterable[Kpi], clusters: dict[int, Cluster]) -> Iterator[Thing]:
    """Return KPIs as things without a day, whether or not a value is missing."""
    for row in rows.prefetch_related("definitions"):  # type: ignore[attr-defined]
        cluster = row.cluster = clusters[row.cluster_id]
        newest = max(row.definitions.all(), key=lambda one: one.version, default=None)
        title = newest.name_text if newest else Text()
        path = row.get_absolute_url()
        yield Thing(Kind.KPI, row.pk, row.key, title, path, cluster, row.owner_id, None, given_by_id=row.changed_by_id)


def _of_kpis(rows: Iterable[Kpi], clusters: dict[int, Cluster], today: date) -> Iterator[Thing]:
    """Return, of each KPI that lacks a value, the newest period whose value is asked for by now."""
    chosen: dict[int, list[int]] = {}
    for pk, cluster_id in rows.order_by("cluster", "number").values_list("pk", "cluster_id"):  # type: ignore[attr-defined]
        chosen.setdefault(cluster_id, []).append(pk)
    for cluster_id, keys in chosen.items():
        cluster = clusters[cluster_id]
        kpis = Kpi.objects.of(cluster).filter(pk__in=keys)
        for one in load_kpis(cluster, kpis, today=today, most=NEWEST):
            asked = [period for period in one.due if period.last_day <= today + SOON]
            if asked:
                yield Thing(
                    Kind.KPI,
                    one.kpi.pk,
                    one.kpi.key,
                    one.name,
                    one.url,
                    cluster,
                    one.kpi.owner_id,
                    asked[-1].last_day,
                    period=asked[-1],
                )
