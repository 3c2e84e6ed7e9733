"""The demo's analyses: markets two years in a row, and technologies."""

import pytest

from analyses.models import Analysis
from clusters.models import Cluster
from tests import made_rows
from tests.analyses.samples import page_of
from tests.days import TODAY
from toolkit.demo import DEMO, make_demo

pytestmark = pytest.mark.django_db


def test_demo_has_examined_markets_twice_and_technologies_once() -> None:
    made_rows.starter_and_demo()

    make_demo()

    cluster = Cluster.objects.get(slug=DEMO)
    pages = [page_of(one) for one in Analysis.objects.of(cluster).order_by("number")]
    assert [page.analysis.title_text.en for page in pages] == [
        f"Market analysis {TODAY.year - 1}",
        f"Market analysis {TODAY.year}",
        f"Technology analysis {TODAY.year}",
    ]
    assert all(page.weighing is not None and len(page.weighing.best) >= 4 for page in pages)
    assert pages[1].stale(TODAY)
