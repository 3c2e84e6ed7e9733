"""Following, measuring, correcting, and what happens when two people do it at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from core.errors import Conflict, Refusal
from core.text import Text
from core.uploads import checked
from kpis.models import Kpi, KpiDefinition, Measurement, Target
from kpis.rules.status import Lack, State
from kpis.services import (
    KpiDraft,
    MeasurementDraft,
    adopt_kpi,
    change_kpi,
    correct_measurement,
    drop_kpi,
    record_measurement,
    redefine_kpi,
    restore_kpi,
    set_targets,
    withdraw_measurement,
)
from kpis.shown.kpis import load_kpis
from schema.kpis import KpiDefinition as Offered
from schema.vocabulary import Aggregation, Direction, Frequency, Level, Unit
from tests.days import TODAY
from tests.kpis.samples import BEGIN, END, MIDDLE, a_kpi, definition, measured_kpi, value

D = Decimal

OFFERED = Offered(
    key="members_exporting",
    name=Text(da="Medlemmer med eksport", en="Members exporting"),
    definition=Text(da="Andel", en="Share"),
    level=Level.OUTCOME,
    unit=Unit.PERCENT,
    direction=Direction.UP,
    frequency=Frequency.YEARLY,
    aggregation=Aggregation.POINT,
    source=Text(da="Register", en="Register"),
    section="direction",
)


def standing(kpi: Kpi) -> list[tuple[date, D, bool]]:
    found = Measurement.objects.of(kpi.cluster).filter(kpi=kpi).standing().order_by("date")
    return [(m.date, m.value, m.is_baseline) for m in found]


def test_a_kpi_of_the_catalogue_is_adopted_once(cluster: Cluster, alice: User) -> None:
    first = adopt_kpi(cluster=cluster, definition=OFFERED, draft=KpiDraft(), by=alice)
    again = adopt_kpi(cluster=cluster, definition=OFFERED, draft=KpiDraft(), by=alice)

    assert (first.pk, first.key) == (again.pk, "K1")
    assert [e.subject for e in ActivityEntry.objects.of(cluster).filter(verb="adopted-kpi")] == [
        "K1 Medlemmer med eksport"
    ]


def test_keys_are_given_out_by_the_cluster_and_never_twice(
    cluster: Cluster, alice: User, other_cluster: Cluster, charlie: User
) -> None:
    a_kpi(other_cluster, charlie)
    first = a_kpi(cluster, alice)
    drop_kpi(kpi=first, by=alice)

    assert [first.key, a_kpi(cluster, alice).key] == ["K1", "K2"]


def test_the_same_number_twice_is_stored_once(cluster: Cluster, alice: User, editor: User) -> None:
    kpi = a_kpi(cluster, alice)

    assert value(kpi, alice, BEGIN, 20) == value(kpi, editor, BEGIN, 20)
    assert standing(kpi) == [(BEGIN, D(20), False)]


def test_two_people_entering_another_number_for_a_day(cluster: Cluster, alice: User, editor: User) -> None:
    kpi = a_kpi(cluster, alice)
    value(kpi, editor, BEGIN, 20)

    with pytest.raises(Conflict) as conflict:
        value(kpi, alice, BEGIN, 21)

    assert "Erik" in conflict.value.message
    assert "20" in conflict.value.message
    assert standing(kpi) == [(BEGIN, D(20), False)]


def test_a_value_that_covers_a_period_is_entered_once_a_period(cluster: Cluster, alice: User) -> None:
    kpi = a_kpi(cluster, alice, frequency="quarterly", aggregation="period")
    value(kpi, alice, date(2024, 3, 31), 20)

    with pytest.raises(Conflict):
        value(kpi, alice, date(2024, 3, 30), 20)
    value(kpi, alice, date(2024, 4, 1), 22)

    assert len(standing(kpi)) == 2


def test_a_dropped_kpi_takes_no_value_and_says_so(cluster: Cluster, alice: User) -> None:
    kpi = a_kpi(cluster, alice)
    drop_kpi(kpi=Kpi.objects.of(cluster).select_related("cluster").get(), by=alice)

    with pytest.raises(Refusal, match="K1 has been dropped"):
        value(kpi, alice, BEGIN, 20)

    assert standing(kpi) == []


def test_a_day_to_come_is_refused(cluster: Cluster, alice: User) -> None:
    with pytest.raises(Refusal, match="in the future") as refusal:
        value(a_kpi(cluster, alice), alice, TODAY + timedelta(days=1), 20)

    assert refusal.value.field == "date"


@pytest.mark.parametrize("number", ["100000000000", "-100000000000", "0.00001"])
def test_a_number_that_cannot_be_kept_is_refused(cluster: Cluster, alice: User, number: str) -> None:
    with pytest.raises(Refusal) as refusal:
        value(a_kpi(cluster, alice), alice, BEGIN, number)

    assert refusal.value.field == "value"


def test_a_new_baseline_takes_the_place_of_the_former_one(cluster: Cluster, alice: User) -> None:
    kpi = a_kpi(cluster, alice)
    value(kpi, alice, BEGIN, 20, is_baseline=True)
    value(kpi, alice, MIDDLE, 30, is_baseline=True)

    assert standing(kpi) == [(BEGIN, D(20), False), (MIDDLE, D(30), True)]


def test_a_correction_supersedes_and_both_stay(cluster: Cluster, alice: User, editor: User) -> None:
    kpi = a_kpi(cluster, alice)
    first = value(kpi, editor, BEGIN, 20, is_baseline=True)

    second = correct_measurement(
        measurement=first, draft=MeasurementDraft(BEGIN, D(21)), reason="One was counted twice", by=alice
    )

    first.refresh_from_db()
    assert standing(kpi) == [(BEGIN, D(21), True)]
    assert (second.corrects_id, second.reason, first.superseded_by) == (first.pk, "One was counted twice", alice)


def test_of_two_corrections_the_second_is_told(cluster: Cluster, alice: User, editor: User) -> None:
    first = value(a_kpi(cluster, alice), editor, BEGIN, 20)
    correct_measurement(measurement=first, draft=MeasurementDraft(BEGIN, D(21)), reason="x", by=editor)

    with pytest.raises(Conflict, match="Erik corrected or withdrew"):
        correct_measurement(measurement=first, draft=MeasurementDraft(BEGIN, D(22)), reason="y", by=alice)


def test_a_withdrawn_value_does_not_hold_and_stays_visible(cluster: Cluster, alice: User) -> None:
    kpi = a_kpi(cluster, alice)
    withdraw_measurement(measurement=value(kpi, alice, BEGIN, 20), reason="Another KPI's", by=alice)

    assert standing(kpi) == []
    gone = Measurement.objects.of(cluster).superseded().get()
    assert (gone.value, gone.reason) == (D(20), "Another KPI's")


def test_targets_are_replaced_whole(cluster: Cluster, alice: User) -> None:
    kpi = measured_kpi(cluster, alice)

    set_targets(kpi=kpi, targets=[(MIDDLE, D(45)), (END, D(60))], by=alice)

    assert list(Target.objects.of(cluster).values_list("date", "value")) == [(MIDDLE, D(45)), (END, D(60))]


@pytest.mark.parametrize("days", [[MIDDLE, MIDDLE], [BEGIN]])
def test_impossible_targets_are_refused_and_nothing_changes(cluster: Cluster, alice: User, days: list[date]) -> None:
    kpi = measured_kpi(cluster, alice)

    with pytest.raises(Refusal):
        set_targets(kpi=kpi, targets=[(day, D(1)) for day in days], by=alice)

    assert Target.objects.of(cluster).count() == 2


def test_a_change_on_top_of_an_older_revision_is_refused(cluster: Cluster, alice: User, editor: User) -> None:
    kpi = a_kpi(cluster, alice)
    change_kpi(kpi=kpi, draft=KpiDraft(owner=editor), definition=definition("Eksport"), based_on=1, by=editor)

    with pytest.raises(Conflict):
        change_kpi(kpi=kpi, draft=KpiDraft(owner=alice), definition=definition("Export"), based_on=1, by=alice)

    assert Kpi.objects.of(cluster).get().owner == editor
    assert KpiDefinition.objects.of(cluster).get().name_text.da == "Eksport"


def test_a_new_definition_breaks_the_series(cluster: Cluster, alice: User) -> None:
    kpi = measured_kpi(cluster, alice)

    redefine_kpi(
        kpi=kpi, definition=definition(), valid_from=date(2025, 1, 1), reason="New register", bridge=None, by=alice
    )
    (one,) = load_kpis(cluster)

    assert (one.state, one.verdict.lack) == (State.NO_DATA, Lack.BROKEN_BASELINE)
    assert value(kpi, alice, date(2025, 2, 1), 90).version == 2


def test_a_bridge_carries_the_path_over_the_break(cluster: Cluster, alice: User) -> None:
    kpi = measured_kpi(cluster, alice)

    redefine_kpi(
        kpi=kpi,
        definition=definition(),
        valid_from=date(2025, 1, 1),
        reason="Group companies are counted as one",
        bridge=(D(40), D(50)),
        by=alice,
    )
    value(kpi, alice, date(2025, 12, 30), 75)
    (one,) = load_kpis(cluster)

    # 60 x 50/40 = 75
    assert (one.verdict.expected, one.state) == (D(75), State.ON_TRACK)


def test_a_definition_cannot_change_for_days_that_are_measured(cluster: Cluster, alice: User) -> None:
    kpi = measured_kpi(cluster, alice)

    with pytest.raises(Refusal) as refusal:
        redefine_kpi(kpi=kpi, definition=definition(), valid_from=date(2024, 7, 1), reason="x", bridge=None, by=alice)

    assert refusal.value.field == "valid_from"
    assert KpiDefinition.objects.of(cluster).count() == 1


def test_a_dropped_kpi_comes_back_unless_it_was_adopted_anew(cluster: Cluster, alice: User) -> None:
    first = adopt_kpi(cluster=cluster, definition=OFFERED, draft=KpiDraft(), by=alice)
    drop_kpi(kpi=first, by=alice)
    adopt_kpi(cluster=cluster, definition=OFFERED, draft=KpiDraft(), by=alice)

    with pytest.raises(Refusal, match="started following this KPI again"):
        restore_kpi(kpi=first, by=alice)


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def test_evidence_is_kept_beside_its_measurement(cluster: Cluster, alice: User, settings: object) -> None:
    proof = checked("svar.png", PNG)
    made = record_measurement(kpi=a_kpi(cluster, alice), draft=MeasurementDraft(BEGIN, D(20), proof=proof), by=alice)

    (kept,) = made.evidence.all()
    assert (kept.name, kept.size, kept.file.read()) == ("svar.png", len(PNG), PNG)
    kept.file.delete()
