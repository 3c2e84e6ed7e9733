"""Ticking items off, also from a phone that was out of reach.

A tick names itself (`client_id`) and says when it was made. Sent twice, it counts once. Of two acts on one item the
later one counts, whichever arrives first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from checklists.models import Item, Tick
from checklists.services.family import hold_family, refuse_tick_of_whole, settle
from clusters.activity import record
from core.errors import Refusal
from core.locking import hold

# A phone's clock may be wrong, and a tick does not wait longer than this.
LONGEST_WAIT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ticked:
    """How it went: the item as it stands now, and in words why the tick changed nothing, if so."""

    item: Item
    words: str = ""


@transaction.atomic
def tick_item(*, item: Item, is_done: bool, client_id: UUID, at: datetime | None, by: User) -> Ticked:
    """Tick an item off, or take the tick back; the same tick again changes nothing.

    Raises Refusal when the item or its checklist has been deleted, or when the checklist is finished.
    """
    cluster = item.checklist.cluster
    family = hold_family(item)
    row = hold(Item.objects.of(cluster), item)
    row.checklist = item.checklist
    if Tick.objects.of(cluster).filter(item=row, client_id=client_id).exists():
        return Ticked(row)
    _refuse_gone(row, is_done=is_done)
    if family:
        refuse_tick_of_whole(row, is_done=is_done)
    now = timezone.now()
    made = min(max(at or now, now - LONGEST_WAIT), now)
    wanted = Item.State.DONE if is_done else Item.State.OPEN
    is_outdated = row.state != wanted and row.state_changed_at is not None and made < row.state_changed_at
    applies = not is_outdated and row.state != wanted
    Tick.objects.create(
        item=row,
        client_id=client_id,
        is_done=is_done,
        at=made,
        was_applied=applies,
        by=by,
        by_name=by.display_name,
    )
    if is_outdated:
        return Ticked(
            row,
            _("A colleague changed this item after you did, while you had no connection. Their change was kept."),
        )
    if applies:
        _apply(row, is_done=is_done, at=made, by=by)
    if applies and family:
        settle(row, by=by)
    return Ticked(row)


def _refuse_gone(item: Item, *, is_done: bool) -> None:
    if item.deleted_at or item.checklist.deleted_at:
        raise Refusal(
            _("“%(item)s” has been deleted in the meantime, so it was not ticked off.")
            % {"item": item.label_text.resolve(item.checklist.cluster.language).text}
        )
    if item.checklist.finished_at and not is_done:
        raise Refusal(_("The checklist is finished. Open it again before you change it."))


def _apply(item: Item, *, is_done: bool, at: datetime, by: User) -> None:
    item.state = Item.State.DONE if is_done else Item.State.OPEN
    item.done_by = by if is_done else None
    item.done_by_name = by.display_name if is_done else ""
    item.done_at = at if is_done else None
    item.reason, item.state_changed_at, item.changed_by = "", at, by
    # The revision guards what is written, not the tick: who is writing a note is not disturbed by it.
    item.save(update_fields=["state", "done_by", "done_by_name", "done_at", "reason", "state_changed_at", "changed_by"])
    record(
        cluster=item.checklist.cluster,
        by=by,
        verb="ticked-item" if is_done else "unticked-item",
        subject=item.label_text.resolve(item.checklist.cluster.language).text,
        url=item.checklist.get_absolute_url(),
    )
