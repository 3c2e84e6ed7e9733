"""A company turns the pages of a survey: the browser's own Back is the page before, also where nothing answers."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from clusters.models import Cluster
from surveys.models import SurveyRound, WaitingAnswer
from surveys.services.anonymity import unsealed
from tests.surveys.samples import a_survey, an_open_round, links

PHONE = {"width": 390, "height": 800}


@pytest.fixture
def running(cluster: Cluster, alice: User) -> SurveyRound:
    return an_open_round(cluster, alice, 6, edition=a_survey("phone"))


@pytest.fixture
def phone(browse: Any, running: SurveyRound) -> Page:
    """The second of the questions, one at a time, behind the first, which has been answered."""
    page = browse(language="en-gb", viewport=PHONE)
    page.goto(f"/answer/{links(running)[0]}/?language=en")
    page.get_by_role("button", name="Show one question at a time").press("Enter")
    page.locator("[name=a-partners]").fill("3")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.locator("#q-plan")).to_be_visible()
    return page


def test_back_is_the_page_before_and_forward_the_next_with_all_that_was_typed(
    phone: Page, running: SurveyRound
) -> None:
    phone.locator("[name=a-plan][value=written]").check()
    phone.go_back()
    expect(phone.locator("#q-partners input")).to_have_value("3")
    phone.locator("#q-partners input").fill("0")
    phone.go_forward()
    expect(phone.locator("#q-plan [value=written]")).to_be_checked()

    # What has just been typed on the page that one left by Back is known: who has no partners is not asked of use.
    for key in ("offers", "orders", "comment"):
        phone.get_by_role("button", name="Continue").press("Enter")
        expect(phone.locator(f"#q-{key}")).to_be_visible()
    phone.get_by_role("button", name="Send the answer").press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")
    (waiting,) = WaitingAnswer.objects.of(running.cluster)
    assert unsealed(waiting)[2] == {"partners": 0, "plan": "written"}

    # Behind the thanks there is no question that could be answered once more.
    phone.go_back()
    expect(phone.locator("#answers")).to_have_count(0)


def test_page_that_is_loaded_again_is_the_one_that_stood_there(phone: Page) -> None:
    phone.locator("[name=a-plan][value=written]").check()
    phone.reload()

    expect(phone.locator("#q-plan [value=written]")).to_be_checked()
    phone.go_back()
    expect(phone.locator("#q-partners input")).to_have_value("3")


def test_question_that_lacks_its_answer_is_no_step_to_go_back_to(phone: Page) -> None:
    phone.get_by_role("button", name="Continue").press("Enter")
    expect(phone.locator("#q-plan .fault")).to_be_visible()
    expect(phone.locator("[data-focus]")).to_be_focused()

    phone.go_back()
    expect(phone.locator("#q-partners")).to_be_visible()


@pytest.mark.parametrize("trouble", ["away", "a fault", "somebody else’s page"])
def test_page_stays_with_its_words_where_the_server_does_not_answer(browse: Any, phone: Page, trouble: str) -> None:
    phone.locator("[name=a-plan][value=written]").check()

    def answer(route: Route) -> None:
        if trouble == "away":
            route.abort()
        else:
            route.fulfill(status=500 if trouble == "a fault" else 200, body="<h1>The train’s own page</h1>")

    phone.route("**/answer/**", answer)
    phone.get_by_role("button", name="Continue").press("Enter")
    expect(phone.locator("#unreached")).to_be_visible()
    expect(phone.locator("#q-plan [value=written]")).to_be_checked()
    expect(phone.get_by_role("button", name="Continue")).to_be_focused()
    # Nor does Back lose the page: where one is and where the browser says one is stay the same.
    phone.go_back()
    expect(phone.locator("#unreached")).to_be_visible()
    expect(phone.locator("#q-plan")).to_be_visible()

    browse.faults.clear()  # the console speaks of the network that we took away
    phone.unroute("**/answer/**")
    phone.get_by_role("button", name="Continue").press("Enter")
    expect(phone.locator("#q-offers")).to_be_visible()
    phone.go_back()
    expect(phone.locator("#q-plan [value=written]")).to_be_checked()


def test_link_to_a_place_on_the_page_leads_there_and_loads_nothing_anew(phone: Page) -> None:
    phone.get_by_role("button", name="Continue").press("Enter")
    expect(phone.locator("#q-plan .fault")).to_be_visible()
    phone.evaluate("window.isSame = true")

    phone.locator("[role=alert] a").press("Enter")
    phone.locator("a.skip").press("Enter")

    expect(phone.locator("#q-plan .fault")).to_be_visible()
    assert phone.evaluate("[window.isSame, location.hash]") == [True, "#main"]
    phone.locator("#q-plan [value=written]").check()
    phone.get_by_role("button", name="Continue").press("Enter")
    expect(phone.locator("#q-offers")).to_be_visible()


def test_page_loaded_again_keeps_the_language_that_was_chosen(phone: Page) -> None:
    phone.get_by_role("button", name="Dansk").press("Enter")
    expect(phone.locator("a.skip")).to_have_text("Gå til indholdet")
    phone.reload()

    expect(phone.locator("#q-plan")).to_be_visible()
    expect(phone.get_by_role("button", name="Fortsæt")).to_be_visible()


def test_old_browser_that_knows_no_limit_of_time_turns_the_pages_too(phone: Page) -> None:
    phone.evaluate("delete AbortSignal.timeout")
    phone.locator("#q-plan [value=written]").check()
    phone.get_by_role("button", name="Continue").press("Enter")

    expect(phone.locator("#q-offers")).to_be_visible()


def test_answer_whose_receipt_was_lost_is_sent_again_and_counts_once(
    browse: Any, phone: Page, running: SurveyRound
) -> None:
    phone.get_by_role("button", name="Show all questions on one page").press("Enter")
    phone.locator("#q-plan [value=written]").check()
    phone.locator("#q-benefit [value='4']").check()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.route("**/answer/**", lose)
    phone.get_by_role("button", name="Send the answer").press("Enter")
    expect(phone.locator("#unheard")).to_be_visible()
    browse.faults.clear()  # the console speaks of the network that we took away
    phone.unroute("**/answer/**")
    phone.get_by_role("button", name="Send the answer").press("Enter")

    expect(phone.get_by_text("your answer has arrived")).to_be_visible()
    assert WaitingAnswer.objects.of(running.cluster).count() == 1


def test_page_that_says_why_it_takes_nothing_is_shown(phone: Page) -> None:
    phone.locator("#q-plan [value=written]").check()
    phone.route("**/answer/**", lambda route: route.fulfill(status=413, body="<h1>Too much</h1>"))
    phone.get_by_role("button", name="Continue").press("Enter")

    expect(phone.get_by_role("heading", name="Too much")).to_be_visible()


def test_back_while_a_page_is_on_its_way_is_not_forgotten(phone: Page) -> None:
    phone.locator("#q-plan [value=written]").check()
    held: list[Route] = []
    phone.route("**/answer/**", lambda route: held.append(route), times=1)  # noqa: PLW0108 -- Playwright wraps functions alone
    with phone.expect_request("**/answer/**"):
        phone.get_by_role("button", name="Continue").press("Enter")
    phone.evaluate("history.back()")
    phone.wait_for_function("history.state.part === 'one:partners'")
    held[0].continue_()

    expect(phone.locator("#q-partners input")).to_have_value("3")
