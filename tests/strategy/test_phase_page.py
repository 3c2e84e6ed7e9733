"""A phase as a form that works without JavaScript: it saves what it can and keeps what was typed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from strategy import panels
from strategy.models import Strategy
from strategy.services import GoalDraft, add_goal, start_strategy
from tests import factories
from tests.pages import heading, notes, queries, tree, value, words
from tests.strategy.samples import publish_every_question, publish_starter
from tests.workbooks.samples import fields_of, with_values
from workbooks.models import AnswerChange
from workbooks.services import save_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_every_question())
    put(made, alice, "stage", "plan")
    return made


@pytest.fixture
def client(sign_in: Callable, editor: User) -> Client:
    return sign_in(editor)


FIRST = "/c/havtorn/strategies/1/phases/first/"
SECOND = "/c/havtorn/strategies/1/phases/second/"


def put(strategy: Strategy, by: User, key: str, stored: Any) -> None:
    """Let somebody store an answer on top of what is there."""
    current = strategy.workbook.answers.filter(question_key=key).first()
    save_answer(
        workbook=strategy.workbook,
        question_key=key,
        value=stored,
        based_on=current.revision if current else 0,
        current=current,
        by=by,
    )


def answers(strategy: Strategy) -> dict[str, Any]:
    return {answer.question_key: answer.value for answer in strategy.workbook.answers.all()}


def history(strategy: Strategy) -> int:
    return strategy.workbook.changes.count()


def loaded(client: Client, url: str = FIRST, **typed: Any) -> dict[str, list[str]]:
    """Load the page as a browser does and type into its fields; `name_da` stands for `a-name-da`."""
    fields = fields_of(client.get(url).content)
    return with_values(fields, **{f"a-{name.replace('__', '-')}": text for name, text in typed.items()})


def loaded_again(response: HttpResponse, **typed: Any) -> dict[str, list[str]]:
    """Type into the fields of a page that was sent back."""
    fields = fields_of(response.content)
    return with_values(fields, **{f"a-{name.replace('__', '-')}": text for name, text in typed.items()})


def errors(response: HttpResponse) -> dict[str, str]:
    """Return the summary at the top: where each line leads, and its words."""
    found = tree(response).xpath("//*[@id='errors']//a")
    return {link.get("href"): words(link) for link in found}


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
    assert notes(client.get(FIRST)) == ["All is saved."]


def test_form_that_nobody_touched_changes_nothing(client: Client, strategy: Strategy) -> None:
    client.post(FIRST, loaded(client, name__da="Havtorn", where=["Germany"], mandate="4"))
    before = history(strategy)

    response = client.post(FIRST, loaded(client))

    assert (response.status_code, history(strategy)) == (302, before)


def test_example_that_nobody_touched_changes_nothing(client: Client, cluster: Cluster, alice: User) -> None:
    template, example = publish_starter()
    cluster.has_second_language = True
    cluster.save()
    made = start_strategy(cluster=cluster, edition=template, title="Prøve", by=alice, example=example)
    before, stored = history(made), answers(made)

    for section in template.parsed.sections:
        url = f"/c/havtorn/strategies/{made.number}/phases/{section.key}/"
        assert client.post(url, loaded(client, url)).status_code == 302

    assert (history(made), answers(made)) == (before, stored)


def test_example_keeps_its_english_when_the_cluster_writes_danish(
    client: Client, cluster: Cluster, alice: User
) -> None:
    template, example = publish_starter()
    made = start_strategy(cluster=cluster, edition=template, title="Prøve", by=alice, example=example)
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


def test_go_on_leads_past_a_phase_that_the_answers_hide(client: Client, strategy: Strategy) -> None:
    response = client.post(FIRST, {**loaded(client, stage="report"), "act": "next"})

    assert response["Location"] == "/c/havtorn/strategies/1/missing/"


# ---- what is wrong


def test_faults_stay_in_the_fields_and_the_rest_is_saved(client: Client, strategy: Strategy) -> None:
    typed = loaded(client, name__da="Havtorn", members="ca. 40", start="31.02.2026", where=["Narnia"], part="101")

    response = client.post(FIRST, typed)

    assert response.status_code == 422
    assert answers(strategy) == {"name": {"da": "Havtorn"}, "stage": "plan"}
    kept = [value(response, name) for name in ("a-name-da", "a-members", "a-start", "a-part")]
    assert kept == ["Havtorn", "ca. 40", "31.02.2026", "101"]
    assert fields_of(response.content)["a-where"] == ["Narnia", ""]
    assert errors(response) == {
        "#a-members": ("members in English: “ca. 40” is not a number. Write it in digits, for example 1,250.5."),
        "#a-part": "part in English: “part in English” is 101. Write a number from 0 to 100.",
        "#a-start": (
            "start in English: “31.02.2026” is not a date. Write day, month and year, for example 24/11/2026."
        ),
        "#a-where-1": (
            "where in English: We do not know the country “Narnia”. "
            "Choose it from the list that appears while you type."
        ),
    }


WRONG = {
    FIRST: {
        "name__da": "x" * 2_001,
        "why__da": "x" * 100_001,
        "members": "x",
        "price": "x",
        "part": "x",
        "start": "x",
        "stage": "x",
        "means": ["x"],
        "mandate": "x",
        "where": ["x", "y"],
    },
    SECOND: {
        "criteria__need__weight": "x",
        "markets__rows": "r1",
        "markets__r1__name__da": "x" * 2_001,
        "markets__r1__need": "9",
        "markets__r1__access": "9",
        "markets__r1__cost": "x",
        "markets__r1__share": "x",
        "markets__r1__day": "x",
        "markets__r1__state": "x",
        "markets__r1__country": "x",
        "late": "9",
    },
}


@pytest.mark.parametrize("url", [FIRST, SECOND])
def test_every_line_of_the_summary_leads_to_a_field_that_is_marked(
    client: Client, strategy: Strategy, url: str
) -> None:
    response = client.post(url, loaded(client, url, **WRONG[url]))

    page = tree(response)
    ids = [href.removeprefix("#") for href in errors(response)]
    assert len(ids) == len(WRONG[url]) + (1 if url == FIRST else -1)
    assert [one for one in ids if len(page.xpath(f"//*[@id='{one}']")) != 1] == []
    assert [one for one in ids if not page.xpath(f"//*[@id='e-{one}']")] == []


def test_table_with_too_many_rows_can_be_found_from_the_summary(client: Client, strategy: Strategy) -> None:
    rows = [f"r{n}" for n in range(501)]

    response = client.post(SECOND, loaded(client, SECOND, markets__rows=rows))

    (where,) = errors(response)
    assert len(tree(response).xpath(f"//*[@id='{where.removeprefix('#')}']")) == 1


def test_typed_text_is_not_markup(client: Client, strategy: Strategy) -> None:
    nasty = '"><script>alert(1)</script>'

    response = client.post(FIRST, loaded(client, members=nasty, name__da=nasty, why__da=f"</textarea>{nasty}"))

    assert tree(response).xpath("//script[contains(., 'alert')]") == []
    assert value(response, "a-members") == nasty
    assert value(response, "a-why-da") == f"</textarea>{nasty}"


def test_text_that_is_wrong_is_shown_even_when_a_colleague_has_hidden_the_question(
    client: Client, strategy: Strategy, alice: User
) -> None:
    put(strategy, alice, "mandate", 5)
    fields = loaded(client, SECOND, later__da="x" * 2_001)
    put(strategy, alice, "mandate", 1)

    response = client.post(SECOND, fields)

    assert response.status_code == 422
    assert list(errors(response)) == ["#a-later-da"]
    assert value(response, "a-later-da") == "x" * 2_001
    assert client.post(SECOND, loaded_again(response, later__da="Senere")).status_code == 302
    assert answers(strategy)["later"] == {"da": "Senere"}


def test_wrong_answers_to_a_phase_that_a_colleague_has_hidden_are_shown(
    client: Client, strategy: Strategy, alice: User
) -> None:
    fields = loaded(client, SECOND, criteria__need__weight="ti")
    put(strategy, alice, "stage", "report")

    response = client.post(SECOND, fields)

    assert (response.status_code, value(response, "a-criteria-need-weight")) == (422, "ti")


def test_answers_to_a_phase_that_a_colleague_has_hidden_are_kept(
    client: Client, strategy: Strategy, alice: User
) -> None:
    fields = loaded(client, SECOND, late="3")
    put(strategy, alice, "stage", "report")

    response = client.post(SECOND, fields)

    assert (response.status_code, response["Location"]) == (302, "/c/havtorn/strategies/1/")
    assert answers(strategy)["late"] == 3
    assert notes(client.get("/c/havtorn/strategies/1/")) == [
        "Your answers are kept, but a colleague’s answer has hidden this phase meanwhile."
    ]


def test_hidden_question_keeps_its_answer(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy, alice, "mandate", 5)
    client.post(SECOND, loaded(client, SECOND, later__da="gemt"))

    client.post(FIRST, loaded(client, mandate="1"))
    client.post(SECOND, loaded(client, SECOND))

    assert answers(strategy)["later"] == {"da": "gemt"}


# ---- conflicts


def in_conflict(client: Client, strategy: Strategy, alice: User) -> HttpResponse:
    """Let Alice change two answers while the editor has the page open."""
    put(strategy, alice, "name", {"da": "Hav"})
    fields = loaded(client, name__da="Fjord", why__da="Fordi", members="7")
    put(strategy, alice, "name", {"da": "Havn"})
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


# ---- rows without JavaScript


def rows_of(response: HttpResponse) -> list[str]:
    return fields_of(response.content)["a-markets-rows"]


@pytest.fixture
def markets(strategy: Strategy, alice: User) -> list[dict[str, Any]]:
    stored = [{"id": f"r{n}", "cells": {"name": {"da": f"Marked {n}"}}} for n in (1, 2, 3)]
    put(strategy, alice, "markets", stored)
    return stored


def test_row_is_added_below_and_what_was_typed_is_saved(client: Client, strategy: Strategy, markets: list) -> None:
    response = client.post(SECOND, {**loaded(client, SECOND, markets__r1__need="4"), "act": "add:markets"})

    assert response["Location"] == f"{SECOND}?row=markets#q-markets"
    assert answers(strategy)["markets"][0]["cells"]["need"] == 4
    shown = rows_of(client.get(response["Location"]))
    assert (shown[:3], len(shown)) == (["r1", "r2", "r3"], 4)


def test_row_is_duplicated_with_what_was_typed_in_it(client: Client, strategy: Strategy, markets: list) -> None:
    client.post(SECOND, {**loaded(client, SECOND), "act": "copy:markets:r2"})

    rows = answers(strategy)["markets"]
    assert [row["id"] for row in rows if row["id"] != rows[2]["id"]] == ["r1", "r2", "r3"]
    assert rows[2]["cells"] == rows[1]["cells"]


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("up:markets:r2", ["r2", "r1", "r3"]),
        ("down:markets:r2", ["r1", "r3", "r2"]),
        ("remove:markets:r2", ["r1", "r3"]),
        ("up:markets:r1", ["r1", "r2", "r3"]),
        ("down:markets:r3", ["r1", "r2", "r3"]),
        ("up:markets:gone", ["r1", "r2", "r3"]),
        ("remove:markets:gone", ["r1", "r2", "r3"]),
        ("up:other:r2", ["r1", "r2", "r3"]),
        ("rubbish:markets:r2", ["r1", "r2", "r3"]),
    ],
)
def test_rows_are_moved_and_removed(
    client: Client, strategy: Strategy, markets: list, act: str, order: list[str]
) -> None:
    response = client.post(SECOND, {**loaded(client, SECOND), "act": act})

    assert response.status_code == 302
    assert [row["id"] for row in answers(strategy)["markets"]] == order


def test_removed_row_can_be_brought_back_from_the_history(client: Client, strategy: Strategy, markets: list) -> None:
    client.post(SECOND, {**loaded(client, SECOND), "act": "remove:markets:r2"})

    kept = [len(change.value) for change in strategy.workbook.changes.filter(question_key="markets").order_by("pk")]
    assert kept == [3, 2]


def test_row_that_is_wrong_stays_when_another_is_added(client: Client, strategy: Strategy, markets: list) -> None:
    response = client.post(SECOND, {**loaded(client, SECOND, markets__r1__need="9"), "act": "add:markets"})

    assert response.status_code == 422
    assert len(rows_of(response)) == 4
    assert value(response, "a-markets-r1-need") == "9"


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
    put(strategy, alice, "stage", "report")

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
    made = start_strategy(cluster=cluster, edition=template, title="Prøve", by=alice)
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
        put(strategy, alice, key, stored)
    for n in range(4):
        add_goal(strategy=strategy, draft=GoalDraft(title=Text(da=f"Mål {n}"), owner=alice), by=alice)

    many = queries(client, FIRST), queries(client, SECOND)

    assert (few, many) == ((7, 7), (7, 7))


# ---- whatever is sent


VERBS = ["save", "next", "add", "remove", "up", "down", "mine", "theirs", "both"]
QUESTIONS = ["name", "why", "members", "start", "stage", "means", "where", "criteria", "markets", "live", "gone"]
FIELDS = ["", "-da", "-en", "-rows", "-r1-name-da", "-r1-day", "-need-weight"]
junk = st.text(max_size=20) | st.sampled_from(
    ["r1", "0", "1", "true", "plan", "\x00", "x" * 3000, "\r\nX: y", "//[", "🦀"]
)
acts = junk | st.builds("{}:{}:{}".format, st.sampled_from(VERBS), st.sampled_from(QUESTIONS) | junk, junk)
names = st.builds(
    "{}{}{}".format, st.sampled_from(["a-", "rev-", "seen-"]), st.sampled_from(QUESTIONS), st.sampled_from(FIELDS)
)
thorough = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@thorough
@given(
    url=st.sampled_from([FIRST, SECOND]),
    data=st.dictionaries(
        names | junk, st.lists(junk | st.sampled_from(["0", "1"]), min_size=1, max_size=3), max_size=12
    ),
    revisions=st.sampled_from(["0", "1", "9"]),
    act=acts,
)
def test_whatever_is_sent_gets_an_answer_and_never_a_crash(
    client: Client, strategy: Strategy, url: str, data: dict[str, list[str]], revisions: str, act: str
) -> None:
    data = {**{f"rev-{key}": [revisions] for key in QUESTIONS}, **data, "act": [act]}

    response = client.post(url, urlencode(data, doseq=True), content_type="application/x-www-form-urlencoded")

    assert response.status_code in {302, 400, 404, 409, 422}


@settings(thorough, max_examples=15)
@given(row=junk)
def test_whatever_the_address_asks_for_gets_a_page(client: Client, strategy: Strategy, row: str) -> None:
    assert client.get(SECOND, {"row": row}).status_code == 200
