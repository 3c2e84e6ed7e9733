"""Weighted scores follow from weights that stand in another answer: what they make different is told as well."""

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from library.services import publish_edition
from reviews.freezing import frozen_of, page_of
from reviews.shown.comparison import compare
from reviews.shown.pairs import QuestionChange
from strategy.models import Strategy
from strategy.services import start_strategy
from tests import days
from tests.analyses.samples import strategy_template
from tests.reviews.samples import opened, snapshot_of
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    edition = publish_edition(data=strategy_template(), by=None)
    made = start_strategy(cluster=cluster, edition=edition, title=Text(da="Ud i verden"), by=alice)
    weigh(made, alice, market=50, access=50, technology=0)
    score(made, alice, market=5, access=3, technology=1)
    return made


def weigh(strategy: Strategy, by: User, **weights: int) -> None:
    rows = [{"id": key, "cells": {"weight": number}} for key, number in weights.items()]
    put(strategy.workbook, by, "priority_criteria", rows)


def score(strategy: Strategy, by: User, **scores: int) -> None:
    put(strategy.workbook, by, "country_priorities", [{"id": "r1", "cells": {"country": "DE", **scores}}])


def changes(strategy: Strategy, by: User, act: object) -> list[QuestionChange]:
    kept = snapshot_of(strategy, by)
    act()  # type: ignore[operator]
    shown = opened(strategy)
    then = page_of(strategy.cluster, strategy, kept.edition, kept.frozen)
    found = compare(then, shown, kept.frozen, frozen_of(strategy.cluster, shown, days.TODAY))
    return [one for phase in found.phases for one in phase.changes]


def deltas(change: QuestionChange) -> list[str]:
    return [cell.delta for row in change.rows for cell in row.cells]


def test_another_weight_is_a_change_of_the_scores_too(strategy: Strategy, alice: User) -> None:
    found = changes(strategy, alice, lambda: weigh(strategy, alice, market=50, access=25, technology=25))

    assert [one.question.key for one in found] == ["priority_criteria", "country_priorities"]
    # (5·50 + 3·50) / 100 = 4; (5·50 + 3·25 + 1·25) / 100 = 3.5
    assert deltas(found[1]) == ["", "", "", "", "\u22120,50", "", ""]


def test_score_says_by_how_much_it_and_the_weighted_one_differ(strategy: Strategy, alice: User) -> None:
    (found,) = changes(strategy, alice, lambda: score(strategy, alice, market=5, access=4, technology=1))

    assert deltas(found) == ["", "", "+1", "", "+0,50", "", ""]


def test_score_that_cannot_be_weighed_any_more_has_no_difference(strategy: Strategy, alice: User) -> None:
    (found,) = changes(strategy, alice, lambda: score(strategy, alice, market=5, technology=1))

    assert deltas(found) == [""] * 7


def test_weights_that_leave_the_scores_alone_are_told_once(strategy: Strategy, alice: User) -> None:
    found = changes(strategy, alice, lambda: weigh(strategy, alice, market=25, access=25, technology=0))

    assert [one.question.key for one in found] == ["priority_criteria"]
