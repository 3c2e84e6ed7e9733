"""A cluster's front page: what now."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster, Membership
from core.text import Text
from dashboard.overview import MOST_CHANGES, MOST_STEPS, Step, overview_of
from library.services import publish_edition
from strategy import services
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from strategy.services import GoalDraft
from tests import days, factories
from tests.kpis.samples import measured_kpi
from tests.pages import heading, queries, tree, words
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import every_question, put

pytestmark = pytest.mark.django_db

HERE = "/c/havtorn/"
ONE = "/c/havtorn/strategies/1/"
TODAY = date(2026, 11, 24)


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


def goal(strategy: Strategy, by: User, **more: object) -> None:
    services.add_goal(strategy=strategy, draft=GoalDraft(title=Text(da="Flere lande"), **more), by=by)


def steps(strategy: Strategy, user: User, today: date = TODAY) -> list[tuple[str, str]]:
    """Return what is to be done next, with where."""
    shown = StrategyPage(
        strategy.cluster,
        Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk),
        {a.question_key: a for a in strategy.workbook.answers.with_people()},
    )
    with translation.override("en-gb"):
        found: list[Step] = overview_of(strategy.cluster, shown, user, today=today).steps
    return [(step.label, step.url) for step in found]


def changes(response: HttpResponse) -> list[str]:
    items = tree(response).xpath("//ul[@class='changes']/li/div")
    return [words(item).removesuffix(words(item.find("time"))) for item in items if item.find("time") is not None]


# ---- what now


def test_empty_strategy_asks_for_a_goal_and_what_is_missing(strategy: Strategy, alice: User) -> None:
    assert steps(strategy, alice) == [
        ("Set the first goal", f"{ONE}goals/"),
        ("Begin phase 1, Først in English", f"{ONE}phases/first/"),
    ]


def test_late_goal_and_what_does_not_add_up_come_first(strategy: Strategy, alice: User) -> None:
    goal(strategy, alice, deadline=TODAY - timedelta(days=1), owner=alice)
    goal(strategy, alice, deadline=TODAY, owner=alice)
    put(strategy.workbook, alice, "stage", "plan")
    put(strategy.workbook, alice, "criteria", [{"id": "need", "cells": {"weight": 60}}])

    assert steps(strategy, alice) == [
        ("Flere lande", f"{ONE}goals/"),
        ("Correct phase 2, second in English", f"{ONE}phases/second/"),
        ("Finish phase 1, Først in English", f"{ONE}phases/first/"),
    ]


def test_goal_that_nobody_answers_for_is_named(strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "name", {"da": "Havtorn"})
    goal(strategy, alice)
    goal(strategy, alice, role=Text(da="Chef"))
    goal(strategy, alice)

    assert steps(strategy, alice) == [("Say who is responsible for S1, S3", f"{ONE}goals/")]


def test_strategy_that_is_whole_is_to_be_read_and_printed(strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "name", {"da": "Havtorn"})
    goal(strategy, alice, owner=alice)

    assert steps(strategy, alice) == [
        ("Read the strategy through", ONE),
        ("Take it to the board as a PDF", "/c/havtorn/documents/strategies/1/"),
    ]


def test_empty_strategy_that_requires_nothing_is_not_taken_to_the_board(cluster: Cluster, alice: User) -> None:
    data = every_question()
    for section in data["sections"]:
        for one in section["questions"]:
            one.pop("required", None)
    strategy = factories.make_strategy(cluster, alice, publish_edition(data=data, by=None))
    goal(strategy, alice, owner=alice)

    assert steps(strategy, alice) == [("Begin to fill in the strategy", f"{ONE}begin/")]


def test_there_are_never_more_steps_than_one_can_take_in(strategy: Strategy, alice: User) -> None:
    for _ in range(MOST_STEPS + 2):
        goal(strategy, alice, deadline=TODAY - timedelta(days=1), owner=alice)

    assert len(steps(strategy, alice)) == MOST_STEPS


# ---- the page


def test_cluster_without_a_strategy_is_led_to_begin(
    sign_in: Callable, cluster: Cluster, alice: User, editor: User, bob: User
) -> None:
    def ways(user: User) -> list[str]:
        page = tree(sign_in(user).get(HERE))
        return [
            a.get("href")
            for a in page.xpath("//main//*[contains(@class, 'empty')]//a | //main//p[contains(@class, 'mt-4')]/a")
        ]

    assert ways(alice) == ["/c/havtorn/strategies/start/", "/library/", "/c/havtorn/people/"]
    assert ways(editor) == ["/c/havtorn/strategies/start/", "/library/"]
    assert ways(bob) == ["/library/"]


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

    assert changes(sign_in(alice).get(HERE)) == [
        "Alice added the goal “S1 Flere lande”",
        "Erik answered name in English",
        "Alice started the strategy “Strategi 2027”",
    ]


def test_changes_are_few_and_newest(sign_in: Callable, strategy: Strategy, alice: User) -> None:
    for _ in range(MOST_CHANGES + 3):
        goal(strategy, alice)

    found = changes(sign_in(alice).get(HERE))

    assert (len(found), found[0]) == (MOST_CHANGES, f"Alice added the goal “S{MOST_CHANGES + 3} Flere lande”")


def test_change_is_kept_when_the_person_has_left(
    sign_in: Callable, strategy: Strategy, alice: User, editor: User
) -> None:
    goal(strategy, editor)
    put(strategy.workbook, editor, "name", {"da": "Havtorn"})
    editor.delete()

    response = sign_in(alice).get(HERE)

    assert changes(response)[0] == "Erik added the goal “S1 Flere lande”"


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
    assert many <= 14


def test_overview_with_kpis_takes_sixteen_queries_and_one_for_other_clusters(
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

    assert (one, many, queries(client, HERE)) == (16, 16, 17)


def test_front_page_of_an_empty_cluster_takes_few_queries(sign_in: Callable, cluster: Cluster, alice: User) -> None:
    client = sign_in(alice)
    client.get(HERE)

    assert queries(client, HERE) <= 8
