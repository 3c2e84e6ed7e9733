"""What changes one item of a checklist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from checklists.models import Checklist, Item
from checklists.services.family import hold_family, parts_of, settle
from clusters.activity import record
from clusters.revisions import change
from core.errors import Refusal
from core.locking import hold
from core.text import Text
from schema.checklists import MOST_ITEMS

OWN_GROUP = "own"


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What a person says about an item; without a date it follows day 0, unless it is to have none."""

    label: Text
    due: date | None
    assignee: User | None
    note: str
    # It has no date, and does not follow day 0 either.
    has_no_day: bool = False


@transaction.atomic
def add_item(*, checklist: Checklist, draft: ItemDraft, group_key: str, around: Item | None = None, by: User) -> Item:
    """Add an item of the cluster's own at the end of a group, or as a part of another.

    Without a date it is due on day 0, unless it is to have none.
    Raises Refusal when the list is full or finished.
    """
    _lock(checklist)
    _refuse_finished(checklist)
    rows = Item.objects.of(checklist.cluster).filter(checklist=checklist)
    if rows.filter(deleted_at=None).count() >= MOST_ITEMS:
        raise Refusal(
            _("The checklist has %(count)s items, and it cannot hold more. Start another list for the rest.")
            % {"count": MOST_ITEMS}
        )
    neighbour = around or rows.filter(group_key=group_key).first()
    due = None if draft.has_no_day else draft.due or checklist.day
    days = None if due is None else (due - checklist.day).days
    last = rows.aggregate(number=Max("number"), position=Max("position"))
    item = Item.objects.create(
        checklist=checklist,
        number=(last["number"] or 0) + 1,
        position=(last["position"] or 0) + 1,
        group_key=neighbour.group_key if neighbour else OWN_GROUP,
        group_title=neighbour.group_title if neighbour else {},
        stage=around.stage if around else _stage(days, neighbour),
        part_of=around.number if around else None,
        label=draft.label.to_value(),
        due_days=days,
        due=due,
        assignee=draft.assignee,
        note=draft.note,
        changed_by=by,
    )
    _record(item, "added-item", by)
    if around:
        settle(item, by=by)
    return item


def _stage(days: int | None, neighbour: Item | None) -> str:
    if days is None:
        return neighbour.stage if neighbour else str(Item.Stage.BEFORE)
    if days == 0:
        return str(Item.Stage.DURING)
    return str(Item.Stage.BEFORE if days < 0 else Item.Stage.AFTER)


def change_item(*, item: Item, draft: ItemDraft, based_on: int | None, by: User) -> Item:
    """Change an item on top of the revision that was read; raises Conflict when a colleague changed the same."""
    _refuse_finished(item.checklist)
    fields = {
        "label": draft.label.to_value(),
        "due": None if draft.has_no_day else draft.due or item.planned,
        "assignee": draft.assignee,
        "note": draft.note,
    }
    return change(item, fields, based_on=based_on, by=by)


def put_off_item(*, item: Item, day: date, by: User) -> Item:
    """Move the day of an item, and nothing else of it."""
    _refuse_finished(item.checklist)
    return change(item, {"due": day}, based_on=None, by=by)


@transaction.atomic
def set_aside(*, item: Item, reason: str, by: User) -> None:
    """Say that an item is not relevant for this event, and why; its open parts are not either."""
    _refuse_finished(item.checklist)
    family = hold_family(item)
    for one in parts_of(item).filter(state=Item.State.OPEN) if family else ():
        one.checklist = item.checklist
        _set_state(one, Item.State.NOT_RELEVANT, by, reason=reason)
        _record(one, "set-aside-item", by)
    _set_state(item, Item.State.NOT_RELEVANT, by, reason=reason)
    _record(item, "set-aside-item", by)
    if family:
        settle(item, by=by)


@transaction.atomic
def take_up(*, item: Item, by: User) -> None:
    """Make an item that was not relevant one that is to be done."""
    if item.state != Item.State.NOT_RELEVANT:
        return
    _refuse_finished(item.checklist)
    family = hold_family(item)
    _set_state(item, Item.State.OPEN, by)
    _record(item, "took-up-item", by)
    if family:
        settle(item, by=by)


def _set_state(item: Item, state: str, by: User, reason: str = "") -> None:
    item.state, item.reason, item.changed_by = state, reason, by
    item.done_by, item.done_by_name, item.done_at = None, "", None
    item.state_changed_at = timezone.now()
    # The revision guards what is written, not how it stands: who is writing a note is not disturbed by this.
    item.save(
        update_fields=[
            *("state", "reason", "changed_by", "done_by", "done_by_name", "done_at", "state_changed_at"),
        ]
    )


@transaction.atomic
def move_item(*, item: Item, step: int, by: User) -> None:
    """Move an item one place up (-1) or down (1) among those of its stage and group; at the end nothing happens."""
    neighbours = _neighbours(item)
    place = next((n for n, other in enumerate(neighbours) if other.pk == item.pk), None)
    if place is None or not 0 <= place + step < len(neighbours):
        return
    neighbours.insert(place + step, neighbours.pop(place))
    _reorder(neighbours)


@transaction.atomic
def place_item(*, item: Item, before: int | None, by: User) -> None:
    """Put an item before another of its stage and group, which is named by its number, or last."""
    rest = [other for other in _neighbours(item) if other.pk != item.pk]
    place = next((n for n, other in enumerate(rest) if other.number == before), len(rest))
    rest.insert(place, item)
    _reorder(rest)


def _neighbours(item: Item) -> list[Item]:
    _lock(item.checklist)
    _refuse_finished(item.checklist)
    rows = Item.objects.of(item.checklist.cluster).filter(checklist=item.checklist)
    return list(rows.filter(group_key=item.group_key, stage=item.stage, part_of=item.part_of).alive())


def _reorder(items: Sequence[Item]) -> None:
    """Give the items, in this order, the places that they have among them."""
    for position, item in zip(sorted(item.position for item in items), items, strict=True):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])


@transaction.atomic
def delete_item(*, item: Item, by: User) -> None:
    """Put the item away; it can be brought back."""
    _refuse_finished(item.checklist)
    family = hold_family(item)
    item.put_away()
    _record(item, "deleted-item", by)
    if family:
        settle(item, by=by)


@transaction.atomic
def restore_item(*, item: Item, by: User) -> None:
    """Bring back an item that was deleted, to the place where it stood; refused when the list is full."""
    _refuse_finished(item.checklist)
    rows = Item.objects.of(item.checklist.cluster).filter(checklist=item.checklist, deleted_at=None)
    if rows.count() >= MOST_ITEMS:
        raise Refusal(_("The checklist is full. Delete an item before you bring this one back."))
    family = hold_family(item)
    item.bring_back()
    _record(item, "restored-item", by)
    if family:
        settle(item, by=by)


def _refuse_finished(checklist: Checklist) -> None:
    if checklist.finished_at:
        raise Refusal(_("The checklist is finished. Open it again before you change it."))


def _lock(checklist: Checklist) -> None:
    hold(Checklist.objects.of(checklist.cluster), checklist)


def _record(item: Item, verb: str, by: User) -> None:
    cluster = item.checklist.cluster
    subject = item.label_text.resolve(cluster.language).text
    record(cluster=cluster, by=by, verb=verb, subject=subject, url=item.checklist.get_absolute_url())
