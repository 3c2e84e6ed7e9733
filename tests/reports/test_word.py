"""The strategy and the evaluation as Word files, and the page that offers the evaluation."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from kpis.models import MeasuringRound
from kpis.services import MeasurementDraft, close_round, comment_on_goal, enter_round_value
from kpis.services.rounds import entries_of
from strategy import services
from strategy.models import Goal, Strategy
from tests import factories
from tests.kpis.samples import MIDDLE, a_round, measured_kpi
from tests.pages import heading, queries, tree, words
from tests.strategy.samples import publish_every_question

pytestmark = pytest.mark.django_db

STRATEGY = "/c/havtorn/documents/strategies/1/"
EVALUATION = "/c/havtorn/documents/rounds/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


@pytest.fixture
def goal(strategy: Strategy, alice: User) -> Goal:
    return factories.make_goal(strategy, alice)


@pytest.fixture
def measured(cluster: Cluster, goal: Goal, alice: User) -> MeasuringRound:
    """An open round of one KPI, whose value is in."""
    round = a_round(goal.strategy, alice, [measured_kpi(cluster, alice, goal)])
    (entry,) = entries_of(round)
    entry.round, entry.kpi = round, entry.kpi
    enter_round_value(entry=entry, draft=MeasurementDraft(MIDDLE, Decimal(38), source="Register"), by=alice)
    return round


@pytest.fixture
def client(sign_in: Callable, bob: User) -> Client:
    return sign_in(bob)


def paragraphs(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(BytesIO(content)).paragraphs]


@pytest.mark.parametrize(
    ("language", "title", "unanswered"),
    [("da", "Strategi 2027", "Ikke besvaret endnu"), ("en", "Strategi 2027", "Not answered yet")],
)
def test_strategy_is_answered_at_once_as_word(
    client: Client, strategy: Strategy, language: str, title: str, unanswered: str
) -> None:
    strategy.workbook.answers.update_or_create(question_key="why", defaults={"value": {"da": "Fordi", "en": "Because"}})

    response = client.get(f"{STRATEGY}{language}.docx")

    found = paragraphs(response.content)
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert {title, unanswered, {"da": "Fordi", "en": "Because"}[language]} <= set(found)


def test_word_file_is_saved_under_a_name_that_says_what_it_is(client: Client, strategy: Strategy) -> None:
    response = client.get(f"{STRATEGY}da.docx")

    assert response["Content-Disposition"] == (
        'attachment; filename="klyngen-havtorn-strategi-2027-da.docx"; '
        "filename*=UTF-8''Klyngen%20havtorn%20-%20Strategi%202027%20%28da%29.docx"
    )


def test_control_characters_do_not_break_the_word_file(client: Client, strategy: Strategy, alice: User) -> None:
    services.rename_strategy(strategy=strategy, title=Text(da="To\x01linjer\x0b"), by=alice)
    strategy.workbook.answers.update_or_create(question_key="why", defaults={"value": {"da": "a\x01b\x0c"}})

    found = paragraphs(client.get(f"{STRATEGY}da.docx").content)

    assert {"Tolinjer", "ab"} <= set(found)


@pytest.mark.parametrize(
    ("language", "day", "kpis"),
    [("da", "30.\xa0december\xa02024", "KPI for KPI"), ("en", "30\xa0December\xa02024", "KPI by KPI")],
)
def test_evaluation_is_answered_at_once_as_word(
    client: Client, measured: MeasuringRound, language: str, day: str, kpis: str
) -> None:
    response = client.get(f"{EVALUATION}{language}.docx")

    found = paragraphs(response.content)
    title = next(words for words in found if words.endswith(day))
    assert kpis in found
    assert f"2024-12-30%20%28{language}%29.docx" in response["Content-Disposition"]
    assert title == docx.Document(BytesIO(response.content)).core_properties.title


def test_both_pages_offer_pdf_and_word_in_the_readers_language_first(client: Client, measured: MeasuringRound) -> None:
    for address in (STRATEGY, EVALUATION):
        links = tree(client.get(address)).xpath("//main//a[contains(@href, '.pdf') or contains(@href, '.docx')]/@href")
        files = [link for link in links if "/preview." not in link]
        own = [link for link in files if "/" not in link.removeprefix(address)]

        assert own == [f"{address}{name}" for name in ("en.pdf", "en.docx", "da.pdf", "da.docx")]


def test_evaluation_page_says_what_is_preliminary_missing_and_borrowed(
    client: Client, measured: MeasuringRound, goal: Goal, alice: User
) -> None:
    before = words(tree(client.get(EVALUATION)).xpath("//main")[0])
    comment_on_goal(round=measured, goal=goal, text=Text(da="Det gik godt."), by=alice)
    close_round(round=measured, closed_on=date(2025, 1, 15), remark="", by=alice)

    response = client.get(EVALUATION)

    after = words(tree(response).xpath("//main")[0])
    said = (
        "The round is open, so the evaluation says that it is preliminary.",
        "One goal has no commentary yet. The evaluation says so.",
        "One commentary is missing in this language and is shown in the other, marked.",
    )
    assert heading(response) == "Download the evaluation as PDF or Word"
    assert [one in before for one in said] == [True, True, False]
    assert [one in after for one in said] == [False, False, True]


def test_only_who_may_write_it_is_led_to_the_commentary(
    sign_in: Callable, measured: MeasuringRound, alice: User, bob: User
) -> None:
    found = [
        tree(sign_in(person).get(EVALUATION)).xpath("//main//a[contains(@href, 'comments')]/@href")
        for person in (alice, bob)
    ]

    assert [len(links) for links in found] == [1, 0]


def test_evaluation_page_takes_as_many_queries_with_three_goals_as_with_one(
    client: Client, measured: MeasuringRound, goal: Goal, alice: User
) -> None:
    one = queries(client, EVALUATION)
    for _turn in range(2):
        more = factories.make_goal(goal.strategy, alice)
        comment_on_goal(round=measured, goal=more, text=Text(da="Godt."), by=alice)

    assert queries(client, EVALUATION) == one


@pytest.mark.parametrize(
    "address", [f"{STRATEGY}de.docx", f"{EVALUATION}de.docx", "/c/havtorn/documents/rounds/9/da.docx"]
)
def test_what_there_is_not_is_not_found(client: Client, measured: MeasuringRound, address: str) -> None:
    assert client.get(address).status_code == 404


def test_documents_of_another_cluster_are_not_found(
    sign_in: Callable, measured: MeasuringRound, charlie: User, other_cluster: Cluster
) -> None:
    client = sign_in(charlie)

    found = {
        client.get(f"/c/{slug}/documents/{rest}").status_code
        for slug in ("havtorn", "nabo")
        for rest in ("strategies/1/da.docx", "rounds/1/da.docx", "rounds/1/")
    }

    assert found == {404}
