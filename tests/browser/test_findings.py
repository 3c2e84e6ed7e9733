"""The red thread in every look: axe is silent, nothing scrolls sideways, and it works by keyboard."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from findings.models import Waiver
from strategy.models import Strategy
from tests import factories
from tests.browser.looks import Look, in_every_look
from tests.days import TODAY
from tests.kpis.samples import measured_kpi
from tests.plans.samples import make_activity, make_milestone

Browse = Callable[..., Page]
THREAD = "/c/havtorn/thread/"
PAGES = (
    THREAD,
    f"{THREAD}findings/",
    f"{THREAD}findings/?rule=activity-past-its-end&page=2",
    f"{THREAD}findings/?show=all&whose=mine",
    f"{THREAD}about/goal/1/",
    f"{THREAD}about/kpi/1/",
    "/c/havtorn/strategies/1/approve/",
    "/c/havtorn/strategies/1/review/",
)


@pytest.fixture
def thread(cluster: Cluster, alice: User) -> Strategy:
    """A goal with more activities than a row holds, one on which nothing hangs, and something that is set aside."""
    made = factories.make_strategy(cluster, alice)
    goal = factories.make_goal(made, alice, "Flere eksporterer")
    factories.make_goal(made, alice, "Ingen måler det")
    measured_kpi(cluster, alice, goal)
    for number in range(45):
        activity = make_activity(cluster, alice, f"Besøg {number}", goal=goal, owner=alice, ends=date(2024, 1, 1))
    make_milestone(activity, date=date(2024, 2, 2))
    Waiver.objects.create(
        cluster=cluster,
        rule="goal-without-owner",
        subject=f"goal:{goal.pk}",
        fingerprint="0" * 32,
        reason="Aftalt",
        until=TODAY + timedelta(days=9),
        by_name="Alice",
    )
    return made


@in_every_look
def test_nothing_is_wrong_with_any_page_of_the_thread(
    walk: Callable, thread: Strategy, alice: User, bob: User, look: Look
) -> None:
    assert walk(alice, look, PAGES) == {}
    assert walk(bob, look, ["/c/havtorn/", THREAD]) == {}


def test_more_is_unfolded_and_a_finding_set_aside_by_keyboard(browse: Browse, thread: Strategy, alice: User) -> None:
    page = browse(alice, language="en-gb")

    page.goto(THREAD)
    more = page.locator(".tw-more summary").first
    more.press("Enter")
    expect(page.locator(".tw-more ul a").first).to_be_visible()
    page.goto(f"{THREAD}findings/?rule=activity-past-its-end&page=2")
    page.locator(".fd-a a[href*=waive]").last.press("Enter")
    page.get_by_label("Why is this acceptable?").fill("Aftalt med bestyrelsen")
    page.get_by_role("button", name="Set it aside").press("Enter")

    expect(page.get_by_role("status").filter(has_text="has been set aside")).to_be_visible()
    assert page.url.endswith("?rule=activity-past-its-end&page=2")
    assert Waiver.objects.of(thread.cluster).filter(rule="activity-past-its-end").count() == 1
