"""Ticks that come twice, late, or to something that is gone."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from checklists.models import Checklist, Item, Tick
from checklists.services import items, running
from checklists.services.ticks import tick_item
from clusters.models import ActivityEntry, Cluster
from core.errors import Refusal
from tests.days import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(checklist: Checklist) -> Item:
    return Item.objects.of(checklist.cluster).select_related("checklist__cluster").get(key="book")


def now(item: Item) -> Item:
    return Item.objects.of(item.checklist.cluster).select_related("checklist__cluster").get(pk=item.pk)


def test_tick_says_who_and_when_it_was_made(item: Item, editor: User) -> None:
    made = NOW - timedelta(hours=3)

    tick_item(item=item, is_done=True, client_id=uuid4(), at=made, by=editor)

    after = now(item)
    assert (after.state, after.done_by, after.done_by_name, after.done_at) == ("done", editor, "Erik", made)


def test_same_tick_twice_counts_once(item: Item, alice: User, cluster: Cluster) -> None:
    client_id, made = uuid4(), NOW - timedelta(minutes=5)
    tick_item(item=item, is_done=True, client_id=client_id, at=made, by=alice)
    tick_item(item=item, is_done=False, client_id=uuid4(), at=made + timedelta(minutes=1), by=alice)

    tick_item(item=item, is_done=True, client_id=client_id, at=made, by=alice)

    assert now(item).state == "open"
    assert Tick.objects.of(cluster).count() == 2
    assert ActivityEntry.objects.of(cluster).filter(verb="ticked-item").count() == 1


def test_two_people_ticking_is_one_change_and_the_first_stands(item: Item, alice: User, editor: User) -> None:
    tick_item(item=item, is_done=True, client_id=uuid4(), at=None, by=alice)

    done = tick_item(item=item, is_done=True, client_id=uuid4(), at=None, by=editor)

    assert (now(item).done_by, done.words) == (alice, "")


def test_tick_that_waited_yields_to_what_a_colleague_did_later(item: Item, alice: User, editor: User) -> None:
    early = NOW - timedelta(hours=2)
    tick_item(item=item, is_done=True, client_id=uuid4(), at=early, by=alice)
    tick_item(item=item, is_done=False, client_id=uuid4(), at=early + timedelta(hours=1), by=alice)

    done = tick_item(item=item, is_done=True, client_id=uuid4(), at=early + timedelta(minutes=1), by=editor)

    assert now(item).state == "open"
    assert (
        done.words == "A colleague changed this item after you did, while you had no connection. Their change was kept."
    )
    assert [tick.was_applied for tick in item.ticks.order_by("pk")] == [True, True, False]


def test_clock_of_a_phone_that_is_ahead_is_not_believed(item: Item, alice: User) -> None:
    tick_item(item=item, is_done=True, client_id=uuid4(), at=NOW + timedelta(days=400), by=alice)

    assert now(item).done_at < NOW + timedelta(hours=1)


def test_ticking_a_deleted_item_is_refused_with_a_sentence(item: Item, alice: User, cluster: Cluster) -> None:
    items.delete_item(item=item, by=alice)

    with pytest.raises(Refusal) as refused:
        tick_item(item=item, is_done=True, client_id=uuid4(), at=None, by=alice)

    assert refused.value.message == "“book” has been deleted in the meantime, so it was not ticked off."
    assert not Tick.objects.of(cluster).exists()


def test_ticking_in_a_deleted_checklist_is_refused(item: Item, checklist: Checklist, alice: User) -> None:
    running.delete_checklist(checklist=checklist, by=alice)

    with pytest.raises(Refusal):
        tick_item(item=now(item), is_done=True, client_id=uuid4(), at=None, by=alice)


def test_tick_does_not_disturb_who_is_writing_a_note(item: Item, alice: User, editor: User) -> None:
    draft = items.ItemDraft(label=item.label_text, due=None, assignee=None, note="Husk badges")
    tick_item(item=item, is_done=True, client_id=uuid4(), at=None, by=editor)

    items.change_item(item=item, draft=draft, based_on=1, by=alice)

    changed = now(item)
    assert (changed.note, changed.state) == ("Husk badges", "done")


def test_setting_aside_takes_the_tick_and_taking_up_makes_it_open(item: Item, alice: User) -> None:
    tick_item(item=item, is_done=True, client_id=uuid4(), at=None, by=alice)

    items.set_aside(item=now(item), reason="Ikke i år", by=alice)
    aside = now(item)
    items.take_up(item=now(item), by=alice)

    assert (aside.state, aside.reason, aside.done_by) == ("not-relevant", "Ikke i år", None)
    assert (now(item).state, now(item).reason) == ("open", "")
