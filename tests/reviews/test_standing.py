"""How a strategy stands while some are asked and some have answered, and that every snapshot can be compared."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster, Membership
from exports.page_cache import page_of as printed
from kpis.services import set_targets
from reports.views.snapshots import changes_since
from reviews.duties import ReviewDuties
from reviews.freezing import frozen_of, page_of
from reviews.models import Review
from reviews.services import answer_review, ask_for_review, tell_of_reviews, withdraw_reviews
from reviews.shown.comparison import compare
from strategy.models import Strategy
from tests import days, factories
from tests.kpis.samples import END, MIDDLE, measured_kpi
from tests.pages import tree, words
from tests.plans.samples import make_activity
from tests.reviews.samples import adopt, opened, snapshot_of
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


def asked(strategy: Strategy, people: list[User], by: User) -> list[Review]:
    kept = ask_for_review(shown=opened(strategy), reviewers=people, until=days.TODAY, note="", by=by)
    return list(Review.objects.of(strategy.cluster).filter(snapshot=kept).select_related("snapshot__strategy__cluster"))


def state_of(strategy: Strategy) -> str:
    return str(Strategy.objects.of(strategy.cluster).get().state)


def test_answer_to_an_earlier_review_leaves_the_later_one_open(
    strategy: Strategy, alice: User, reviewer: User, editor: User
) -> None:
    (earlier,), (later,) = asked(strategy, [reviewer], alice), asked(strategy, [editor], alice)

    answer_review(review=earlier, answer="changes", reason="For kort.", by=reviewer)
    meanwhile = state_of(strategy)
    answer_review(review=later, answer="ready", reason="", by=editor)

    assert (meanwhile, state_of(strategy)) == ("review", "review")


def test_who_leaves_without_an_answer_keeps_nothing_in_review(
    strategy: Strategy, cluster: Cluster, alice: User, reviewer: User, editor: User
) -> None:
    first, _second = asked(strategy, [editor, reviewer], alice)
    answer_review(review=first, answer="changes", reason="For kort.", by=editor)
    assert state_of(strategy) == "review"

    withdraw_reviews(Membership.objects.of(cluster).select_related("cluster", "user").get(user=reviewer))

    assert state_of(strategy) == "draft"


def test_comparison_reaches_every_snapshot_and_refuses_what_is_none(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    for number in range(28):
        snapshot_of(strategy, alice, f"Nr. {number + 1}")
    client, url = sign_in(alice), "/c/havtorn/strategies/1/snapshots/28/compare/"

    page = words(tree(client.get(f"{url}?with=1")).xpath("//main")[0])

    assert "Nr. 1" in page
    assert [client.get(f"{url}?with={wanted}").status_code for wanted in ("99", "x", "9" * 30)] == [404] * 3
    assert client.get("/c/havtorn/documents/strategies/1/snapshots/28/changes/da.pdf?with=x").status_code == 404


def test_figures_that_changed_say_by_how_much(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    goal = factories.make_goal(strategy, alice)
    kpi = measured_kpi(cluster, alice, goal)
    activity = make_activity(cluster, alice, "Messe", goal=goal, budget=100000)
    kept = snapshot_of(strategy, alice)
    set_targets(kpi=kpi, targets=[(MIDDLE, Decimal(40)), (END, Decimal(55))], by=alice)
    cluster.activities.filter(pk=activity.pk).update(budget=80000)

    shown = opened(strategy)
    then = page_of(cluster, strategy, kept.edition, kept.frozen)
    found = compare(then, shown, kept.frozen, frozen_of(cluster, shown, days.TODAY))

    (target,) = found.kpis[0].fields
    (budget,) = found.activities[0].fields
    assert (target.before, target.after, target.delta) == ("60", "55", "\u22125")
    assert budget.delta == "\u221220.000\u00a0kr."


def test_figures_in_cells_say_by_how_much_on_the_page_and_on_paper(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    def rows(need: int, cost: int) -> list[dict]:
        return [{"id": "a", "cells": {"name": {"da": "Anna"}, "need": need, "cost": cost, "share": 40}}]

    put(strategy.workbook, alice, "stage", "plan")
    put(strategy.workbook, alice, "markets", rows(2, 1200))
    snapshot = snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "markets", rows(4, 1000))

    page = sign_in(alice).get(f"{HERE}snapshots/1/compare/")
    with translation.override("da"):
        paper = printed(changes_since(opened(strategy), snapshot, None, "da"))

    told = [words(one) for one in tree(page).xpath("//td/span[@class='cmp-delta']")]
    assert told == ["+2", "\u2212EUR 200"]
    assert "(+2)" in paper
    assert "(\u2212200\u00a0EUR)" in paper


def test_who_leaves_keeps_what_they_were_asked_before_the_approval(
    strategy: Strategy, cluster: Cluster, alice: User, reviewer: User, editor: User
) -> None:
    asked(strategy, [reviewer], alice)
    adopt(strategy, alice)
    membership = Membership.objects.of(cluster).select_related("cluster", "user").get(user=reviewer)

    handed = ReviewDuties().hand_over(cluster=cluster, of=reviewer, to=editor, by=alice)

    assert (handed, tell_of_reviews(membership)) == (0, "")
    assert Review.objects.of(cluster).get().reviewer_name == reviewer.display_name
