"""The journeys' own tools notice what they promise to notice."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error

from accounts.models import User
from clusters.models import Cluster
from tests.browser.looks import ON_A_PHONE, PHONE, scrolls_sideways

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


def test_walk_names_an_address_without_a_page(walk: Callable, cluster: Cluster, alice: User) -> None:
    found = walk(alice, ON_A_PHONE, ["/c/havtorn/", "/c/havtorn/nowhere/"])

    assert found == {"/c/havtorn/nowhere/": ["no page stands here"]}


@pytest.mark.parametrize(("words", "answer"), [("x", False), ("x" * 400, True)])
def test_page_that_is_wider_than_a_phone_scrolls_sideways(browse: Any, words: str, answer: bool) -> None:
    page = browse(**PHONE)
    page.goto("/healthz")
    page.evaluate("words => { document.body.textContent = words }", words)

    assert scrolls_sideways(page) is answer


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "http://192.0.2.1/"])
def test_nothing_outside_the_portal_is_reached(browse: Any, elsewhere: str) -> None:
    page = browse()

    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(elsewhere)

    assert browse.faults == [f"asked for {elsewhere}"]
    browse.faults.clear()
