"""A cluster's front page: what has changed, who lands where, and what it costs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from clusters.activity import record
from clusters.models import ActivityEntry, Cluster, Membership
from core.text import Text
from dashboard.changes import MOST_GROUPS
from strategy import services
from strategy.models import Strategy
from strategy.services import GoalDraft
from tests import days, factories
from tests.kpis.samples import measured_kpi
from tests.pages import heading, queries, tree, words
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db

HERE = "/c/havtorn/"
ONE = "/c/havtorn/strategies/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


def goal(strategy: Strategy, by: User, **more: object) -> None:
    services.add_goal(strategy=strategy, draft=GoalDraft(title=Text(da="Flere lande"), **more), by=by)


def changes(client: Client) -> list[str]:
    items = tree(client.get(f"{HERE}changes/")).xpath("//ul[@class='grp']/li")
    return [words(item.xpath("./div")[0]) for item in items]


# ---- what now


def test_page_says_where_one_was(sign_in: Callable, strategy: Strategy, alice: User, editor: User) -> None:
    put(strategy.workbook, editor, "name", {"da": "Havtorn"})
    put(strategy.workbook, editor, "why", {"da": "Fordi"})

    links = tree(sign_in(editor).get(HERE)).xpath("//p[starts-with(normalize-space(.), 'Where you left off')]/a")
    nowhere = tree(sign_in(alice).get(HERE)).xpath("//p[starts-with(normalize-space(.), 'Where you left off')]")

    assert [(words(a), a.get("href")) for a in links] == [("why in English", f"{ONE}phases/first/#q-why")]
    assert nowhere == []


def test_latest_changes_are_listed_with_who_made_them(
    sign_in: Callable, strategy: Strategy, alice: User, editor: User
) -> None:
    put(strategy.workbook, editor, "name", {"da": "Havtorn"})
    goal(strategy, alice)

    assert changes(sign_in(alice)) == [
        "Alice added the goal “S1 Flere lande”",
        "Erik answered name in English",
        "Alice started the strategy “Strategi 2027”",
    ]


@pytest.mark.parametrize("page", [HERE, f"{HERE}changes/"])
def test_only_who_may_open_the_whole_log_is_led_there(
    sign_in: Callable, strategy: Strategy, alice: User, editor: User, bob: User, page: str
) -> None:
    def links(person: User) -> list[str]:
        return tree(sign_in(person).get(page)).xpath("//main//a[contains(@href, '/activity/')]/@href")

    assert (links(editor), links(bob)) == ([], [])
    assert links(alice) == ([f"{HERE}activity/"] if page != HERE else [])


def test_what_one_person_writes_in_a_phase_within_an_hour_is_one_line(
    sign_in: Callable, strategy: Strategy, alice: User, editor: User
) -> None:
    for key in ("name", "why"):
        put(strategy.workbook, editor, key, {"da": "Havtorn"})

    found = changes(sign_in(alice))

    assert found[0].startswith("Erik wrote 2 answers in Først in English")
    assert len(found) == 2


def test_changes_are_those_since_one_was_here_last(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User, editor: User
) -> None:
    goal(strategy, alice)
    before = days.NOW + timedelta(hours=-3)
    Membership.objects.of(cluster).filter(user=alice).update(seen_at=before)
    ActivityEntry.objects.of(cluster).update(at=before - timedelta(hours=1))
    put(strategy.workbook, editor, "name", {"da": "Havtorn"})
    client = sign_in(alice)

    assert changes(client) == ["Erik answered name in English"]
    assert "Since you were last here" in words(tree(client.get(f"{HERE}changes/")).xpath("//h2[@id='h-changes']")[0])


def test_who_reads_lands_on_what_has_changed_and_is_asked_for_no_writing(
    sign_in: Callable, strategy: Strategy, alice: User, bob: User
) -> None:
    goal(strategy, alice)

    page = tree(sign_in(bob).get(HERE))

    assert "Alice added the goal “S1 Flere lande”" in words(page.xpath("//ul[@class='grp']")[0])
    assert page.xpath("//main//form") == []
    assert page.xpath(f"//main//a[@href='{ONE}']")


def test_changes_are_few_and_newest(sign_in: Callable, strategy: Strategy, alice: User) -> None:
    for n in range(MOST_GROUPS + 3):
        record(cluster=strategy.cluster, by=alice, verb="changed-goal", subject=f"S{n}", url=f"/c/havtorn/?{n}")

    found = changes(sign_in(alice))

    assert (len(found), found[0]) == (MOST_GROUPS, f"Alice changed the goal “S{MOST_GROUPS + 2}”")


def test_several_things_of_a_kind_that_one_person_adds_in_an_hour_are_one_line(
    sign_in: Callable, strategy: Strategy, alice: User, editor: User
) -> None:
    for by, few in ((alice, 16), (editor, 1)):
        for n in range(few):
            record(cluster=strategy.cluster, by=by, verb="added-activity", subject=f"A{n}", url=f"/c/havtorn/?{n}")

    found = changes(sign_in(alice))

    assert found[:2] == [
        "Erik added the activity “A0”",
        "Alice added the activity “A15”, and 15 more Show them "
        + " ".join(f"added the activity “A{n}”" for n in reversed(range(16))),
    ]


def test_change_is_kept_when_the_person_has_left(
    sign_in: Callable, strategy: Strategy, alice: User, editor: User
) -> None:
    goal(strategy, editor)
    put(strategy.workbook, editor, "name", {"da": "Havtorn"})
    editor.delete()

    assert changes(sign_in(alice))[0] == "Erik added the goal “S1 Flere lande”"


def test_front_page_says_that_a_deleted_strategy_can_be_brought_back(
    sign_in: Callable, strategy: Strategy, alice: User
) -> None:
    services.delete_strategy(strategy=strategy, by=alice)

    shown = words(tree(sign_in(alice).get(HERE)).xpath("//main")[0])
    assert "No strategy is current" in shown
    assert "Begin with the strategy" not in shown


def test_another_strategy_takes_the_place_of_a_deleted_one(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    other = factories.make_strategy(cluster, alice)

    services.delete_strategy(strategy=strategy, by=alice)

    assert Strategy.objects.of(cluster).current().get() == other
    assert tree(sign_in(alice).get(HERE)).xpath("//main//form[contains(@action, '/current/')]") == []


def test_reader_is_not_led_to_where_one_writes(sign_in: Callable, strategy: Strategy, bob: User) -> None:
    page = tree(sign_in(bob).get(HERE))

    assert page.xpath("//*[contains(@class, 'page-head')]//a[contains(@href, '/phases/')]") == []


# ---- the front door


def test_front_door_leads_to_the_cluster_one_was_in_last(
    sign_in: Callable, cluster: Cluster, other_cluster: Cluster, alice: User
) -> None:
    factories.make_member(other_cluster, alice)
    client = sign_in(alice)

    first = client.get("/")["Location"]
    client.get("/c/nabo/")
    then = client.get("/")["Location"]
    Membership.objects.of(other_cluster).filter(user=alice).delete()
    at_last = client.get("/")["Location"]

    assert (first, then, at_last) == ("/c/havtorn/", "/c/nabo/", "/c/havtorn/")


def test_curator_and_administrator_land_where_their_work_is(sign_in: Callable, curator: User, admin: User) -> None:
    assert sign_in(curator).get("/")["Location"] == "/library/"
    assert sign_in(admin).get("/")["Location"] == "/administration/new-cluster/"
    factories.make_cluster("nabo")
    assert sign_in(admin).get("/")["Location"] == "/administration/"


def test_who_is_in_no_cluster_is_told_what_to_do(sign_in: Callable, db: None) -> None:
    response = sign_in(factories.make_user("Nina")).get("/")

    assert (response.status_code, heading(response)) == (200, "You are not a member of a cluster yet")


def test_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/")["Location"] == "/account/login/?next=/"


# ---- how much it costs


def test_overview_takes_as_many_queries_with_much_as_with_little(
    sign_in: Callable, strategy: Strategy, alice: User, editor: User, bob: User
) -> None:
    client = sign_in(alice)
    client.get(HERE)
    few = queries(client, HERE)
    for key, stored in (("name", {"da": "x"}), ("why", {"da": "x"}), ("members", 4), ("stage", "plan")):
        put(strategy.workbook, editor, key, stored)
    for _ in range(4):
        goal(strategy, editor, owner=bob, deadline=days.TODAY - timedelta(days=3))

    many = queries(client, HERE)

    assert few == many
    assert many <= 12


def test_overview_with_kpis_takes_ten_queries_however_many_clusters_one_is_in(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    client = sign_in(alice)
    measured_kpi(cluster, alice)
    client.get(HERE)
    one = queries(client, HERE)
    for n in range(3):
        measured_kpi(cluster, alice, name=f"KPI {n}")
    many = queries(client, HERE)
    factories.make_member(factories.make_cluster("nabo"), alice)

    assert (one, many, queries(client, HERE)) == (10, 10, 10)


def test_front_page_of_an_empty_cluster_takes_few_queries(sign_in: Callable, cluster: Cluster, alice: User) -> None:
    client = sign_in(alice)
    client.get(HERE)

    assert queries(client, HERE) <= 8
