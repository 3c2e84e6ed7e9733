"""A strategy that follows another one leads to what is still talked about there."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from strategy.models import Strategy
from tests import factories
from tests.comments.samples import talk
from tests.pages import main, tree

pytestmark = pytest.mark.django_db

HERE = "/c/havtorn/strategies/1/"
FOLLOWS = "which this strategy follows"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def test_what_is_still_open_about_the_last_strategy_is_a_click_away(
    strategy: Strategy, alice: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(alice)
    following = factories.make_strategy(strategy.cluster, alice, strategy.workbook.edition)
    Strategy.objects.of(strategy.cluster).filter(pk=following.pk).update(previous=strategy)
    url = f"/c/havtorn/strategies/{following.number}/comments/"
    assert FOLLOWS not in main(client.get(url))

    begun = talk(strategy, alice)
    page = client.get(url)
    assert f"1 conversation about {strategy.shown_title}, which this strategy follows, is still open." in main(page)
    assert tree(page).xpath("//main//p/a/@href") == [f"{HERE}comments/"]

    client.post(f"{HERE}comments/{begun.conversation.number}/resolve/")
    assert FOLLOWS not in main(client.get(url))
