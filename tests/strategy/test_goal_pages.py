"""Goals: the panel, and the form of each of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from strategy import services
from strategy.models import Goal, Strategy
from strategy.services import GoalDraft
from tests import factories
from tests.pages import faults, heading, notes, queries, tree, value, words
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import fields_of

pytestmark = pytest.mark.django_db

GOALS = "/c/havtorn/strategies/1/goals/"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def goals(strategy: Strategy) -> list[tuple[str, str]]:
    return [(goal.key, goal.title_text.da) for goal in strategy.goals.alive()]


def shown(response: HttpResponse) -> list[str]:
    return [words(goal) for goal in tree(response).xpath("//*[@class='goal-title']")]


def test_goal_is_added_with_all_that_is_known_of_it(client: Client, strategy: Strategy, bob: User) -> None:
    data = {"title_da": " Flere lande ", "rationale_da": "Fordi\r\nså", "owner": bob.pk, "deadline": "2028-12-31"}

    response = client.post(f"{GOALS}add/", data)

    goal = strategy.goals.get()
    assert (response.status_code, response["Location"]) == (302, GOALS)
    assert (goal.title, goal.rationale, goal.owner, goal.deadline) == (
        {"da": "Flere lande"},
        {"da": "Fordi\nså"},
        bob,
        date(2028, 12, 31),
    )
    assert notes(client.get(GOALS)) == ["Goal S1 has been added."]


def test_goal_leads_back_to_the_phase_in_which_the_goals_stand(client: Client, cluster: Cluster, alice: User) -> None:
    made = factories.make_strategy(cluster, alice, publish_every_question())
    hidden = client.post(f"{GOALS}add/", {"title_da": "Et"})["Location"]
    client.post("/c/havtorn/strategies/1/phases/first/", {"rev-stage": "0", "a-stage": "plan"})

    response = client.post(f"{GOALS}add/", {"title_da": "To"})

    assert (hidden, response["Location"]) == (GOALS, "/c/havtorn/strategies/1/phases/second/#q-live")
    assert len(goals(made)) == 2


def test_fragment_shows_the_panel_anew_and_says_what_happened(client: Client, strategy: Strategy) -> None:
    response = client.post(f"{GOALS}add/", {"title_da": "Flere lande"}, headers=FRAGMENT)

    assert (response.status_code, shown(response)) == (200, ["Flere lande"])
    assert response["HX-Trigger"] == '{"toast": {"message": "Goal S1 has been added."}}'
    assert tree(response).xpath("//h1") == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"title_da": ""}, "Write what you want to reach."),
        ({"title_da": " \r\n "}, "Write what you want to reach."),
        ({"title_da": "x" * 301}, "Ensure this value has at most 300 characters (it has 301)."),
        ({"deadline": "31.02.2026"}, None),
        ({"deadline": "x" * 41}, None),
        ({"owner": "x"}, None),
        ({"owner": "0"}, None),
        ({"rationale_da": "x" * 5_001}, None),
        ({"role_da": "x" * 121}, None),
        ({"title_da": "\x00"}, "Write what you want to reach."),
    ],
)
def test_goal_that_is_wrong_keeps_what_was_typed(
    client: Client, strategy: Strategy, data: dict[str, str], sentence: str | None
) -> None:
    sent = {"title_da": "Flere lande", "rationale_da": "Fordi", **data}

    response = client.post(f"{GOALS}add/", sent)

    assert (response.status_code, goals(strategy)) == (422, [])
    assert value(response, "rationale_da").replace("\r\n", "\n").lstrip("\n") == sent["rationale_da"]
    assert len(faults(response)) == 1
    assert sentence is None or faults(response) == [sentence]


def test_somebody_of_another_cluster_cannot_answer_for_a_goal(
    client: Client, strategy: Strategy, charlie: User
) -> None:
    response = client.post(f"{GOALS}add/", {"title_da": "Flere lande", "owner": charlie.pk})

    assert (response.status_code, goals(strategy)) == (422, [])
    assert "Charlie" not in response.content.decode()


def test_control_characters_are_taken_out_of_a_goal(client: Client, strategy: Strategy) -> None:
    client.post(f"{GOALS}add/", {"title_da": "Flere\x07 lande\x1b", "rationale_da": "a\x0bb", "role_da": "c\x01"})

    goal = strategy.goals.get()
    assert (goal.title, goal.rationale, goal.owner_role) == ({"da": "Flere lande"}, {"da": "a\nb"}, {"da": "c"})


def test_goal_is_written_in_the_languages_of_the_cluster(client: Client, strategy: Strategy, cluster: Cluster) -> None:
    cluster.has_second_language = True
    cluster.save()

    client.post(f"{GOALS}add/", {"title_da": "Flere lande", "title_en": "More countries"})
    one_language = client.post(f"{GOALS}add/", {"title_en": "Only English"})

    assert strategy.goals.get().title == {"da": "Flere lande", "en": "More countries"}
    assert (one_language.status_code, faults(one_language)) == (422, ["Write what you want to reach."])


def test_english_of_a_goal_is_kept_by_a_cluster_that_writes_danish(
    client: Client, strategy: Strategy, alice: User
) -> None:
    services.add_goal(strategy=strategy, draft=GoalDraft(title=Text("Mål", "Goal"), role=Text("x", "y")), by=alice)

    client.post(f"{GOALS}1/", {"title_da": "Mål 2", "revision": "1"})

    goal = strategy.goals.get()
    assert (goal.title, goal.owner_role) == ({"da": "Mål 2", "en": "Goal"}, {"en": "y"})


def test_form_that_nobody_touched_changes_nothing(client: Client, strategy: Strategy, alice: User, bob: User) -> None:
    text = Text("Et mål\nmed to linjer", "A goal")
    services.add_goal(
        strategy=strategy,
        draft=GoalDraft(title=text, rationale=text, owner=bob, role=Text("Chef"), deadline=date(2028, 1, 1)),
        by=alice,
    )

    response = client.post(f"{GOALS}1/", fields_of(client.get(f"{GOALS}1/").content, form="goals"))

    assert (response.status_code, strategy.goals.get().revision) == (302, 1)


def conflict(client: Client, strategy: Strategy, alice: User, headers: dict[str, str] | None = None) -> HttpResponse:
    """Let Alice change the goal while the editor has its form open."""
    goal = factories.make_goal(strategy, alice, "Før")
    fields = fields_of(client.get(f"{GOALS}1/").content, form="goals")
    services.change_goal(goal=goal, draft=GoalDraft(title=Text(da="Hendes")), based_on=1, by=alice)
    return client.post(f"{GOALS}1/", {**fields, "title_da": "Min"}, headers=headers)


@pytest.mark.parametrize("headers", [None, FRAGMENT])
def test_conflict_shows_both_and_overwrites_nothing(
    client: Client, strategy: Strategy, alice: User, headers: dict[str, str] | None
) -> None:
    response = conflict(client, strategy, alice, headers)

    assert (response.status_code, goals(strategy)) == (409, [("S1", "Hendes")])
    assert value(response, "title_da").lstrip("\n") == "Min"
    note = words(tree(response).xpath("//*[contains(@class, 'conflict')]")[0])
    assert note.startswith("Alice changed this while you were writing")
    assert "Hendes" in note


def test_conflict_is_settled_by_keeping_mine_without_javascript(
    client: Client, strategy: Strategy, alice: User
) -> None:
    response = conflict(client, strategy, alice)

    again = client.post(f"{GOALS}1/", fields_of(response.content, form="goals"))

    assert (again.status_code, goals(strategy)) == (302, [("S1", "Min")])


@pytest.mark.parametrize("revision", ["", "0", "99", "x", "9" * 30, "-1"])
def test_revision_that_is_not_the_newest_is_refused(
    client: Client, strategy: Strategy, alice: User, revision: str
) -> None:
    factories.make_goal(strategy, alice, "Før")

    response = client.post(f"{GOALS}1/", {"title_da": "Efter", "revision": revision})

    assert response.status_code in {409, 422}
    assert goals(strategy) == [("S1", "Før")]


def test_goal_that_was_deleted_meanwhile_is_not_found(client: Client, strategy: Strategy, alice: User) -> None:
    services.delete_goal(goal=factories.make_goal(strategy, alice), by=alice)

    assert client.post(f"{GOALS}1/", {"title_da": "x", "revision": "1"}).status_code == 404


def test_goals_are_moved_deleted_and_brought_back(client: Client, strategy: Strategy, alice: User) -> None:
    for title in ("Et", "To", "Tre"):
        factories.make_goal(strategy, alice, title)

    client.post(f"{GOALS}3/up/")
    client.post(f"{GOALS}1/down/")
    moved = goals(strategy)
    client.post(f"{GOALS}3/delete/")
    deleted = shown(client.get(GOALS))
    client.post(f"{GOALS}3/restore/")

    assert moved == [("S3", "Tre"), ("S1", "Et"), ("S2", "To")]
    assert deleted == ["Et", "To"]
    assert goals(strategy) == moved


@pytest.mark.parametrize("act", ["up", "down", "delete", "restore"])
def test_acts_take_only_post_and_only_from_who_may_write(
    sign_in: Callable, client: Client, strategy: Strategy, alice: User, bob: User, act: str
) -> None:
    factories.make_goal(strategy, alice)

    assert client.get(f"{GOALS}1/{act}/").status_code == 405
    assert sign_in(bob).post(f"{GOALS}1/{act}/").status_code == 403
    assert client.post(f"{GOALS}9/{act}/").status_code == 404


def test_goal_of_another_strategy_is_not_found_by_its_number(
    client: Client, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    second = factories.make_strategy(cluster, alice)
    factories.make_goal(second, alice)

    assert client.get(f"{GOALS}1/").status_code == 404
    assert client.get("/c/havtorn/strategies/2/goals/1/").status_code == 200


def test_reader_sees_goals_without_anything_to_press(
    sign_in: Callable, strategy: Strategy, alice: User, bob: User
) -> None:
    factories.make_goal(strategy, alice)

    response = sign_in(bob).get(GOALS)

    assert (heading(response), shown(response)) == ("Goals", ["Flere eksporterer"])
    assert tree(response).xpath("//main//form | //main//*[contains(@class, 'btn')]") == []


def test_pages_take_as_many_queries_with_many_goals_as_with_one(
    client: Client, strategy: Strategy, alice: User, bob: User
) -> None:
    factories.make_goal(strategy, alice)
    few = queries(client, GOALS), queries(client, f"{GOALS}1/"), queries(client, f"{GOALS}add/")
    for n in range(4):
        services.add_goal(strategy=strategy, draft=GoalDraft(title=Text(da=f"Mål {n}"), owner=bob), by=alice)

    many = queries(client, GOALS), queries(client, f"{GOALS}1/"), queries(client, f"{GOALS}add/")

    assert (few, many) == ((4, 5, 4), (4, 5, 4))


junk = st.text(max_size=30) | st.sampled_from(["", "1", "\x00", "2026-02-30", "x" * 6000, "🦀"])
NAMES = ["title_da", "rationale_da", "role_da", "owner", "deadline", "revision"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.dictionaries(st.sampled_from(NAMES), junk), page=st.sampled_from(["add/", "1/"]))
def test_whatever_is_sent_gets_an_answer_and_never_a_crash(
    client: Client, strategy: Strategy, alice: User, data: dict[str, Any], page: str
) -> None:
    if not Goal.objects.of(strategy.cluster).exists():
        factories.make_goal(strategy, alice)

    assert client.post(GOALS + page, data).status_code in {302, 409, 422}


def test_form_on_a_page_of_its_own_leads_back_and_within_a_page_takes_the_place_of_the_list(
    client: Client, strategy: Strategy
) -> None:
    (alone,) = tree(client.get(f"{GOALS}add/")).xpath("//form[@id='goals']")
    (within,) = tree(client.get(f"{GOALS}add/", headers=FRAGMENT)).xpath("//form[@id='goals']")

    assert (alone.get("hx-post"), within.get("hx-post")) == (None, f"{GOALS}add/")
    assert alone.xpath(".//a[@hx-get]") == []
    assert within.xpath(".//a/@hx-get") == [GOALS]
