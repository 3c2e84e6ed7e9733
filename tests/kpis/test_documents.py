"""KPIs in documents: the strategy's, and the evaluation of a round, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from core.text import Resolved, Text
from exports.document import FigureBlock, HeadingBlock, ListBlock, PrintDocument, TableBlock, TextBlock, plain
from exports.html import print_html
from kpis.models import MeasuringRound
from kpis.services import (
    MeasurementDraft,
    close_round,
    comment_on_goal,
    correct_closed_value,
    enter_round_value,
    redefine_kpi,
)
from kpis.services.rounds import entries_of
from reports.exports.evaluation import evaluation_document
from reports.exports.kpis import kpi_blocks
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage
from tests import factories
from tests.kpis.samples import END, MIDDLE, a_round, definition, measured_kpi, value


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    return factories.make_goal(factories.make_strategy(cluster, alice), alice)


@pytest.fixture
def closed(cluster: Cluster, goal: Goal, alice: User) -> MeasuringRound:
    """A mid-term round in which 38 came where 40 was promised."""
    kpi = measured_kpi(cluster, alice, goal)
    round = a_round(goal.strategy, alice, [kpi])
    (entry,) = entries_of(round)
    entry.round, entry.kpi = round, kpi
    enter_round_value(entry=entry, draft=MeasurementDraft(MIDDLE, Decimal(38), source="Register"), by=alice)
    comment_on_goal(round=round, goal=goal, text=Text(da="Det gik godt.", en="It went well."), by=alice)
    return close_round(round=round, closed_on=date(2025, 1, 15), remark="All is in", by=alice)


def table(document: PrintDocument, label: str) -> list[list[str]]:
    blocks = [block for part in document.appendices for block in part.blocks]
    (found,) = [b for b in blocks if isinstance(b, TableBlock) and plain(b.label) == label]
    return [[plain(cell) for cell in row] for row in found.rows]


def test_promised_stands_beside_reached(closed: MeasuringRound) -> None:
    document = evaluation_document(closed, "en")

    assert (document.title, document.status) == ("Mid-term evaluation", "Closed by Alice on 15 January 2025")
    assert table(document, "Promised and reached") == [["K1 Members exporting", "40", "38", "−2", "+18", "On track"]]
    assert table(document, "Provided by") == [["K1 Members exporting", "Dana", "30/12/2024", "Register"]]


def test_the_commentary_is_in_the_documents_language(closed: MeasuringRound) -> None:
    for language, words in (("da", "Det gik godt."), ("en", "It went well.")):
        blocks = [block for part in evaluation_document(closed, language).appendices for block in part.blocks]
        (first,) = [b for b in blocks[:3] if isinstance(b, TextBlock)]

        assert words in first.html


def test_a_correction_leaves_what_was_frozen_and_is_printed_last(closed: MeasuringRound, alice: User) -> None:
    (entry,) = entries_of(closed)
    entry.kpi.cluster = closed.cluster
    draft = MeasurementDraft(MIDDLE, Decimal(30), source="Register")
    correct_closed_value(round=closed, kpi=entry.kpi, draft=draft, reason="Counted twice", by=alice)

    document = evaluation_document(closed, "en")

    (row,) = table(document, "Promised and reached")
    assert (row[2], row[5]) == ("38", "On track")
    (corrected,) = document.appendices[-1].blocks
    assert isinstance(corrected, ListBlock)
    (said,) = corrected.items
    assert plain(said).startswith("K1 Members exporting: Corrected from 38 to 30 by Alice on ")
    assert plain(said).endswith(": Counted twice")


def test_the_break_of_a_series_is_printed(cluster: Cluster, goal: Goal, alice: User) -> None:
    kpi = measured_kpi(cluster, alice, goal)
    redefine_kpi(
        kpi=kpi,
        definition=definition(),
        valid_from=date(2025, 6, 1),
        reason="New register",
        bridge=None,
        by=alice,
    )
    value(kpi, alice, END, 90)
    round = a_round(goal.strategy, alice, [kpi], "final", END)

    document = evaluation_document(close_round(round=round, closed_on=END, remark="", by=alice), "en")

    assert table(document, "The figures")[-2:] == [
        ["New definition", "", "", "New register"],
        ["30/12/2025", "90", "–", ""],
    ]
    (chart,) = [
        b for p in document.appendices for b in p.blocks if isinstance(b, FigureBlock) and "baseline" in plain(b.label)
    ]
    assert "New definition" in chart.svg


def test_an_open_round_says_that_it_is_preliminary(cluster: Cluster, goal: Goal, alice: User) -> None:
    round = a_round(goal.strategy, alice, [measured_kpi(cluster, alice, goal)])

    document = evaluation_document(round, "en")

    assert document.status == "Preliminary: the round is open"
    assert table(document, "Promised and reached")[0][1:3] == ["40", "Missing"]


def test_both_languages_become_a_page(closed: MeasuringRound) -> None:
    for language, html_language in (("da", "da"), ("en", "en-GB")):
        html = print_html(evaluation_document(closed, language))

        assert f'lang="{html_language}"' in html
        assert html.count("<figure") == 2


def test_the_strategys_document_has_its_kpis(cluster: Cluster, goal: Goal, alice: User) -> None:
    measured_kpi(cluster, alice, goal)

    with translation.override("en-gb"):
        (found,) = kpi_blocks(StrategyPage(cluster, goal.strategy, {}), Resolved("KPIs", "en", False), "en")

    assert isinstance(found, TableBlock)
    assert [[plain(cell) for cell in row] for row in found.rows] == [
        ["S1", "K1 Members exporting", "20", "28", "60", "30/12/2025", "Slightly behind"]
    ]


def test_headings_are_the_goals(closed: MeasuringRound) -> None:
    first = evaluation_document(closed, "en").appendices[0]

    assert [plain(b.title) for b in first.blocks if isinstance(b, HeadingBlock)] == ["S1 Flere eksporterer"]
