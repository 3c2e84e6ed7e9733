"""What the red thread says of surveys: not closed, answered by few, not taken into KPIs, not prepared."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from findings.services import Thread, thread_of
from kpis.services import MeasurementDraft, record_measurement
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from surveys.services.companies import rules_to_change
from surveys.services.rounds import close_round
from tests import factories
from tests.days import TODAY
from tests.kpis.samples import a_round as a_measuring_round
from tests.pages import queries, tree
from tests.surveys.samples import a_round, a_survey, an_answer, an_open_round, answers_to, fed_kpi

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
LIST = "/c/havtorn/thread/findings/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def look(strategy: Strategy, today: date = TODAY) -> Thread:
    fresh = Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk)
    return thread_of(strategy.cluster, StrategyPage(strategy.cluster, fresh, {}), today)


def names(thread: Thread) -> list[str]:
    return [one.rule.name for one in thread.open]


def test_survey_is_to_be_sent_and_closed_in_time(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    edition = a_survey()
    draft = a_round(cluster, alice, edition=edition, closes_on=TODAY + timedelta(days=14))
    running = an_open_round(cluster, alice, 6, edition=edition)
    days = TODAY, TODAY - timedelta(days=1), running.closes_on, running.closes_on + timedelta(days=1)

    found = [names(look(strategy, day)) for day in days]

    assert ["survey-not-sent" in one for one in found[:2]] == [True, False]
    assert ["survey-not-closed" in one for one in found[2:]] == [False, True]
    (hit,) = (one.hit for one in look(strategy).open if one.rule.name == "survey-not-sent")
    assert hit.place == ("survey", str(draft.number))


def test_few_answers_are_told_by_the_limit_of_the_cluster(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 6)
    answers_to(round, an_answer(), an_answer())
    early, late = look(strategy), look(strategy, round.closes_on)
    rules = rules_to_change(cluster)
    rules.least_rate = 34
    rules.save()

    assert ["survey-response-low" in names(one) for one in (early, late)] == [False, False]
    (few,) = (one for one in look(strategy, round.closes_on).open if one.rule.name == "survey-response-low")
    assert (few.hit.params["answered"], few.hit.params["invited"], few.hit.params["least"]) == (2, 6, 34)
    close_round(round=round, by=alice)
    assert "survey-response-low" in names(look(strategy))


def test_kpi_that_got_no_value_is_told_of_until_it_has_one(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    kpi = fed_kpi(cluster, alice, min_answers=7)
    round = an_open_round(cluster, alice, 6, kind="midterm")
    answers_to(round, *(an_answer(n) for n in range(6)))
    close_round(round=round, by=alice)
    before = names(look(strategy))
    record_measurement(kpi=kpi, draft=MeasurementDraft(TODAY, Decimal(3)), by=alice)

    assert "survey-result-not-taken" in before
    assert "survey-result-not-taken" not in names(look(strategy))


def test_measuring_round_that_waits_for_a_survey_is_told_of_until_one_is_prepared(
    strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    kpi = fed_kpi(cluster, alice)
    day = TODAY + timedelta(days=45)
    a_measuring_round(strategy, alice, [kpi], day=day)
    before = names(look(strategy)), names(look(strategy, TODAY - timedelta(days=1)))
    a_round(cluster, alice, kind="midterm", closes_on=day)

    assert ["round-without-survey" in one for one in (*before, names(look(strategy)))] == [True, False, False]


def test_list_leads_to_the_survey_in_as_many_queries_for_none_and_one_as_for_many(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    edition = a_survey()
    client = sign_in(alice)
    client.get(LIST)
    none = queries(client, LIST)
    draft = a_round(cluster, alice, edition=edition, closes_on=TODAY)
    few = queries(client, LIST)
    for _number in range(4):
        a_round(cluster, alice, edition=edition, closes_on=TODAY)

    assert queries(client, LIST) == few == none
    assert tree(client.get(LIST)).xpath(f"//main//a[@href='{draft.get_absolute_url()}']")
