"""A form is sent once whatever one clicks, and what was typed is there again after signing in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from plans.models import Activity
from tests import factories
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = "This has not been saved yet."


def sign_out_elsewhere(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page: Page, email: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.keyboard.press("Enter")


def test_profile_survives_the_end_of_the_session(browse: Callable, alice: User) -> None:
    page = browse(alice, language="en-gb")
    page.goto("/account/")
    page.get_by_label("Name").fill("Alice Æblegård")
    sign_out_elsewhere(page)
    page.get_by_role("button", name="Save", exact=True).click()
    sign_in_again(page, alice.email)

    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Alice Æblegård")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text(KEPT)).to_have_count(0)
    alice.refresh_from_db()
    assert alice.name == "Alice Æblegård"


def test_activity_survives_the_end_of_the_session(
    browse: Callable, axe: Callable, cluster: Cluster, alice: User
) -> None:
    page = browse(alice, language="en-gb")
    page.goto(f"/c/{cluster.slug}/plan/add/")
    page.locator("[name=title_da]").fill("Messe i Hamborg")
    page.locator("[name=status]").select_option("in-progress")
    sign_out_elsewhere(page)
    page.locator("main form button[type=submit]").first.click()
    sign_in_again(page, alice.email)

    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.locator("[name=title_da]")).to_have_value("Messe i Hamborg")
    expect(page.locator("[name=status]")).to_have_value("in-progress")
    assert axe(page) == []
    assert not Activity.objects.of(cluster).exists()


def test_note_survives_the_end_of_the_session(browse: Callable, cluster: Cluster, alice: User) -> None:
    activity = make_activity(cluster, alice)
    page = browse(alice, language="en-gb")
    page.goto(activity.get_absolute_url())
    page.locator("#notes textarea").fill("Vi har talt med tre grossister.")
    sign_out_elsewhere(page)
    page.locator("#notes button[type=submit]").click()
    sign_in_again(page, alice.email)

    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.locator("#notes textarea")).to_have_value("Vi har talt med tre grossister.")


def test_second_click_of_a_double_click_follows_nothing_and_sends_nothing(
    browse: Callable, cluster: Cluster, alice: User
) -> None:
    page = browse(alice, language="en-gb")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(f"/c/{cluster.slug}/plan/add/")
    page.locator("[name=title_da]").fill("Messe i Hamborg")
    button = page.locator("main form .actions button[type=submit]")
    button.evaluate(WATCH)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)

    button.dblclick(no_wait_after=True)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Messe i Hamborg")
    assert page.evaluate("Number(sessionStorage.during) >= Number(sessionStorage.before)")
    assert (len(sent), Activity.objects.of(cluster).count()) == (1, 1)


# Notes how wide the button is before and while the form is sent.
WATCH = """(button) => {
  const note = (when) => (sessionStorage[when] = button.getBoundingClientRect().width);
  note("before");
  button.form.addEventListener("submit", () => setTimeout(() => note("during"), 50));
}"""


# A line on which an answer takes a second.
SLOW = {"offline": False, "latency": 1000, "downloadThroughput": -1, "uploadThroughput": -1}


def test_page_one_comes_back_to_can_be_used_again(browse: Callable, cluster: Cluster, alice: User) -> None:
    page = browse(alice, language="en-gb")
    page.goto(f"/c/{cluster.slug}/plan/add/")
    page.locator("[name=title_da]").fill("Messe i Hamborg")
    page.locator("main form .actions button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Messe i Hamborg")

    page.go_back()
    page.locator("[name=title_da]").fill("Messe i Bremen")
    page.locator("main form .actions button[type=submit]").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Messe i Bremen")
    assert Activity.objects.of(cluster).count() == 2
