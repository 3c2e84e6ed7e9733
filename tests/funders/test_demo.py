"""The demo's report: a plan that was sent, and a figure that has changed since."""

import pytest

from clusters.models import Cluster
from funders.models import FunderReport
from funders.selectors.gathering import gather
from tests import made_rows
from tests.days import TODAY
from tests.funders.samples import page_of
from toolkit.demo import DEMO, make_demo

pytestmark = pytest.mark.django_db


def test_demo_has_sent_a_plan_and_changed_a_budget_since() -> None:
    made_rows.starter_and_demo()

    make_demo()

    cluster = Cluster.objects.get(slug=DEMO)
    report = FunderReport.objects.of(cluster).get()
    report.cluster = cluster
    (sending,) = report.sendings.all()
    content = gather(page_of(report)).content
    assert (sending.stage, sending.sent_on, content.stage) == ("plan", TODAY, "plan")
    assert [(one.kind, str(one.why)) for one in content.differences] == [("budget", "differs")]
    assert {row.theme for row in content.activities} > {"knowledge", "international", ""}
