"""Groups and remarks where a strategy is talked about, and in what is frozen of an earlier edition."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from library.services import publish_edition
from reviews.freezing import parked_of
from reviews.shown.parked import shown_parked
from strategy.models import Strategy
from tests import factories
from tests.pages import tree, words
from tests.reviews.samples import snapshot_of
from tests.schema.grouped import grouped
from tests.workbooks.samples import put
from workbooks.services.editions import move_to_edition, prospect_of

pytestmark = pytest.mark.django_db
ANSWERS: dict[str, Any] = {
    "aim": {"da": "Mere eksport"},
    "abroad": "yes",
    "abroad__remark": {"da": "Siden 2019"},
    "today": {"da": "Norge"},
    "how_found": ["fair", "other"],
    "how_found__other": {"da": "En nabo"},
    "how_found__remark": {"da": "Mest held"},
}


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_edition(data=grouped(), by=None))
    for key, value in ANSWERS.items():
        put(made.workbook, alice, key, value)
    return made


@pytest.mark.parametrize("is_kept", [False, True])
def test_groups_have_their_headings_and_remarks_stand_below_answers(
    client: Client, strategy: Strategy, alice: User, is_kept: bool
) -> None:
    client.force_login(alice)
    kept = snapshot_of(strategy, alice).url(strategy.cluster, strategy.number)
    page = tree(client.get(kept if is_kept else "/c/havtorn/strategies/1/review/"))

    part = page.xpath("//section[@id='p-markets']")[0]
    assert [words(one) for one in part.xpath("./h3")] == ["Where you are today", "Where you are going"]
    assert [words(one) for one in part.xpath(".//div[@id='a-how_found']//h4")] == ["How did you find them?"]
    other = part.xpath(".//div[@id='a-how_found__other']")[0]
    assert (words(other.xpath(".//p")[0]), other.xpath(".//h3 | .//h4")) == ("Other, namely", [])


def test_what_is_parked_of_a_group_is_frozen_and_read_with_its_remarks(strategy: Strategy, alice: User) -> None:
    data = grouped() | {"version": 2}
    markets = data["sections"][0]
    markets["groups"][0]["questions"] = [one for one in markets["groups"][0]["questions"] if one["key"] != "how_found"]
    to = publish_edition(data=data, by=None)
    move_to_edition(workbook=strategy.workbook, edition=to, seen=prospect_of(strategy.workbook, to).seen, by=alice)

    frozen, _none = parked_of(strategy.workbook)

    assert {one.label.en: one.shown.plain for one in shown_parked(frozen, "da")} == {
        "How did you find them?": "Messe, Andet",
        "How did you find them? – Other, namely": "En nabo",
        "How did you find them? – Remark": "Mest held",
    }
