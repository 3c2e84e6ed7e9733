"""What only the eye sees: things too close to each other, without a colour of their own, or squeezed."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from reports.packs import start_pack
from strategy.models import Strategy
from tests import factories
from tests.kpis.samples import measured_kpi
from tests.plans.samples import make_activity
from tests.reviews.samples import adopt
from tests.strategy.samples import publish_every_question

Browse = Callable[..., Page]
LEAST = 12


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


def style(of: Locator, name: str, part: str = "") -> str:
    found: str = of.evaluate("(one, [name, part]) => getComputedStyle(one, part)[name]", [name, part])
    return found


def gap(above: Locator, below: Locator) -> float:
    first, second = above.bounding_box(), below.bounding_box()
    assert first is not None
    assert second is not None
    return second["y"] - first["y"] - first["height"]


def test_what_there_is_to_correct_stands_clear_of_the_form(browse: Browse, strategy: Strategy, alice: User) -> None:
    page = browse(alice)
    page.goto("/c/havtorn/strategies/start/")
    page.fill("[name=title]", "")
    page.locator("main form button.btn-primary").click()

    assert gap(page.locator(".error-summary"), page.locator("form.stack-lg")) >= LEAST


def test_an_approval_stands_clear_of_the_mission(
    browse: Browse, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    Cluster.objects.filter(pk=cluster.pk).update(mission={"da": "Vi hjælper", "en": "We help"})
    adopt(strategy, alice)
    page = browse(alice)
    page.goto("/c/havtorn/strategies/1/")

    assert gap(page.locator("main .note").first, page.locator(".mission")) >= LEAST


@pytest.mark.django_db(transaction=True)
def test_what_became_of_a_link_stands_clear_of_its_heading(page: Page) -> None:
    page.goto("/shared/nowhere-to-be-found/")

    assert gap(page.locator("main h1"), page.locator("main .lead")) >= LEAST / 2


def test_line_to_a_vision_that_is_missing_is_one_line(browse: Browse, strategy: Strategy, alice: User) -> None:
    factories.make_goal(strategy, alice, "Flere eksporterer")
    page = browse(alice)
    page.goto("/c/havtorn/thread/")
    line = page.locator(".tw-o.tw-brk")

    assert style(line, "borderLeftStyle", "::after") == "dashed"
    assert [style(line, f"border{side}Width", "::after") for side in ("Right", "Top", "Bottom")] == ["0px"] * 3


def test_pictures_for_paper_are_seen_on_a_dark_page(
    browse: Browse, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    measured_kpi(cluster, alice, factories.make_goal(strategy, alice, "Flere eksporterer"))
    start_pack(cluster=cluster, strategy=strategy, meeting_on=date(2026, 12, 9), asked=Text(da="Godkend"), by=alice)
    page = browse(alice, color_scheme="dark")
    page.goto("/c/havtorn/documents/packs/1/")
    pictures = page.locator("main figure svg").all()

    assert pictures
    assert {style(one, "backgroundColor") for one in pictures} == {"rgb(255, 255, 255)"}
    assert style(page.locator("body"), "backgroundColor") != "rgb(255, 255, 255)"


def test_facts_of_an_activity_have_most_of_a_phones_width(
    browse: Browse, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    make_activity(cluster, alice, result=Text(da="Internationaliseringsstrategien"), theme="international")
    page = browse(alice, viewport={"width": 390, "height": 844})
    page.goto("/c/havtorn/plan/1/")
    names, facts = page.locator(".facts-list dt"), page.locator(".facts-list dd")

    widths = [one.bounding_box()["width"] for one in (names.first, facts.first)]  # type: ignore[index]
    assert widths[0] < widths[1]
