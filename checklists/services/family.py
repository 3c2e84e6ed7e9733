"""Items that belong together: the parts of one, and those that count from it.

An item with parts is done when they are; nobody ticks it off by itself, and its tick would tick nothing else.
"""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from checklists.models import Checklist, Item
from checklists.querysets import ItemSet
from clusters.activity import record
from core.errors import Refusal
from core.locking import hold


def hold_family(item: Item) -> bool:
    """Tell whether items of the list hang together; then the whole list is held, so that none is done behind another.

    A list of items that stand by themselves is not held: people tick it off at one moment.
    """
    cluster = item.checklist.cluster
    rows = Item.objects.of(cluster).filter(checklist=item.checklist)
    if not rows.filter(Q(part_of__isnull=False) | Q(follows__isnull=False)).exists():
        return False
    hold(Checklist.objects.of(cluster), item.checklist)
    return True


def parts_of(item: Item) -> ItemSet:
    """Return the parts of an item that count."""
    rows = Item.objects.of(item.checklist.cluster).filter(checklist=item.checklist, part_of=item.number)
    return rows.filter(deleted_at=None).exclude(state=Item.State.NOT_RELEVANT)


def refuse_tick_of_whole(item: Item, *, is_done: bool) -> None:
    """Refuse to tick off an item that has parts, and to take its tick back."""
    states = list(parts_of(item).values_list("state", flat=True))
    if not states:
        return
    name = item.label_text.resolve(item.checklist.cluster.language).text
    waiting = states.count(Item.State.OPEN)
    if is_done and waiting:
        raise Refusal(
            ngettext(
                "“%(item)s” has %(count)s part that is still open. It is ticked off together with that.",
                "“%(item)s” has %(count)s parts that are still open. It is ticked off together with the last of them.",
                waiting,
            )
            % {"item": name, "count": waiting}
        )
    if not is_done and item.is_done and not waiting:
        raise Refusal(
            ngettext(
                "“%(item)s” is done because its part is. Untick that instead.",
                "“%(item)s” is done because its %(count)s parts are. Untick the one that is not done.",
                len(states),
            )
            % {"item": name, "count": len(states)}
        )


def settle(item: Item, *, by: User) -> None:
    """Let what an item is a part of be done when all its parts are, and open again when one is; then let days follow.

    Called in the transaction that changed the item, or put it away.
    """
    checklist = item.checklist
    rows = Item.objects.of(checklist.cluster).filter(checklist=checklist)
    whole = rows.filter(number__in=[n for n in (item.number, item.part_of) if n], deleted_at=None).order_by("number")
    for one in whole:
        one.checklist = checklist
        _settle(one, by)
    checklist.let_follow(by=by)


def _settle(whole: Item, by: User) -> None:
    states = list(parts_of(whole).values_list("state", flat=True))
    if not states or whole.state == Item.State.NOT_RELEVANT:
        return
    is_done = Item.State.OPEN not in states
    if is_done == whole.is_done:
        return
    now = timezone.now()
    whole.state = Item.State.DONE if is_done else Item.State.OPEN
    whole.done_by, whole.done_by_name = (by, by.display_name) if is_done else (None, "")
    whole.done_at = now if is_done else None
    whole.reason, whole.state_changed_at, whole.changed_by = "", now, by
    whole.save(
        update_fields=["state", "done_by", "done_by_name", "done_at", "reason", "state_changed_at", "changed_by"]
    )
    record(
        cluster=whole.checklist.cluster,
        by=by,
        verb="ticked-item" if is_done else "unticked-item",
        subject=whole.label_text.resolve(whole.checklist.cluster.language).text,
        url=whole.checklist.get_absolute_url(),
    )
