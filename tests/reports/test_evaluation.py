"""The evaluation of a measuring round: the result on one page, the cover, corrections and what nobody has written."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from exports.document import Block, FigureBlock, HeadingBlock, Layout, PrintDocument, TableBlock, UnansweredBlock, plain
from kpis.models import MeasuringRound
from kpis.services import (
    MeasurementDraft,
    close_round,
    comment_on_goal,
    correct_measurement,
    enter_round_value,
    set_targets,
    use_measurement,
)
from kpis.services.rounds import entries_of
from reports.exports.evaluation import evaluation_document
from strategy.models import Goal
from tests import factories
from tests.kpis.samples import BEGIN, MIDDLE, a_kpi, a_round, measured_kpi, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    return factories.make_goal(factories.make_strategy(cluster, alice), alice)


def enter(round: MeasuringRound, key: str, number: int, by: User) -> None:
    entry = next(one for one in entries_of(round) if one.kpi.key == key)
    entry.round = round
    entry.kpi.cluster = round.cluster
    enter_round_value(entry=entry, draft=MeasurementDraft(MIDDLE, Decimal(number), source="Register"), by=by)


@pytest.fixture
def measured(cluster: Cluster, goal: Goal, alice: User) -> MeasuringRound:
    """A round of five KPIs: on track, slightly behind, off track, without a target, without a value."""
    kpis = [measured_kpi(cluster, alice, goal, name=f"KPI {n}") for n in (1, 2, 3)]
    untargeted, missing = a_kpi(cluster, alice, goal, "KPI 4"), a_kpi(cluster, alice, goal, "KPI 5")
    value(untargeted, alice, BEGIN, 7, is_baseline=True)
    value(missing, alice, BEGIN, 20, is_baseline=True)
    set_targets(kpi=missing, targets=[(MIDDLE, Decimal(40))], by=alice)
    round = a_round(goal.strategy, alice, [*kpis, untargeted, missing])
    for key, number in (("K1", 40), ("K2", 37), ("K3", 20), ("K4", 9)):
        enter(round, key, number, alice)
    return round


def blocks(document: PrintDocument) -> list[Block]:
    return [block for part in document.appendices for block in part.blocks]


@pytest.mark.parametrize(
    ("kind", "title"),
    [("baseline", "Baseline measurement"), ("midterm", "Mid-term evaluation"), ("final", "Final evaluation")],
)
def test_evaluation_is_called_after_its_kind(cluster: Cluster, goal: Goal, alice: User, kind: str, title: str) -> None:
    round = a_round(goal.strategy, alice, [measured_kpi(cluster, alice, goal)], kind=kind)

    assert evaluation_document(round, "en").title == title


def test_result_is_told_in_a_sentence_and_each_kpi_in_a_line(measured: MeasuringRound) -> None:
    summary = evaluation_document(measured, "en").summary

    assert summary is not None
    assert (
        summary.lead == "Of 5 KPIs, 1 on track, 1 slightly behind, 1 off track, 1 not assessed and 1 without a value."
    )
    assert summary.table is not None
    assert [[plain(cell) for cell in row] for row in summary.table.rows] == [
        ["K1 KPI 1", "40", "40", "On track"],
        ["K2 KPI 2", "40", "37", "Slightly behind"],
        ["K3 KPI 3", "40", "20", "Off track"],
        ["K4 KPI 4", "–", "9", "–"],
        ["K5 KPI 5", "40", "Missing", "–"],
    ]


def test_baseline_is_told_without_promises(cluster: Cluster, goal: Goal, alice: User) -> None:
    kpi = measured_kpi(cluster, alice, goal)
    round = a_round(goal.strategy, alice, [kpi, a_kpi(cluster, alice, goal, "KPI 2")], kind="baseline", day=BEGIN)
    (entry, _other) = entries_of(round)
    entry.round, entry.kpi = round, kpi
    use_measurement(entry=entry, measurement=kpi.measurements.get(date=BEGIN), by=alice)

    document = evaluation_document(round, "en")

    assert document.summary is not None
    assert document.summary.table is not None
    assert document.summary.lead == "1 of 2 KPIs have their baseline."
    # Nothing can be compared yet.
    assert [one.title for one in document.appendices] == ["Goal by goal", "KPI by KPI", "How it was measured"]
    expected = [["K1 Members exporting", "20", "60", "30/12/2025"], ["K2 KPI 2", "Missing", "–", "–"]]
    (table,) = [block for block in document.appendices[0].blocks if isinstance(block, TableBlock)]
    assert [[plain(cell) for cell in row] for row in document.summary.table.rows] == expected
    assert (table.label, [[plain(cell) for cell in row] for row in table.rows]) == ("Baseline and target", expected)


def test_open_round_says_that_it_may_change_and_a_closed_one_its_remark(measured: MeasuringRound, alice: User) -> None:
    before = evaluation_document(measured, "en").summary
    closed = close_round(round=measured, closed_on=date(2025, 1, 15), remark="All is in", by=alice)
    after = evaluation_document(closed, "en").summary

    assert before is not None
    assert after is not None
    assert (before.note, after.note) == ("Values can still come in and be corrected until the round is closed.", "")
    assert [(fact.label, fact.value) for fact in after.facts][1:] == [
        ("Measuring round", "Mid-term, 30 December 2024. Closed by Alice on 15 January 2025."),
        ("Remark on closing", "All is in"),
    ]


def test_cover_shows_how_much_of_its_way_each_kpi_has_behind_it(measured: MeasuringRound) -> None:
    rings = evaluation_document(measured, "en").rings

    assert rings is not None
    # From 20 to 60: 40 is half of the way, 37 is 17 of 40, 20 is where it began.
    assert [(ring.name, ring.percent, ring.words) for ring in rings.rings] == [
        ("K1", 50, "50\xa0%"),
        ("K2", 42, "42\xa0%"),
        ("K3", 0, "0\xa0%"),
        ("K4", None, "–"),
        ("K5", None, "–"),
    ]
    assert rings.description.endswith("K1 50\xa0%, K2 42\xa0%, K3 0\xa0%, K4 –, K5 –")


def test_cover_without_a_way_has_no_rings(cluster: Cluster, goal: Goal, alice: User) -> None:
    round = a_round(goal.strategy, alice, [a_kpi(cluster, alice, goal)])

    assert evaluation_document(round, "en").rings is None


def test_cover_has_the_organisations_logo_and_colour(measured: MeasuringRound) -> None:
    measured.cluster.accent = "#c8102e"
    measured.cluster.logo.save("logo-x.jpg", ContentFile(b"jpeg"))

    document = evaluation_document(measured, "da")

    assert (document.logo, document.accent) == ("data:image/jpeg;base64,anBlZw==", "#c8102e")


def test_goal_without_words_or_kpis_says_so(measured: MeasuringRound, goal: Goal, alice: User) -> None:
    factories.make_goal(goal.strategy, alice)
    comment_on_goal(round=measured, goal=goal, text=Text(en="It went well."), by=alice)

    silent = [block for block in blocks(evaluation_document(measured, "en")) if isinstance(block, UnansweredBlock)]

    assert [(block.label, block.said) for block in silent] == [
        ("The cluster’s commentary", "No commentary has been written."),
        ("KPIs", "No KPI of this round measures the goal."),
    ]


def test_corrected_measurement_stands_with_what_it_was_and_why(cluster: Cluster, goal: Goal, alice: User) -> None:
    kpi = measured_kpi(cluster, alice, goal)
    first = kpi.measurements.get(date=date(2024, 7, 1))
    first.kpi.cluster = cluster
    draft = MeasurementDraft(first.date, Decimal(29))
    second = correct_measurement(measurement=first, draft=draft, reason="Counted anew", by=alice)
    second.kpi.cluster = cluster
    correct_measurement(
        measurement=second, draft=MeasurementDraft(first.date, Decimal(31)), reason="One forgotten", by=alice
    )
    round = a_round(goal.strategy, alice, [kpi])

    (table,) = [
        block
        for block in blocks(evaluation_document(round, "en"))
        if isinstance(block, TableBlock) and block.label == "The figures"
    ]

    assert [[plain(cell) for cell in row] for row in table.rows][1:] == [
        ["01/07/2024", "31", "30", ""],
        ["Corrected from", "29", "", "One forgotten"],
        ["Corrected from", "28", "", "Counted anew"],
    ]


def test_each_kpi_begins_a_page_and_its_drawing_is_as_wide_as_the_page(measured: MeasuringRound) -> None:
    document = evaluation_document(measured, "en")

    kpis = document.appendices[2].blocks
    assert [block.is_new_page for block in kpis if isinstance(block, HeadingBlock)] == [False, True, True, True, True]
    assert {block.place for block in blocks(document) if isinstance(block, FigureBlock)} == {Layout.FULL}


def test_evaluation_takes_as_many_queries_with_five_kpis_as_with_one(
    cluster: Cluster, measured: MeasuringRound, goal: Goal, alice: User
) -> None:
    kpi = measured_kpi(cluster, alice, goal, name="KPI 6")
    small = a_round(goal.strategy, alice, [kpi], kind="baseline", day=BEGIN)
    taken = []
    for round in (small, measured):
        found = MeasuringRound.objects.of(cluster).select_related("strategy", "cluster").get(pk=round.pk)
        with CaptureQueriesContext(connection) as queries:
            evaluation_document(found, "en")
        taken.append(len(queries))

    assert taken[0] == taken[1]
