"""What is missing in one of the cluster's languages, or older there than its original."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from strategy import services
from strategy.models import Strategy
from strategy.services import GoalDraft
from tests import factories
from tests.pages import queries, tree, words
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db

PAGE = "/c/havtorn/strategies/1/translations/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    cluster.has_second_language = True
    cluster.save()
    return factories.make_strategy(cluster, alice, publish_every_question())


def gaps(response: HttpResponse) -> list[tuple[str, str, str]]:
    """Return label, sentence and link of each gap."""
    items = tree(response).xpath("//ul[contains(@class, 'gaps')]/li")
    return [
        (
            " ".join(item.xpath("./span/text()")).strip(),
            words(item.xpath("./span/span")[0]),
            "".join(item.xpath("./a/@href")),
        )
        for item in items
    ]


def test_texts_that_lack_a_language_are_listed(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "name", {"da": "Havtorn", "en": "Sea buckthorn"})
    put(strategy.workbook, alice, "why", {"da": "Fordi"})
    put(strategy.workbook, alice, "members", 4)
    services.add_goal(strategy=strategy, draft=GoalDraft(title=Text(en="More")), by=alice)

    first = "/c/havtorn/strategies/1/phases/first/#q-"
    assert gaps(client.get(PAGE)) == [
        ("why in English", "The English text is missing", f"{first}why"),
        ("S1 More", "The Danish text is missing", "/c/havtorn/strategies/1/goals/1/"),
    ]


def test_translation_that_is_older_than_its_original_is_listed(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "name", {"da": "Hav", "en": "Sea"})
    put(strategy.workbook, alice, "name", {"da": "Havn", "en": "Sea"})
    answer = strategy.workbook.answers.get()

    assert [gap[1] for gap in gaps(client.get(PAGE))] == ["The English text is older than the Danish"]

    put(strategy.workbook, alice, "name", {"da": "Havn", "en": "Harbour"})
    assert gaps(client.get(PAGE)) == []
    assert strategy.workbook.answers.get().changed_at - answer.changed_at >= timedelta(0)


def test_cluster_with_one_language_has_no_gaps(
    client: Client, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    cluster.has_second_language = False
    cluster.save()
    put(strategy.workbook, alice, "why", {"da": "Fordi"})

    assert gaps(client.get(PAGE)) == []


def test_page_takes_as_many_queries_with_many_gaps_as_with_none(
    client: Client, strategy: Strategy, alice: User
) -> None:
    few = queries(client, PAGE)
    for key in ("name", "why"):
        put(strategy.workbook, alice, key, {"da": "x"})
    for _ in range(3):
        factories.make_goal(strategy, alice)

    assert (few, queries(client, PAGE)) == (4, 4)
