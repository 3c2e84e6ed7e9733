"""Two-step sign-in with an app, a recovery code and a passkey, and a cluster that requires it; sessions; profile."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from accounts.models import User
from clusters.models import Cluster
from tests import factories
from tests.accounts.codes import code_of
from tests.browser.looks import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, email: str) -> None:
    """Type e-mail and password, as a person does."""
    page.goto("/account/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile(r"/account/login/"))


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def set_up_app(page: Page) -> str:
    """Set up an app from its page on, and return its key."""
    secret = page.locator("code.secret-key").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Set up the app").click()
    heading(page, "Recovery codes")
    return secret


def test_app_is_set_up_and_lets_in_as_a_recovery_code_does(
    browse: Callable, axe: Callable, cluster: Cluster, alice: User
) -> None:
    page = browse(language="en-gb")
    sign_in(page, "alice@example.com")
    page.goto("/account/two-step/")
    assert axe(page) == []

    page.get_by_role("link", name="Set up an app").click()
    heading(page, "Set up an app")
    assert axe(page) == []
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_label("Code")).to_be_focused()
    assert axe(page) == []
    secret = set_up_app(page)
    expect(page.locator(".note")).to_contain_text("The app has been set up.")
    assert axe(page) == []
    codes = page.locator("ul.recovery-codes code").all_inner_texts()

    sign_out(page)
    sign_in(page, "alice@example.com")
    heading(page, "Second step")
    assert axe(page) == []
    page.get_by_label("Code").fill(code_of(secret))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/c/havtorn/$"))

    sign_out(page)
    sign_in(page, "alice@example.com")
    page.get_by_label("Code").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/c/havtorn/$"))


def test_owner_requires_it_and_a_member_is_led_through_it(
    browse: Callable, axe: Callable, cluster: Cluster, alice: User, bob: User
) -> None:
    owner, member = browse(language="en-gb"), browse(language="en-gb")
    sign_in(owner, "alice@example.com")
    owner.goto("/account/two-step/app/")
    set_up_app(owner)

    owner.goto("/c/havtorn/settings/")
    owner.get_by_label("Require two-step sign-in").check()
    owner.get_by_role("button", name="Save the settings").click()
    expect(owner.locator(".note")).to_contain_text("Settings saved.")
    assert axe(owner) == []
    owner.goto("/c/havtorn/people/")
    expect(owner.locator(".chip.warn")).to_have_text("Two-step sign-in missing")
    assert axe(owner) == []

    sign_in(member, "bob@example.com")
    heading(member, "One more step is needed")
    assert axe(member) == []
    member.get_by_role("link", name="Set up two-step sign-in").click()
    member.get_by_role("link", name="Set up an app").click()
    set_up_app(member)
    member.get_by_role("link", name="I have saved them, continue").click()
    expect(member).to_have_url(re.compile(r"/c/havtorn/$"))
    heading(member, "Cluster havtorn")


def key_in(page: Page) -> CDPSession:
    """Plug a key into the browser that does what it is asked without a person."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    return session


def test_passkey_is_set_up_and_used(browse: Callable, axe: Callable, cluster: Cluster, alice: User) -> None:
    page = browse(language="en-gb")
    key = key_in(page)
    sign_in(page, "alice@example.com")
    page.goto("/account/two-step/passkey/")
    assert axe(page) == []

    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Set up the passkey").click()
    heading(page, "Recovery codes")
    page.goto("/account/two-step/")
    expect(page.locator("tbody th")).to_have_text("Work laptop")
    assert axe(page) == []

    sign_out(page)
    sign_in(page, "alice@example.com")
    heading(page, "Second step")
    assert axe(page) == []
    page.get_by_role("button", name="Use the passkey").click()
    expect(page).to_have_url(re.compile(r"/c/havtorn/$"))

    sign_out(page)
    sign_in(page, "alice@example.com")
    heading(page, "Second step")
    page.wait_for_load_state()
    key.send("WebAuthn.disable")
    page.evaluate(
        "() => { navigator.credentials.get = async () => { throw new DOMException('no', 'NotAllowedError') } }"
    )
    page.get_by_role("button", name="Use the passkey").click()
    expect(page.locator("[data-passkey-trouble]")).to_be_visible()
    assert axe(page) == []


def test_other_browser_is_signed_out(browse: Callable, axe: Callable, alice: User) -> None:
    laptop, phone = browse(language="en-gb"), browse(language="en-gb", **PHONE)
    sign_in(phone, "alice@example.com")
    sign_in(laptop, "alice@example.com")

    laptop.goto("/account/sessions/")
    assert axe(laptop) == []
    laptop.get_by_role("button", name="Sign out there").click()

    expect(laptop.locator(".note")).to_contain_text("You are signed out there")
    phone.goto("/account/sessions/")
    expect(phone).to_have_url(re.compile(r"/account/login/\?next=/account/sessions/"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_profile_and_log_of_the_cluster_are_accessible(
    browse: Callable, axe: Callable, alice: User, scheme: str
) -> None:
    page = browse(alice, language="en-gb", color_scheme=scheme)

    page.goto("/c/havtorn/profile/")
    assert axe(page) == []
    page.get_by_label("Colour").fill("#ffcc00")
    page.get_by_role("button", name="Save the profile").click()
    expect(page.locator(".invalid-feedback")).to_contain_text("#917300")
    assert axe(page) == []
    page.get_by_label("Colour").fill("#917300")
    page.get_by_role("button", name="Save the profile").click()
    expect(page.locator(".note")).to_contain_text("Cluster profile saved.")
    assert axe(page) == []

    page.goto("/c/havtorn/activity/?first=soon")
    assert axe(page) == []
    page.goto("/c/havtorn/activity/")
    page.get_by_label("Person").select_option("Alice")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".changes li")).to_have_count(1)
    assert axe(page) == []
