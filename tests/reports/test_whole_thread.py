"""The red thread in the strategy's document: a table on its summary, and one picture of the whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from accounts.models import User
from clusters.models import Cluster
from exports.document import FigureBlock, PrintDocument, Summary, plain
from exports.html import print_html
from exports.onepage import says_phases
from exports.pdf import render_pdf
from exports.word import word_file
from kpis.models import Kpi
from plans.models import Activity
from strategy.models import Goal
from tests import factories
from tests.kpis.samples import measured_kpi
from tests.pdf_check import check_pdf
from tests.plans.samples import make_activity, make_milestone
from tests.reports.test_thread_spreads import document_of

pytestmark = pytest.mark.django_db

LARGEST = 200_000


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    return factories.make_goal(factories.make_strategy(cluster, alice), alice, "Flere eksporterer")


def summary_of(document: PrintDocument) -> Summary:
    assert document.summary is not None
    return document.summary


def pictures(document: PrintDocument) -> list[FigureBlock]:
    return [one for part in document.appendices for one in part.blocks if isinstance(one, FigureBlock)]


def want(goal: Goal, vision: dict[str, str], mission: dict[str, str]) -> None:
    goal.strategy.cluster.vision, goal.strategy.cluster.mission = vision, mission


def way_down(drawn: FigureBlock) -> ElementTree.Element:
    """Return the thread from what is wanted to the goals."""
    (found,) = (one for one in ElementTree.fromstring(drawn.svg) if one.get("d", "").startswith("M2.6 2.60V"))
    return found


def test_summary_shows_each_goal_with_how_its_kpis_and_activities_stand(
    cluster: Cluster, goal: Goal, alice: User
) -> None:
    measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, "Messe", goal=goal, owner=alice, ends=date(2030, 2, 1))
    factories.make_goal(goal.strategy, alice, "Alene")

    summary = summary_of(document_of(goal.strategy))

    assert summary.table is not None
    whole, broken = [[plain(cell) for cell in row] for row in summary.table.rows]
    assert whole[0] == "S1 Flere eksporterer"
    assert whole[1].startswith("K1 ")
    assert whole[2] == "A1 (planned)"
    assert broken[1:3] == ["No KPI: the thread is broken here", "No activity: the thread is broken here"]
    assert summary.goals == ()


def test_goals_on_which_nothing_hangs_yet_stand_as_goals(goal: Goal) -> None:
    summary = summary_of(document_of(goal.strategy))

    assert (summary.table, [one.key for one in summary.goals]) == (None, ["S1"])


def test_summary_does_not_say_for_each_phase_that_all_is_answered(cluster: Cluster, goal: Goal, alice: User) -> None:
    make_activity(cluster, alice, "Messe", goal=goal)

    begun = document_of(goal.strategy)
    parts = tuple(replace(part, percent=100, status="All answered") for part in begun.parts)
    whole = replace(begun, parts=parts)

    assert (says_phases(begun), says_phases(whole)) == (True, False)
    assert 'class="pair"' in print_html(begun)
    assert 'class="pair"' not in print_html(whole)


def test_picture_begins_at_what_the_cluster_wants_and_ends_at_what_shows_for_it(
    cluster: Cluster, goal: Goal, alice: User
) -> None:
    measured_kpi(cluster, alice, goal)
    work = make_activity(cluster, alice, "Messe", goal=goal, owner=alice)
    make_milestone(work, date=date(2025, 1, 2))
    factories.make_goal(goal.strategy, alice, "Alene")
    want(goal, {}, {"da": "Vi åbner døre", "en": "We **open** doors & more"})

    (drawn,) = pictures(document_of(goal.strategy, "en"))
    title, *rest = ElementTree.fromstring(drawn.svg)

    said = str(title.text)
    assert said.startswith("Mission: We open doors & more. S1 Flere eksporterer, K1 ")
    assert "A1 (planned). Evidence: 1 of 1 KPI measured, latest " in said
    assert ", 0 of 1 milestone reached. S2 Alene, " in said
    assert said.endswith("no activity: the thread is broken here. Evidence: Nothing yet.")
    written = [one.text for one in rest if one.tag.endswith("text")]
    assert {"Mission", "We open doors & more", "Evidence", "0 of 1 milestone reached", "Nothing yet"} <= set(written)
    assert [one.get("fill") for one in rest if one.get("r") == "1.2"] == ["#c8102e", "#fff"]


def test_picture_says_that_the_cluster_has_not_written_what_it_wants(goal: Goal) -> None:
    want(goal, {}, {})
    (without,) = pictures(document_of(goal.strategy))

    want(goal, {"en": "Open doors"}, {"en": "Not this"})
    (drawn,) = pictures(document_of(goal.strategy))

    assert "<title>The cluster’s mission and vision have not been written. S1 " in without.svg
    assert "<title>Vision: Open doors. S1 " in drawn.svg
    assert (way_down(without).get("stroke-dasharray"), way_down(drawn).get("stroke-dasharray")) == ("1.6 1.3", None)


def test_picture_is_broken_where_the_thread_is(cluster: Cluster, goal: Goal, alice: User) -> None:
    want(goal, {"da": "Åbne døre", "en": "Open doors"}, {})
    make_activity(cluster, alice, "Messe", goal=goal, owner=alice)
    (before,) = pictures(document_of(goal.strategy))

    measured_kpi(cluster, alice, goal)
    (after,) = pictures(document_of(goal.strategy))

    assert "no KPI: the thread is broken here" in before.svg
    assert "no KPI: the thread is broken here" not in after.svg
    thread = 'stroke="#c8102e" stroke-width=".7" stroke-dasharray'
    assert (thread in before.svg, thread in after.svg) == (True, False)


def test_twenty_goals_with_a_hundred_kpis_and_five_hundred_activities_are_drawn_small_and_whole(
    cluster: Cluster, alice: User
) -> None:
    strategy = factories.make_strategy(cluster, alice)
    goals = [factories.make_goal(strategy, alice, f"Et mål med mange ord om samarbejde {n}") for n in range(20)]
    first = measured_kpi(cluster, alice, goals[0])
    definition = first.definitions.get()
    kpis = Kpi.objects.bulk_create(Kpi(cluster=cluster, number=n, goal=goals[n % 20]) for n in range(2, 101))
    for kpi in kpis:
        definition.pk, definition.kpi = None, kpi
        definition.save()
    Activity.objects.bulk_create(
        Activity(cluster=cluster, number=n, goal=goals[n % 20], title={"da": f"A {n}"}, budget=Decimal(1))
        for n in range(1, 501)
    )

    document = document_of(strategy)
    drawn = pictures(document)

    assert sum(len(one.svg) for one in drawn) <= LARGEST
    said = " ".join(ElementTree.fromstring(one.svg)[0].text or "" for one in drawn)
    assert [key for key in ("S20", "K100", "A500") if key not in said] == []
    assert all("+ 14" in one.svg for one in drawn)


@pytest.mark.parametrize("language", ["da", "en"])
def test_document_with_table_and_picture_passes_as_pdf_and_word(
    cluster: Cluster, goal: Goal, alice: User, language: str
) -> None:
    measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, "Messe & <kongres>", goal=goal)
    document = document_of(goal.strategy, language)

    assert check_pdf(render_pdf(print_html(document))) == []
    assert word_file(document)
