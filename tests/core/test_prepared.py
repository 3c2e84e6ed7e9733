"""Queries that are written once: they answer as the same query written each time would."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from checklists.models import Item
from clusters.models import Cluster, Membership
from core.forms import LARGEST_INTEGER
from core.prepared import NUMBER, Prepared, PreparedError
from strategy.models import Goal, Strategy
from tests import factories
from tests.days import TODAY


@Prepared
def goals_by(cluster: Cluster, until: date) -> "QuerySet[Goal]":
    return Goal.objects.of(cluster).filter(deadline__lte=until).select_related("owner").order_by("number")


@Prepared
def goals_named(cluster: Cluster, words: str) -> "QuerySet[Goal]":
    return Goal.objects.of(cluster).filter(Q(title__da=words) | Q(owner__name=words))


@Prepared
def strategies(cluster: Cluster, number: int) -> "QuerySet[Strategy]":
    return Strategy.objects.of(cluster).filter(number=number).prefetch_related("goals")


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


@pytest.fixture
def goals(strategy: Strategy, alice: User) -> list[Goal]:
    made = [factories.make_goal(strategy, alice) for _ in range(3)]
    for place, goal in enumerate(made):
        Goal.objects.of(strategy.cluster).filter(pk=goal.pk).update(deadline=TODAY + timedelta(days=place), owner=alice)
    return made


def test_each_call_has_its_own_values(cluster: Cluster, other_cluster: Cluster, goals: list[Goal]) -> None:
    assert [goal.pk for goal in goals_by(cluster, TODAY)] == [goals[0].pk]
    assert [goal.pk for goal in goals_by(cluster, TODAY + timedelta(days=1))] == [goals[0].pk, goals[1].pk]
    assert goals_by(other_cluster, TODAY + timedelta(days=9)) == []


def test_rows_come_with_what_was_asked_for_beside_them(cluster: Cluster, goals: list[Goal], alice: User) -> None:
    found = goals_by(cluster, TODAY)

    with CaptureQueriesContext(connection) as asked:
        assert found[0].owner == alice
    assert len(asked) == 0
    assert found[0].deadline == TODAY


def test_rows_that_are_prefetched_come_too(cluster: Cluster, strategy: Strategy, goals: list[Goal]) -> None:
    (found,) = strategies(cluster, strategy.number)

    with CaptureQueriesContext(connection) as asked:
        assert {goal.pk for goal in found.goals.all()} == {goal.pk for goal in goals}
    assert len(asked) == 0


def test_the_same_rows_are_new_objects_each_time(cluster: Cluster, goals: list[Goal]) -> None:
    first, second = goals_by(cluster, TODAY), goals_by(cluster, TODAY)

    first[0].number = 99
    assert second[0].number != 99


def test_words_are_never_part_of_the_query(cluster: Cluster, goals: list[Goal]) -> None:
    hostile = "x' OR 1=1 -- %s \x02stand-in\x030"

    assert goals_named(cluster, hostile) == []
    assert {goal.pk for goal in goals_named(cluster, "Alice")} == {goal.pk for goal in goals}


def test_values_by_name(cluster: Cluster, goals: list[Goal]) -> None:
    assert len(goals_by(cluster, until=TODAY)) == 1


@pytest.mark.parametrize("number", [2**63, -(2**63), 10**40])
def test_a_number_that_no_column_holds_finds_nothing(cluster: Cluster, strategy: Strategy, number: int) -> None:
    assert strategies(cluster, number) == []


@pytest.mark.parametrize("value", [None, True, [1, 2]])
def test_a_value_that_decides_how_the_query_is_written_is_refused(cluster: Cluster, value: object) -> None:
    @Prepared
    def members(cluster: Cluster, role: object) -> "QuerySet[Membership]":
        return Membership.objects.of(cluster).filter(is_approver=role)

    with pytest.raises(PreparedError):
        members(cluster, value)


def test_a_word_within_a_pattern_is_refused(cluster: Cluster) -> None:
    @Prepared
    def items(cluster: Cluster, words: str) -> "QuerySet[Item]":
        return Item.objects.of(cluster).filter(note__contains=words)

    with pytest.raises(PreparedError, match="items"):
        items(cluster, "brev")


def test_an_argument_that_is_not_asked_for_is_refused(cluster: Cluster) -> None:
    @Prepared
    def items(cluster: Cluster, until: date) -> "QuerySet[Item]":
        return Item.objects.of(cluster)

    with pytest.raises(PreparedError, match="items"):
        items(cluster, TODAY)


def test_stand_in_fits_into_every_column_of_whole_numbers() -> None:
    # PostgreSQL's integers end there, and Django writes no query for a larger one.
    assert NUMBER + 100 <= LARGEST_INTEGER
