"""The items of a checklist, as a person sees and changes them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from lxml import html

from accounts.models import User
from checklists.models import Checklist, Item
from clusters.models import Cluster
from library.services import publish_edition
from tests import factories, pages
from tests.checklists.reading import item, listed, url
from tests.days import TODAY
from tests.schema.samples import survey

pytestmark = pytest.mark.django_db


def test_item_shows_why_it_is_not_due_on_the_day_that_was_counted(
    client: Client, cluster: Cluster, alice: User
) -> None:
    whit_monday = date(TODAY.year + 1, 1, 1)
    checklist = factories.make_checklist(cluster, alice, day=whit_monday + timedelta(days=7))
    day = item(checklist, "brief").due

    response = client.get(url(checklist))

    hints = [pages.words(hint) for hint in pages.tree(response).xpath("//li[@id='item-2']//*[@class='hint']")]
    assert day < whit_monday
    assert any(hint.startswith("moved from") and hint.endswith("1 January, New Year's Day") for hint in hints)


def test_published_thing_that_an_item_starts_is_linked(client: Client, cluster: Cluster, alice: User) -> None:
    publish_edition(data=survey(), by=None)
    checklist = factories.make_checklist(cluster, alice)
    Item.objects.of(cluster).filter(checklist=checklist, key="measure").update(link_kind="survey", link_slug="baseline")

    response = client.get(url(checklist))

    assert pages.tree(response).xpath("//li[@id='item-6']//a[contains(@href, '/library/')]/@href") == [
        "/library/survey/baseline/"
    ]


def test_tick_of_the_browser_gets_the_item_and_the_progress(client: Client, checklist: Checklist) -> None:
    data = {"client_id": str(uuid4()), "done": "1", "at": "2026-01-01T10:00:00.000Z"}

    response = client.post(f"{url(checklist, 'tick', 1)}?show=open", data, headers={"HX-Request": "true"})

    tree = html.fragment_fromstring(response.content.decode(), create_parent="div")
    assert [part.get("id") for part in tree] == ["item-1", "progress"]
    assert tree.xpath("//*[@role='checkbox']/@aria-checked") == ["true"]
    filters = [(pages.words(one), one.get("aria-current")) for one in tree.xpath("//nav/a")]
    assert filters == [("All 6", None), ("Mine 0", None), ("Overdue 0", None), ("To do 5", "true")]
    assert item(checklist).state == "done"


def test_tick_without_javascript_goes_back_to_the_item(client: Client, checklist: Checklist) -> None:
    form = pages.tree(client.get(url(checklist))).xpath("//li[@id='item-1']//form")[0]

    response = client.post(form.get("action"), dict(form.fields))

    assert response["Location"] == f"{url(checklist)}#item-1"
    assert item(checklist).state == "done"


def test_tick_at_something_deleted_is_said_to_the_queue_and_to_a_person(
    client: Client, checklist: Checklist, alice: User
) -> None:
    client.post(url(checklist, "item_delete", 1))
    data = {"client_id": str(uuid4()), "done": "1"}

    queued = client.post(url(checklist, "tick", 1), data, headers={"HX-Request": "true"})
    person = client.post(url(checklist, "tick", 1), data, follow=True)

    sentence = "“book” has been deleted in the meantime, so it was not ticked off."
    assert (queued.status_code, queued.content.decode()) == (410, sentence)
    assert sentence in pages.notes(person)


@pytest.mark.parametrize("data", [{}, {"client_id": "x"}, {"client_id": str(uuid4()), "at": "yesterday"}])
def test_tick_that_makes_no_sense_changes_nothing(client: Client, checklist: Checklist, data: dict) -> None:
    response = client.post(url(checklist, "tick", 1), {"done": "1", **data})

    assert response.status_code == 400
    assert item(checklist).state == "open"


def edit_data(row: Item, **changes: object) -> dict[str, object]:
    return {"label_da": row.label["da"], "due": row.due.isoformat(), "note": "", "revision": row.revision, **changes}


def test_item_changed_by_a_colleague_is_not_overwritten(client: Client, checklist: Checklist, editor: User) -> None:
    row = item(checklist)
    client.post(url(checklist, "item", 1), edit_data(row, note="Hotel bestilt"))

    response = client.post(url(checklist, "item", 1), edit_data(row, note="Ring til hotellet"))

    assert response.status_code == 409
    assert item(checklist).note == "Hotel bestilt"
    assert pages.value(response, "note") == "Ring til hotellet"


def test_somebody_who_has_left_cannot_be_chosen_and_is_said_to_have_left(
    client: Client, checklist: Checklist, editor: User
) -> None:
    Item.objects.of(checklist.cluster).filter(checklist=checklist, key="book").update(assignee=editor)
    checklist.cluster.memberships.filter(user=editor).delete()

    response = client.post(url(checklist, "item", 2), edit_data(item(checklist, "brief"), assignee=editor.pk))
    shown = client.get(url(checklist))

    assert pages.faults(response) == ["This person is no longer a member of the cluster. Choose somebody else."]
    (who,) = pages.tree(shown).xpath("//li[@id='item-1']//*[@class='who']")
    assert pages.words(who) == "Erik has left the cluster"


def test_item_of_our_own_stands_where_it_belongs(client: Client, checklist: Checklist, editor: User) -> None:
    day = checklist.day - timedelta(days=1)
    data = {"label_da": "Pak rollups", "group": "prepare", "due": day.isoformat(), "assignee": editor.pk, "note": ""}

    client.post(url(checklist, "item_add"), data)

    own = Item.objects.of(checklist.cluster).get(key="")
    assert (own.label, own.due, own.due_days, own.assignee) == ({"da": "Pak rollups"}, day, -1, editor)
    assert listed(client.get(url(checklist)))[:4] == ["Before", "book in English", "brief in English", "Pak rollups"]


def test_item_is_set_aside_only_with_a_reason(client: Client, checklist: Checklist) -> None:
    refused = client.post(url(checklist, "item_aside", 1), {"reason": " "})
    client.post(url(checklist, "item_aside", 1), {"reason": "Vi bor der"})

    assert pages.faults(refused) == ["Say briefly why, so that others do not need to ask."]
    assert (item(checklist).state, item(checklist).reason) == ("not-relevant", "Vi bor der")


def test_date_that_is_emptied_follows_day_zero_again(client: Client, checklist: Checklist) -> None:
    planned = item(checklist).due
    client.post(url(checklist, "item", 1), edit_data(item(checklist), due=checklist.day.isoformat()))
    by_hand = item(checklist)

    client.post(url(checklist, "item", 1), edit_data(by_hand, due=""))

    assert (by_hand.due, by_hand.is_moved) == (checklist.day, True)
    assert (item(checklist).due, item(checklist).is_moved) == (planned, False)


def test_list_that_is_full_takes_no_more(client: Client, checklist: Checklist) -> None:
    Item.objects.bulk_create(
        Item(
            checklist=checklist,
            number=n,
            position=n,
            group_key="own",
            stage="before",
            label={"da": str(n)},
            due_days=-1,
            due=checklist.day,
        )
        for n in range(7, 201)
    )

    response = client.post(url(checklist, "item_add"), {"label_da": "En til"})

    assert response.status_code == 422
    assert pages.faults(response) == [
        "The checklist has 200 items, and it cannot hold more. Start another list for the rest."
    ]


def test_items_are_put_in_another_order(client: Client, checklist: Checklist) -> None:
    client.post(url(checklist, "item_down", 1))
    moved = listed(client.get(url(checklist)))[:3]
    client.post(url(checklist, "item_place", 1), {"before": 2})

    assert moved == ["Before", "brief in English", "book in English"]
    assert listed(client.get(url(checklist)))[:3] == ["Before", "book in English", "brief in English"]
