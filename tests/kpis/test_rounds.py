"""Measuring rounds: entering, closing, freezing, correcting, comparing."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.errors import Conflict, Refusal
from core.frozen import digest_of
from kpis.models import Kpi, Measurement, MeasuringRound, RoundCorrection, RoundEntry
from kpis.services import (
    MeasurementDraft,
    close_round,
    correct_closed_value,
    correct_measurement,
    delete_round,
    enter_round_value,
    record_measurement,
    redefine_kpi,
    use_measurement,
    withdraw_measurement,
)
from kpis.services.rounds import nearest_to
from kpis.shown.comparison import ComparisonRow, ShownValue, comparison_of, shown_value
from strategy.models import Strategy
from tests import factories
from tests.kpis.samples import BEGIN, END, MIDDLE, a_kpi, a_round, definition, measured_kpi

D = Decimal


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


@pytest.fixture
def kpi(cluster: Cluster, alice: User, strategy: Strategy) -> Kpi:
    return measured_kpi(cluster, alice, factories.make_goal(strategy, alice))


def entry_of(round: MeasuringRound) -> RoundEntry:
    entry = RoundEntry.objects.of(round.cluster).select_related("kpi", "round").get(round=round)
    entry.kpi.cluster = entry.round.cluster = round.cluster
    return entry


def enter(round: MeasuringRound, by: User, number: str, day: date = MIDDLE) -> Measurement:
    return enter_round_value(entry=entry_of(round), draft=MeasurementDraft(day, D(number)), by=by)


def cell(cluster: Cluster, rounds: list[MeasuringRound], place: int = 0) -> ShownValue:
    fresh = [MeasuringRound.objects.of(cluster).get(pk=r.pk) for r in rounds]
    row: ComparisonRow = comparison_of(cluster, fresh, "en").rows[0]
    return shown_value(row, row.cells[place])


def test_a_value_of_a_round_is_a_measurement_of_its_kpi(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    round = a_round(strategy, alice, [kpi])

    made = enter(round, alice, "38")

    assert entry_of(round).measurement == made
    assert (made.kpi, made.value, made.is_baseline) == (kpi, D(38), False)


def test_the_baseline_round_gives_the_baseline(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    round = a_round(strategy, alice, [a_kpi(cluster, alice)], "baseline", BEGIN)

    assert enter(round, alice, "20", BEGIN).is_baseline is True


def test_what_was_measured_on_the_day_belongs_to_the_round(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    round = a_round(strategy, alice, [kpi], "baseline", BEGIN)

    measurement = entry_of(round).measurement
    assert measurement is not None
    assert measurement.value == D(20)


def test_what_was_measured_near_the_day_can_stand_in_the_round(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    near = record_measurement(kpi=kpi, draft=MeasurementDraft(date(2024, 9, 30), D(31)), by=alice)
    far = record_measurement(kpi=kpi, draft=MeasurementDraft(date(2024, 7, 31), D(29)), by=alice)
    round = a_round(strategy, alice, [kpi])

    offered = nearest_to(round, [far, near])
    assert offered == near
    use_measurement(entry=entry_of(round), measurement=near, by=alice)

    assert cell(strategy.cluster, [round]).value == "31"
    with pytest.raises(Conflict):
        use_measurement(entry=entry_of(round), measurement=far, by=alice)


def test_a_value_that_was_withdrawn_is_not_used(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    near = record_measurement(kpi=kpi, draft=MeasurementDraft(date(2024, 9, 30), D(31)), by=alice)
    round = a_round(strategy, alice, [kpi])
    withdraw_measurement(measurement=near, reason="Counted twice", by=alice)

    with pytest.raises(Conflict, match="corrected or withdrawn"):
        use_measurement(entry=entry_of(round), measurement=near, by=alice)

    assert entry_of(round).measurement is None


def test_only_a_baseline_stands_in_the_baseline_round(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    value = record_measurement(kpi=kpi, draft=MeasurementDraft(MIDDLE, D(31)), by=alice)

    assert nearest_to(a_round(strategy, alice, [kpi], "baseline", MIDDLE), [value]) is None


def test_a_day_outside_the_round_is_refused(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    with pytest.raises(Refusal, match="outside") as refusal:
        enter(a_round(strategy, alice, [kpi]), alice, "38", date(2024, 6, 1))

    assert refusal.value.field == "date"


def test_a_round_has_one_value_for_a_kpi(strategy: Strategy, kpi: Kpi, alice: User, editor: User) -> None:
    round = a_round(strategy, alice, [kpi])
    enter(round, editor, "38")

    with pytest.raises(Conflict):
        enter(round, alice, "39")

    assert cell(strategy.cluster, [round]).value == "38"


def test_there_is_one_round_of_a_kind(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    a_round(strategy, alice, [kpi])

    with pytest.raises(Refusal) as refusal:
        a_round(strategy, alice, [kpi], day=END)

    assert refusal.value.field == "kind"


def test_a_closed_round_is_frozen_with_its_digest(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    round = a_round(strategy, alice, [kpi])
    enter(round, alice, "38")

    closed = close_round(round=round, closed_on=date(2025, 1, 15), remark="All is in", by=alice)

    assert (closed.closed_by_name, closed.closed_on, closed.remark) == ("Alice", date(2025, 1, 15), "All is in")
    (kept,) = closed.frozen["kpis"]
    # the path expects 40 on the day of the first target: 38 is 5 % behind, which is tolerated
    assert (kept["key"], kept["value"]["value"], kept["expected"], kept["state"]) == ("K1", "38", "40", "on-track")
    assert closed.digest == digest_of(closed.frozen)
    tampered = {**closed.frozen, "date": "2030-01-01"}
    assert digest_of(tampered) != closed.digest


def test_a_closed_round_takes_no_value(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    round = a_round(strategy, alice, [kpi])
    entry = entry_of(round)
    close_round(round=round, closed_on=date(2025, 1, 15), remark="", by=alice)

    with pytest.raises(Conflict, match="Alice closed this round"):
        enter_round_value(entry=entry, draft=MeasurementDraft(MIDDLE, D(38)), by=alice)

    assert not Measurement.objects.of(strategy.cluster).filter(date=MIDDLE).exists()


def test_a_round_is_closed_once_and_not_deleted_then(strategy: Strategy, kpi: Kpi, alice: User, editor: User) -> None:
    round = a_round(strategy, alice, [kpi])
    close_round(round=round, closed_on=date(2025, 1, 15), remark="", by=alice)

    with pytest.raises(Conflict):
        close_round(round=round, closed_on=date(2025, 1, 16), remark="", by=editor)
    with pytest.raises(Conflict):
        delete_round(round=round, by=editor)


@pytest.mark.parametrize("day", [date(2024, 12, 1), date(2999, 1, 1)])
def test_a_round_is_not_closed_before_its_day_or_in_the_future(
    strategy: Strategy, kpi: Kpi, alice: User, day: date
) -> None:
    with pytest.raises(Refusal) as refusal:
        close_round(round=a_round(strategy, alice, [kpi]), closed_on=day, remark="", by=alice)

    assert refusal.value.field == "closed_on"


def test_a_correction_is_added_to_a_closed_round_and_both_are_shown(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    round = a_round(strategy, alice, [kpi])
    enter(round, alice, "38")
    closed = close_round(round=round, closed_on=date(2025, 1, 15), remark="", by=alice)

    correct_closed_value(
        round=closed, kpi=kpi, draft=MeasurementDraft(MIDDLE, D(30)), reason="Eight were counted twice", by=alice
    )

    found = cell(strategy.cluster, [round])
    # 30 is 25 % behind the 40 that was promised
    assert (found.value, found.frozen, found.promised, found.difference) == ("30", "38", "40", "−10")
    assert found.state == "Off track"
    assert [words.partition(" by ")[0] for words in found.corrections] == ["Corrected from 38 to 30"]
    fresh = MeasuringRound.objects.of(strategy.cluster).get(pk=round.pk)
    assert digest_of(fresh.frozen) == fresh.digest


def test_a_correction_of_the_measurement_reaches_the_closed_round(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    round = a_round(strategy, alice, [kpi])
    made = enter(round, alice, "38")
    close_round(round=round, closed_on=date(2025, 1, 15), remark="", by=alice)

    correct_measurement(measurement=made, draft=MeasurementDraft(MIDDLE, D(39)), reason="One more", by=alice)

    correction = RoundCorrection.objects.of(strategy.cluster).get()
    assert (correction.before, correction.after, correction.reason) == (D(38), D(39), "One more")


def test_what_was_missing_at_the_closing_can_be_added(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    round = a_round(strategy, alice, [kpi])
    closed = close_round(round=round, closed_on=date(2025, 1, 15), remark="", by=alice)

    correct_closed_value(round=closed, kpi=kpi, draft=MeasurementDraft(MIDDLE, D(38)), reason="Came late", by=alice)

    found = cell(strategy.cluster, [round])
    assert (found.value, found.frozen) == ("38", "")
    assert found.corrections[0].startswith("Corrected from no value to 38 by Alice")


def test_a_closed_round_keeps_its_value_from_being_withdrawn(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    round = a_round(strategy, alice, [kpi])
    made = enter(round, alice, "38")
    close_round(round=round, closed_on=date(2025, 1, 15), remark="", by=alice)

    with pytest.raises(Refusal, match="uses this value"):
        withdraw_measurement(measurement=made, reason="x", by=alice)


def test_a_round_beside_another(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    baseline = a_round(strategy, alice, [kpi], "baseline", BEGIN)
    midterm = a_round(strategy, alice, [kpi])
    enter(midterm, alice, "34")
    final = a_round(strategy, alice, [kpi], "final", END)
    enter(final, alice, "63", END)
    rounds = [baseline, midterm, final]

    found = [cell(strategy.cluster, rounds, place) for place in range(3)]

    # promised: 40 on the first target's day, 60 on the last one's; 34 - 40 and 63 - 60;
    # since the baseline 34 - 20 and 63 - 20
    assert [(c.value, c.promised, c.difference, c.change, c.state) for c in found] == [
        ("20", "–", "", "", ""),
        ("34", "40", "−6", "+14", "Slightly behind"),
        ("63", "60", "+3", "+43", "On track"),
    ]


def test_the_way_that_is_gone(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    midterm = a_round(strategy, alice, [kpi])
    enter(midterm, alice, "34")

    row = comparison_of(strategy.cluster, [midterm], "en").rows[0]

    # (34 - 20) / (60 - 20) = 35 %
    assert row.way(row.cells[0]) == D(35)


def test_values_on_both_sides_of_a_break_are_not_compared(strategy: Strategy, kpi: Kpi, alice: User) -> None:
    baseline = a_round(strategy, alice, [kpi], "baseline", BEGIN)
    redefine_kpi(kpi=kpi, definition=definition(), valid_from=date(2025, 1, 1), reason="New", bridge=None, by=alice)
    final = a_round(strategy, alice, [kpi], "final", END)
    enter(final, alice, "63", END)

    found = cell(strategy.cluster, [baseline, final], 1)

    assert (found.value, found.promised, found.state) == ("63", "–", "")
    assert found.change == "Not compared: what is counted has changed"
