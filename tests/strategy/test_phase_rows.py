"""The rows of a table in a phase are added, duplicated, moved and removed without JavaScript."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from strategy.models import Strategy
from tests.pages import notes, value
from tests.strategy.phases import SECOND, answers, loaded, strategy_with_a_plan
from tests.workbooks.samples import fields_of, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return strategy_with_a_plan(cluster, alice)


def rows_of(response: HttpResponse) -> list[str]:
    return fields_of(response.content)["a-markets-rows"]


@pytest.fixture
def markets(strategy: Strategy, alice: User) -> list[dict[str, Any]]:
    stored = [{"id": f"r{n}", "cells": {"name": {"da": f"Marked {n}"}}} for n in (1, 2, 3)]
    put(strategy.workbook, alice, "markets", stored)
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


@pytest.mark.parametrize(
    ("verb", "number", "order"),
    [
        ("up", "2", ["r2", "r1", "r3"]),
        ("down", " 2 ", ["r1", "r3", "r2"]),
        ("remove", "3", ["r1", "r2"]),
        ("up", "1", ["r1", "r2", "r3"]),
    ],
)
def test_row_is_named_by_its_number_where_rows_have_no_buttons(
    client: Client, strategy: Strategy, markets: list, verb: str, number: str, order: list[str]
) -> None:
    client.post(SECOND, {**loaded(client, SECOND), "row-markets": number, "act": f"{verb}:markets"})

    assert [row["id"] for row in answers(strategy)["markets"]] == order


@pytest.mark.parametrize("number", ["", "0", "4", "-1", "²", "anden", "9" * 400])
def test_number_of_no_row_leaves_them_and_says_so(
    client: Client, strategy: Strategy, markets: list, number: str
) -> None:
    sent = {**loaded(client, SECOND, markets__r1__need="4"), "row-markets": number, "act": "remove:markets"}
    response = client.post(SECOND, sent, follow=True)

    assert [row["id"] for row in answers(strategy)["markets"]] == ["r1", "r2", "r3"]
    assert answers(strategy)["markets"][0]["cells"]["need"] == 4
    assert notes(response) == ["No row has that number. What you wrote is saved; the rows are as they were."]


def test_removed_row_can_be_brought_back_from_the_history(client: Client, strategy: Strategy, markets: list) -> None:
    client.post(SECOND, {**loaded(client, SECOND), "act": "remove:markets:r2"})

    kept = [len(change.value) for change in strategy.workbook.changes.filter(question_key="markets").order_by("pk")]
    assert kept == [3, 2]


def test_row_that_is_wrong_stays_when_another_is_added(client: Client, strategy: Strategy, markets: list) -> None:
    response = client.post(SECOND, {**loaded(client, SECOND, markets__r1__need="9"), "act": "add:markets"})

    assert response.status_code == 422
    assert len(rows_of(response)) == 4
    assert value(response, "a-markets-r1-need") == "9"
