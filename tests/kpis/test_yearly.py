"""The golden set of years that are put together from their periods, worked out by hand, the sum written beside each.

Summed by quarters: 100 in 2025, the baseline; 120 is to come in 2026 and 160 in 2027. A quarter of 120 is 30, a quarter
of 160 is 40. Tolerances are 5 % and 15 %.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpis.rules.periods import Period
from kpis.rules.status import Point, Series, State, Trend, expected_by, expected_of, judge, path_of, totals_of
from kpis.rules.steps import steps_of
from kpis.rules.yearly import Rule, Total, gone_by, rule_of, year_of
from schema.vocabulary import Direction, Frequency

D = Decimal
Q1, Q2, Q3, Q4 = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
NEXT = date(2027, 3, 31)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
NEXT_YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))
SUM = Series(
    frequency=Frequency.QUARTERLY,
    baseline=Point(date(2025, 12, 31), D(100)),
    targets=(Point(date(2026, 12, 31), D(120)), Point(date(2027, 12, 31), D(160))),
    rule=Rule.SUM,
)


def measured(*values: tuple[date, str | int], series: Series = SUM) -> Series:
    """Return the series with values."""
    return replace(series, values=tuple(Point(day, D(value)) for day, value in values))


@pytest.mark.parametrize(
    ("aggregation", "frequency", "unit", "rule"),
    [
        ("period", "quarterly", "count", Rule.SUM),
        ("period", "monthly", "dkk", Rule.SUM),
        ("period", "half-yearly", "days", Rule.SUM),
        ("period", "quarterly", "fte", Rule.SUM),  # full-time equivalents are parts of the year's hours
        ("period", "quarterly", "percent", Rule.MEAN),
        ("period", "monthly", "score", Rule.MEAN),
        ("period", "yearly", "count", Rule.LATEST),  # one value is the year
        ("period", "baseline-midterm-final", "count", Rule.LATEST),
        ("point", "quarterly", "count", Rule.LATEST),
        ("rolling-12-months", "quarterly", "count", Rule.LATEST),  # a year already
        ("cumulative", "quarterly", "dkk", Rule.LATEST),
    ],
)
def test_how_a_year_is_put_together(aggregation: str, frequency: str, unit: str, rule: Rule) -> None:
    assert rule_of(aggregation, frequency, unit) == rule


@pytest.mark.parametrize(
    ("values", "total", "parts", "expected", "behind", "state"),
    [
        # 30 + 25 + 35 = 90 of three quarters, 3 x 30 = 90
        ([(Q1, 30), (Q2, 25), (Q3, 35)], "90", 3, "90", "0", State.ON_TRACK),
        # 30 + 25 + 30.5 = 85.5, behind 4.5, which is 5 % of 90: the edge is within
        ([(Q1, 30), (Q2, 25), (Q3, "30.5")], "85.5", 3, "90", "4.5", State.ON_TRACK),
        # 85.4999, a hair over
        ([(Q1, 30), (Q2, 25), (Q3, "30.4999")], "85.4999", 3, "90", "4.5001", State.AT_RISK),
        # 30 + 25 + 21.5 = 76.5, behind 13.5, which is 15 % of 90: the edge is within
        ([(Q1, 30), (Q2, 25), (Q3, "21.5")], "76.5", 3, "90", "13.5", State.AT_RISK),
        ([(Q1, 30), (Q2, 25), (Q3, 20)], "75", 3, "90", "15", State.OFF_TRACK),
        # the whole year: 30 + 25 + 35 + 32 = 122, 2 ahead of 120
        ([(Q1, 30), (Q2, 25), (Q3, 35), (Q4, 32)], "122", 4, "120", "-2", State.ON_TRACK),
        # the second quarter is missing: 30 + 35 = 65 of two quarters, 2 x 30 = 60
        ([(Q1, 30), (Q3, 35)], "65", 2, "60", "-5", State.ON_TRACK),
        # and is missed in a year that is over: 30 + 35 + 20 = 85 of three quarters
        ([(Q1, 30), (Q3, 35), (Q4, 20)], "85", 3, "90", "5", State.AT_RISK),
    ],
)
def test_the_sum_of_the_targets_year_is_judged(
    values: list[tuple[date, str | int]], total: str, parts: int, expected: str, behind: str, state: State
) -> None:
    verdict = judge(measured(*values), date(2027, 1, 2))

    assert verdict.total == Total(YEAR, D(total), parts, 4)
    assert (verdict.expected, verdict.behind, verdict.standing) == (D(expected), D(behind), state)


def test_a_new_year_begins_at_nothing() -> None:
    verdict = judge(measured((Q1, 30), (Q2, 25), (Q3, 35), (Q4, 32), (NEXT, 38)), date(2027, 4, 1))

    # 38 of one quarter, 160/4 = 40: behind 2, which is 5 % of 40
    assert (verdict.total, verdict.expected, verdict.behind) == (Total(NEXT_YEAR, D(38), 1, 4), D(40), D(2))
    assert verdict.state == State.ON_TRACK


def test_after_the_last_target_a_year_is_to_be_like_it() -> None:
    verdict = judge(measured((date(2028, 3, 31), 30)), date(2028, 4, 1))

    # 30 of one quarter, 160/4 = 40: behind 10, more than 15 % of 40 = 6
    assert (verdict.expected, verdict.state) == (D(40), State.OFF_TRACK)


def test_less_is_better_of_a_sum_too() -> None:
    series = measured((Q1, 30), (Q2, 37), series=replace(SUM, direction=Direction.DOWN))

    verdict = judge(series, date(2026, 7, 1))

    # 30 + 37 = 67 where 2 x 30 = 60 is the most: behind 7, at most 15 % of 60 = 9
    assert (verdict.behind, verdict.state) == (D(7), State.AT_RISK)


def test_a_sum_goes_over_a_bridge() -> None:
    # One day was 10 by version 1 and 20 by version 2, so the factor is 2.
    values = (Point(Q1, D(30)), Point(Q2, D(25)), Point(Q3, D(70), 2))
    series = replace(SUM, version=2, bridges={2: D(2)}, values=values)

    verdict = judge(series, date(2026, 10, 1))

    # 30 x 2 + 25 x 2 + 70 = 180 of three quarters; the target is 120 x 2 = 240, three quarters of it 180
    assert verdict.total == Total(YEAR, D(180), 3, 4)
    assert (verdict.expected, verdict.behind, verdict.state) == (D(180), D(0), State.ON_TRACK)


def test_a_sum_never_goes_over_a_break_without_a_bridge() -> None:
    series = replace(
        SUM,
        version=2,
        bridges={2: None},
        baseline=Point(date(2026, 6, 30), D(220), 2),
        targets=(Point(date(2026, 12, 31), D(240), 2),),
        values=(Point(Q1, D(30)), Point(Q2, D(25)), Point(Q3, D(70), 2)),
    )

    verdict = judge(series, date(2026, 10, 1))

    # only the third quarter counts by the present definition: 70 of one quarter, 240/4 = 60
    assert verdict.total == Total(YEAR, D(70), 1, 4)
    assert (verdict.expected, verdict.behind, verdict.state) == (D(60), D(-10), State.ON_TRACK)
    assert totals_of(series) == [Total(YEAR, D(70), 1, 4)]


@pytest.mark.parametrize(
    ("values", "trend", "change"),
    [
        ([(Q1, 30)], Trend.UNKNOWN, None),  # a year's baseline is not compared with a quarter
        ([(Q1, 30), (Q2, 25)], Trend.WORSE, D(-5)),  # 25 - 30
        ([(Q1, 30), (Q2, 35)], Trend.BETTER, D(5)),  # 35 - 30
    ],
)
def test_the_trend_is_from_quarter_to_quarter(values: list[tuple[date, int]], trend: Trend, change: D | None) -> None:
    verdict = judge(measured(*values), date(2026, 7, 1))

    assert (verdict.trend, verdict.change) == (trend, change)


def test_every_year_comes_to_something() -> None:
    series = measured((date(2025, 12, 31), 20), (Q1, 30), (Q2, 25), (Q3, 35), (Q4, 32), (NEXT, 38))

    assert totals_of(series) == [
        Total(Period(date(2025, 1, 1), date(2025, 12, 31)), D(20), 1, 4),
        Total(YEAR, D(122), 4, 4),  # 30 + 25 + 35 + 32
        Total(NEXT_YEAR, D(38), 1, 4),
    ]


@pytest.mark.parametrize(
    ("frequency", "days", "value", "of"),
    [
        # twelve months of 3: 36
        (Frequency.MONTHLY, [date(2026, month, 28) for month in range(1, 13)], "36", 12),
        # two halves of 3: 6
        (Frequency.HALF_YEARLY, [date(2026, 6, 30), date(2026, 12, 31)], "6", 2),
    ],
)
def test_months_and_halves_are_summed_as_quarters_are(
    frequency: Frequency, days: list[date], value: str, of: int
) -> None:
    series = measured(*((day, 3) for day in days), series=replace(SUM, frequency=frequency))

    assert totals_of(series) == [Total(YEAR, D(value), of, of)]


def test_a_share_is_averaged_over_the_year_and_judged_as_it_is() -> None:
    targets = (Point(date(2026, 12, 31), D(80)),)
    rates = replace(SUM, rule=Rule.MEAN, baseline=Point(date(2025, 12, 31), D(60)), targets=targets)
    series = measured((Q1, 70), (Q2, 80), (Q3, 75), series=rates)

    verdict = judge(series, date(2026, 10, 1))

    assert totals_of(series) == [Total(YEAR, D(75), 3, 4)]  # (70 + 80 + 75) / 3
    # the path expects 60 + 20 x 273/365 = 74.9589 on 30 September, and 75 is what came
    assert (verdict.total, round(verdict.expected or 0, 4), verdict.state) == (None, D("74.9589"), State.ON_TRACK)


# The twelve months that end with the quarter nearest to the target's day.
@pytest.mark.parametrize(
    ("day", "targets", "start", "end"),
    [
        (Q1, [], date(2026, 1, 1), date(2026, 12, 31)),  # no target: the calendar's year
        (Q1, [date(2026, 12, 30)], date(2026, 1, 1), date(2026, 12, 31)),  # a day before the end of a quarter
        (Q1, [date(2027, 1, 15)], date(2026, 1, 1), date(2026, 12, 31)),  # 15 days after one, 75 before the next
        (Q1, [date(2027, 3, 1)], date(2025, 4, 1), date(2026, 3, 31)),  # 60 days after one, 30 before the next
        (Q1, [date(2027, 6, 30)], date(2025, 7, 1), date(2026, 6, 30)),
        (Q3, [date(2027, 6, 30)], date(2026, 7, 1), date(2027, 6, 30)),
        (Q3, [date(2026, 6, 30), date(2027, 12, 31)], date(2026, 1, 1), date(2026, 12, 31)),  # the next target's
        (Q3, [date(2026, 6, 30)], date(2026, 7, 1), date(2027, 6, 30)),  # after the last
    ],
)
def test_the_year_that_a_value_belongs_to(day: date, targets: list[date], start: date, end: date) -> None:
    assert year_of(Frequency.QUARTERLY, day, targets) == Period(start, end)


@pytest.mark.parametrize(
    ("day", "gone", "expected"),
    [
        (date(2026, 1, 10), 0, "0"),
        (Q2, 2, "60"),  # 2 x 30
        (date(2026, 9, 20), 3, "90"),  # ten days before the third quarter ends: 3 x 30
        (Q4, 4, "120"),
    ],
)
def test_what_is_expected_by_a_day_without_a_value(day: date, gone: int, expected: str) -> None:
    assert gone_by(Frequency.QUARTERLY, day, YEAR) == gone
    assert expected_by(SUM, path_of(SUM), day) == D(expected)


def test_single_quarters_are_seen_against_steps() -> None:
    series = measured((Q1, 30), (Q2, 25))

    # 120/4 through 2026, 160/4 through 2027
    assert steps_of(series, path_of(series)) == (
        Point(date(2026, 1, 1), D(30)),
        Point(date(2026, 12, 31), D(30)),
        Point(date(2027, 1, 1), D(40)),
        Point(date(2027, 12, 31), D(40)),
    )
    assert steps_of(SUM, path_of(SUM)) == ()


def test_a_single_quarter_is_expected_to_bring_its_part() -> None:
    path = path_of(SUM)

    # 120/4 and 160/4
    assert (expected_of(SUM, path, Q1), expected_of(SUM, path, NEXT)) == (D(30), D(40))
