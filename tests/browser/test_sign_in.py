"""The first page that anybody sees."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)

SIGN_IN = {"da": "Log ind", "en-gb": "Sign in"}


@pytest.mark.parametrize("language", SIGN_IN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in_page_is_accessible(browse: Callable, axe: Callable, language: str, scheme: str) -> None:
    page = browse(language=language, color_scheme=scheme)

    page.goto("/account/login/")

    expect(page.get_by_role("heading", level=1)).to_have_text(SIGN_IN[language])
    assert page.locator("html").get_attribute("lang") == {"da": "da", "en-gb": "en-GB"}[language]
    assert axe(page) == []


def test_signing_in_by_keyboard_leads_to_where_one_was_going(page: Page, axe: Callable) -> None:
    User.objects.create_user("kirsten@cluster.example", "a-long-enough-word", name="Kirsten", language="da")
    page.goto("/account/")

    page.get_by_label("E-mail").focus()
    page.keyboard.type("Kirsten@cluster.example")
    page.keyboard.press("Tab")
    page.keyboard.type("not-the-word")
    page.keyboard.press("Enter")

    expect(page.locator("[role=alert]").first).to_be_focused()
    assert axe(page) == []

    page.get_by_label("Adgangskode", exact=True).fill("a-long-enough-word")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/account/$"))
    assert axe(page) == []


def test_whoever_works_in_dark_prints_with_the_inks_of_paper(browse: Callable) -> None:
    inks = []
    for scheme in ("light", "dark"):
        page = browse(color_scheme=scheme)
        page.goto("/account/login/")
        page.emulate_media(media="print", color_scheme=scheme)
        assert page.locator("html").get_attribute("data-bs-theme") == scheme
        read = "names => names.map((name) => getComputedStyle(document.documentElement).getPropertyValue(name))"
        inks.append(page.evaluate(read, ["--c-ink", "--c-ink-2", "--c-ink-3", "--c-paper", "--c-ok", "--c-accent"]))

    assert inks[0] == inks[1]
