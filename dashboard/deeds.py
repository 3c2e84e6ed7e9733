"""Ticking off and putting off from the front page, and taking either back: each by the service of its own room."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar
from uuid import uuid4

from django.utils.translation import gettext as _

from accounts.models import User
from checklists.models import Item
from checklists.services.items import put_off_item
from checklists.services.ticks import tick_item
from clusters.models import Cluster
from core.dates import format_date
from core.languages import content_language
from core.shortcuts import get_or_404
from plans.models import Activity, Milestone
from plans.services.activities import put_off_activity, set_status
from plans.services.milestones import put_off_milestone, reach_milestone

RowT = TypeVar("RowT", Item, Milestone, Activity)
Memo = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done on the front page: to what, what it is called, and what it takes to undo it."""

    kind: str
    pk: int
    label: str
    words: str
    memo: Memo


class Hand(ABC, Generic[RowT]):
    """One kind of thing that is done or put off from the front page. `memo` is how it stood before."""

    kind: ClassVar[str]

    @abstractmethod
    def fetch(self, cluster: Cluster, pk: int) -> RowT:
        """Return the cluster's row; a stranger's is not found."""

    @abstractmethod
    def label(self, row: RowT) -> str:
        """Return what it is called."""

    @abstractmethod
    def memo(self, row: RowT) -> Memo:
        """Return how it stands, to go back to."""

    @abstractmethod
    def do(self, row: RowT, by: User, today: date) -> None:
        """Tick it off."""

    @abstractmethod
    def put_off(self, row: RowT, day: date, reason: str, by: User) -> None:
        """Move its day."""

    @abstractmethod
    def undo(self, row: RowT, memo: Mapping[str, Any], by: User) -> None:
        """Put it back to how it stood, where nobody has changed the same since."""


class ItemHand(Hand[Item]):
    """Items of checklists."""

    kind = "item"

    def fetch(self, cluster: Cluster, pk: int) -> Item:
        rows = Item.objects.of(cluster).filter(deleted_at=None, checklist__deleted_at=None)
        item = get_or_404(rows.select_related("checklist"), pk=pk)
        item.checklist.cluster = cluster
        return item

    def label(self, row: Item) -> str:
        return row.label_text.resolve(content_language()).text

    def memo(self, row: Item) -> Memo:
        return {"day": row.due.isoformat() if row.due else "", "is_done": row.is_done}

    def do(self, row: Item, by: User, today: date) -> None:
        tick_item(item=row, is_done=True, client_id=uuid4(), at=None, by=by)

    def put_off(self, row: Item, day: date, reason: str, by: User) -> None:
        put_off_item(item=row, day=day, by=by)

    def undo(self, row: Item, memo: Mapping[str, Any], by: User) -> None:
        if row.is_done and not memo["is_done"]:
            tick_item(item=row, is_done=False, client_id=uuid4(), at=None, by=by)
        elif memo["day"] and (row.due is None or row.due.isoformat() != memo["day"]):
            put_off_item(item=row, day=date.fromisoformat(memo["day"]), by=by)


class MilestoneHand(Hand[Milestone]):
    """Milestones of activities."""

    kind = "milestone"

    def fetch(self, cluster: Cluster, pk: int) -> Milestone:
        rows = Milestone.objects.of(cluster).alive().select_related("activity")
        milestone = get_or_404(rows, pk=pk)
        milestone.activity.cluster = cluster
        return milestone

    def label(self, row: Milestone) -> str:
        return row.title_text.resolve(content_language()).text

    def memo(self, row: Milestone) -> Memo:
        return {"day": row.date.isoformat(), "is_done": row.is_done}

    def do(self, row: Milestone, by: User, today: date) -> None:
        reach_milestone(milestone=row, on=today, by=by)

    def put_off(self, row: Milestone, day: date, reason: str, by: User) -> None:
        put_off_milestone(milestone=row, day=day, reason=reason, by=by)

    def undo(self, row: Milestone, memo: Mapping[str, Any], by: User) -> None:
        if row.is_done and not memo["is_done"]:
            reach_milestone(milestone=row, on=None, by=by)
        elif row.date.isoformat() != memo["day"]:
            put_off_milestone(milestone=row, day=date.fromisoformat(memo["day"]), reason="", by=by)


class ActivityHand(Hand[Activity]):
    """Activities of the plan."""

    kind = "activity"

    def fetch(self, cluster: Cluster, pk: int) -> Activity:
        rows = Activity.objects.of(cluster).alive().with_people()
        activity = get_or_404(rows, pk=pk)
        activity.cluster = cluster
        return activity

    def label(self, row: Activity) -> str:
        return row.title_text.resolve(content_language()).text

    def memo(self, row: Activity) -> Memo:
        reason = row.reason_text.resolve(row.cluster.language).text
        return {"day": row.ends.isoformat() if row.ends else "", "status": row.status, "reason": reason}

    def do(self, row: Activity, by: User, today: date) -> None:
        set_status(activity=row, status=Activity.Status.DONE, reason="", based_on=row.revision, by=by)

    def put_off(self, row: Activity, day: date, reason: str, by: User) -> None:
        put_off_activity(activity=row, day=day, reason=reason, by=by)

    def undo(self, row: Activity, memo: Mapping[str, Any], by: User) -> None:
        before = date.fromisoformat(memo["day"]) if memo["day"] else None
        if row.ends != before or row.status != memo["status"]:
            put_off_activity(activity=row, day=before, reason=memo["reason"], by=by, status=memo["status"])


HANDS: dict[str, Hand[Any]] = {hand.kind: hand for hand in (ItemHand(), MilestoneHand(), ActivityHand())}


def done(cluster: Cluster, kind: str, pk: int, *, by: User, today: date) -> Deed:
    """Tick it off, and return the deed."""
    hand = HANDS[kind]
    row = hand.fetch(cluster, pk)
    label, memo = hand.label(row), hand.memo(row)
    hand.do(row, by, today)
    return Deed(kind, pk, label, _("Done"), memo)


def put_off(cluster: Cluster, kind: str, pk: int, *, day: date, reason: str, by: User) -> Deed:
    """Move its day, and return the deed."""
    hand = HANDS[kind]
    row = hand.fetch(cluster, pk)
    label, memo = hand.label(row), hand.memo(row)
    hand.put_off(row, day, reason, by)
    words = _("Put off until %(day)s") % {"day": format_date(day, content_language())}
    return Deed(kind, pk, label, words, memo)


def taken_back(cluster: Cluster, kind: str, pk: int, memo: Mapping[str, Any], *, by: User) -> str:
    """Undo it, and return what it is called."""
    hand = HANDS[kind]
    row = hand.fetch(cluster, pk)
    hand.undo(row, memo, by)
    return hand.label(row)
