"""Writing while the connection, the server, the session or the browser lets one down."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from tests.factories import make_edition, make_member, make_session, make_strategy, make_user
from tests.schema.samples import question
from workbooks.models import Answer, AnswerChange

pytestmark = pytest.mark.django_db(transaction=True)

PHASE = "/c/havtorn/strategies/1/phases/only/"
TEXT = "#a-why-da-text"
STATUS = "#form-status"
ANSWERS = "**/answers/why/"


@pytest.fixture
def mette(cluster: Cluster) -> User:
    user = make_user("Mette")
    make_member(cluster, user, Role.EDITOR)
    make_strategy(cluster, user, make_edition("strategy", "sample", question("why", "longtext")))
    return user


@pytest.fixture
def page(browse: Callable, mette: User) -> Page:
    page: Page = browse(mette, language="en-gb")
    page.goto(PHASE)
    expect(page.locator(TEXT)).to_be_visible()
    return page


def write(page: Page, words: str) -> None:
    page.click(TEXT)
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def saved(page: Page) -> None:
    expect(page.locator("#q-why[data-dirty]")).to_have_count(0)
    expect(page.locator("#after-why .save-state")).to_contain_text("Saved")
    expect(page.locator(STATUS)).to_contain_text("Saved")


def stored() -> object:
    answer = Answer.across_clusters.filter(question_key="why").first()
    return answer.value if answer else None


def put_aside() -> int:
    return AnswerChange.across_clusters.filter(kind=AnswerChange.Kind.SET_ASIDE).count()


def drafts(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:')).length"))


def forgets(page: Page) -> bool:
    """Wait until the browser keeps no draft; the page's policy forbids the words that Playwright would wait by."""
    return bool(
        page.evaluate(
            """() => new Promise((done) => {
                const end = Date.now() + 10000;
                const look = () => {
                    const isKept = Object.keys(localStorage).some((name) => name.startsWith("draft:"));
                    if (!isKept || Date.now() > end) done(!isKept);
                    else setTimeout(look, 50);
                };
                look();
            })"""
        )
    )


def test_page_of_a_network_that_wants_to_be_signed_in_to_is_no_save(page: Page) -> None:
    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<html><body><h1>Wifi</h1></body></html>")

    page.route(ANSWERS, answer)
    write(page, "From the train.")
    expect(page.locator(STATUS)).to_contain_text("No connection")
    assert (stored(), drafts(page)) == (None, 1)
    page.unroute(ANSWERS, answer)
    write(page, " And on.")

    saved(page)
    assert (stored(), drafts(page)) == ({"da": "From the train. And on."}, 0)


def test_going_on_without_a_connection_keeps_the_page(page: Page, browse: Callable) -> None:
    page.context.set_offline(True)
    write(page, "From the train.")
    page.click("button[value=next]")
    expect(page.locator(STATUS)).to_contain_text("No connection")
    page.click("button[value=next]")
    expect(page.locator(TEXT)).to_have_text("From the train.")
    assert page.url.endswith(PHASE)

    page.context.set_offline(False)
    saved(page)
    page.click("button[value=next]")

    page.wait_for_url("**/missing/")
    assert stored() == {"da": "From the train."}
    # The console speaks of the connection that we took away.
    browse.faults.clear()


def test_going_on_with_nothing_to_save_and_no_connection_says_so(page: Page, browse: Callable) -> None:
    page.context.set_offline(True)
    page.click("button[value=next]")

    expect(page.locator(STATUS)).to_contain_text("There is no connection to the server.")
    assert page.url.endswith(PHASE)
    browse.faults.clear()


def test_save_whose_answer_is_lost_is_no_conflict_with_oneself(page: Page, browse: Callable) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(ANSWERS, lose)
    write(page, "Into the tunnel")
    expect(page.locator(STATUS)).to_contain_text("No connection")
    assert stored() == {"da": "Into the tunnel"}
    page.unroute(ANSWERS, lose)
    write(page, " and out of it")

    saved(page)
    assert (stored(), put_aside()) == ({"da": "Into the tunnel and out of it"}, 0)
    assert page.locator(".conflict").count() == 0
    browse.faults.clear()


def test_page_closed_while_a_save_is_under_way_goes_on_from_it(page: Page) -> None:
    # It arrives, and the page never hears of it.
    page.route(ANSWERS, lambda route: route.fetch())
    with page.expect_request(ANSWERS):
        write(page, "Above")
    expect(page.locator("#q-why[data-dirty]")).to_have_count(0)
    write(page, " and below")
    context = page.context
    page.close()

    again = context.new_page()
    again.goto(PHASE)
    expect(again.locator(TEXT)).to_have_text("Above and below")
    saved(again)
    assert (stored(), again.locator(".conflict").count()) == ({"da": "Above and below"}, 0)


def test_last_words_that_arrived_are_not_held_against_a_colleague_who_went_on(
    page: Page, browse: Callable, cluster: Cluster
) -> None:
    ingrid = make_user("Ingrid")
    make_member(cluster, ingrid, Role.OWNER)
    write(page, "The last words.")
    context = page.context
    # Whoever listens in on a page that closes holds its last request back, and it goes down with the page.
    context.unroute_all()
    page.close()
    his = browse(ingrid, language="en-gb")
    # They arrive when the page that sent them is gone, and nothing tells when.
    for _attempt in range(50):
        his.goto(PHASE)
        if his.locator(TEXT).inner_text() == "The last words.":
            break
    write(his, " And more.")
    saved(his)

    again = context.new_page()
    again.goto(PHASE)
    expect(again.locator(TEXT)).to_have_text("The last words. And more.")
    saved(again)

    assert (stored(), drafts(again), put_aside()) == ({"da": "The last words. And more."}, 0, 0)


def test_words_are_not_saved_under_the_name_of_who_signs_in_next(
    page: Page, browse: Callable, cluster: Cluster
) -> None:
    ingrid = make_user("Ingrid")
    make_member(cluster, ingrid, Role.OWNER)
    page.context.add_cookies([{"name": "sessionid", "value": make_session(ingrid), "url": browse.address}])

    write(page, "Of Mette.")

    expect(page.locator(STATUS)).to_contain_text("You have been signed out.")
    assert stored() is None


def test_who_may_no_longer_write_is_told_so_and_not_that_they_are_signed_out(page: Page, mette: User) -> None:
    Membership.across_clusters.filter(user=mette).update(role=Role.READER)

    write(page, "Too late.")

    expect(page.locator(STATUS)).to_contain_text("You can no longer save here.")
    assert (stored(), drafts(page)) == (None, 1)


def test_two_people_write_one_text_in_two_languages(page: Page, browse: Callable, cluster: Cluster) -> None:
    cluster.has_second_language = True
    cluster.save()
    ingrid = make_user("Ingrid")
    make_member(cluster, ingrid, Role.OWNER)
    his = browse(ingrid, language="en-gb")
    for one in (page, his):
        one.goto(PHASE)
        expect(one.locator("#a-why-en-text")).to_be_visible()
    write(page, "Dansk.")
    saved(page)

    his.click("#a-why-en-text")
    his.keyboard.type("English")
    saved(his)
    his.keyboard.type(" it is.")
    saved(his)

    expect(his.locator(TEXT)).to_have_text("Dansk.")
    expect(his.locator("#a-why-en-text")).to_be_focused()
    assert (stored(), put_aside()) == ({"da": "Dansk.", "en": "English it is."}, 0)


def left_behind(page: Page) -> Page:
    """Write without a connection, close the tab, and open another page of the portal."""
    context = page.context
    # What is sent as the page is closed would not hear of a connection that is taken away from the page.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    write(page, "From the train.")
    expect(page.locator(STATUS)).to_contain_text("No connection")
    page.close(run_before_unload=False)
    other = context.new_page()
    other.goto("/account/")
    assert (stored(), drafts(other)) == (None, 1)
    return other


def let_time_pass(page: Page) -> None:
    """Make what waits older than what somebody may be writing in another tab."""
    page.evaluate(
        """() => {
            const name = Object.keys(localStorage).find((one) => one.startsWith("draft:"));
            const draft = JSON.parse(localStorage.getItem(name));
            localStorage.setItem(name, JSON.stringify({ ...draft, at: Date.now() - 90000 }));
        }"""
    )


def test_what_was_left_behind_is_sent_from_the_next_page(page: Page) -> None:
    other = left_behind(page)

    let_time_pass(other)
    other.goto("/c/havtorn/")

    assert forgets(other)
    assert stored() == {"da": "From the train."}
    expect(other.locator("#trouble")).to_be_empty()


def test_what_was_left_behind_and_overtaken_is_told_of(
    page: Page, browse: Callable, cluster: Cluster, axe: Callable
) -> None:
    ingrid = make_user("Ingrid")
    make_member(cluster, ingrid, Role.OWNER)
    other = left_behind(page)
    his = browse(ingrid, language="en-gb")
    his.goto(PHASE)
    write(his, "From the office.")
    saved(his)

    let_time_pass(other)
    # What the page fetches when it stands comes after the sentence, and must not take it away.
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    other.route("**/c/havtorn/changes/**", hold)
    other.goto("/c/havtorn/", wait_until="domcontentloaded")
    expect(other.locator("#trouble")).to_contain_text("Something that you wrote has not been saved yet.")
    assert late
    with other.expect_response("**/c/havtorn/changes/**"):
        late[0].continue_()
    expect(other.locator("#h-changes")).to_be_visible()
    expect(other.locator("#trouble")).to_contain_text("Something that you wrote has not been saved yet.")
    assert axe(other, "#trouble") == []
    other.click("#trouble a")

    expect(other.locator(".conflict")).to_contain_text("From the train.")
    assert stored() == {"da": "From the office."}
