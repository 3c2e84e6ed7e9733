"""The next question without an answer: on from where one is, and at the end to the first again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from strategy.models import Strategy
from tests.strategy.phases import FIRST, strategy_with_a_plan

OPEN = "#section-toc li[data-open]:not([hidden]) a"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return strategy_with_a_plan(cluster, alice)


def test_each_click_leads_to_the_next_and_then_to_the_first(
    transactional_db: None, browse: Callable[..., Page], strategy: Strategy, alice: User
) -> None:
    page = browse(alice, viewport={"width": 1024, "height": 500})
    page.goto(FIRST)
    waiting = [link.get_attribute("href") for link in page.locator(OPEN).all()]
    link = page.get_by_role("link", name="Next without an answer")

    been = []
    for _click in [*waiting, waiting[0]]:
        link.click()
        been.append(page.evaluate("location.hash"))
    page.locator(f"{waiting[1]} [contenteditable], {waiting[1]} input:not([type=hidden])").first.focus()
    link.click()

    assert been == [*waiting, waiting[0]]
    assert page.evaluate("location.hash") == waiting[2]
    expect(page.locator(waiting[2] or "")).to_be_in_viewport()
