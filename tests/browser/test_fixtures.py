"""The journeys' own tools notice what they promise to notice."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error

pytestmark = pytest.mark.django_db(transaction=True)

# what happens in the page, what Playwright calls it, what the report says
PROVOCATIONS = [
    ("() => document.body.setAttribute('style', 'color: red')", "console", "Content Security Policy"),
    ("() => console.error('something is odd')", "console", "something is odd"),
    ("() => { setTimeout(() => { throw new Error('something broke') }) }", "pageerror", "something broke"),
]


@pytest.mark.parametrize(("act", "event", "report"), PROVOCATIONS)
def test_a_page_that_misbehaves_is_reported(browse: Any, act: str, event: str, report: str) -> None:
    page = browse()
    page.goto("/healthz")

    with page.expect_event(event):
        page.evaluate(act)

    assert [report in fault for fault in browse.faults] == [True]
    browse.faults.clear()


def test_axe_names_what_is_wrong_and_where(page: Any, axe: Callable) -> None:
    page.goto("/healthz")
    page.evaluate(
        "() => { document.title = 'x'; document.body.innerHTML = '<main><h1>x</h1><button></button></main>' }"
    )

    found = axe(page)

    assert [line.partition(":")[0] for line in found] == ["button-name", "html-has-lang"]
    assert "<button></button>" in found[0]


def test_nothing_outside_the_portal_is_reached(browse: Any) -> None:
    page = browse()

    with pytest.raises(Error, match="ERR_FAILED"):
        page.goto("https://elsewhere.example/")

    assert browse.faults == ["asked for https://elsewhere.example/"]
    browse.faults.clear()
