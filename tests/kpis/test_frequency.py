"""A KPI that is measured more or less often from some day on: the golden set of its years, the sums written beside.

As in `test_yearly`: 100 in 2025, the baseline; 120 is to come in 2026, which is 10 a month, 30 a quarter, 60 a half.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import html

from accounts.models import User
from clusters.models import Cluster
from core.errors import Conflict
from kpis.models import Kpi, KpiDefinition
from kpis.rules.periods import Period
from kpis.rules.status import Lack, Point, Series, State, Trend, expected_of, judge, path_of, totals_of
from kpis.rules.steps import steps_of
from kpis.rules.yearly import Rule, Total, finest, total_of
from kpis.services import KpiDraft, MeasurementDraft, change_kpi, correct_measurement, redefine_kpi, set_targets
from kpis.services.importing import Fate, plan_of, receive_import
from kpis.shown.chart import changes_of, chart_of
from kpis.shown.kpis import ShownKpi, load_kpis
from kpis.words import parts_words
from schema.vocabulary import Frequency
from tests.kpis.samples import a_kpi, definition, value
from tests.kpis.sheets import csv
from tests.kpis.test_yearly import NEXT_YEAR, Q1, Q2, Q3, Q4, SUM, YEAR

D = Decimal
JAN, FEB, MAR, APR, MAY = (date(2026, month, 28) for month in range(1, 6))
MONTHLY, QUARTERLY, HALF, YEARLY, ROUNDS = (
    Frequency.MONTHLY,
    Frequency.QUARTERLY,
    Frequency.HALF_YEARLY,
    Frequency.YEARLY,
    Frequency.BASELINE_MIDTERM_FINAL,
)


def mixed(now: Frequency, *values: tuple[date, str | int, Frequency], rule: Rule = Rule.SUM) -> Series:
    """Return a series that is measured so often now, with values each of which was measured so often."""
    points = tuple(Point(day, D(number), frequency=often) for day, number, often in values)
    return replace(SUM, frequency=now, values=points, rule=rule)


@pytest.mark.parametrize(
    ("series", "total", "expected", "state"),
    [
        # three months that were measured are the first quarter: 10 + 9 + 11 = 30, and 31 more: 61 of two, 2 x 30 = 60
        (
            mixed(QUARTERLY, (JAN, 10, MONTHLY), (FEB, 9, MONTHLY), (MAR, 11, MONTHLY), (Q2, 31, QUARTERLY)),
            Total(YEAR, D(61), 2, 4),
            "60",
            State.ON_TRACK,
        ),
        # a quarter is three months: 30 + 10 = 40 of four months, 4 x 10 = 40
        (mixed(MONTHLY, (Q1, 30, QUARTERLY), (APR, 10, MONTHLY)), Total(YEAR, D(40), 4, 12), "40", State.ON_TRACK),
        # the quarter holds January and February, which are not added again: 28 of one quarter, 30 expected, 2 behind
        # where 5 % of 30 = 1.5 and 15 % = 4.5
        (
            mixed(QUARTERLY, (JAN, 10, MONTHLY), (FEB, 9, MONTHLY), (Q1, 28, QUARTERLY)),
            Total(YEAR, D(28), 1, 4),
            "30",
            State.AT_RISK,
        ),
        # only two of the quarter's months: 10 + 9 = 19 of two months, 2 x 10 = 20; 1 behind is 5 % of 20
        (mixed(QUARTERLY, (JAN, 10, MONTHLY), (FEB, 9, MONTHLY)), Total(YEAR, D(19), 2, 12), "20", State.ON_TRACK),
        # two quarters are the first half: 30 + 25 = 55, and 70 more: 125 of two halves, 120
        (
            mixed(HALF, (Q1, 30, QUARTERLY), (Q2, 25, QUARTERLY), (Q4, 70, HALF)),
            Total(YEAR, D(125), 2, 2),
            "120",
            State.ON_TRACK,
        ),
        # one quarter is no half: 20 of one quarter, 30
        (mixed(HALF, (Q1, 20, QUARTERLY)), Total(YEAR, D(20), 1, 4), "30", State.OFF_TRACK),
        # quarters while it is measured once a year now: 30 + 25 = 55 of two quarters, never held against all of 120
        (mixed(YEARLY, (Q1, 30, QUARTERLY), (Q2, 25, QUARTERLY)), Total(YEAR, D(55), 2, 4), "60", State.AT_RISK),
        # and the year's own value holds them all: 122
        (
            mixed(YEARLY, (Q1, 30, QUARTERLY), (Q2, 25, QUARTERLY), (Q4, 122, YEARLY)),
            Total(YEAR, D(122), 1, 1),
            "120",
            State.ON_TRACK,
        ),
        # a year that was measured whole, and then by quarters: 38 of one quarter of the next, 160/4 = 40
        (
            mixed(QUARTERLY, (Q4, 122, YEARLY), (date(2027, 3, 31), 38, QUARTERLY)),
            Total(NEXT_YEAR, D(38), 1, 4),
            "40",
            State.ON_TRACK,
        ),
    ],
)
def test_a_value_covers_the_period_that_it_was_measured_for(
    series: Series, total: Total, expected: str, state: State
) -> None:
    verdict = judge(series, date(2027, 4, 1))

    assert (verdict.total, verdict.expected, verdict.standing) == (total, D(expected), state)


def test_years_before_the_change_are_whole() -> None:
    series = mixed(QUARTERLY, (Q4, 122, YEARLY), (date(2027, 3, 31), 38, QUARTERLY))

    assert totals_of(series) == [Total(YEAR, D(122), 4, 4), Total(NEXT_YEAR, D(38), 1, 4)]


def test_a_quarter_over_the_edge_of_a_year_is_in_no_sum_and_in_the_mean_of_the_year_in_which_it_ends() -> None:
    # Years to the end of April, since it is measured by months now; April to June was measured as a quarter.
    targets = (Point(date(2026, 4, 30), D(120)), Point(date(2027, 4, 30), D(120)))
    series = replace(mixed(MONTHLY, (Q2, 30, QUARTERLY), (date(2026, 7, 31), 10, MONTHLY)), targets=targets)

    year = Period(date(2026, 5, 1), date(2027, 4, 30))
    # 10 of July alone: nobody knows how much of the 30 came in April
    assert totals_of(series) == [Total(year, D(10), 1, 12)]
    # (2 x 30 + 10) / 3 of May, June and July: each month of the quarter was like that
    mean = replace(series, rule=Rule.MEAN)
    assert totals_of(mean) == [Total(year, D(70) / 3, 3, 12)]


def test_the_disputed_year_of_the_golden_set_is_the_sum_of_its_whole_months() -> None:
    # X01: September to August, a quarter that ends in September, then 4 + 5 + 3 = 12 of three months
    year = Period(date(2026, 9, 1), date(2027, 8, 31))
    quarter = (Period(date(2026, 7, 1), date(2026, 9, 30)), D(9))
    months = [
        (Period(date(2026, n, 1), date(2026, n, last)), D(v)) for n, last, v in ((10, 31, 4), (11, 30, 5), (12, 31, 3))
    ]

    assert total_of([quarter, *months], year, MONTHLY, Rule.SUM) == Total(year, D(12), 3, 12)
    assert total_of([quarter], year, MONTHLY, Rule.SUM) is None


def test_a_mean_weighs_by_months() -> None:
    series = mixed(
        QUARTERLY, (JAN, 70, MONTHLY), (FEB, 80, MONTHLY), (MAR, 75, MONTHLY), (Q2, 85, QUARTERLY), rule=Rule.MEAN
    )

    # (70 + 80 + 75 + 3 x 85) / 6 = 480 / 6 = 80
    assert totals_of(series) == [Total(YEAR, D(80), 2, 4)]


def test_a_round_is_no_part_of_a_year() -> None:
    rounds = mixed(QUARTERLY, (Q2, 55, ROUNDS))
    both = mixed(QUARTERLY, (Q2, 55, ROUNDS), (Q3, 30, QUARTERLY))

    assert (judge(rounds, Q3).lack, judge(rounds, Q3).total) == (Lack.PERIOD, None)
    # 30 of one quarter
    assert judge(both, Q4).total == Total(YEAR, D(30), 1, 4)


@pytest.mark.parametrize(
    ("now", "last", "today", "due"),
    [
        # January was measured: the quarter is due, for the rest of it
        (QUARTERLY, (JAN, MONTHLY), date(2026, 4, 2), [Period(date(2026, 1, 1), Q1)]),
        # the quarter was measured, on a day within it: April is next
        (MONTHLY, (FEB, QUARTERLY), date(2026, 5, 2), [Period(date(2026, 4, 1), date(2026, 4, 30))]),
        # a round on the last of September: the quarter after it
        (QUARTERLY, (Q3, ROUNDS), date(2027, 1, 2), [Period(date(2026, 10, 1), Q4)]),
    ],
)
def test_due_is_what_follows_the_last_day_that_is_covered(
    now: Frequency, last: tuple[date, Frequency], today: date, due: list[Period]
) -> None:
    day, often = last

    assert list(judge(mixed(now, (day, 30, often)), today).due) == due


def test_single_values_are_seen_against_steps_of_their_own_height() -> None:
    series = mixed(QUARTERLY, (JAN, 10, MONTHLY), (FEB, 9, MONTHLY), (MAR, 11, MONTHLY), (Q2, 31, QUARTERLY))
    path = path_of(series)

    # 120/12 in the first three months, 120/4 after, 160/4 in 2027
    assert steps_of(series, path) == (
        Point(date(2026, 1, 1), D(10)),
        Point(Q1, D(10)),
        Point(date(2026, 4, 1), D(30)),
        Point(Q4, D(30)),
        Point(date(2027, 1, 1), D(40)),
        Point(date(2027, 12, 31), D(40)),
    )
    assert (expected_of(series, path, JAN, MONTHLY), expected_of(series, path, Q2)) == (D(10), D(30))


def test_a_month_is_not_compared_with_a_quarter_nor_joined_to_it(kpi: Kpi, alice: User) -> None:
    value(kpi, alice, MAR, 11)
    measured_from_now(kpi, alice, "quarterly")
    value(kpi, alice, Q2, 31)

    one = seen(kpi)

    assert (one.verdict.trend, one.verdict.change) == (Trend.UNKNOWN, None)
    assert changes_of(one) == [Q2]
    drawn = html.fragment_fromstring(str(chart_of(one)))
    lines = drawn.xpath("//*[local-name()='polyline'][contains(@class, 'ch-line')]/@points")
    # The three months alone; the quarter after them is a dot.
    assert [len(points.split()) for points in lines] == [3]


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (Total(YEAR, D(1), 3, 12), "3 of 12 months"),
        (Total(YEAR, D(1), 3, 4), "3 of 4 quarters"),
        (Total(YEAR, D(1), 1, 2), "1 of 2 half-years"),
        (Total(YEAR, D(1), 1, 1), "the whole year"),
    ],
)
def test_parts_are_named_by_the_periods_they_were_counted_in(total: Total, words: str, english: None) -> None:
    assert parts_words(total) == words


def test_the_shortest_period_decides_how_a_year_is_put_together() -> None:
    assert finest(YEARLY, [QUARTERLY, MONTHLY]) == MONTHLY
    assert finest(MONTHLY, [YEARLY]) == MONTHLY
    assert finest(QUARTERLY, [ROUNDS]) == QUARTERLY
    assert finest(ROUNDS, [MONTHLY]) == ROUNDS


@pytest.fixture
def kpi(cluster: Cluster, alice: User) -> Kpi:
    """Return a KPI that was measured in January and February, month by month."""
    made = a_kpi(cluster, alice, frequency="monthly", aggregation="period")
    value(made, alice, date(2025, 12, 31), 100, is_baseline=True)
    set_targets(kpi=made, targets=[(Q4, D(120))], by=alice)
    value(made, alice, JAN, 10)
    value(made, alice, FEB, 9)
    return made


def measured_from_now(kpi: Kpi, by: User, frequency: str) -> None:
    """Change how often it is measured, as the form does."""
    counted = definition(frequency=frequency, aggregation="period")
    kpi.refresh_from_db()
    change_kpi(kpi=kpi, draft=KpiDraft(), definition=counted, based_on=kpi.revision, by=by)


def seen(kpi: Kpi) -> ShownKpi:
    """Return the KPI as its page shows it."""
    (found,) = load_kpis(kpi.cluster, Kpi.objects.of(kpi.cluster).filter(pk=kpi.pk), today=date(2026, 7, 1))
    return found


def test_values_keep_their_period_when_it_is_measured_less_often(kpi: Kpi, alice: User) -> None:
    value(kpi, alice, MAR, 11)
    measured_from_now(kpi, alice, "quarterly")
    value(kpi, alice, Q2, 31)

    # 10 + 9 + 11 + 31 = 61 of two quarters
    assert seen(kpi).verdict.total == Total(YEAR, D(61), 2, 4)


def test_values_keep_their_period_through_several_changes(kpi: Kpi, alice: User) -> None:
    value(kpi, alice, MAR, 11)
    measured_from_now(kpi, alice, "quarterly")
    value(kpi, alice, Q2, 31)
    measured_from_now(kpi, alice, "monthly")
    value(kpi, alice, date(2026, 7, 1), 8)

    # 10 + 9 + 11 + 31 + 8 = 69 of seven months
    assert seen(kpi).verdict.total == Total(YEAR, D(69), 7, 12)


def test_the_quarter_takes_the_place_of_the_months_in_it(kpi: Kpi, alice: User) -> None:
    measured_from_now(kpi, alice, "quarterly")
    value(kpi, alice, Q1, 28)

    assert seen(kpi).verdict.total == Total(YEAR, D(28), 1, 4)


def test_a_month_cannot_be_entered_beside_the_quarter_that_holds_it(kpi: Kpi, alice: User, english: None) -> None:
    measured_from_now(kpi, alice, "quarterly")
    value(kpi, alice, Q1, 28)
    measured_from_now(kpi, alice, "monthly")

    with pytest.raises(Conflict) as told:
        value(kpi, alice, date(2026, 3, 15), 9)

    assert told.value.message == (
        "Alice has already entered 28 for Q1 2026. Nothing has been overwritten; correct that value if it is wrong."
    )
    sheet = csv("KPI;Date;Value", "K1;2026-03-15;9", "K1;2026-04-15;9")
    read = receive_import(cluster=kpi.cluster, name="tal.csv", content=sheet, by=alice)
    read.cluster = kpi.cluster
    assert [(line.fate, line.why) for line in plan_of(read).lines] == [
        (Fate.REFUSED, "There is already a value for Q1 2026. Use its date to change it."),
        (Fate.NEW, ""),
    ]


def test_a_corrected_value_keeps_its_period(kpi: Kpi, alice: User) -> None:
    measured_from_now(kpi, alice, "quarterly")
    january = kpi.measurements.standing().get(date=JAN)
    correct_measurement(measurement=january, draft=MeasurementDraft(JAN, D(12)), reason="Typed wrong", by=alice)

    # 12 + 9 = 21 of two months
    assert seen(kpi).verdict.total == Total(YEAR, D(21), 2, 12)


def test_a_new_definition_that_comes_less_often_leaves_the_former_values_their_periods(kpi: Kpi, alice: User) -> None:
    value(kpi, alice, MAR, 11)
    counted = definition(frequency="quarterly", aggregation="period")
    redefine_kpi(kpi=kpi, definition=counted, valid_from=date(2026, 4, 1), reason="", bridge=(D(10), D(20)), by=alice)
    value(kpi, alice, Q2, 60)

    # (10 + 9 + 11) x 2 + 60 = 120 of two quarters, counted the new way
    assert seen(kpi).verdict.total == Total(YEAR, D(120), 2, 4)
    assert [d.frequency for d in KpiDefinition.objects.of(kpi.cluster).order_by("version")] == ["monthly", "quarterly"]


def test_quarters_are_never_held_against_a_year(kpi: Kpi, alice: User, english: None) -> None:
    measured_from_now(kpi, alice, "quarterly")
    value(kpi, alice, Q1, 28)
    measured_from_now(kpi, alice, "yearly")

    one = seen(kpi)

    # 28 of one quarter where 120/4 = 30 are expected
    assert (one.verdict.total, one.verdict.expected) == (Total(YEAR, D(28), 1, 4), D(30))
    assert one.latest_note == "2026, 1 of 4 quarters"
