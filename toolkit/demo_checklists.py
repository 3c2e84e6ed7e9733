"""The demo's three checklists: one before its day, one during and one after; their days are counted from today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from checklists.models import Checklist, Item
from checklists.services.items import set_aside
from checklists.services.running import share_out, start_checklist
from checklists.services.sources import of_published
from clusters.models import Cluster
from library.models import Edition, Kind
from schema.checklists import Checklist as Published

NOON = time(12, 0)


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the demo: how many days away it is, and which items are late, by their keys."""

    slug: str
    title: str
    place: str
    days: int
    late: tuple[str, ...]


EVENTS = (
    Event("matchmaking-event", "Matchmaking i København", "København", 17, ("open_booking",)),
    Event("innovation-tour", "Innovationstur til Hamborg", "Hamborg", -1, ()),
    Event("digital-delegation", "Digital delegation til Japan", "Online", -40, ("follow_up_meetings",)),
)


def make_checklists(*, cluster: Cluster, people: dict[str, User]) -> None:
    """Start the demo's checklists, with what would be done by now ticked off; once."""
    if Checklist.objects.of(cluster).exists():
        return
    today = timezone.localdate()
    editions = Edition.objects.newest().filter(publication__kind=Kind.CHECKLIST)
    by_slug = {edition.publication.slug: edition for edition in editions}
    for event in EVENTS:
        edition = by_slug.get(event.slug)
        document = edition.parsed if edition else None
        if isinstance(document, Published):
            _run(cluster, event, edition, document, people, today)


def _run(
    cluster: Cluster, event: Event, edition: Edition | None, document: Published, people: dict[str, User], today: date
) -> None:
    checklist = start_checklist(
        cluster=cluster,
        source=of_published(document),
        title=event.title,
        day=today + timedelta(days=event.days),
        place=event.place,
        edition=edition,
        by=people["editor"],
    )
    # Started long ago, as far as the demo goes: nothing in it was late from the first day.
    began = timezone.now() + timedelta(days=event.days - 400)
    Checklist.objects.of(cluster).filter(pk=checklist.pk).update(created_at=began)
    roles = sorted({item.role.da for item in document.items() if item.role})
    team = [people["owner"], people["editor"]]
    share_out(
        checklist=checklist,
        # One role is left for the visitor to give to somebody.
        people={role: team[number % 2] for number, role in enumerate(roles[:-1])},
        by=people["owner"],
    )
    items = list(Item.objects.of(cluster).filter(checklist=checklist).alive().select_related("assignee"))
    past = [item for item in items if item.due and item.due < today and item.key not in event.late]
    optional = next((item for item in past if item.is_optional), None)
    for item in past:
        if item is not optional:
            _tick(item, item.due or today, item.assignee or people["editor"])
    if optional:
        optional.checklist = checklist
        set_aside(item=optional, reason="Det gjorde vi sidste år.", by=people["editor"])


def _tick(item: Item, day: date, by: User) -> None:
    """Tick an item off on the day it was due; a service would say that it happened today."""
    item.state, item.done_by, item.done_by_name = Item.State.DONE, by, by.display_name
    item.done_at = item.state_changed_at = timezone.make_aware(datetime.combine(day, NOON))
    item.save(update_fields=["state", "done_by", "done_by_name", "done_at", "state_changed_at"])
