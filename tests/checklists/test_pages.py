"""The pages of the room, as a person sees them."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from pypdf import PdfReader

from accounts.models import User
from checklists.models import Checklist, Item, OwnChecklist
from checklists.services import running
from checklists.upcoming import due_items
from clusters.models import Cluster
from library.services import publish_edition
from tests import factories, pages
from tests.checklists.samples import event
from tests.library.samples import survey
from tests.pdf_check import check_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def checklist(cluster: Cluster, alice: User) -> Checklist:
    return factories.make_checklist(cluster, alice)


@pytest.fixture
def client(sign_in: Callable, alice: User) -> Client:
    return sign_in(alice)


def url(checklist: Checklist, name: str = "detail", *args: object) -> str:
    return reverse(f"checklists:{name}", args=[checklist.cluster.slug, checklist.number, *args])


def item(checklist: Checklist, key: str = "book") -> Item:
    return Item.objects.of(checklist.cluster).select_related("checklist__cluster").get(checklist=checklist, key=key)


def listed(response: object) -> list[str]:
    """Return what the list of a checklist shows, stage by stage."""
    tree = pages.tree(response)
    found = []
    for section in tree.xpath("//main//section[.//ul[@class='check-list']]"):
        found.append(pages.words(section.xpath(".//h2")[0]))
        found += [pages.words(label) for label in section.xpath(".//ul[@class='check-list']//label")]
    return found


def start_data(**changes: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=60)
    return {"source": "published:event", "title": "Messe", "day": day.isoformat(), "place": "Oslo", **changes}


def test_starting_from_the_library_chooses_its_list(client: Client, cluster: Cluster) -> None:
    publish_edition(data=event(), by=None)
    page = client.get("/library/checklist/event/")
    (start,) = pages.tree(page).xpath("//main//a[contains(@class, 'btn-primary')]/@href")

    form = client.get(start)
    client.post(start, start_data())

    assert pages.value(form, "source") == ["published:event"]
    checklist = Checklist.objects.of(cluster).get()
    assert (checklist.title, checklist.place, checklist.items.count()) == ("Messe", "Oslo", 6)
    assert listed(client.get(url(checklist))) == [
        *("Before", "book in English", "brief in English"),
        *("On the day", "welcome in English", "visit in English"),
        *("After", "thank in English", "measure in English"),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "3 May 1900"}, "Day 0 is in the year 1900. Write a day in the years {first} to {last}."),
        ({"day": "soon"}, "“soon” is not a date. Write day, month and year, for example 24/11/2026."),
        ({"day": ""}, "Write the day of the event."),
        ({"title": " "}, "Write what you call the event."),
        (
            {"source": "published:nothing"},
            "Select a valid choice. published:nothing is not one of the available choices.",
        ),
    ],
)
def test_start_that_cannot_be_says_why_and_keeps_what_was_typed(
    client: Client, cluster: Cluster, changes: dict, sentence: str
) -> None:
    publish_edition(data=event(), by=None)
    year = timezone.localdate().year

    response = client.post(f"/c/{cluster.slug}/checklists/start/", start_data(**changes))

    assert response.status_code == 422
    assert sentence.format(first=year - 2, last=year + 5) in " ".join(pages.faults(response))
    assert pages.value(response, "place") == "Oslo"
    assert not Checklist.objects.of(cluster).exists()


def test_item_shows_why_it_is_not_due_on_the_day_that_was_counted(
    client: Client, cluster: Cluster, alice: User
) -> None:
    whit_monday = date(timezone.localdate().year + 1, 1, 1)
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


@pytest.mark.parametrize(
    ("show", "left"),
    [
        ("all", ["book", "brief", "welcome", "visit", "thank", "measure"]),
        ("mine", ["brief"]),
        ("late", ["book"]),
        ("open", ["book", "brief", "welcome", "thank", "measure"]),
        ("nonsense", ["book", "brief", "welcome", "visit", "thank", "measure"]),
    ],
)
def test_filter_leaves(client: Client, checklist: Checklist, alice: User, show: str, left: list[str]) -> None:
    rows = Item.objects.of(checklist.cluster).filter(checklist=checklist)
    rows.filter(key="book").update(due=timezone.localdate() - timedelta(days=3))
    rows.filter(key="brief").update(assignee=alice)
    rows.filter(key="visit").update(state="done")

    response = client.get(url(checklist), {"show": show})

    labels = pages.tree(response).xpath("//ul[@class='check-list']//label")
    assert [pages.words(label) for label in labels] == [f"{key} in English" for key in left]


def test_progress_counts_what_is_relevant(client: Client, checklist: Checklist) -> None:
    rows = Item.objects.of(checklist.cluster).filter(checklist=checklist)
    rows.filter(key="book").update(state="done")
    rows.filter(key="measure").update(state="not-relevant", reason="Nej")

    response = client.get(url(checklist))

    meters = pages.tree(response).xpath("//*[@id='progress']//progress")
    assert [(meter.get("aria-label"), meter.get("value"), meter.get("max")) for meter in meters] == [
        ("Before: 1 of 2", "1", "2"),
        ("On the day: 0 of 2", "0", "2"),
        ("After: 0 of 1", "0", "1"),
    ]


def test_tick_of_the_browser_gets_the_item_and_the_progress(client: Client, checklist: Checklist) -> None:
    data = {"client_id": str(uuid4()), "done": "1", "at": "2026-01-01T10:00:00.000Z"}

    response = client.post(f"{url(checklist, 'tick', 1)}?show=open", data, headers={"HX-Request": "true"})

    tree = html.fragment_fromstring(response.content.decode(), create_parent="div")
    assert [part.get("id") for part in tree] == ["item-1", "progress"]
    assert tree.xpath("//*[@role='checkbox']/@aria-checked") == ["true"]
    filters = [(pages.words(one), one.get("aria-current")) for one in tree.xpath("//nav/a")]
    assert filters == [("All 6", None), ("Mine 0", None), ("Late 0", None), ("To do 5", "true")]
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

    sentence = "“book” has been deleted in the meantime, so it was not ticked."
    assert (queued.status_code, queued.content.decode()) == (410, sentence)
    assert sentence in pages.notes(person)


@pytest.mark.parametrize("data", [{}, {"client_id": "x"}, {"client_id": str(uuid4()), "at": "yesterday"}])
def test_tick_that_makes_no_sense_changes_nothing(client: Client, checklist: Checklist, data: dict) -> None:
    response = client.post(url(checklist, "tick", 1), {"done": "1", **data})

    assert response.status_code == 400
    assert item(checklist).state == "open"


def test_preview_of_another_day_moves_nothing_until_it_is_confirmed(client: Client, checklist: Checklist) -> None:
    old, day = item(checklist).due, checklist.day + timedelta(days=28)

    preview = client.get(url(checklist, "move"), {"day": day.isoformat()})
    between = item(checklist).due
    client.post(url(checklist, "move"), {"day": day.isoformat(), "based_on": checklist.day.isoformat()})

    assert len(pages.rows(preview)) == 6
    assert between == old
    assert item(checklist).due == old + timedelta(days=28)


def test_stale_preview_is_shown_again_from_what_is_now(client: Client, checklist: Checklist, alice: User) -> None:
    stale = checklist.day
    running.move_day(checklist=checklist, day=stale + timedelta(days=7), based_on=stale, by=alice)

    response = client.post(
        url(checklist, "move"),
        {"day": (stale + timedelta(days=14)).isoformat(), "based_on": stale.isoformat()},
    )

    assert response.status_code == 409
    assert "A colleague has moved day 0 in the meantime." in pages.notes(response)[0]
    assert pages.value(response, "based_on") == (stale + timedelta(days=7)).isoformat()


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

    assert pages.faults(refused) == ["Write in a few words why, so that others need not ask."]
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
        "The checklist has 200 items, and that is the most. Start another list for the rest."
    ]


def test_items_are_put_in_another_order(client: Client, checklist: Checklist) -> None:
    client.post(url(checklist, "item_down", 1))
    moved = listed(client.get(url(checklist)))[:3]
    client.post(url(checklist, "item_place", 1), {"before": 2})

    assert moved == ["Before", "brief in English", "book in English"]
    assert listed(client.get(url(checklist)))[:3] == ["Before", "book in English", "brief in English"]


def test_finished_list_becomes_one_to_start_from(client: Client, checklist: Checklist, cluster: Cluster) -> None:
    Item.objects.of(cluster).filter(checklist=checklist).update(state="done")
    client.post(url(checklist, "finish"))
    client.post(url(checklist, "keep"), {"title": "Vores messe"})
    own = OwnChecklist.objects.of(cluster).get()

    client.post(f"/c/{cluster.slug}/checklists/start/", start_data(source=f"own:{own.number}", title="Messe 2"))

    again = Checklist.objects.of(cluster).get(title="Messe 2")
    assert (again.own, again.items.filter(state="open").count()) == (own, 6)


def test_reader_sees_the_list_and_can_change_nothing(sign_in: Callable, checklist: Checklist, bob: User) -> None:
    client = sign_in(bob)

    shown = client.get(url(checklist))
    answers = [client.post(url(checklist, name, 1)).status_code for name in ("tick", "item", "item_delete")]

    assert pages.tree(shown).xpath("//main//form") == []
    assert answers == [403, 403, 403]


def test_sheet_is_a_pdf_in_the_language_asked_for(client: Client, checklist: Checklist) -> None:
    response = client.get(url(checklist, "sheet", "en"))

    assert check_pdf(response.content) == []
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    assert ("book in English" in words, "measure in English" in words, "What is to be done" in words) == (True,) * 3
    assert response["Content-Disposition"].startswith('inline; filename="messe-i-hamborg-en.pdf"')


def test_follow_up_stays_due_until_it_is_done(cluster: Cluster, alice: User) -> None:
    today = timezone.localdate()
    long_ago = factories.make_checklist(cluster, alice, day=today - timedelta(days=200))
    Item.objects.of(cluster).filter(checklist=long_ago).exclude(key="thank").update(state="done")
    soon = factories.make_checklist(cluster, alice, day=today + timedelta(days=10), title="Snart")

    due = due_items(cluster, alice, today)

    assert (due[0].item.key, due[0].is_late, due[0].is_follow_up) == ("thank", True, True)
    assert {one.item.checklist.title for one in due[1:]} == {soon.title}
    assert all(one.item.due <= today + timedelta(days=14) for one in due)


def test_finished_and_deleted_lists_ask_for_nothing(cluster: Cluster, alice: User) -> None:
    today = timezone.localdate()
    for act in (running.delete_checklist, finish):
        act(checklist=factories.make_checklist(cluster, alice, day=today - timedelta(days=20)), by=alice)

    assert due_items(cluster, alice, today) == []


def finish(*, checklist: Checklist, by: User) -> None:
    Item.objects.of(checklist.cluster).filter(checklist=checklist, is_optional=False).update(state="done")
    running.finish_checklist(checklist=checklist, by=by)


def test_overview_leads_with_what_is_late(client: Client, cluster: Cluster, alice: User) -> None:
    factories.make_strategy(cluster, alice)
    checklist = factories.make_checklist(cluster, alice, day=timezone.localdate() - timedelta(days=40))
    Item.objects.of(cluster).filter(checklist=checklist).exclude(key="thank").update(state="done")

    overview = client.get(f"/c/{cluster.slug}/")

    first = pages.tree(overview).xpath("//ul[@class='tasks'][1]/li[1]//a")[0]
    assert (pages.words(first), first.get("href")) == ("thank in English", f"{url(checklist)}#item-5")


def test_pages_take_as_many_queries_with_three_lists_as_with_one(client: Client, cluster: Cluster, alice: User) -> None:
    def count() -> list[int]:
        return [pages.queries(client, address) for address in (f"/c/{cluster.slug}/checklists/", url(first))]

    first = factories.make_checklist(cluster, alice)
    client.get(url(first))
    before = count()
    for _n in range(2):
        factories.make_checklist(cluster, alice)

    assert count() == before


def test_overview_with_twenty_lists_takes_at_most_fifteen_queries(
    client: Client, cluster: Cluster, alice: User
) -> None:
    factories.make_strategy(cluster, alice)
    for n in range(20):
        factories.make_checklist(cluster, alice, day=timezone.localdate() + timedelta(days=n - 10))
    client.get(f"/c/{cluster.slug}/")

    assert pages.queries(client, f"/c/{cluster.slug}/") <= 15
