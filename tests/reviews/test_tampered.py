"""Frozen content that somebody has changed out of shape: said loudly, shown to members, and in nobody's way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.frozen import digest_of, plain
from core.text import Text
from reports.models import BoardPack
from reports.packs import gathered, send_pack, start_pack
from reviews.models import Snapshot
from reviews.sharing import share
from strategy.models import Strategy
from tests import days, factories
from tests.pages import tree, words
from tests.reviews.samples import adopt, opened, snapshot_of

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"
SAID = "What was kept can no longer be read"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def client_that_reads_on(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    "content", [{}, [], "x", {"title": 1}, {"number": "x", "title": {}, "edition": "", "profile": []}]
)
def test_snapshot_out_of_shape_says_so_and_shows_members_what_stands_there(
    strategy: Strategy, alice: User, sign_in: SignIn, content: Any
) -> None:
    kept = snapshot_of(strategy, alice)
    link, token = share(cluster=strategy.cluster, snapshot=kept, name="x", ends_on=days.TODAY, password="", by=alice)
    Snapshot.objects.of(strategy.cluster).update(content=content)
    client = client_that_reads_on(sign_in(alice))

    for page in (f"{HERE}snapshots/1/", f"{HERE}snapshots/1/compare/"):
        found = client.get(page)
        assert found.status_code == 500
        assert SAID in words(tree(found).xpath("//h1")[0])
        assert tree(found).xpath("//textarea[@readonly]")
    visitor = client_that_reads_on(Client()).get(f"/shared/{token}/", headers={"accept-language": "en"})
    assert SAID in visitor.content.decode()
    assert "textarea" not in visitor.content.decode()
    assert client.get(f"{HERE}snapshots/").status_code == 200
    assert link.name == "x"


def test_strategy_is_approved_again_whatever_became_of_what_was_kept(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    adopt(strategy, alice)
    Snapshot.objects.of(strategy.cluster).update(content={})

    again = adopt(strategy, alice)

    assert again.snapshot.is_whole


def test_pack_out_of_shape_is_in_the_way_of_no_later_one(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    cluster = strategy.cluster
    strategy = opened(strategy).strategy
    strategy.cluster = cluster
    more = {"cluster": cluster, "strategy": strategy, "meeting_on": days.TODAY, "asked": Text(), "by": alice}
    pack = start_pack(**more)
    send_pack(pack=pack, seen=digest_of(plain(gathered(pack, days.TODAY))), by=alice)
    BoardPack.objects.of(cluster).update(content={"kpis": 3})
    Snapshot.objects.of(cluster).update(content={})
    start_pack(**more)
    client = client_that_reads_on(sign_in(alice))

    packs = "/c/havtorn/documents/packs/"
    assert [client.get(f"{packs}{path}").status_code for path in ("1/", "2/", "")] == [500, 200, 200]
