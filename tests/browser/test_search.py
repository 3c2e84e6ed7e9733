"""The one box: from any page by a key, as one types, by keyboard to what was found."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from tests.browser.looks import Look, in_every_look
from tests.factories import make_cluster, make_goal, make_strategy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("starter_content")]


@pytest.fixture
def cluster(transactional_db: None) -> Cluster:
    return make_cluster()


@in_every_look
def test_nothing_is_wrong_with_any_page(walk: Callable, cluster: Cluster, ingrid: User, look: Look) -> None:
    words = ("eksport", "konsortum", "nulpunktsmåling xylofon", "og det", "")

    assert walk(ingrid, look, [f"/c/{cluster.slug}/search/?q={typed}" for typed in words]) == {}


def test_colleagues_goal_is_found_while_one_types_and_opened_by_keyboard(
    browse: Callable, cluster: Cluster, ingrid: User, mette: User
) -> None:
    make_goal(make_strategy(cluster, mette), mette, "Flere medlemmer i Polen")
    page: Page = browse(ingrid, language="da")
    page.goto(f"/c/{cluster.slug}/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()

    box.press_sequentially("polen")
    hit = page.get_by_role("link", name="S1 Flere medlemmer i Polen")
    expect(hit).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="resultat")).to_be_visible()
    assert page.url.endswith("?q=polen")

    hit.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Strategi 2027")


def test_slash_that_is_written_stays_where_it_is_written(browse: Callable, cluster: Cluster, ingrid: User) -> None:
    page: Page = browse(ingrid, language="da")
    page.goto(f"/c/{cluster.slug}/search/")

    page.get_by_role("searchbox").press_sequentially("og/eller")

    expect(page.get_by_role("searchbox")).to_have_value("og/eller")
