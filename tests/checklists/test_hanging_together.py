"""Running items that are part of another, that count from another, or that have no date."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from checklists.exports import sheet_of
from checklists.models import Checklist, Item
from checklists.services import items, running
from checklists.services.sources import of_own, of_published
from checklists.services.ticks import tick_item
from clusters.models import Change, Cluster
from clusters.revisions import bring_back
from core.errors import Refusal
from library.services import publish_edition
from tests import pages
from tests.checklists import reading
from tests.checklists.reading import url
from tests.checklists.samples import event
from tests.days import ORDINARY, clock_at, moment
from tests.schema.samples import text

pytestmark = pytest.mark.django_db

# Chains meet Christmas and New Year, so they are looked at on one day of the calendar.
TODAY = moment(ORDINARY).date()
DAY = TODAY + timedelta(days=60)  # an ordinary Saturday in January
GIVEN: list[dict[str, Any]] = [
    {"key": "hall", "label": text("Find et lokale"), "due_days": -40, "role": text("Leder")},
    {"key": "invite", "label": text("Inviter")},
    {"key": "letter", "label": text("Skriv brevet"), "within": "invite"},
    {"key": "list", "label": text("Saml adresserne"), "within": "invite", "due_days": -35},
    {"key": "call", "label": text("Ring til dem"), "after": "invite", "due_days": 5},
    {"key": "seat", "label": text("Sæt navne på stolene"), "after": "call", "due_days": 2},
]


@pytest.fixture(autouse=True)
def _ordinary_day() -> Iterator[None]:
    with clock_at(moment(ORDINARY)):
        yield


@pytest.fixture
def linked(cluster: Cluster, alice: User) -> Checklist:
    data = {**event(), "slug": "hanging", "format": 2}
    data["groups"] = [{"key": "before", "title": text("Før"), "items": GIVEN}]
    edition = publish_edition(data=data, by=None)
    source = of_published(edition.parsed)  # type: ignore[arg-type]
    return running.start_checklist(cluster=cluster, source=source, title="Messe", day=DAY, edition=edition, by=alice)


def item(checklist: Checklist, key: str) -> Item:
    return reading.item(checklist, key)


def days(checklist: Checklist) -> dict[str, date | None]:
    rows = Item.objects.of(checklist.cluster).filter(checklist=checklist)
    return dict(rows.values_list("key", "due"))


def tick(checklist: Checklist, key: str, by: User, *, is_done: bool = True) -> None:
    tick_item(item=item(checklist, key), is_done=is_done, client_id=uuid4(), at=None, by=by)


def test_start_gives_days_where_there_are_any(linked: Checklist) -> None:
    found = days(linked)

    assert found["hall"]
    assert found["list"]
    assert [found[key] for key in ("invite", "letter", "call", "seat")] == [None] * 4
    assert {item(linked, key).stage for key in found} == {"before"}
    assert item(linked, "letter").part_of == item(linked, "invite").number


def test_a_whole_is_done_with_the_last_of_its_parts(linked: Checklist, alice: User, editor: User) -> None:
    tick(linked, "letter", alice)
    assert item(linked, "invite").state == "open"

    tick(linked, "list", editor)

    whole = item(linked, "invite")
    assert (whole.state, whole.done_by) == ("done", editor)
    tick(linked, "letter", alice, is_done=False)
    assert item(linked, "invite").state == "open"
    assert item(linked, "list").state == "done"


def test_a_whole_is_not_ticked_by_itself(linked: Checklist, alice: User) -> None:
    with pytest.raises(Refusal) as refused:
        tick(linked, "invite", alice)
    assert refused.value.message == (
        "“Inviter” has 2 parts that are still open. It is ticked off together with the last of them."
    )
    tick(linked, "letter", alice)
    tick(linked, "list", alice)
    with pytest.raises(Refusal) as refused:
        tick(linked, "invite", alice, is_done=False)
    assert refused.value.message == "“Inviter” is done because its 2 parts are. Untick the one that is not done."
    assert item(linked, "letter").state == "done"


def test_a_part_that_is_not_relevant_holds_nothing_up(linked: Checklist, alice: User) -> None:
    tick(linked, "letter", alice)
    items.set_aside(item=item(linked, "list"), reason="Vi har den", by=alice)
    assert item(linked, "invite").state == "done"

    items.take_up(item=item(linked, "list"), by=alice)
    assert item(linked, "invite").state == "open"
    items.delete_item(item=item(linked, "list"), by=alice)
    assert item(linked, "invite").state == "done"
    gone = Item.objects.of(linked.cluster).select_related("checklist__cluster").get(checklist=linked, key="list")
    items.restore_item(item=gone, by=alice)
    assert item(linked, "invite").state == "open"


def test_setting_a_whole_aside_sets_its_open_parts_aside(linked: Checklist, alice: User) -> None:
    tick(linked, "letter", alice)

    items.set_aside(item=item(linked, "invite"), reason="Ingen gæster", by=alice)

    assert [item(linked, key).state for key in ("invite", "letter", "list")] == [
        "not-relevant",
        "done",
        "not-relevant",
    ]


def test_what_comes_after_counts_from_the_tick(linked: Checklist, alice: User) -> None:
    for key in ("letter", "list"):
        tick(linked, key, alice)

    # Ticked on Tuesday the 24th: five days on it is Sunday, so the Friday before; two days on from that, the Friday.
    base = TODAY
    found = days(linked)
    assert found["call"]
    assert found["seat"]
    assert base <= found["call"] <= base + timedelta(days=5)
    assert found["call"] <= found["seat"] <= found["call"] + timedelta(days=2)
    tick(linked, "letter", alice, is_done=False)
    assert days(linked)["call"] is None


def test_what_comes_after_counts_from_the_day_until_then(linked: Checklist, alice: User) -> None:
    invite = item(linked, "invite")
    draft = items.ItemDraft(label=invite.label_text, due=date(2027, 1, 4), assignee=None, note="")
    items.change_item(item=invite, draft=draft, based_on=None, by=alice)

    assert days(linked)["call"] == date(2027, 1, 8)  # five days on is Saturday
    assert days(linked)["seat"] == date(2027, 1, 8)  # and two days on from Friday is Sunday
    line = Change.objects.of(linked.cluster).about(item(linked, "invite")).get(revision=1)
    bring_back(item(linked, "invite"), line, based_on=2, by=alice)
    assert days(linked)["call"] is None


def test_a_date_by_hand_stays_and_others_count_from_it(linked: Checklist, alice: User) -> None:
    items.put_off_item(item=item(linked, "call"), day=date(2027, 1, 5), by=alice)
    assert days(linked)["seat"] == date(2027, 1, 7)

    for key in ("letter", "list"):
        tick(linked, key, alice)

    assert days(linked)["call"] == date(2027, 1, 5)
    assert days(linked)["seat"] == date(2027, 1, 7)


def test_moving_day_zero_moves_chains(cluster: Cluster, alice: User) -> None:
    data = {**event(), "slug": "chain", "format": 2}
    data["groups"][0]["items"][1] = {"key": "brief", "label": text("b"), "after": "book", "due_days": 10}
    made = running.start_checklist(
        cluster=cluster,
        source=of_published(publish_edition(data=data, by=None).parsed),  # type: ignore[arg-type]
        title="x",
        day=DAY,
        by=alice,
    )
    before = days(made)

    running.move_day(checklist=made, day=DAY + timedelta(days=28), based_on=DAY, by=alice)

    after = days(made)
    # Ten days after the booking; of the two one is New Year's Day, and moves to the day before.
    assert (before["brief"], after["brief"]) == (date(2026, 12, 31), date(2027, 1, 29))
    assert not item(made, "brief").is_moved


def test_own_list_keeps_what_hangs_together(linked: Checklist, alice: User, cluster: Cluster) -> None:
    own = running.keep_checklist(checklist=linked, title="Vores", by=alice)

    again = running.start_checklist(cluster=cluster, source=of_own(own.document), title="Igen", day=DAY, by=alice)

    assert days(again) == days(linked)
    assert item(again, "letter").part_of == item(again, "invite").number
    assert item(again, "call").follows == item(again, "invite").number


def test_page_shows_parts_below_their_whole_and_no_box_for_it(linked: Checklist, client: Client) -> None:
    answer = client.get(url(linked))

    assert reading.listed(answer) == [
        "Before",
        *(f"{one['label']['da']} in English" for one in GIVEN),
    ]
    tree = pages.tree(answer)
    row = tree.xpath(f"//li[@id='item-{item(linked, 'invite').number}']")[0]
    assert "0 of 2 parts are done" in pages.words(row)
    assert not row.xpath(".//button")
    call = tree.xpath(f"//li[@id='item-{item(linked, 'call').number}']")[0]
    assert "5 days after “Inviter in English”" in pages.words(call)
    assert "No date" in pages.words(call)


def test_tick_of_the_last_part_sends_the_whole_along(linked: Checklist, client: Client, alice: User) -> None:
    tick(linked, "letter", alice)
    part = item(linked, "list")

    answer = client.post(
        url(linked, "tick", part.number), {"done": "1", "client_id": str(uuid4())}, headers={"HX-Request": "true"}
    )

    words = pages.words(pages.tree(answer))
    assert "2 of 2 parts are done" in words
    assert f'id="item-{item(linked, "call").number}"' in answer.content.decode()


def test_pages_of_a_list_with_parts_ask_no_more_than_others(
    linked: Checklist, checklist: Checklist, client: Client
) -> None:
    plain = pages.queries(client, url(checklist))

    assert pages.queries(client, url(linked)) == plain


def test_person_gives_and_takes_a_date(linked: Checklist, client: Client) -> None:
    seat = item(linked, "seat")
    given = {"label_da": "Sæt navne på stolene", "label_en": "", "note": "", "revision": seat.revision}

    client.post(url(linked, "item", seat.number), {**given, "due": "2027-01-12", "has_no_day": "on"})
    assert item(linked, "seat").due == date(2027, 1, 12)
    given["revision"] = item(linked, "seat").revision
    client.post(url(linked, "item", seat.number), {**given, "due": "2027-01-12", "has_no_day": "on"})
    assert item(linked, "seat").due is None


def test_person_adds_a_part(linked: Checklist, client: Client, alice: User) -> None:
    for key in ("letter", "list"):
        tick(linked, key, alice)
    whole = item(linked, "invite")

    answer = client.post(
        url(linked, "item_add"), {"label_da": "Frimærker", "around": whole.number, "has_no_day": "on", "note": ""}
    )

    assert answer.status_code == 302
    added = Item.objects.of(linked.cluster).get(checklist=linked, key="")
    assert (added.part_of, added.group_key, added.stage, added.due) == (whole.number, "before", "before", None)
    assert item(linked, "invite").state == "open"


def test_sheet_puts_parts_below_their_whole(linked: Checklist) -> None:
    rows = list(Item.objects.of(linked.cluster).filter(checklist=linked).with_people(linked.cluster))

    (stage,) = sheet_of(linked, rows, "da").stages

    lines = stage.groups[0].lines
    names = [(line.label.text, line.is_part) for line in lines]
    assert names[0] == ("Find et lokale", False)
    assert names[1:4] == [("Inviter", False), ("Saml adresserne", True), ("Skriv brevet", True)]
    assert lines[1].due == ""


@pytest.mark.parametrize("name", ["detail", "move", "people", "arrange", "item_add"])
def test_every_page_of_it_opens(linked: Checklist, client: Client, name: str) -> None:
    assert client.get(url(linked, name), {"day": "2027-02-01"} if name == "move" else {}).status_code == 200
