"""The first page that anybody sees."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

SIGN_IN = {"da": "Log ind", "en-gb": "Sign in"}


@pytest.mark.parametrize("language", SIGN_IN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in_page_is_accessible(browse: Callable, axe: Callable, language: str, scheme: str) -> None:
    page = browse(language=language, color_scheme=scheme)

    page.goto("/account/login/")

    expect(page.get_by_role("heading", level=1)).to_have_text(SIGN_IN[language])
    assert page.locator("html").get_attribute("lang") == {"da": "da", "en-gb": "en-gb"}[language]
    assert axe(page) == []
