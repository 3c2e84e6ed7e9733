"""The KPIs of the demo: the example's eight, and one whose quarters are summed to a year."""

from datetime import date
from decimal import Decimal

import pytest

from clusters.models import Cluster
from kpis.models import MeasuringRound
from kpis.rules.periods import Period
from kpis.rules.status import State
from kpis.rules.yearly import Total
from kpis.shown.kpis import load_kpis
from library.loading import STARTER_CONTENT, load
from toolkit.demo import DEMO, make_demo

pytestmark = pytest.mark.django_db


def test_demo_follows_the_examples_eight_and_one_that_is_summed() -> None:
    load([STARTER_CONTENT])

    make_demo()
    make_demo()

    cluster = Cluster.objects.get(slug=DEMO)
    found = load_kpis(cluster, today=date(2026, 11, 23), language="en")
    summed = [one for one in found if one.series.is_summed]
    assert ([one.kpi.key for one in found], [one.kpi.key for one in summed]) == (
        [f"K{n}" for n in range(1, 10)],
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
