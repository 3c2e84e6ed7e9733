"""What changes a whole checklist: start, day 0, title, finish, delete, and keep it to start from again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from checklists.models import Checklist, Item, OwnChecklist
from checklists.rules.following import planned_days
from checklists.selectors import caught_up_by, started_on
from checklists.services.sources import Source, to_document
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change, change_together
from core.errors import Conflict, Refusal
from core.locking import held, hold
from library.models import Edition
from plans.models import Activity
from schema.checklists import MOST_ITEMS

YEARS_BACK, YEARS_AHEAD = 2, 5


@dataclass(frozen=True, slots=True)
class Move:
    """An item whose date goes along with day 0."""

    item: Item
    old: date | None
    new: date | None


def check_day(day: date, today: date) -> None:
    """Refuse a day 0 so far away that it is a slip of the keyboard."""
    first, last = today.year - YEARS_BACK, today.year + YEARS_AHEAD
    if not first <= day.year <= last:
        raise Refusal(
            _("Day 0 is in the year %(year)s. Enter a date in the years %(first)s to %(last)s.")
            % {"year": day.year, "first": first, "last": last},
            field="day",
        )


@transaction.atomic
def start_checklist(
    *,
    cluster: Cluster,
    source: Source,
    title: str,
    day: date,
    place: str = "",
    activity: Activity | None = None,
    edition: Edition | None = None,
    own: OwnChecklist | None = None,
    by: User | None,
) -> Checklist:
    """Start a checklist for an event: every item of the source with its date.

    Raises Refusal for a day 0 out of reach and for a source that is too long.
    """
    check_day(day, timezone.localdate())
    if len(source.seeds) > MOST_ITEMS:
        raise Refusal(
            _("The list has %(count)s items, and a checklist can have %(most)s. Split it into two lists.")
            % {"count": len(source.seeds), "most": MOST_ITEMS}
        )
    # Numbers are given out by the cluster: whoever starts two at one moment waits for the other here.
    lock(cluster)
    newest = newest_number(Checklist.objects.of(cluster))
    checklist = Checklist.objects.create(
        cluster=cluster,
        number=newest + 1,
        title=title,
        day=day,
        place=place,
        activity=activity,
        anchor=source.anchor.to_value(),
        edition=edition,
        own=own,
        created_by=by,
    )
    Item.objects.bulk_create(_items(checklist, source))
    _record(checklist, "started-checklist", by)
    return checklist


def _items(checklist: Checklist, source: Source) -> list[Item]:
    numbers = {seed.key: number for number, seed in enumerate(source.seeds, start=1)}
    items = [
        Item(
            checklist=checklist,
            number=number,
            position=number,
            key=seed.key,
            group_key=seed.group_key,
            group_title=seed.group_title.to_value(),
            stage=seed.stage,
            label=seed.label.to_value(),
            help=seed.help.to_value(),
            role=seed.role.to_value(),
            is_optional=seed.is_optional,
            link_kind=seed.link[0],
            link_slug=seed.link[1],
            part_of=numbers.get(seed.within),
            follows=numbers.get(seed.after),
            due_days=seed.due_days,
        )
        for number, seed in enumerate(source.seeds, start=1)
    ]
    days = planned_days([item.counted for item in items], checklist.day)
    for item in items:
        item.due = days[item.number]
    return items


def change_checklist(
    *,
    checklist: Checklist,
    title: str,
    place: str,
    activity: Activity | None = None,
    by: User,
    based_on: int | None = None,
) -> Checklist:
    """Change what the event is called, where it is and which activity of the plan it belongs to.

    Raises Conflict when a colleague changed the same.
    """
    return change(checklist, {"title": title, "place": place, "activity": activity}, based_on=based_on, by=by)


def moves_to(checklist: Checklist, day: date) -> list[Move]:
    """Return what another day 0 would move: items that are still open and whose date was not chosen by hand."""
    items = Item.objects.of(checklist.cluster).filter(checklist=checklist).follow_day_zero()
    days = planned_days(checklist.counted, day)
    dated = [item for item in items.order_by("due", "position") if item.due or days[item.number]]
    for item in dated:
        item.plan = days
    return [Move(item, item.due, days[item.number]) for item in dated]


@transaction.atomic
def move_day(*, checklist: Checklist, day: date, based_on: date, by: User) -> int:
    """Move day 0, and with it what is still open and was not moved by hand; return how many items moved.

    Raises Conflict when a colleague has moved it since, and Refusal for a day out of reach.
    """
    check_day(day, timezone.localdate())
    current = hold(Checklist.objects.of(checklist.cluster), checklist)
    if current.day != based_on:
        raise Conflict(_("A colleague has moved day 0 in the meantime. Check the dates again before you move them."))
    if current.finished_at:
        raise Refusal(_("The checklist is finished. Open it again before you move day 0."))
    moves = [move for move in moves_to(checklist, day) if move.old != move.new]
    checklist.day = day
    checklist.save(update_fields=["day"])
    days = {move.item.pk: move.new for move in moves}
    for move in moves:
        # What follows day 0 counts from the new one.
        move.item.checklist = checklist
    change_together([move.item for move in moves], lambda item: {"due": days[item.pk]}, by=by)
    _record(checklist, "moved-checklist", by)
    return len(moves)


@transaction.atomic
def catch_up(*, checklist: Checklist, by: User) -> int:
    """Give a new date to what was due before the list was started; return to how many items."""
    if checklist.finished_at:
        raise Refusal(_("The checklist is finished. Open it again before you change it."))
    until = caught_up_by(checklist, timezone.localdate())
    late = Item.objects.of(checklist.cluster).filter(checklist=checklist, due__lt=started_on(checklist))
    # What counts from another item follows that.
    items = list(late.follow_day_zero().filter(follows=None))
    for item in items:
        item.checklist = checklist
    given = change_together(items, lambda _item: {"due": until}, by=by)
    if given:
        checklist.let_follow(by=by)
        _record(checklist, "changed-checklist", by)
    return given


@transaction.atomic
def finish_checklist(*, checklist: Checklist, by: User) -> None:
    """Finish the checklist; refused while something that matters is open, or the follow-up would be lost."""
    if checklist.finished_at:
        return
    waiting = Item.objects.of(checklist.cluster).filter(checklist=checklist).open().filter(is_optional=False).count()
    if waiting:
        raise Refusal(
            ngettext(
                "%(count)s item is still open. Tick it off, or say why it is not relevant, and then finish.",
                "%(count)s items are still open. Tick them off, or say why they are not relevant, and then finish.",
                waiting,
            )
            % {"count": waiting}
        )
    checklist.finished_at, checklist.finished_by = timezone.now(), by
    checklist.save(update_fields=["finished_at", "finished_by"])
    _record(checklist, "finished-checklist", by)


@transaction.atomic
def reopen_checklist(*, checklist: Checklist, by: User) -> None:
    """Open a finished checklist again."""
    if not checklist.finished_at:
        return
    checklist.finished_at = checklist.finished_by = None
    checklist.save(update_fields=["finished_at", "finished_by"])
    _record(checklist, "reopened-checklist", by)


@transaction.atomic
def delete_checklist(*, checklist: Checklist, by: User) -> None:
    """Put the checklist away; it can be brought back whole."""
    checklist.put_away()
    record(cluster=checklist.cluster, by=by, verb="deleted-checklist", subject=checklist.title)


@transaction.atomic
def restore_checklist(*, checklist: Checklist, by: User) -> None:
    """Bring back a checklist that was deleted."""
    checklist.bring_back()
    _record(checklist, "restored-checklist", by)


@transaction.atomic
def keep_checklist(*, checklist: Checklist, title: str, by: User) -> OwnChecklist:
    """Keep the checklist as one of the cluster's own to start from, with its own items and its dates as they were."""
    cluster = checklist.cluster
    lock(cluster)
    items = list(Item.objects.of(cluster).filter(checklist=checklist).alive())
    newest = newest_number(OwnChecklist.objects.of(cluster))
    own = OwnChecklist.objects.create(
        cluster=cluster,
        number=newest + 1,
        title=title,
        document=to_document(checklist, items, title),
        created_by=by,
    )
    record(cluster=cluster, by=by, verb="kept-checklist", subject=title, url=checklist.get_absolute_url())
    return own


@transaction.atomic
def delete_own(*, own: OwnChecklist, by: User) -> None:
    """Put one of the cluster's own lists away; what was started from it stays."""
    own.put_away()
    record(cluster=own.cluster, by=by, verb="deleted-own-checklist", subject=own.title)


@transaction.atomic
def restore_own(*, own: OwnChecklist, by: User) -> None:
    """Bring back one of the cluster's own lists."""
    own.bring_back()
    record(cluster=own.cluster, by=by, verb="restored-own-checklist", subject=own.title)


@transaction.atomic
def share_out(*, checklist: Checklist, people: dict[str, User], by: User) -> int:
    """Give every open item that nobody has yet to a person, by its role; return how many were given out.

    `people` names the person by the role's stored words, as `roles_of` gives them.
    """
    items = Item.objects.of(checklist.cluster).filter(checklist=checklist).open().filter(assignee=None)
    # Held, so that somebody who gives one of them to another person at this moment is not overruled.
    mine = [item for item in held(items) if role_key(item) in people]
    for item in mine:
        item.checklist = checklist
    given = change_together(mine, lambda item: {"assignee": people[role_key(item)]}, by=by)
    if given:
        _record(checklist, "shared-out-checklist", by)
    return given


def role_key(item: Item) -> str:
    """Return what tells the role of an item from others."""
    text = item.role_text
    return text.da or text.en


def _record(checklist: Checklist, verb: str, by: User | None) -> None:
    record(cluster=checklist.cluster, by=by, verb=verb, subject=checklist.title, url=checklist.get_absolute_url())
