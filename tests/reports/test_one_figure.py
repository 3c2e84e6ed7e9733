"""A figure that several documents of one day give is the same in all of them, and written with its unit."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from lxml import html

from accounts.models import User
from clusters.models import Cluster
from core.dates import format_date
from core.frozen import plain, revived
from core.text import Text
from exports.document import PrintDocument
from exports.html import print_html
from kpis.models import Kpi
from kpis.services import set_targets
from reports.exports.alone import kpi_report
from reports.exports.pack import pack_document
from reports.exports.snapshot import snapshot_document
from reports.exports.strategy import strategy_document
from reports.packs import gathered, start_pack
from reports.rules.pack import PackContent
from strategy.models import Strategy
from tests import factories
from tests.days import TODAY
from tests.kpis.samples import a_kpi, value
from tests.pages import tree, words
from tests.plans.samples import make_activity
from tests.reports.test_strategy_document import opened
from tests.reviews.samples import adopt, snapshot_of
from tests.strategy.samples import publish_every_question

pytestmark = pytest.mark.django_db
QUARTERS = (date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30))
SUM = "75 (2024, 3 of 4 quarters)"
HERE = "/c/havtorn/strategies/1/snapshots/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


@pytest.fixture
def kpi(cluster: Cluster, alice: User, strategy: Strategy) -> Kpi:
    """Three quarters of 2024 that come to 75, after a whole year of 100."""
    goal = factories.make_goal(strategy, alice)
    made = a_kpi(cluster, alice, goal, "Meetings", frequency="quarterly", aggregation="period")
    value(made, alice, date(2023, 12, 31), 100, is_baseline=True)
    set_targets(kpi=made, targets=[(date(2024, 12, 31), Decimal(120))], by=alice)
    for day, number in zip(QUARTERS, (30, 25, 20), strict=True):
        value(made, alice, day, number)
    return made


def said(document: PrintDocument) -> str:
    return words(html.document_fromstring(print_html(document)))


def test_a_year_that_is_summed_stands_as_its_sum_in_every_document_of_a_day(
    kpi: Kpi, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    pack = start_pack(cluster=cluster, strategy=strategy, meeting_on=TODAY, asked=Text(da="?"), by=alice)
    # As it comes back from what is kept.
    content = revived(PackContent, plain(gathered(pack, TODAY)))
    shown, goals = opened(strategy), list(strategy.goals.alive())

    found = {
        "pack": said(pack_document(content, "en", is_sent=True)),
        "snapshot": said(snapshot_document(cluster, shown.strategy, snapshot_of(strategy, alice), "en")),
        "KPI report": said(kpi_report(shown, goals, "en", TODAY)),
    }

    assert [name for name, text in found.items() if SUM not in text] == []
    assert "75 in 2024 (3 of 4 quarters) is 15 behind" in said(strategy_document(cluster, shown, goals, "en"))


def test_snapshot_says_on_which_day_its_statuses_were_judged(
    kpi: Kpi, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    """Also where the board approved it on an earlier day."""
    approval = adopt(strategy, alice, TODAY - timedelta(days=90))

    document = snapshot_document(cluster, opened(strategy).strategy, approval.snapshot, "en")

    assert document.summary is not None
    assert document.summary.note == f"Every status was judged on {format_date(TODAY, 'en')}."


def test_figures_of_a_snapshot_are_read_with_their_units(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    goal = factories.make_goal(strategy, alice)
    share, money = (a_kpi(cluster, alice, goal, name, unit=name) for name in ("percent", "dkk"))
    for one, numbers in ((share, (19, 31, 40)), (money, (0, 9_400_000, 24_000_000))):
        value(one, alice, date(2024, 1, 1), numbers[0], is_baseline=True)
        value(one, alice, date(2024, 7, 1), numbers[1])
        set_targets(kpi=one, targets=[(date(2025, 12, 31), Decimal(numbers[2]))], by=alice)
    make_activity(cluster, alice, "Messe", goal=goal, budget=Decimal("815000"))
    snapshot_of(strategy, alice)
    set_targets(kpi=share, targets=[(date(2025, 12, 31), Decimal(45))], by=alice)

    page = words(tree(sign_in(alice).get(HERE)).xpath("//article")[0]).replace("\u00a0", " ")
    changed = words(tree(sign_in(alice).get(f"{HERE}compare/")).xpath("//main")[0]).replace("\u00a0", " ")

    figures = ("19 %", "31 %", "40 %", "DKK 0", "DKK 9,400,000", "DKK 24,000,000", "DKK 815,000")
    assert [one for one in figures if one not in page] == []
    assert "40 % 45 %" in changed


def test_baseline_among_the_newest_figures_says_what_it_is(kpi: Kpi, strategy: Strategy) -> None:
    text = said(kpi_report(opened(strategy), list(strategy.goals.alive()), "en", TODAY))

    assert "31/12/2023 100 – Baseline" in text
