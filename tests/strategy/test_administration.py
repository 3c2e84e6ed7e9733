"""The administrator's list of all strategies."""

import re
from collections.abc import Callable

import pytest

from accounts.models import User
from clusters.models import Cluster
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES = 5


def rows(page: str) -> list[str]:
    heads = [part.partition("</th>")[0] for part in page.split('<th scope="row">')[1:]]
    return [re.search(r'<span lang="da">(.*?)</span>', head)[1] for head in heads]


def test_newest_strategy_stands_first_whatever_its_cluster(
    cluster: Cluster, other_cluster: Cluster, admin: User, sign_in: Callable, django_assert_num_queries: Callable
) -> None:
    edition = factories.make_edition()
    client = sign_in(admin)
    factories.make_strategy(cluster, edition=edition)
    client.get("/administration/strategies/")
    with django_assert_num_queries(QUERIES):
        one = client.get("/administration/strategies/").content.decode()
    for owner, title in ((cluster, "Den næste"), (other_cluster, "Naboens")):
        made = factories.make_strategy(owner, edition=edition)
        made.title = title
        made.save(update_fields=["title"])
    with django_assert_num_queries(QUERIES):
        three = client.get("/administration/strategies/").content.decode()

    assert (rows(one), rows(three)) == (["Strategi 2027"], ["Naboens", "Den næste", "Strategi 2027"])


def test_strategies_are_found_by_title_and_by_cluster(
    cluster: Cluster, other_cluster: Cluster, admin: User, sign_in: Callable
) -> None:
    for owner in (cluster, other_cluster):
        factories.make_strategy(owner, edition=factories.make_edition())
    client = sign_in(admin)

    found = {words: rows(client.get(f"/administration/strategies/?q={words}").content.decode()) for words in WORDS}

    assert found == {"nabo": ["Strategi 2027"], "strategi": ["Strategi 2027"] * 2, "ærø": []}


WORDS = ("nabo", "strategi", "ærø")
