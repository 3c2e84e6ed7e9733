"""The plan's money against the frame, per goal and per year."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from plans.models import Activity
from plans.shown.activities import Plan, Sums, plan_of
from plans.shown.budget import budget_of, spread
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from tests import factories, pages
from tests.plans.samples import make_activity
from tests.schema.samples import question
from workbooks.models import Answer

SignIn = Callable[..., Client]
TODAY = date(2027, 1, 1)


def both(words: str) -> dict[str, str]:
    return {"da": words, "en": words}


def plan_in(cluster: Cluster) -> Plan:
    return plan_of(Activity.objects.of(cluster).alive().with_people().with_milestones(), TODAY)


@pytest.fixture
def framed(cluster: Cluster, alice: User) -> StrategyPage:
    """A strategy with a frame of 1,000 in all, 400 of it in 2026."""
    columns: list[dict[str, Any]] = [
        {"key": "year", "type": "number", "label": both("Year")},
        {"key": "budget", "type": "money", "label": both("Budget")},
    ]
    asked = [question("total_budget", "money"), question("resources", "table", columns=columns)]
    strategy: Strategy = factories.make_strategy(cluster, alice, factories.make_edition("strategy", "framed", *asked))
    values = {"total_budget": 1000, "resources": [{"id": "r1", "cells": {"year": 2026, "budget": 400}}]}
    answers = {
        key: Answer(workbook=strategy.workbook, question_key=key, value=v, revision=1) for key, v in values.items()
    }
    for answer in answers.values():
        answer.save()
    return StrategyPage(cluster, strategy, answers)


def money(**values: Any) -> Activity:
    return Activity(number=1, title={"da": "x"}, **values)


def test_a_budget_is_laid_on_the_days_and_adds_up_to_the_last_oere() -> None:
    parts = list(
        spread(
            money(starts=date(2025, 7, 1), ends=date(2027, 6, 30), budget=Decimal("1000.01"), spent=Decimal(90)),
            date(2026, 6, 30),
        )
    )

    assert parts == [
        (2025, Decimal(252), Decimal(45)),
        (2026, Decimal(500), Decimal(45)),
        (2027, Decimal("248.01"), Decimal(0)),
    ]
    assert sum(budget for _year, budget, _spent in parts) == Decimal("1000.01")


def test_what_has_not_begun_but_cost_already_stands_in_its_first_year() -> None:
    activity = money(starts=date(2028, 1, 1), ends=date(2029, 12, 31), spent=Decimal(10))

    assert [(year, spent) for year, _budget, spent in spread(activity, TODAY)] == [(2028, 10), (2029, 0)]


def test_what_was_dropped_costs_what_it_cost() -> None:
    activity = money(status="dropped", budget=Decimal(500), spent=Decimal(20))

    assert list(spread(activity, TODAY)) == [(None, Decimal(20), Decimal(20))]


def test_frame_budget_and_spent_stand_side_by_side(cluster: Cluster, alice: User, framed: StrategyPage) -> None:
    goal = factories.make_goal(framed.strategy, alice)
    year = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}
    make_activity(cluster, alice, goal=goal, budget=Decimal(450), spent=Decimal(100), **year)
    make_activity(cluster, alice, budget=Decimal(70), currency="EUR", **year)

    found = budget_of(plan_in(cluster), framed)

    (first,) = found.years
    assert (first.year, first.frame, first.is_over) == (2026, Decimal(400), True)
    assert (first.sums.budget, first.sums.spent) == ({"DKK": Decimal(450), "EUR": Decimal(70)}, {"DKK": Decimal(100)})
    assert (found.frame, found.left) == (Decimal(1000), Decimal(550))
    assert [(one.goal, one.count, one.sums.budget) for one in found.goals] == [
        (goal, 1, {"DKK": Decimal(450)}),
        (None, 1, {"EUR": Decimal(70)}),
    ]


def test_the_page_says_it_in_words(cluster: Cluster, alice: User, framed: StrategyPage, sign_in: SignIn) -> None:
    year = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}
    make_activity(cluster, alice, budget=Decimal(1450), **year)
    make_activity(cluster, alice, status="dropped", reason=Text(da="Nej"))

    shown = sign_in(alice).get(reverse("plans:budget", args=[cluster.slug]))

    assert [cell.replace("\u00a0", " ") for cell in pages.rows(shown)[0]] == [
        "2026",
        "DKK 400",
        "DKK 1,450 more than the strategy’s budget",
        "–",
    ]
    assert "The activities cost more than the strategy’s budget." in pages.words(pages.tree(shown).xpath("//dl")[-1])


@pytest.mark.parametrize(
    ("spent", "said"),
    [
        ([None], "–"),
        ([Decimal(0), None], "DKK 0"),
        ([Decimal(0), Decimal(7)], "DKK 7"),
    ],
)
def test_nought_that_was_entered_is_told_and_nothing_entered_is_a_dash(spent: list[Decimal | None], said: str) -> None:
    assert Sums.of(money(spent=one) for one in spent).spent_words.replace("\u00a0", " ") == said


def test_a_currency_that_comes_to_nought_is_not_told_beside_another() -> None:
    sums = Sums.of([money(spent=Decimal(0), currency="EUR"), money(spent=Decimal(5))])

    assert sums.spent_words.replace("\u00a0", " ") == "DKK 5"


def test_a_plan_without_a_strategy_has_no_frame(cluster: Cluster, alice: User) -> None:
    make_activity(cluster, alice, budget=Decimal(10))

    found = budget_of(plan_in(cluster), None)

    assert (found.frame, found.left, found.total.budget) == (None, None, {"DKK": Decimal(10)})
