"""What was entered of an activity's money for single years is frozen, printed and compared."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.frozen import digest_of
from exports.document import PrintDocument, TableBlock, plain
from plans.models import Activity
from reports.exports.snapshot import snapshot_document
from reviews.freezing import frozen_of, mark_of
from reviews.shown.comparison import compare
from strategy.models import Strategy
from tests import factories
from tests.days import TODAY
from tests.plans.samples import make_activity
from tests.reviews.samples import opened, snapshot_of

pytestmark = pytest.mark.django_db
TWO_YEARS: dict[str, Any] = {"starts": date(2026, 1, 1), "ends": date(2027, 12, 31), "budget": Decimal(1000)}


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


@pytest.fixture
def activity(cluster: Cluster, alice: User, strategy: Strategy) -> Activity:
    goal = factories.make_goal(strategy, alice)
    years = {"budget_by_year": {"2026": "700"}, "spent_by_year": {"2026": "5"}}
    return make_activity(cluster, alice, goal=goal, spent=Decimal(5), **TWO_YEARS, **years)


def remarks(document: PrintDocument) -> list[str]:
    blocks = (block for part in (*document.parts, *document.appendices) for block in part.blocks)
    return [plain(words).replace("\xa0", " ") for one in blocks if isinstance(one, TableBlock) for words in one.remarks]


def later(activity: Activity, **values: Any) -> None:
    Activity.objects.of(activity.cluster).filter(pk=activity.pk).update(**values)


def test_a_snapshot_says_the_years_as_they_were(alice: User, activity: Activity, strategy: Strategy) -> None:
    snapshot = snapshot_of(strategy, alice)
    later(activity, budget_by_year={"2026": "1"}, spent_by_year={})

    snapshot.refresh_from_db()
    document = snapshot_document(strategy.cluster, strategy, snapshot, "en")

    assert remarks(document) == [
        "The activities’ budget by year: 2026: DKK 700; 2027: DKK 300. "
        "What is not entered for a year is shared by days."
    ]
    assert (snapshot.frozen.format, snapshot.frozen.activities[0].spent_by_year) == (2, {"2026": "5"})


def test_a_snapshot_from_before_says_what_it_said(alice: User, activity: Activity, strategy: Strategy) -> None:
    snapshot = snapshot_of(strategy, alice)
    content = {**snapshot.content, "format": 1}
    content["activities"] = [
        {name: value for name, value in one.items() if not name.endswith("_by_year")} for one in content["activities"]
    ]
    snapshot.content, snapshot.digest = content, digest_of(content)

    assert snapshot.is_whole
    assert remarks(snapshot_document(strategy.cluster, strategy, snapshot, "en")) == []


@pytest.mark.parametrize(
    ("values", "is_decided"),
    [({"budget_by_year": {"2026": "800"}}, True), ({"spent_by_year": {"2026": "4"}}, False)],
)
def test_what_a_year_is_to_cost_is_decided_and_what_it_has_cost_is_not(
    activity: Activity, strategy: Strategy, values: dict[str, Any], is_decided: bool
) -> None:
    def mark() -> str:
        return mark_of(frozen_of(strategy.cluster, opened(strategy), TODAY))

    before = mark()
    later(activity, **values)

    assert (mark() != before) == is_decided


def test_a_comparison_names_the_year(activity: Activity, strategy: Strategy) -> None:
    then = frozen_of(strategy.cluster, opened(strategy), TODAY)
    later(activity, budget_by_year={"2026": "800"})
    now = frozen_of(strategy.cluster, opened(strategy), TODAY)

    (found,) = compare(opened(strategy), opened(strategy), then, now).activities

    assert [(one.label[-4:], one.delta[:1]) for one in found.fields] == [("2026", "+")]
