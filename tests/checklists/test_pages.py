"""The pages of the room, as a person sees them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import User
from checklists.models import Checklist, Item, OwnChecklist
from checklists.services import running
from checklists.shown.upcoming import MOST, due_items
from clusters.models import Cluster
from library.services import publish_edition
from tests import factories, pages
from tests.checklists.reading import item, listed, url
from tests.checklists.samples import event
from tests.days import TODAY
from tests.pdf_check import check_pdf

pytestmark = pytest.mark.django_db


def start_data(**changes: object) -> dict[str, object]:
    day = TODAY + timedelta(days=60)
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
        ({"day": "3 May 1900"}, "Day 0 is in the year 1900. Enter a date in the years {first} to {last}."),
        ({"day": "soon"}, "“soon” is not a date. Enter day, month and year, for example 24/11/2026."),
        ({"day": ""}, "Enter the date of the event."),
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
    year = TODAY.year

    response = client.post(f"/c/{cluster.slug}/checklists/start/", start_data(**changes))

    assert response.status_code == 422
    assert sentence.format(first=year - 2, last=year + 5) in " ".join(pages.faults(response))
    assert pages.value(response, "place") == "Oslo"
    assert not Checklist.objects.of(cluster).exists()


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
    rows.filter(key="book").update(due=TODAY - timedelta(days=3))
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


def test_preview_of_another_day_moves_nothing_until_it_is_confirmed(
    client: Client, cluster: Cluster, alice: User
) -> None:
    # On a Monday in autumn: here as there, no item is moved away from a day off.
    checklist = factories.make_checklist(cluster, alice, day=date(2026, 9, 7))
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
    assert ("book in English" in words, "measure in English" in words, "What needs to be done" in words) == (True,) * 3
    assert response["Content-Disposition"].startswith('inline; filename="messe-i-hamborg-en.pdf"')


def test_sheet_says_group_and_list_on_every_page_and_each_group_by_day(
    client: Client, cluster: Cluster, checklist: Checklist
) -> None:
    first = Item.objects.of(cluster).filter(checklist=checklist).order_by("position").first()
    same = {"checklist": checklist, "stage": first.stage, "due_days": -300}
    for key, title in (("hotel", "Hotel og rejse"), ("press", "Presse")):
        Item.objects.bulk_create(
            Item(
                number=200 + n if key == "hotel" else 400 + n,
                key=f"{key}{n}",
                position=200 + n,
                group_key=key,
                group_title={"da": title, "en": title},
                label={"da": f"{title} {n}", "en": f"{title} {n}"},
                due=checklist.day - timedelta(days=n + 1),
                **same,
            )
            for n in range(90)
        )

    pdf = client.get(url(checklist, "sheet", "da")).content

    sheets = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert check_pdf(pdf) == []
    middle = [words for words in sheets[1:] if re.search(r"Hotel og rejse \d", words)]
    assert len(middle) >= 2
    assert all(checklist.title in words for words in sheets[1:])
    assert all(re.search(r"Hotel og rejse\s*Klaret", words) for words in middle)
    found = [int(n) for n in re.findall(r"Presse (\d+)", "".join(sheets))]
    assert found == sorted(found, reverse=True)


def test_follow_up_stays_due_until_it_is_done(cluster: Cluster, alice: User) -> None:
    today = TODAY
    long_ago = factories.make_checklist(cluster, alice, day=today - timedelta(days=200))
    Item.objects.of(cluster).filter(checklist=long_ago).exclude(key="thank").update(state="done")
    soon = factories.make_checklist(cluster, alice, day=today + timedelta(days=10), title="Snart")

    due = due_items(cluster, alice, today)

    assert (due[0].item.key, due[0].is_late, due[0].is_follow_up) == ("thank", True, True)
    assert {one.item.checklist.title for one in due[1:]} == {soon.title}
    assert all(one.item.due <= today + timedelta(days=14) for one in due)


def test_what_is_mine_is_shown_however_much_else_is_late(
    client: Client, cluster: Cluster, alice: User, editor: User
) -> None:
    today = TODAY
    late = factories.make_checklist(cluster, editor, day=today - timedelta(days=300))
    (first, *_others) = Item.objects.of(cluster).filter(checklist=late)
    same = {"checklist": late, "label": first.label, "stage": first.stage, "due": first.due, "due_days": -300}
    copies = [Item(number=100 + n, key=f"k{n}", position=n, **same) for n in range(MOST)]
    Item.objects.bulk_create(copies)
    own = factories.make_checklist(cluster, alice, day=today + timedelta(days=10), title="Min")
    mine = Item.objects.of(cluster).filter(checklist=own).first()
    Item.objects.of(cluster).filter(pk=mine.pk).update(assignee=alice, due=today + timedelta(days=1))

    due, page = due_items(cluster, alice, today), client.get(f"/c/{cluster.slug}/checklists/")

    assert (len(due), [one.item.pk for one in due if one.is_mine]) == (MOST, [mine.pk])
    assert due[-1].item.pk == mine.pk
    chips = [pages.words(chip) for chip in pages.tree(page).xpath("//main//nav/a")]
    assert chips == [f"All {MOST}+", "Mine 1"]


def test_finished_and_deleted_lists_ask_for_nothing(cluster: Cluster, alice: User) -> None:
    today = TODAY
    for act in (running.delete_checklist, finish):
        act(checklist=factories.make_checklist(cluster, alice, day=today - timedelta(days=20)), by=alice)

    assert due_items(cluster, alice, today) == []


def finish(*, checklist: Checklist, by: User) -> None:
    Item.objects.of(checklist.cluster).filter(checklist=checklist, is_optional=False).update(state="done")
    running.finish_checklist(checklist=checklist, by=by)


def test_overview_leads_with_what_is_late(client: Client, cluster: Cluster, alice: User) -> None:
    factories.make_strategy(cluster, alice)
    checklist = factories.make_checklist(cluster, alice, day=TODAY - timedelta(days=40))
    Item.objects.of(cluster).filter(checklist=checklist).exclude(key="thank").update(state="done")

    overview = client.get(f"/c/{cluster.slug}/")

    first = pages.tree(overview).xpath("//ul[@class='steps'][1]/li[1]//a")[0]
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


def test_overview_takes_as_many_queries_with_twenty_lists_as_with_one(
    client: Client, cluster: Cluster, alice: User
) -> None:
    factories.make_strategy(cluster, alice)
    factories.make_checklist(cluster, alice, day=TODAY - timedelta(days=10))
    client.get(f"/c/{cluster.slug}/")
    with_one = pages.queries(client, f"/c/{cluster.slug}/")
    for n in range(1, 20):
        factories.make_checklist(cluster, alice, day=TODAY + timedelta(days=n - 10))

    assert pages.queries(client, f"/c/{cluster.slug}/") == with_one
