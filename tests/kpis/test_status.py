"""The golden set: every status, path value, trend, break and comparison worked out by hand, the sum written beside it.

A baseline of 20 on 1 January 2026 and targets of 40 on 31 December 2026 (364 days later) and 60 on 31 December 2027
(365 days after that) are the path of the first tables, unless a row says otherwise. Tolerances are 5 % and 15 %.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpis.rules.periods import Period, period_of, periods_due
from kpis.rules.status import (
    Lack,
    Point,
    Series,
    State,
    Trend,
    bridged,
    change_between,
    expected_on,
    judge,
    path_of,
    way_gone,
)
from schema.vocabulary import Direction, Frequency

D = Decimal

BEGIN, MIDDLE, END = date(2026, 1, 1), date(2026, 12, 31), date(2027, 12, 31)
UP = Series(
    frequency=Frequency.BASELINE_MIDTERM_FINAL,
    baseline=Point(BEGIN, D(20)),
    targets=(Point(MIDDLE, D(40)), Point(END, D(60))),
)
# Less is better: from 20 down to 10.
DOWN = replace(UP, direction=Direction.DOWN, targets=(Point(MIDDLE, D(10)),))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 12, 31), None),  # before the baseline the path expects nothing
        (date(2026, 1, 1), D(20)),  # the baseline itself
        (date(2026, 7, 2), D(30)),  # 182 of 364 days: 20 + 20 x 182/364 = 20 + 10
        (date(2026, 4, 2), D(25)),  # 91 of 364 days: 20 + 20 x 91/364 = 20 + 5
        (date(2026, 12, 31), D(40)),  # the first target
        (date(2027, 3, 14), D(44)),  # 73 of 365 days: 40 + 20 x 73/365 = 40 + 4
        (date(2027, 12, 31), D(60)),  # the last target
        (date(2029, 1, 1), D(60)),  # level after it
    ],
)
def test_path_value(day: date, expected: D | None) -> None:
    assert expected_on(path_of(UP), day) == expected


# On 2 July 2026 the path of UP expects 30: 5 % of 30 is 1.5, 15 % of 30 is 4.5.
# On 2 July 2026 the path of DOWN expects 20 - 10 x 182/364 = 15: 5 % of 15 is 0.75, 15 % of 15 is 2.25.
@pytest.mark.parametrize(
    ("series", "value", "behind", "state"),
    [
        (UP, "33", "-3", State.ON_TRACK),  # 30 - 33 = -3, ahead
        (UP, "30", "0", State.ON_TRACK),  # just as expected
        (UP, "28.5", "1.5", State.ON_TRACK),  # 30 - 28.5 = 1.5, the edge of 1.5 is within
        (UP, "28.4999", "1.5001", State.AT_RISK),  # a hair over 1.5
        (UP, "25.5", "4.5", State.AT_RISK),  # 30 - 25.5 = 4.5, the edge of 4.5 is within
        (UP, "25.4999", "4.5001", State.OFF_TRACK),  # a hair over 4.5
        (UP, "0", "30", State.OFF_TRACK),
        (DOWN, "14", "-1", State.ON_TRACK),  # 14 - 15 = -1, ahead
        (DOWN, "15.75", "0.75", State.ON_TRACK),  # 15.75 - 15 = 0.75, the edge
        (DOWN, "15.7501", "0.7501", State.AT_RISK),
        (DOWN, "17.25", "2.25", State.AT_RISK),  # 17.25 - 15 = 2.25, the edge
        (DOWN, "17.2501", "2.2501", State.OFF_TRACK),
    ],
)
def test_status_of_a_value(series: Series, value: str, behind: str, state: State) -> None:
    verdict = judge(replace(series, values=(Point(date(2026, 7, 2), D(value)),)), date(2026, 7, 3))

    assert (verdict.state, verdict.behind, verdict.lack) == (state, D(behind), None)


def test_tolerances_are_the_kpis_own() -> None:
    strict = replace(UP, lower=D(0), upper=D(1), values=(Point(date(2026, 7, 2), D("29.7")),))

    # 30 - 29.7 = 0.3 is 1 % of 30: no longer on track, just at risk
    assert judge(strict, date(2026, 7, 3)).state == State.AT_RISK


def test_nothing_is_tolerated_of_a_path_at_nothing() -> None:
    flat = replace(UP, baseline=Point(BEGIN, D(0)), targets=(Point(MIDDLE, D(0)),))

    assert judge(replace(flat, values=(Point(date(2026, 7, 2), D(0)),)), date(2026, 7, 3)).state == State.ON_TRACK
    assert judge(replace(flat, values=(Point(date(2026, 7, 2), D(-1)),)), date(2026, 7, 3)).state == State.OFF_TRACK


@pytest.mark.parametrize(
    ("series", "lack"),
    [
        (replace(UP, baseline=None), Lack.BASELINE),
        (replace(UP, targets=()), Lack.TARGET),
        (UP, Lack.VALUE),
        # a value before the baseline says nothing about the path
        (replace(UP, values=(Point(date(2025, 6, 1), D(19)),)), Lack.VALUE),
        # version 2 counts otherwise and nobody measured both: the baseline of version 1 is no beginning
        (replace(UP, version=2, bridges={2: None}), Lack.BROKEN_BASELINE),
        # a new baseline, but targets of version 1
        (replace(UP, version=2, bridges={2: None}, baseline=Point(date(2026, 6, 1), D(50), 2)), Lack.BROKEN_TARGET),
    ],
)
def test_what_is_missing_before_a_kpi_can_be_judged(series: Series, lack: Lack) -> None:
    verdict = judge(series, date(2026, 7, 3))

    assert (verdict.state, verdict.lack) == (State.NO_DATA, lack)


@pytest.mark.parametrize(
    ("direction", "values", "trend", "change"),
    [
        (Direction.UP, ["22", "25"], Trend.BETTER, "3"),  # 25 - 22
        (Direction.UP, ["25", "22"], Trend.WORSE, "-3"),  # 22 - 25
        (Direction.UP, ["22", "22"], Trend.LEVEL, "0"),
        (Direction.DOWN, ["22", "25"], Trend.WORSE, "3"),  # more is worse here
        (Direction.DOWN, ["25", "22"], Trend.BETTER, "-3"),
        (Direction.UP, ["22"], Trend.BETTER, "2"),  # beside the baseline: 22 - 20
    ],
)
def test_trend(direction: Direction, values: list[str], trend: Trend, change: str) -> None:
    days = [date(2026, 3, 31), date(2026, 6, 30)]
    series = replace(UP, direction=direction, values=tuple(Point(d, D(v)) for d, v in zip(days, values, strict=False)))

    verdict = judge(series, date(2026, 7, 3))

    assert (verdict.trend, verdict.change) == (trend, D(change))


def test_one_number_has_no_trend() -> None:
    assert judge(UP, date(2026, 7, 3)).trend == Trend.UNKNOWN


# One day was measured both ways: 40 by version 1 and 50 by version 2, so the factor is 50/40 = 1.25.
# From version 2 to 3 it was 50 and 25: 0.5. Version 4 has no bridge.
BRIDGES = {2: D("1.25"), 3: D("0.5"), 4: None}


@pytest.mark.parametrize(
    ("value", "of", "to", "expected"),
    [
        ("20", 1, 1, "20"),
        ("20", 1, 2, "25"),  # 20 x 1.25
        ("20", 1, 3, "12.5"),  # 20 x 1.25 x 0.5
        ("25", 2, 1, "20"),  # 25 / 1.25
        ("12.5", 3, 1, "20"),  # 12.5 / (1.25 x 0.5)
        ("20", 1, 4, None),
        ("20", 4, 3, None),
        ("20", 4, 4, "20"),
    ],
)
def test_a_number_over_a_bridge(value: str, of: int, to: int, expected: str | None) -> None:
    found = bridged(Point(BEGIN, D(value), of), to, BRIDGES)

    assert found == (None if expected is None else D(expected))


def test_a_bridged_series_is_judged_by_the_present_definition() -> None:
    series = replace(UP, version=2, bridges=BRIDGES, values=(Point(date(2026, 7, 2), D("35.625"), 2),))

    verdict = judge(series, date(2026, 7, 3))

    # the path is 25 to 50 by the present definition, so 37.5 on 2 July; 37.5 - 35.625 = 1.875 = 5 % of 37.5
    assert (verdict.expected, verdict.behind, verdict.state) == (D("37.5"), D("1.875"), State.ON_TRACK)
    # beside the baseline of 20 x 1.25 = 25: 35.625 - 25
    assert (verdict.trend, verdict.change) == (Trend.BETTER, D("10.625"))


def test_numbers_on_both_sides_of_a_break_are_not_compared() -> None:
    before, after = Point(date(2026, 3, 31), D(22)), Point(date(2026, 6, 30), D(90), 2)
    series = replace(
        UP,
        version=2,
        bridges={2: None},
        baseline=Point(date(2026, 4, 1), D(80), 2),
        targets=(Point(MIDDLE, D(120), 2),),
        values=(before, after),
    )

    assert change_between(before, after, {2: None}) is None
    # 80 to 120 in 274 days, 90 days gone: 80 + 40 x 90/274 = 93.13868...; behind 3.138..., within 5 % (4.65...)
    verdict = judge(series, date(2026, 7, 3))
    assert (verdict.state, round(verdict.expected, 4)) == (State.ON_TRACK, D("93.1387"))
    assert verdict.previous == Point(date(2026, 4, 1), D(80), 2)


@pytest.mark.parametrize(
    ("value", "way"),
    [("20", "0"), ("40", "50"), ("60", "100"), ("70", "125"), ("10", "-25")],  # (value - 20) x 100 / (60 - 20)
)
def test_way_gone(value: str, way: str) -> None:
    assert way_gone(D(value), path_of(UP)) == D(way)


@pytest.mark.parametrize(
    ("frequency", "day", "start", "end"),
    [
        (Frequency.MONTHLY, date(2028, 2, 10), date(2028, 2, 1), date(2028, 2, 29)),
        (Frequency.QUARTERLY, date(2026, 9, 30), date(2026, 7, 1), date(2026, 9, 30)),
        (Frequency.HALF_YEARLY, date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        (Frequency.YEARLY, date(2026, 7, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_period(frequency: Frequency, day: date, start: date, end: date) -> None:
    assert period_of(frequency, day) == Period(start, end)


Q2, Q3, Q4 = (
    Period(date(2026, 4, 1), date(2026, 6, 30)),
    Period(date(2026, 7, 1), date(2026, 9, 30)),
    Period(date(2026, 10, 1), date(2026, 12, 31)),
)


@pytest.mark.parametrize(
    ("today", "due", "state"),
    [
        (date(2026, 6, 30), (), State.ON_TRACK),  # the second quarter is not over
        (date(2026, 7, 1), (Q2,), State.ON_TRACK),  # over, and due
        (date(2026, 7, 30), (Q2,), State.ON_TRACK),  # 30 June + 30 days is the last day
        (date(2026, 7, 31), (Q2,), State.OVERDUE),  # one more
        (date(2026, 10, 1), (Q2, Q3), State.OVERDUE),
        (date(2028, 6, 1), (Q2, Q3, Q4), State.OVERDUE),  # nothing is due after the last target
    ],
)
def test_overdue(today: date, due: tuple[Period, ...], state: State) -> None:
    # the path expects 20 + 20 x 89/364 = 24.89 on 31 March
    series = replace(
        UP, frequency=Frequency.QUARTERLY, targets=(Point(MIDDLE, D(40)),), values=(Point(date(2026, 3, 31), D(25)),)
    )

    verdict = judge(series, today)

    assert (verdict.due, verdict.state, verdict.standing) == (due, state, State.ON_TRACK)


def test_of_many_periods_the_newest_eight_are_named() -> None:
    found = periods_due(Frequency.MONTHLY, date(2024, 1, 31), date(2026, 1, 1))

    assert (len(found), found[0].end, found[-1].end) == (8, date(2025, 5, 31), date(2025, 12, 31))


def test_what_is_measured_in_rounds_only_is_never_due() -> None:
    assert judge(replace(UP, values=(Point(date(2026, 7, 2), D(30)),)), date(2029, 1, 1)).due == ()
