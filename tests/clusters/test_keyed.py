"""Keys lead to what they name, wherever they stand, and say in a small card what it is."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.keyed import Addresses, linked
from clusters.models import Cluster
from core.markdown import render
from core.text import Text
from plans.services import add_note
from strategy.models import Goal
from tests import factories
from tests.kpis.samples import a_kpi, measured_kpi
from tests.pages import queries, tree, words
from tests.plans.samples import make_activity, make_milestone

HTMX = {"HX-Request": "true"}


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    return factories.make_goal(factories.make_strategy(cluster, alice), alice)


@pytest.fixture
def addresses(cluster: Cluster) -> Addresses:
    """Where the cluster's keys lead."""
    return Addresses(cluster)


def test_goals_kpis_and_activities_are_linked_in_a_text(
    cluster: Cluster, goal: Goal, alice: User, addresses: Addresses
) -> None:
    a_kpi(cluster, alice, goal)
    make_activity(cluster, alice)

    html = str(linked("See K1, (A1) and S1.", addresses))

    found = tree(SimpleNamespace(content=html.encode()))  # type: ignore[arg-type]
    assert found.xpath("//a/@href") == ["/c/havtorn/kpis/1/", "/c/havtorn/plan/1/", "/c/havtorn/thread/#s1"]
    assert found.xpath("//a/@data-keycard")[0] == "/c/havtorn/keys/K1/"


@pytest.mark.parametrize(
    "text",
    [
        "K9 is nobody",
        "OK1 and K1x and K1-2",
        "mail K1@example.org or https://x.dk/K1",
        "version A1.5",
        "K01 K123456",
        "k1",
        "nothing at all",
    ],
)
def test_what_is_no_key_stays_a_word(cluster: Cluster, alice: User, addresses: Addresses, text: str) -> None:
    a_kpi(cluster, alice)
    make_activity(cluster, alice)

    assert str(linked(text, addresses)) == text


def test_links_and_code_are_left_alone(cluster: Cluster, alice: User, addresses: Addresses) -> None:
    a_kpi(cluster, alice)

    html = str(linked(render("[K1](https://example.org) and `K1` and **K1**"), addresses))

    assert html.count("data-keycard") == 1
    assert "<strong><a" in html


def test_what_people_write_is_escaped(cluster: Cluster, alice: User, addresses: Addresses) -> None:
    a_kpi(cluster, alice)

    html = str(linked("<script>alert('K1')</script> & K1", addresses))

    assert "<script" not in html
    assert html.count("data-keycard") == 2
    assert "&amp;" in html


def test_a_text_of_a_hundred_thousand_signs_is_read_at_once(cluster: Cluster, addresses: Addresses) -> None:
    for hostile in ("K" * 100_000, "K1" * 50_000, "<" * 100_000, "<a " * 30_000, "A1 " * 30_000):
        assert linked(hostile, addresses)


def test_keys_of_another_cluster_are_unknown(
    cluster: Cluster, other_cluster: Cluster, charlie: User, alice: User, sign_in: Callable[[User], Client]
) -> None:
    a_kpi(other_cluster, charlie)

    assert str(linked("K1", Addresses(cluster))) == "K1"
    assert sign_in(alice).get("/c/havtorn/keys/K1/", headers=HTMX).status_code == 404


@pytest.mark.parametrize("key", ["X1", "K0", "K99999999999999", "S1", "A1", "K-1"])
def test_an_unknown_key_is_not_there(
    key: str, cluster: Cluster, alice: User, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(alice).get(f"/c/havtorn/keys/{key}/").status_code == 404


def test_a_card_says_how_the_thing_stands(
    cluster: Cluster, goal: Goal, alice: User, sign_in: Callable[[User], Client]
) -> None:
    measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, goal=goal, owner=alice, ends=date(2027, 3, 1))
    client = sign_in(alice)

    def card(key: str) -> str:
        return words(tree(client.get(f"/c/havtorn/keys/{key}/", headers=HTMX)))

    assert "K1 Members exporting" in card("K1")
    assert "20 → 28, target 60" in card("K1")
    assert "Planned" in card("A1")
    assert "Alice · by 1 Mar 2027" in card("A1").replace("\u00a0", " ")
    assert "S1 Flere eksporterer" in card("S1")
    assert client.get("/c/havtorn/keys/A1/")["Location"] == "/c/havtorn/plan/1/"


def test_notes_link_in_as_many_queries_whatever_they_say(
    cluster: Cluster, goal: Goal, alice: User, sign_in: Callable[[User], Client]
) -> None:
    kpi = measured_kpi(cluster, alice, goal)
    activity = make_activity(cluster, alice, goal=goal, kpis=(kpi,), result=Text(da="Løfter K1"))
    add_note(activity=activity, text="Se K1 og S1", by=alice)
    client, page = sign_in(alice), reverse("plans:activity", args=["havtorn", 1])
    one = queries(client, page)
    for _number in range(10):
        a_kpi(cluster, alice, name=f"Number {_number}")
        add_note(activity=activity, text="Se K1, K2 og S1, A1", by=alice)

    # Activities are asked for once, now that one is named.
    assert queries(client, page) == one + 1
    assert "/c/havtorn/kpis/2/" in client.get(page).content.decode()


def test_goal_kpi_and_activity_lead_to_each_other(
    cluster: Cluster, goal: Goal, alice: User, sign_in: Callable[[User], Client]
) -> None:
    kpi = measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, goal=goal, kpis=(kpi,))
    client = sign_in(alice)

    def leads(address: str) -> set[str]:
        return set(tree(client.get(address)).xpath("//main//a/@href"))

    assert {"/c/havtorn/plan/1/", "/c/havtorn/thread/#s1"} <= leads("/c/havtorn/kpis/1/")
    assert {"/c/havtorn/kpis/1/", "/c/havtorn/thread/#s1"} <= leads("/c/havtorn/plan/1/")
    assert {"/c/havtorn/kpis/1/", "/c/havtorn/plan/1/"} <= leads("/c/havtorn/thread/")


def test_milestone_and_measurement_have_cards_of_their_own(
    cluster: Cluster, goal: Goal, alice: User, sign_in: Callable[[User], Client]
) -> None:
    measured = measured_kpi(cluster, alice, goal).measurements.latest("date")
    step = make_milestone(make_activity(cluster, alice, "Messe", goal=goal, owner=alice), "Standen er bestilt")
    client = sign_in(alice)

    def card(key: str, pk: int) -> str:
        answer = client.get(f"/c/havtorn/keys/{key}/{pk}/", headers=HTMX)
        return words(tree(answer)) if answer.status_code == 200 else ""

    assert "A1 Standen er bestilt" in card("A1", step.pk)
    assert "1 March 2027" in card("A1", step.pk)
    assert "K1 28" in card("K1", measured.pk)
    assert (card("A2", step.pk), card("K1", 10**9), card("S1", 1)) == ("", "", "")
    assert client.get(f"/c/havtorn/keys/A1/{step.pk}/")["Location"] == f"/c/havtorn/plan/1/#m-{step.pk}"


def test_newest_value_on_the_thread_leads_to_its_measurement(
    cluster: Cluster, goal: Goal, alice: User, sign_in: Callable[[User], Client]
) -> None:
    measured = measured_kpi(cluster, alice, goal).measurements.latest("date")
    client = sign_in(alice)

    (link,) = tree(client.get("/c/havtorn/thread/")).xpath("//a[@class='val']/@href")

    assert link == f"/c/havtorn/kpis/1/#m-{measured.pk}"
    assert tree(client.get("/c/havtorn/kpis/1/")).xpath(f"//tr[@id='m-{measured.pk}']")
