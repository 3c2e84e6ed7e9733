"""The menu beside a cluster's pages: where one is."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from tests import factories
from tests.pages import tree, words
from tests.strategy.samples import publish_every_question

SignIn = Callable[[User | None], Client]
HERE = "/c/havtorn/"


def menu(client: Client, page: str) -> list[tuple[str, bool]]:
    answer = client.get(f"{HERE}{page}")
    assert answer.status_code == 200
    return [
        (words(one), one.get("aria-current") is not None)
        for one in tree(answer).xpath("//nav[contains(@class, 'side')]//a")
    ]


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("people/invite/", "People"),
        ("documents/packs/", "PDF and data"),
        ("profile/", "Cluster settings"),
        ("activity/", "Cluster settings"),
        ("strategies/1/settings/", "Strategy"),
        ("strategies/1/goals/add/", "Strategy"),
        ("strategies/start/", "All strategies"),
        ("thread/findings/", "The red thread"),
    ],
)
def test_menu_says_where_a_page_below_belongs(
    sign_in: SignIn, cluster: Cluster, alice: User, page: str, name: str
) -> None:
    factories.make_strategy(cluster, alice)

    assert [label for label, is_here in menu(sign_in(alice), page) if is_here] == [name]


def test_in_a_phase_the_phase_alone_is_where_one_is(sign_in: SignIn, cluster: Cluster, alice: User) -> None:
    factories.make_strategy(cluster, alice, publish_every_question())

    here = [label for label, is_here in menu(sign_in(alice), "strategies/1/phases/first/") if is_here]

    assert len(here) == 1
    assert here[0].startswith("1 ")


def test_without_a_strategy_the_list_of_strategies_is_in_the_menu_once(
    sign_in: SignIn, cluster: Cluster, alice: User
) -> None:
    shown = menu(sign_in(alice), "strategies/")

    assert [label for label, is_here in shown if is_here] == ["Strategy"]
    assert "All strategies" not in dict(shown)


def test_what_stands_at_the_top_has_no_trail_of_its_own_name(sign_in: SignIn, cluster: Cluster, alice: User) -> None:
    factories.make_strategy(cluster, alice)
    client = sign_in(alice)

    trails = [tree(client.get(f"{HERE}{page}")).xpath("//nav[@class='crumbs']") for page in ("thread/", "search/?q=x")]

    assert trails == [[], []]
    assert tree(client.get(f"{HERE}thread/findings/")).xpath("//nav[@class='crumbs']") != []
