"""What is pulled into a report from the plan and the KPIs, and which of its figures are flagged."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from funders.models import FunderReport
from funders.rules.figures import Difference
from funders.selectors.content import sums_of
from funders.selectors.gathering import Gathered, gather
from kpis.models import Measurement
from kpis.services import MeasurementDraft, correct_measurement, drop_kpi, set_targets
from plans import services as plans
from plans.models import Activity
from plans.services.drafts import ActivityDraft
from strategy.models import Strategy
from tests import factories
from tests.funders.samples import make_report, page_of, put, send
from tests.kpis.samples import a_kpi, measured_kpi, value
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def gathered(report: FunderReport) -> Gathered:
    return gather(page_of(report))


def flagged(report: FunderReport) -> list[tuple[str, str, Decimal, Decimal | None]]:
    return [(one.key, str(one.why), one.before, one.now) for one in gathered(report).content.differences]


def change(activity: Activity, by: User, **values: object) -> Activity:
    """Change an activity as its form does."""
    fresh = Activity.objects.of(activity.cluster).with_people().get(pk=activity.pk)
    draft = ActivityDraft(**{f: getattr(ActivityDraft.of(fresh), f) for f in ActivityDraft.__slots__} | values)
    return plans.change_activity(activity=fresh, draft=draft, based_on=fresh.revision, by=by)


def test_activities_whose_time_touches_the_period_are_pulled_in(
    cluster: Cluster, alice: User, report: FunderReport
) -> None:
    for title, starts, ends in [
        ("Hele året", date(2025, 6, 1), date(2027, 6, 1)),
        ("Første dag", None, date(2026, 1, 1)),
        ("Sidste dag", date(2026, 12, 31), None),
        ("Året før", date(2025, 1, 1), date(2025, 12, 31)),
        ("Året efter", date(2027, 1, 1), None),
        ("Uden datoer", None, None),
    ]:
        make_activity(cluster, alice, title, starts=starts, ends=ends)

    found = gathered(report)

    # In the order of the plan: by their beginning, and what has none last.
    assert [row.title.da for row in found.content.activities] == ["Hele året", "Sidste dag", "Første dag"]
    assert [row.title.da for row in found.undated] == ["Uden datoer"]


def test_without_a_period_every_activity_is_pulled_in(cluster: Cluster, alice: User, report: FunderReport) -> None:
    make_activity(cluster, alice, starts=date(2020, 1, 1), ends=date(2020, 2, 1))
    make_activity(cluster, alice)
    put(report, alice, "period_from", None)
    put(report, alice, "period_to", None)

    found = gathered(report)

    assert ([row.key for row in found.content.activities], found.undated) == (["A1", "A2"], ())


def test_period_that_ends_too_early_counts_from_its_beginning(
    cluster: Cluster, alice: User, report: FunderReport
) -> None:
    make_activity(cluster, alice, starts=date(2026, 5, 1), ends=date(2026, 6, 1))
    put(report, alice, "period_to", "2025-01-01")

    assert [row.key for row in gathered(report).content.activities] == ["A1"]


def test_report_of_a_strategy_pulls_in_what_serves_it(cluster: Cluster, alice: User, strategy: Strategy) -> None:
    other = factories.make_strategy(cluster, alice, strategy.workbook.edition)
    goal, foreign = factories.make_goal(strategy, alice), factories.make_goal(other, alice)
    day = date(2026, 5, 1)
    for title, own in [("Vores", goal), ("Deres", foreign), ("Ingens", None)]:
        make_activity(cluster, alice, title, goal=own, starts=day, ends=day)
        a_kpi(cluster, alice, own, title)

    found = {}
    for name, of in [("current", strategy), ("other", other), ("all", None)]:
        content = gathered(make_report(cluster, alice, strategy=of)).content
        found[name] = ([row.title.da for row in content.activities], [row.name.da for row in content.kpis])

    assert found == {
        "current": (["Vores", "Ingens"], ["Vores", "Ingens"]),
        "other": (["Deres"], ["Deres"]),
        "all": (["Vores", "Deres", "Ingens"], ["Vores", "Deres", "Ingens"]),
    }


def test_kpi_is_shown_as_it_stood_when_the_period_ended(cluster: Cluster, alice: User) -> None:
    kpi = a_kpi(cluster, alice)
    value(kpi, alice, date(2024, 1, 1), 20, is_baseline=True)
    for day, number in [(date(2024, 7, 1), 28), (date(2024, 12, 31), 41), (date(2025, 3, 1), 55)]:
        value(kpi, alice, day, number)
    report = make_report(cluster, alice, period=(date(2024, 1, 1), date(2024, 12, 31)))

    (row,) = gathered(report).content.kpis

    assert (row.baseline.value, row.value.date, row.value.value, row.target) == (20, date(2024, 12, 31), 41, None)


def test_target_is_the_periods_last_or_the_next_or_the_last_of_all(cluster: Cluster, alice: User) -> None:
    measured_kpi(cluster, alice)

    found = []
    for first, last in [
        ("2024-01-01", "2024-12-31"),
        ("2024-01-01", "2024-11-30"),
        ("2025-01-01", "2025-12-31"),
        ("2026-01-01", "2026-12-31"),
    ]:
        period = (date.fromisoformat(first), date.fromisoformat(last))
        report = make_report(cluster, alice, period=period)
        (row,) = gathered(report).content.kpis
        found.append((row.target.date, row.target.value, str(row.state_words.en)))

    assert found == [
        (date(2024, 12, 30), 40, "Slightly behind"),
        (date(2024, 12, 30), 40, "Slightly behind"),
        (date(2025, 12, 30), 60, "Slightly behind"),
        (date(2025, 12, 30), 60, "Slightly behind"),
    ]


# ---- what differs


def test_nothing_differs_right_after_sending(cluster: Cluster, alice: User, report: FunderReport) -> None:
    make_activity(cluster, alice, starts=date(2026, 1, 1), ends=date(2026, 2, 1), budget=Decimal(100))
    measured_kpi(cluster, alice)
    put(report, alice, "companies", [{"id": "all", "cells": {"target": 40, "actual": 1.5}}])
    send(report, alice)

    assert flagged(report) == []


def test_changed_budget_is_flagged_with_what_was_sent(cluster: Cluster, alice: User, report: FunderReport) -> None:
    activity = make_activity(cluster, alice, starts=date(2026, 1, 1), ends=date(2026, 2, 1), budget=Decimal(100))
    sending = send(report, alice)
    change(activity, alice, budget=Decimal("120.50"))

    (one,) = gathered(report).content.differences

    assert one == Difference(
        key="activity:1:budget",
        kind=one.kind,
        label=Text(da="A1 Markedsbesøg: budget", en="A1 Markedsbesøg: budget"),
        why=one.why,
        before=Decimal(100),
        before_unit="money:DKK",
        now=Decimal("120.5"),
        now_unit="money:DKK",
        against=sending.pk,
        title=Text(da="Plan og rapport 2026"),
        sent_on=date(2026, 1, 15),
    )


def test_deleted_activity_is_flagged_as_gone(cluster: Cluster, alice: User, report: FunderReport) -> None:
    activity = make_activity(cluster, alice, starts=date(2026, 1, 1), ends=date(2026, 2, 1), budget=Decimal(100))
    send(report, alice)
    plans.delete_activity(activity=activity, by=alice)

    assert flagged(report) == [("activity:1:budget", "gone", Decimal(100), None)]


def test_activity_that_was_moved_out_of_the_period_is_not_gone(
    cluster: Cluster, alice: User, report: FunderReport
) -> None:
    activity = make_activity(cluster, alice, starts=date(2026, 1, 1), ends=date(2026, 2, 1), budget=Decimal(100))
    send(report, alice)
    change(activity, alice, starts=date(2028, 1, 1), ends=date(2028, 2, 1))

    assert flagged(report) == []


def test_corrected_value_is_flagged_in_the_years_after_too(cluster: Cluster, alice: User) -> None:
    kpi = measured_kpi(cluster, alice)
    first = make_report(cluster, alice, period=(date(2024, 1, 1), date(2024, 12, 31)))
    send(first, alice, date(2025, 1, 15))
    second = make_report(cluster, alice, period=(date(2025, 1, 1), date(2025, 12, 31)))
    value(kpi, alice, date(2025, 7, 1), 44)
    before = flagged(second)
    wrong = Measurement.objects.of(cluster).standing().get(date=date(2024, 7, 1))
    draft = MeasurementDraft(date(2024, 7, 1), Decimal(27))
    correct_measurement(measurement=wrong, draft=draft, reason="Talt forkert", by=alice)

    assert before == []
    assert flagged(second) == [("kpi:1:v1:value:2024-07-01", "differs", Decimal(28), Decimal(27))]


def test_dropped_kpi_is_flagged_in_the_report_that_told_of_it(cluster: Cluster, alice: User) -> None:
    kpi = measured_kpi(cluster, alice)
    first = make_report(cluster, alice, period=(date(2024, 1, 1), date(2024, 12, 31)))
    second = make_report(cluster, alice, first.workbook.edition)
    send(first, alice)
    drop_kpi(kpi=kpi, by=alice)

    assert [(key, why) for key, why, *_rest in flagged(first)] == [
        ("kpi:1:v1:target:2024-12-30", "gone"),
        ("kpi:1:v1:baseline", "gone"),
        ("kpi:1:v1:value:2024-07-01", "gone"),
    ]
    assert flagged(second) == []


def test_numbers_of_the_narrative_are_compared_by_what_they_are(alice: User, report: FunderReport) -> None:
    put(report, alice, "companies", [{"id": "all", "cells": {"target": 40, "actual": 10}}])
    put(report, alice, "finance", [{"id": "small", "cells": {"budget": 500}}])
    put(report, alice, "members", 7)
    send(report, alice)
    put(report, alice, "companies", [{"id": "all", "cells": {"target": 45, "actual": 30}}])
    put(report, alice, "finance", [{"id": "small", "cells": {"budget": 450}}])
    put(report, alice, "members", 8)

    as_plan = gathered(report).content.differences

    assert [(one.label.en, one.before, one.now) for one in as_plan] == [
        ("companies in English: Virksomheder in English, target in English", 40, 45),
        ("finance in English: Små in English, budget in English", 500, 450),
        ("members in English", 7, 8),
    ]


def test_result_is_flagged_once_it_was_reported(alice: User, report: FunderReport) -> None:
    put(report, alice, "stage", "report")
    put(report, alice, "companies", [{"id": "all", "cells": {"actual": 30}}])
    send(report, alice)
    put(report, alice, "companies", [{"id": "all", "cells": {"actual": 31}}])

    assert flagged(report) == [("answer:1:companies:all:actual", "differs", Decimal(30), Decimal(31))]


def test_deleted_reports_sendings_are_compared_with_all_the_same(
    cluster: Cluster, alice: User, report: FunderReport
) -> None:
    activity = make_activity(cluster, alice, starts=date(2026, 1, 1), ends=date(2027, 2, 1), budget=Decimal(100))
    send(report, alice)
    change(activity, alice, budget=Decimal(90))
    FunderReport.objects.of(cluster).update(deleted_at="2026-05-01T00:00Z")
    again = make_report(cluster, alice, report.workbook.edition)

    assert flagged(again) == [("activity:1:budget", "differs", Decimal(100), Decimal(90))]


def test_another_clusters_sendings_are_not_looked_at(
    cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User, report: FunderReport
) -> None:
    theirs = make_report(other_cluster, charlie, report.workbook.edition)
    for place, by in ((cluster, alice), (other_cluster, charlie)):
        make_activity(place, by, starts=date(2026, 1, 1), ends=date(2026, 2, 1), budget=Decimal(100))
    send(theirs, charlie)
    change(Activity.objects.of(cluster).get(), alice, budget=Decimal(90))

    assert flagged(report) == []


def test_the_sum_of_a_year_is_reported_with_how_much_of_the_year_it_is(
    cluster: Cluster, alice: User, report: FunderReport, strategy: Strategy
) -> None:
    goal = factories.make_goal(strategy, alice)
    kpi = a_kpi(cluster, alice, goal, frequency="quarterly", aggregation="period")
    value(kpi, alice, date(2025, 12, 31), 40, is_baseline=True)
    value(kpi, alice, date(2026, 3, 31), 10)
    value(kpi, alice, date(2026, 6, 30), 12)
    set_targets(kpi=kpi, targets=[(date(2026, 12, 31), Decimal(48))], by=alice)

    (row,) = gathered(report).content.kpis

    # 10 + 12 of two quarters, where 2 x 48/4 = 24 is expected: behind by 2, more than 5 % and less than 15 %
    assert row.value is not None
    assert (row.value.value, row.state) == (Decimal(22), "at-risk")
    assert row.state_words == Text(
        da="Lidt bagud (2026, 2 af 4 kvartaler)", en="Slightly behind (2026, 2 of 4 quarters)"
    )


def test_corrected_quarter_is_flagged_by_the_sum_that_was_reported(
    cluster: Cluster, alice: User, report: FunderReport
) -> None:
    kpi = a_kpi(cluster, alice, frequency="quarterly", aggregation="period")
    value(kpi, alice, date(2025, 12, 31), 40, is_baseline=True)
    first = value(kpi, alice, date(2026, 3, 31), 10)
    value(kpi, alice, date(2026, 6, 30), 12)
    send(report, alice)
    value(kpi, alice, date(2026, 9, 30), 5)
    grown = flagged(report)
    correct_measurement(
        measurement=first, draft=MeasurementDraft(date(2026, 3, 31), Decimal(9)), reason="Talt forkert", by=alice
    )

    assert grown == []
    assert flagged(report) == [("kpi:1:v1:sum:2026-06-30", "differs", Decimal(22), Decimal(21))]


def test_money_of_a_report_is_the_periods_and_meets_the_sum_of_its_activities(
    cluster: Cluster, strategy: Strategy, alice: User
) -> None:
    years = {"starts": date(2025, 1, 1), "ends": date(2028, 12, 31)}
    make_activity(cluster, alice, "Flere år", budget=Decimal(1461), spent=Decimal(10), **years)
    make_activity(cluster, alice, "Et år", budget=Decimal(100), starts=date(2026, 2, 1), ends=date(2026, 3, 1))

    content = gathered(make_report(cluster, alice)).content

    long, short = sorted(content.activities, key=lambda row: row.number)
    assert (long.period_budget, long.budget, long.is_shared) == (365, 1461, True)
    assert (short.period_budget, short.is_shared) == (100, False)
    assert sums_of(content.activities).budget == {"DKK": Decimal(465)}


def test_nought_spent_is_a_sum_and_nothing_written_is_none(cluster: Cluster, strategy: Strategy, alice: User) -> None:
    days = {"starts": date(2026, 2, 1), "ends": date(2026, 3, 1)}
    make_activity(cluster, alice, "Et år", spent=Decimal(0), **days)

    sums = sums_of(gathered(make_report(cluster, alice)).content.activities)

    assert (sums.budget_words, sums.spent_words.replace("\u00a0", " ")) == ("–", "DKK 0")
