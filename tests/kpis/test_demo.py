"""The KPIs of the demo: the example's eight, one whose quarters are summed to a year, and one that a survey feeds."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from kpis.models import Measurement, MeasuringRound
from kpis.rules.periods import Period
from kpis.rules.status import State
from kpis.rules.yearly import Total
from kpis.shown.kpis import load_kpis
from surveys.models import SurveyRound
from tests import made_rows
from toolkit import demo_kpis, demo_surveys
from toolkit.demo import DEMO, make_demo

pytestmark = pytest.mark.django_db


def test_demo_follows_the_examples_eight_one_that_is_summed_and_one_of_a_survey() -> None:
    made_rows.starter_and_demo()

    make_demo()

    cluster = Cluster.objects.get(slug=DEMO)
    found = load_kpis(cluster, today=date(2026, 11, 23), language="en")
    summed = [one for one in found if one.series.is_summed]
    assert ([one.kpi.key for one in found], [one.kpi.key for one in summed]) == (
        [f"K{n}" for n in range(1, 11)],
        ["K9"],
    )
    (meetings,) = summed
    # 4 + 6 + 6 = 16 of three quarters where 20 x 3/4 = 15 are expected; 3 + 4 + 4 + 5 = 16 in the year before
    this, last = (year.total for year in meetings.years)
    assert this == Total(Period(date(2026, 1, 1), date(2026, 12, 31)), Decimal(16), 3, 4)
    assert last == Total(Period(date(2025, 1, 1), date(2025, 12, 31)), Decimal(16), 4, 4)
    assert (meetings.verdict.expected, meetings.verdict.standing) == (Decimal(15), State.ON_TRACK)
    rounds = MeasuringRound.objects.of(cluster)
    assert [one.entries.count() for one in rounds.order_by("date")] == [8, 8]


def test_survey_of_the_demo_has_fed_a_kpi_that_leads_back_to_it(settings: Any) -> None:
    settings.DEMO = True
    made_rows.starter_and_demo()

    cluster = Cluster.objects.get(slug=DEMO)
    baseline = SurveyRound.objects.of(cluster).get(kind="baseline")
    measured = Measurement.objects.of(cluster).get(survey_round=baseline)
    (told,) = baseline.fed
    assert (told["state"], told["n"], told["key"]) == ("written", measured.answers, measured.kpi.key)
    assert (measured.date, measured.is_baseline, measured.invited) == (baseline.closed_on, True, 58)
    # 14 of 34 have a written plan: 41.176 %, of which a survey of so few knows one decimal.
    assert measured.value == Decimal("41.2")
    client = Client()
    client.force_login(User.objects.get(email="reader@example.org"))
    address = measured.kpi.in_cluster(cluster).get_absolute_url()
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert f"From a survey: {measured.answers} answers, 58 asked" in page
    assert f'href="/c/{DEMO}/surveys/{baseline.number}/"' in page


def test_member_companies_were_asked_in_the_month_before_the_baseline() -> None:
    assert 0 <= (demo_kpis.BASELINE - demo_surveys.BASELINE_CLOSED).days <= 31
