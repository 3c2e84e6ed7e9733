"""What a strategy is called, in the languages that the cluster writes."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from reports.exports.strategy import strategy_document
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from strategy.services import rename_strategy
from tests import factories
from tests.pages import heading, tree, value, words
from tests.strategy.samples import publish_every_question

pytestmark = pytest.mark.django_db

LIST = "/c/havtorn/strategies/"
BOTH = Text(da="Ud i verden", en="Into the world")


@pytest.fixture
def cluster(cluster: Cluster) -> Cluster:
    cluster.has_second_language = True
    cluster.save()
    return cluster


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


def test_strategy_is_started_with_a_title_in_each_language(client: Client, cluster: Cluster) -> None:
    publish_every_question()
    offered = client.get(f"{LIST}start/")

    client.post(
        f"{LIST}start/",
        {"source": value(offered, "source")[0], "title": "Ud i verden", "other_title": "Into the world"},
    )

    assert [value(offered, "title"), value(offered, "other_title")] == [
        "Internationaliseringsstrategi",
        "Internationalisation strategy",
    ]
    assert Strategy.objects.of(cluster).get().title_text == BOTH


def test_title_is_changed_in_each_language_and_read_in_ones_own(
    client: Client, sign_in: Callable, strategy: Strategy
) -> None:
    client.post(f"{LIST}1/settings/", {"title": "Ud i verden", "other_title": "Into the world", "revision": 1})

    dane = factories.make_user("Dorthe", language="da")
    factories.make_member(strategy.cluster, dane)
    danish = sign_in(dane)
    assert [heading(one.get(f"{LIST}1/")) for one in (client, danish)] == ["Into the world", "Ud i verden"]
    ways_back = [
        tree(one.get(f"{LIST}1/goals/")).xpath("//nav//a[@href=$page]", page=f"{LIST}1/") for one in (client, danish)
    ]
    assert [[words(link) for link in links][-1] for links in ways_back] == ["Into the world", "Ud i verden"]


def test_title_that_the_language_lacks_is_borrowed_and_marked(client: Client, strategy: Strategy) -> None:
    (shown,) = tree(client.get(f"{LIST}1/")).xpath("//h1/span[@lang='da']")

    assert words(shown) == "Strategi 2027"


@pytest.mark.parametrize(
    ("title", "named", "is_borrowed"), [(BOTH, "Into the world", False), (Text(da="Ud"), "Ud", True)]
)
def test_document_is_called_what_the_strategy_is_in_its_language(
    strategy: Strategy, alice: User, title: Text, named: str, *, is_borrowed: bool
) -> None:
    rename_strategy(strategy=strategy, title=title, by=alice)
    shown = StrategyPage(strategy.cluster, strategy, {})

    document = strategy_document(strategy.cluster, shown, [], "en")

    assert (document.title, document.is_title_borrowed) == (named, is_borrowed)


def test_strategy_is_found_by_its_title_in_either_language(strategy: Strategy, alice: User) -> None:
    rename_strategy(strategy=strategy, title=BOTH, by=alice)

    found = [list(Strategy.objects.of(strategy.cluster).matching(asked)) for asked in ("verden", "world", "fjeld")]

    assert found == [[strategy], [strategy], []]
