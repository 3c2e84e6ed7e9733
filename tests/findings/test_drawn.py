"""The thread as it is drawn: from what the cluster wants to what shows that it was reached; also for the board."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from strategy.models import Strategy
from tests import factories
from tests.kpis.samples import measured_kpi
from tests.pages import tree, words
from tests.plans.samples import make_activity, make_milestone

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
THREAD = "/c/havtorn/thread/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def drawn(client: Client) -> object:
    answer = client.get(THREAD, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    return tree(answer)


def test_thread_begins_at_what_the_cluster_wants_and_ends_at_what_was_reached(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    Cluster.objects.filter(pk=cluster.pk).update(vision={"da": "Vi vil verden", "en": "The world is ours"})
    goal = factories.make_goal(strategy, alice)
    measured_kpi(cluster, alice, goal)
    make_milestone(make_activity(cluster, alice, goal=goal), date=date(2025, 1, 2))

    (section,) = drawn(sign_in(alice)).xpath("//section[contains(@class, 'tw')]")

    assert words(section.xpath("./p[contains(@class, 'tw-o')]")[0]) == "Vision The world is ours"
    said = words(section.xpath(".//p[contains(@class, 'tw-e')]")[0])
    assert said.startswith("Evidence: 1 of 1 KPI measured latest ")
    assert said.endswith("0 of 1 milestone reached")


def test_strand_that_nothing_shows_for_is_broken_at_its_end(
    strategy: Strategy, alice: User, bob: User, sign_in: SignIn
) -> None:
    factories.make_goal(strategy, alice)

    page = drawn(sign_in(alice))
    (end,) = page.xpath("//p[contains(@class, 'tw-e')]")
    assert "tw-brk" in end.get("class")
    assert page.xpath("//p[contains(@class, 'tw-o')]//a/@href") == ["/c/havtorn/settings/"]
    # Who may only read is led nowhere that is closed to them.
    assert drawn(sign_in(bob)).xpath("//a[contains(@class, 'none')]") == []


def test_more_activities_than_a_row_holds_are_folded_and_what_is_late_is_not(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice)
    for number in range(14):
        ends = date(2024, 1, 1) if number == 13 else date(2099, 1, 1)
        make_activity(cluster, alice, f"Nr. {number}", goal=goal, owner=alice, ends=ends)

    page = drawn(sign_in(alice))

    (folded,) = page.xpath("//li[@class='tw-more']/details")
    assert words(folded.xpath("./summary")[0]).startswith("+2")
    shown = page.xpath("//ul[contains(@class, 'tw-a')]/li/a")
    assert words(shown[0]).startswith("A14")
    assert len(shown) == 14


def test_board_sees_the_thread_drawn_where_it_reads_and_approves(
    strategy: Strategy, cluster: Cluster, alice: User, bob: User, sign_in: SignIn
) -> None:
    factories.make_goal(strategy, alice)

    for who, page in (
        (bob, "/c/havtorn/"),
        (alice, "/c/havtorn/strategies/1/review/"),
        (alice, "/c/havtorn/strategies/1/approve/"),
    ):
        (asked,) = tree(sign_in(who).get(page)).xpath(f"//section[@class='fd-drawn']/*[@hx-get='{THREAD}']")
        assert asked.xpath("./a/@href") == [THREAD]
