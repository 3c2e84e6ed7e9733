"""The red thread on spreads: what stands on them, where it is broken, and that hard data neither breaks nor costs."""

import resource
import subprocess
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from exports.document import PrintDocument, plain
from exports.html import print_html
from exports.pdf import render_pdf
from exports.spreads import SpreadBlock
from exports.word import word_file
from plans.models import Activity
from reports.exports.strategy import strategy_document
from strategy.models import Goal, Strategy
from tests import factories
from tests.kpis.samples import measured_kpi
from tests.pdf_check import check_pdf
from tests.plans.samples import make_activity, make_milestone
from tests.reports.test_strategy_document import opened

pytestmark = pytest.mark.django_db

LONG = "Et langt navn med mange ord om samarbejde, eksport og internationalisering i hele klyngen "


def document_of(strategy: Strategy, language: str = "en") -> PrintDocument:
    return strategy_document(strategy.cluster, opened(strategy), list(strategy.goals.alive()), language)


def spreads(document: PrintDocument) -> list[SpreadBlock]:
    return [block for one in document.appendices for block in one.blocks if isinstance(block, SpreadBlock)]


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    return factories.make_goal(factories.make_strategy(cluster, alice), alice)


def test_goal_stands_beside_its_kpis_and_what_is_done(cluster: Cluster, goal: Goal, alice: User) -> None:
    measured_kpi(cluster, alice, goal, name="Eksportører")
    activity = make_activity(cluster, alice, "Messe", goal=goal, owner=alice, ends=date(2020, 2, 1))
    make_milestone(activity, date=date(2020, 1, 1))

    (spread,) = spreads(document_of(goal.strategy))

    assert [plain(knot.title) for knot in (*spread.kpis, *spread.activities)] == ["K1 Eksportører", "A1 Messe"]
    assert "baseline" in spread.kpis[0].picture
    assert [(step.kind, plain(step.words).endswith("(missed)")) for step in spread.activities[0].steps] == [
        ("miss", True)
    ]
    assert [fact.label for fact in spread.late] == ["A1 Messe."]


def test_thread_is_broken_where_nobody_answers_for_it(cluster: Cluster, goal: Goal, alice: User) -> None:
    measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, "Messe", goal=goal, ends=date(2030, 2, 1), role=Text())

    (spread,) = spreads(document_of(goal.strategy))

    assert (spread.kpis[0].is_broken, spread.activities[0].is_broken) == (True, True)
    assert plain(spread.activities[0].facts[0].value) == "Missing. The thread is broken here."


def test_what_a_spread_has_no_room_for_goes_to_the_next_with_the_goal_repeated(
    cluster: Cluster, goal: Goal, alice: User
) -> None:
    for number in range(4):
        measured_kpi(cluster, alice, goal, name=f"KPI {number}")

    first, second = spreads(document_of(goal.strategy))

    assert (len(first.kpis), len(second.kpis), second.continues) == (3, 1, True)
    assert plain(second.label).endswith(", continued")


def test_goal_with_three_kpis_in_full_has_them_all_on_the_page_that_faces_what_is_done(
    cluster: Cluster, goal: Goal, alice: User
) -> None:
    goal.title = {"da": LONG}
    goal.rationale = {"da": "Halvdelen har aldrig været med; effekten kan kun komme, hvor nogen deltager"}
    goal.save()
    for number in range(3):
        measured_kpi(cluster, alice, goal, name=f"KPI {number}")
    make_activity(cluster, alice, "Messe", goal=goal)

    pages = [
        text for text in texts(render_pdf(print_html(document_of(goal.strategy, "da")))) if "Seneste måling" in text
    ]

    assert [page.count("Seneste måling") for page in pages] == [3]


def texts(pdf: bytes) -> list[str]:
    """Return the words of each page."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")


@pytest.mark.parametrize("language", ["da", "en"])
def test_hard_data_makes_a_document_that_passes_and_costs_less_than_ten_seconds(
    cluster: Cluster, alice: User, language: str
) -> None:
    strategy = factories.make_strategy(cluster, alice)
    goals = [factories.make_goal(strategy, alice, f"{LONG}{n}") for n in range(30)]
    for goal in goals:
        measured_kpi(cluster, alice, goal, name=f"{LONG}{goal.number}")
    Activity.objects.bulk_create(
        Activity(
            cluster=cluster,
            number=n,
            goal=goals[n % 30],
            title={"da": f"{LONG}{n}"},
            starts=date(2024 + n % 5, 1, 1),
            ends=date(2024 + n % 5, 11, 30),
            budget=Decimal(1_234_567_890),
            status=["planned", "in-progress", "delayed", "done"][n % 4],
        )
        for n in range(1, 61)
    )
    document = document_of(strategy, language)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    pdf = render_pdf(print_html(document))

    assert check_pdf(pdf) == []
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10
    assert len(spreads(document)) == 30
    assert word_file(document)
