"""A phase as a form that works without JavaScript: it saves what it can and keeps what was typed."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from strategy.models import Strategy
from strategy.services import GoalDraft, add_goal, start_strategy
from strategy.shown import panels
from tests.pages import heading, notes, queries, tree, value, words
from tests.strategy.phases import FIRST, SECOND, answers, errors, history, loaded, strategy_with_a_plan
from tests.strategy.samples import publish_starter
from tests.workbooks.samples import fields_of, put
from workbooks.models import AnswerChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return strategy_with_a_plan(cluster, alice)


# ---- saving


def test_whole_phase_is_saved_at_once(client: Client, strategy: Strategy) -> None:
    fields = loaded(
        client,
        name__da="Havtorn",
        why__da="Fordi\r\n\r\n- et\r\n- to",
        members="1.5",
        price="1,250,000",
        part="40",
        start="24/11/2026",
        means=["visit", "fair"],
        mandate="4",
        where=["Germany", "", "Norway"],
    )

    response = client.post(FIRST, fields)

    assert (response.status_code, response["Location"]) == (302, FIRST)
    assert answers(strategy) == {
        "name": {"da": "Havtorn"},
        "why": {"da": "Fordi\n\n- et\n- to"},
        "members": 1.5,
        "price": 1_250_000,
        "part": 40,
        "start": "2026-11-24",
        "stage": "plan",
        "means": ["visit", "fair"],
        "mandate": 4,
        "where": ["DE", "NO"],
    }
    assert notes(client.get(FIRST)) == ["Everything saved."]


def test_form_that_nobody_touched_changes_nothing(client: Client, strategy: Strategy) -> None:
    client.post(FIRST, loaded(client, name__da="Havtorn", where=["Germany"], mandate="4"))
    before = history(strategy)

    response = client.post(FIRST, loaded(client))

    assert (response.status_code, history(strategy)) == (302, before)


def test_example_that_nobody_touched_changes_nothing(client: Client, cluster: Cluster, alice: User) -> None:
    template, example = publish_starter()
    cluster.has_second_language = True
    cluster.save()
    made = start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice, example=example)
    before, stored = history(made), answers(made)

    for section in template.parsed.sections:
        url = f"/c/havtorn/strategies/{made.number}/phases/{section.key}/"
        assert client.post(url, loaded(client, url)).status_code == 302

    assert (history(made), answers(made)) == (before, stored)


def test_example_keeps_its_english_when_the_cluster_writes_danish(
    client: Client, cluster: Cluster, alice: User
) -> None:
    template, example = publish_starter()
    made = start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice, example=example)
    stored = answers(made)

    for section in template.parsed.sections:
        url = f"/c/havtorn/strategies/{made.number}/phases/{section.key}/"
        client.post(url, loaded(client, url))

    assert answers(made) == stored


def test_save_and_go_on_leads_to_the_next_phase_and_at_last_to_what_is_missing(
    client: Client, strategy: Strategy
) -> None:
    first = client.post(FIRST, {**loaded(client, name__da="Havtorn"), "act": "next"})
    second = client.post(SECOND, {**loaded(client, SECOND), "act": "next"})

    assert (first["Location"], second["Location"]) == (SECOND, "/c/havtorn/strategies/1/missing/")
    assert answers(strategy)["name"] == {"da": "Havtorn"}


def test_next_question_without_an_answer_is_a_click_away_and_moves_on_with_each_save(
    client: Client, strategy: Strategy
) -> None:
    def leads_to(response: HttpResponse) -> list[str]:
        return [str(address) for address in tree(response).xpath("//*[@id='section-done']//a/@href")]

    first = leads_to(client.get(FIRST))
    client.post(FIRST, {**loaded(client, name__da="Havtorn"), "act": "save"})

    assert first == ["#q-name"]
    second = leads_to(client.get(FIRST))
    assert len(second) == 1
    assert second != first
    assert tree(client.get(FIRST)).xpath(f"//*[@id='{second[0][1:]}']")


def test_go_on_leads_past_a_phase_that_the_answers_hide(client: Client, strategy: Strategy) -> None:
    response = client.post(FIRST, {**loaded(client, stage="report"), "act": "next"})

    assert response["Location"] == "/c/havtorn/strategies/1/missing/"


def test_answers_to_a_phase_that_a_colleague_has_hidden_are_kept(
    client: Client, strategy: Strategy, alice: User
) -> None:
    fields = loaded(client, SECOND, late="3")
    put(strategy.workbook, alice, "stage", "report")

    response = client.post(SECOND, fields)

    assert (response.status_code, response["Location"]) == (302, "/c/havtorn/strategies/1/")
    assert answers(strategy)["late"] == 3
    assert notes(client.get("/c/havtorn/strategies/1/")) == [
        "Your answers are kept, but a colleague’s answer has hidden this phase in the meantime."
    ]


def test_hidden_question_keeps_its_answer(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "mandate", 5)
    client.post(SECOND, loaded(client, SECOND, later__da="gemt"))

    client.post(FIRST, loaded(client, mandate="1"))
    client.post(SECOND, loaded(client, SECOND))

    assert answers(strategy)["later"] == {"da": "gemt"}


# ---- conflicts


def in_conflict(client: Client, strategy: Strategy, alice: User) -> HttpResponse:
    """Let Alice change two answers while the editor has the page open."""
    put(strategy.workbook, alice, "name", {"da": "Hav"})
    fields = loaded(client, name__da="Fjord", why__da="Fordi", members="7")
    put(strategy.workbook, alice, "name", {"da": "Havn"})
    return client.post(FIRST, fields)


def test_conflict_shows_both_texts_and_the_rest_is_saved(client: Client, strategy: Strategy, alice: User) -> None:
    response = in_conflict(client, strategy, alice)

    assert response.status_code == 409
    assert answers(strategy) == {"name": {"da": "Havn"}, "why": {"da": "Fordi"}, "members": 7, "stage": "plan"}
    assert errors(response) == {"#q-name": "A colleague changed “name in English” while you were writing"}
    assert value(response, "a-name-da") == "Fjord"
    versions = tree(response).xpath("//*[@class='version']")
    assert [words(one.xpath("./*[@class='answer-line']")[0]) for one in versions] == ["Fjord", "Havn"]


@pytest.mark.parametrize(("act", "text"), [("mine", "Fjord"), ("theirs", "Havn"), ("both", "Havn / Fjord")])
def test_conflict_is_settled_without_javascript(
    client: Client, strategy: Strategy, alice: User, act: str, text: str
) -> None:
    fields = fields_of(in_conflict(client, strategy, alice).content)

    response = client.post(FIRST, {**fields, "act": f"{act}:name"})

    assert (response.status_code, response["Location"]) == (302, f"{FIRST}#q-name")
    assert answers(strategy)["name"] == {"da": text}
    texts = [change.value["da"] for change in strategy.workbook.changes.filter(question_key="name").order_by("pk")]
    assert texts[:3] == ["Hav", "Havn", "Fjord"]


def test_saving_again_without_a_choice_is_still_a_conflict(client: Client, strategy: Strategy, alice: User) -> None:
    fields = fields_of(in_conflict(client, strategy, alice).content)

    response = client.post(FIRST, {**fields, "act": "save"})

    assert (response.status_code, answers(strategy)["name"]) == (409, {"da": "Havn"})
    assert strategy.workbook.changes.filter(kind=AnswerChange.Kind.SET_ASIDE).count() == 1


# ---- who may


@pytest.mark.parametrize("url", [FIRST, f"{FIRST}?row=x"])
def test_reader_and_reviewer_are_led_to_the_read_view(
    sign_in: Callable, strategy: Strategy, bob: User, reviewer: User, url: str
) -> None:
    found = [sign_in(user).get(url)["Location"] for user in (bob, reviewer)]

    assert found == ["/c/havtorn/strategies/1/#p-first"] * 2


def test_reader_and_reviewer_may_not_write(
    sign_in: Callable, client: Client, strategy: Strategy, bob: User, reviewer: User
) -> None:
    fields = loaded(client, name__da="Fjord")

    statuses = [sign_in(user).post(FIRST, fields).status_code for user in (bob, reviewer)]

    assert (statuses, "name" in answers(strategy)) == ([403, 403], False)


def test_form_that_has_expired_stores_nothing_and_says_what_to_do(strategy: Strategy, editor: User) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en-gb"})
    client.force_login(editor)

    response = client.post(FIRST, {"rev-name": "0", "a-name-da": "Fjord"})

    assert (response.status_code, heading(response)) == (403, "The form has expired")
    assert "name" not in answers(strategy)


@pytest.mark.parametrize("url", ["/c/havtorn/strategies/1/phases/gone/", "/c/havtorn/strategies/9/phases/first/"])
def test_phase_that_is_not_there_is_not_found(client: Client, strategy: Strategy, url: str) -> None:
    assert (client.get(url).status_code, client.post(url, {}).status_code) == (404, 404)


def test_phase_that_is_hidden_is_not_found(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "stage", "report")

    assert client.get(SECOND).status_code == 404


# ---- panels


def panels_of(response: HttpResponse) -> list[str]:
    return [section.get("id") for section in tree(response).xpath("//section[contains(@class, 'q-panel')]")]


def test_panel_of_goals_stands_in_its_phase(client: Client, strategy: Strategy, alice: User) -> None:
    add_goal(strategy=strategy, draft=GoalDraft(title=Text(da="Flere lande")), by=alice)

    response = client.get(SECOND)

    assert panels_of(response) == ["q-live"]
    assert [words(goal) for goal in tree(response).xpath("//*[@class='goal-title']")] == ["Flere lande"]


def test_panel_of_a_room_that_does_not_exist_is_left_out(
    client: Client, cluster: Cluster, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in panels.ROUTES:
        monkeypatch.setitem(panels.ROUTES, name, "nowhere:panel")
    template, _example = publish_starter()
    made = start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice)
    asked = [q.panel for q in template.parsed.questions() if q.type == "panel"]

    shown = [
        panel
        for section in template.parsed.sections
        for panel in panels_of(client.get(f"/c/havtorn/strategies/{made.number}/phases/{section.key}/"))
    ]

    assert "kpis" in asked
    assert shown == [f"q-{q.key}" for q in template.parsed.questions() if q.type == "panel" and q.panel == "goals"]


# ---- how much it costs


def test_phase_takes_as_many_queries_with_much_as_with_little(client: Client, strategy: Strategy, alice: User) -> None:
    few = queries(client, FIRST), queries(client, SECOND)
    for key, stored in (("name", {"da": "x"}), ("why", {"da": "x"}), ("members", 4), ("late", 3), ("where", ["DE"])):
        put(strategy.workbook, alice, key, stored)
    for n in range(4):
        add_goal(strategy=strategy, draft=GoalDraft(title=Text(da=f"Mål {n}"), owner=alice), by=alice)

    many = queries(client, FIRST), queries(client, SECOND)

    assert (few, many) == ((5, 5), (5, 5))
