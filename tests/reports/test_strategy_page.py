"""The page that offers a strategy's document in both languages, and the name of the file."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from reports.models import Export
from reports.views.documents import file_name
from strategy import services
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from tests import factories
from tests.pages import heading, queries, tree, words
from tests.strategy.samples import publish_every_question

pytestmark = pytest.mark.django_db

PAGE = "/c/havtorn/documents/strategies/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


@pytest.fixture
def client(sign_in: Callable, bob: User) -> Client:
    return sign_in(bob)


def store(strategy: Strategy, key: str, value: object) -> None:
    strategy.workbook.answers.update_or_create(question_key=key, defaults={"value": value})


def test_document_is_offered_in_both_languages_the_reader_s_own_first(client: Client, strategy: Strategy) -> None:
    response = client.get(PAGE)

    links = tree(response).xpath("//main//a[contains(@href, '.pdf')]/@href")
    alone = [link for link in links if link.removeprefix(PAGE).split("/")[0] in {"kpis", "plan", "year"}]
    assert heading(response) != ""
    assert alone
    assert [link for link in links if link not in alone] == [
        f"{PAGE}en.pdf",
        f"{PAGE}en/preview.pdf",
        f"{PAGE}da.pdf",
        f"{PAGE}da/preview.pdf",
    ]


def test_first_pages_are_there_at_once(client: Client, strategy: Strategy, cluster: Cluster, alice: User) -> None:
    factories.make_goal(strategy, alice)

    answer = client.get(f"{PAGE}da/preview.pdf")

    # The cover and the page that sums it up; nothing waits for a worker, and nothing is listed as asked for.
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    assert (len(pages), answer["Content-Type"]) == (2, "application/pdf")
    assert strategy.title in pages[0]
    assert "Flere eksporterer" in pages[1]
    assert not Export.objects.of(cluster).exists()


def test_preview_in_a_language_that_nobody_writes_is_not_there(client: Client, strategy: Strategy) -> None:
    assert client.get(f"{PAGE}fr/preview.pdf").status_code == 404


def test_page_says_how_much_is_borrowed_from_the_other_language(client: Client, strategy: Strategy) -> None:
    store(strategy, "name", {"da": "Havtorn"})
    store(strategy, "why", {"da": "Fordi"})

    said = words(tree(client.get(PAGE)).xpath("//main")[0])

    assert "2" in said


def test_page_takes_as_many_queries_with_much_as_with_little(client: Client, strategy: Strategy, alice: User) -> None:
    few = queries(client, PAGE)
    for key in ("name", "why"):
        store(strategy, key, {"da": "x"})
    for _ in range(3):
        factories.make_goal(strategy, alice)

    many = queries(client, PAGE)

    assert few == many
    assert many <= 9


@pytest.mark.parametrize("address", ["de.pdf", "en-gb.pdf", "DA.pdf"])
def test_language_that_there_is_not_is_not_found(client: Client, strategy: Strategy, address: str) -> None:
    assert client.get(f"{PAGE}{address}").status_code == 404


def test_strategy_of_another_cluster_is_not_found(
    sign_in: Callable, strategy: Strategy, charlie: User, other_cluster: Cluster
) -> None:
    client = sign_in(charlie)

    found = {
        client.get(f"/c/{slug}/documents/strategies/1/{rest}").status_code
        for slug in ("havtorn", "nabo")
        for rest in ("", "da.pdf")
    }

    assert found == {404}


def test_deleted_strategy_has_no_document(client: Client, strategy: Strategy, alice: User) -> None:
    services.delete_strategy(strategy=strategy, by=alice)

    assert (client.get(PAGE).status_code, client.get(f"{PAGE}da.pdf").status_code) == (404, 404)


def test_file_says_what_it_is(strategy: Strategy) -> None:
    shown = StrategyPage(strategy.cluster, strategy, {})

    assert file_name(shown, "da") == "Klyngen havtorn - Strategi 2027 (da)"
    assert file_name(shown, "en") == "Cluster havtorn - Strategi 2027 (en)"


@pytest.mark.parametrize("title", ["Æøå 漢字 “x”", 'a"; filename=evil.exe', "../../etc/passwd", "a\r\nX-Evil: 1"])
def test_any_title_gives_a_file_with_a_safe_name(client: Client, strategy: Strategy, alice: User, title: str) -> None:
    services.rename_strategy(strategy=strategy, title=Text(da=title), by=alice)

    response = client.get(f"{PAGE}da.pdf", follow=True)

    assert (response.status_code, response.content[:5]) == (200, b"%PDF-")
    name = response["Content-Disposition"]
    assert "\n" not in name
    assert "X-Evil" not in response
    assert name.count('"') == 2
    assert "/" not in name.replace("filename*=UTF-8''", "")


def test_control_characters_in_a_title_do_not_break_the_document(
    client: Client, strategy: Strategy, alice: User
) -> None:
    services.rename_strategy(strategy=strategy, title=Text(da="To\x01linjer\x0b"), by=alice)
    store(strategy, "name", {"da": "a\x01b\x0c"})
    strategy.goals.create(number=1, position=1, title=Text(da="c\x02d").to_value())

    assert client.get(f"{PAGE}da.pdf", follow=True).content[:5] == b"%PDF-"
