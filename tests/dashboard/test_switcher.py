"""The switcher of clusters in the top bar."""

from collections.abc import Callable

import pytest

from accounts.models import User
from clusters.models import Cluster
from tests import factories
from tests.pages import queries, tree, words


@pytest.mark.parametrize(
    ("language", "here", "listed"),
    [
        ("en-gb", "Cluster havtorn", ["Kun dansk", "Cluster havtorn"]),
        ("da", "Klyngen havtorn", ["Klyngen havtorn", "Kun dansk"]),
    ],
)
def test_clusters_are_named_in_the_language_of_the_page(
    sign_in: Callable, cluster: Cluster, alice: User, language: str, here: str, listed: list[str]
) -> None:
    factories.make_member(factories.make_cluster("kun", name_da="Kun dansk", name_en="", main_language="da"), alice)
    User.objects.filter(pk=alice.pk).update(language=language)

    page = tree(sign_in(alice).get("/c/havtorn/people/"))

    (menu,) = page.xpath("//header//details[.//*[contains(@class, 'cluster-name')]]")
    assert words(menu.xpath("./summary")[0]) == here
    assert sorted(words(link) for link in menu.xpath(".//a")) == sorted(listed)
    assert [words(link) for link in menu.xpath(".//a[@aria-current]")] == [here]


def test_switcher_costs_no_query_however_many_clusters_one_is_in(
    sign_in: Callable, cluster: Cluster, alice: User
) -> None:
    client, page = sign_in(alice), "/c/havtorn/people/"
    client.get(page)
    alone = queries(client, page)
    for number in range(3):
        factories.make_member(factories.make_cluster(f"mere-{number}"), alice)

    assert queries(client, page) == alone
