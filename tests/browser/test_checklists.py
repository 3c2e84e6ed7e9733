"""A checklist on a phone at a fair: ticking off while the network comes and goes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import User
from checklists.models import Checklist, Item, Tick
from checklists.services.items import delete_item
from checklists.services.running import start_checklist
from checklists.services.sources import of_published
from clusters.models import Cluster
from clusters.permissions import Role
from library.models import Edition
from tests.browser.looks import PHONE, Look, in_every_look
from tests.days import TODAY
from tests.factories import make_cluster, make_member, make_user

TOUCHED = {**PHONE, "has_touch": True}
LIST = "/c/havtorn/checklists/1/"


@pytest.fixture
def cluster(starter_content: None) -> Cluster:
    return make_cluster("havtorn")


@pytest.fixture
def mette(cluster: Cluster) -> User:
    user = make_user("Mette")
    make_member(cluster, user, Role.EDITOR)
    return user


@pytest.fixture
def checklist(cluster: Cluster, mette: User) -> Checklist:
    edition = Edition.objects.newest().get(publication__kind="checklist", publication__slug="matchmaking-event")
    return start_checklist(
        cluster=cluster,
        source=of_published(edition.parsed),
        title="Matchmaking i København",
        day=TODAY,
        edition=edition,
        by=mette,
    )


def box(page: Page, number: int) -> Locator:
    return page.locator(f"#tick-{number}")


def states(cluster: Cluster) -> dict[int, str]:
    return dict(Item.objects.of(cluster).exclude(state="open").values_list("number", "state"))


def ticks(cluster: Cluster) -> list[tuple[int, bool]]:
    return list(Tick.objects.of(cluster).order_by("pk").values_list("item__number", "is_done"))


def test_ticks_made_without_a_network_are_kept_shown_and_sent_once(
    browse: Callable, axe: Callable, screen: Callable, checklist: Checklist, mette: User, cluster: Cluster
) -> None:
    page = browse(mette, **TOUCHED)
    page.goto(LIST)
    page.locator("label[for=tick-1]").click()
    expect(page.locator("#item-1")).to_contain_text("Mette")
    expect(page.locator("#tick-state")).to_have_text("All ticks have been sent.")
    assert axe(page) == []

    page.context.set_offline(True)
    for number in (2, 3, 3, 4):
        page.locator(f"label[for=tick-{number}]").click()

    expect(box(page, 2)).to_have_attribute("aria-checked", "true")
    expect(box(page, 3)).to_have_attribute("aria-checked", "false")
    expect(page.locator("#item-2 [data-waits]")).to_be_visible()
    expect(page.locator("#tick-state")).to_contain_text("4 ticks are saved on this device")
    assert states(cluster) == {1: "done"}
    assert axe(page) == []
    screen(page, "checklist-offline-phone")

    page.context.set_offline(False)

    expect(page.locator("#tick-state")).to_have_text("All ticks have been sent.", timeout=15_000)
    expect(page.locator("#item-2 [data-waits]")).to_be_hidden()
    assert ticks(cluster) == [(1, True), (2, True), (3, True), (3, False), (4, True)]
    assert states(cluster) == {1: "done", 2: "done", 4: "done"}
    browse.faults.clear()  # the console speaks of the network that we took away


def test_tick_whose_answer_was_lost_is_sent_again_and_counts_once(
    browse: Callable, checklist: Checklist, mette: User, cluster: Cluster
) -> None:
    page = browse(mette, **TOUCHED)
    page.goto(LIST)
    sent = []

    def lose_the_first_answer(route: Route) -> None:
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fetch()  # it reaches the server, and the answer is lost on the way back
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/tick/", lose_the_first_answer)
    box(page, 5).click()
    expect(page.locator("#tick-state")).to_contain_text("1 tick is saved on this device")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.locator("#tick-state")).to_have_text("All ticks have been sent.")
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert ticks(cluster) == [(5, True)]
    browse.faults.clear()


def test_ticks_survive_the_closed_page_and_are_sent_from_the_next(
    browse: Callable, checklist: Checklist, mette: User, cluster: Cluster
) -> None:
    page = browse(mette, **TOUCHED)
    page.goto(LIST)
    page.context.set_offline(True)
    box(page, 7).click()
    expect(page.locator("#tick-state")).to_contain_text("1 tick is saved")
    context = page.context
    page.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto("/c/havtorn/")

    expect(again.locator("#tick-state")).to_have_text("All ticks have been sent.")
    again.goto(LIST)
    expect(box(again, 7)).to_have_attribute("aria-checked", "true")
    assert again.evaluate("Object.keys(localStorage).filter(name => name.startsWith('checklist-ticks'))") == []
    assert ticks(cluster) == [(7, True)]
    browse.faults.clear()


def test_tick_at_an_item_that_was_deleted_meanwhile_is_taken_back_with_a_sentence(
    browse: Callable, checklist: Checklist, mette: User, cluster: Cluster
) -> None:
    page = browse(mette, **TOUCHED)
    page.goto(LIST)
    row = Item.objects.of(cluster).select_related("checklist__cluster").get(number=8)
    delete_item(item=row, by=mette)

    box(page, 8).click()

    expect(page.locator("#trouble")).to_contain_text("has been deleted in the meantime")
    expect(box(page, 8)).to_have_attribute("aria-checked", "false")
    assert ticks(cluster) == []


def test_tick_of_somebody_who_may_no_longer_write_is_taken_back_with_a_sentence(
    browse: Callable, checklist: Checklist, mette: User, cluster: Cluster
) -> None:
    page = browse(mette, **TOUCHED)
    page.goto(LIST)
    cluster.memberships.filter(user=mette).update(role=Role.READER)

    box(page, 8).click()

    expect(page.locator("#trouble")).to_contain_text("you can no longer change it")
    expect(box(page, 8)).to_have_attribute("aria-checked", "false")
    assert page.evaluate("localStorage.length") == 0
    assert ticks(cluster) == []


def test_tick_of_somebody_who_was_signed_out_waits_for_the_next_sign_in(
    browse: Callable, checklist: Checklist, mette: User, cluster: Cluster
) -> None:
    page = browse(mette, **TOUCHED)
    page.goto(LIST)
    session = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    page.context.clear_cookies(name="sessionid")
    box(page, 9).click()
    expect(page.locator("#tick-state")).to_contain_text("You have been signed out.")

    page.context.add_cookies([session])
    page.goto(LIST)

    expect(page.locator("#tick-state")).to_have_text("All ticks have been sent.")
    assert ticks(cluster) == [(9, True)]


def test_checklist_is_run_by_keyboard(browse: Callable, checklist: Checklist, mette: User, cluster: Cluster) -> None:
    page = browse(mette, color_scheme="dark")
    page.goto(LIST)
    box(page, 1).focus()

    page.keyboard.press("Space")

    expect(box(page, 1)).to_have_attribute("aria-checked", "true")
    expect(page.locator("#item-1")).to_contain_text("Mette")
    expect(box(page, 1)).to_be_focused()


@in_every_look
def test_nothing_is_wrong_with_any_page(walk: Callable, checklist: Checklist, mette: User, look: Look) -> None:
    here = ("", "items/1/", "items/", "items/add/", "people/", "settings/", "day/?day=2027-01-11")

    assert walk(mette, look, [f"{LIST}{path}" for path in (*here, "../", "../start/")]) == {}


def test_item_is_dragged_to_another_place(
    browse: Callable, checklist: Checklist, mette: User, cluster: Cluster
) -> None:
    page = browse(mette)
    page.goto(f"{LIST}items/")
    grips = page.locator("[data-arrange] .grip")
    first, third = grips.nth(0).bounding_box(), grips.nth(2).bounding_box()

    page.mouse.move(first["x"] + 5, first["y"] + 5)
    page.mouse.down()
    page.mouse.move(third["x"] + 5, third["y"] + third["height"], steps=5)
    with page.expect_response("**/place/"):
        page.mouse.up()

    rows = Item.objects.of(cluster).filter(checklist=checklist).order_by("position").values_list("number", flat=True)
    assert list(rows[:4]) == [2, 3, 1, 4]
