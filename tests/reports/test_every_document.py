"""Every kind of document with hard data and with none passes the validator of PDF/UA-1, and becomes a Word file."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from clusters.models import Cluster
from clusters.services.supporters import MOST
from core.supporters import FUNDER, PARTNER
from core.text import Language, Text
from exports.document import PrintDocument
from exports.html import print_html
from exports.pdf import render_document
from exports.supporting import ON_COVER
from exports.word import word_file
from plans.models import Activity
from reports.exports.alone import kpi_report, plan_document, year_document
from reports.exports.pack import pack_document
from reports.exports.snapshot import snapshot_document
from reports.exports.strategy import strategy_document
from reports.packs import gathered, start_pack
from strategy import services
from strategy.models import Goal, Strategy
from strategy.selectors.phases import answered
from tests import factories
from tests.days import TODAY
from tests.kpis.samples import measured_kpi
from tests.pdf_check import check_pdf
from tests.reports.test_pictured import LONG, WEIGHTS, country, point, row
from tests.reports.test_strategy_document import store
from tests.reviews.samples import snapshot_of
from tests.strategy.samples import publish_starter

pytestmark = pytest.mark.django_db

CODES = ["DE", "NO", "SE", "FI", "FR", "ES", "IT", "PL", "PT", "BE", "NL", "AT", "CZ", "HU", "IE", "JP"]
ANSWERS = {
    "priority_criteria": WEIGHTS,
    "country_priorities": [country(n, code, 1 + n % 5) for n, code in enumerate(CODES)],
    "resources": [row(n, year=2024 + n, fte=n, budget=10**9 * n + 1) for n in range(1, 7)],
    "total_budget": 10**10,
    "financing_sources": [
        row(n, source={"da": f"{LONG} {n}"}, amount=10**8 * n, status=status, probability=n)
        for n, status in enumerate(("idea", "drafting", "submitted", "secured", "rejected"), start=1)
    ],
    "swot": [point(n, key, LONG) for n, key in enumerate(("strength", "weakness", "opportunity", "threat") * 2)],
}


def begun(cluster: Cluster, by: User) -> Strategy:
    template, _example = publish_starter()
    made = services.start_strategy(cluster=cluster, edition=template, title=Text(da=LONG), by=by)
    factories.make_goal(made, by, LONG)
    return made


def filled(cluster: Cluster, by: User) -> Strategy:
    """One goal with sixty activities and a KPI, whatever is hardest in each."""
    made = begun(cluster, by)
    goal = made.goals.get()
    measured_kpi(cluster, by, goal, name=LONG)
    for n in range(MOST):
        factories.make_supporter(cluster, by, LONG[:120], FUNDER if n < ON_COVER else PARTNER)
    for key, value in ANSWERS.items():
        store(made, key, value)
    Activity.objects.bulk_create(
        Activity(
            cluster=cluster,
            number=n,
            goal=goal,
            title={"da": f"{LONG} {n}"},
            starts=date(2024 + n % 5, 1, 1),
            ends=date(2025 + n % 5, 11, 30),
            budget=Decimal(1_234_567_890),
            budget_by_year={str(2024 + n % 5): "1000"} if n % 2 else {},
            status=["planned", "in-progress", "delayed", "done"][n % 4],
            eu_grant=LONG if n < 4 else "",
        )
        for n in range(1, 61)
    )
    return made


def every(strategy: Strategy, goals: list[Goal], language: Language, by: User) -> dict[str, PrintDocument]:
    cluster = strategy.cluster
    shown = answered(cluster, strategy, with_people=True)
    meeting = start_pack(cluster=cluster, strategy=strategy, meeting_on=TODAY, asked=Text(da=LONG), by=by)
    return {
        "strategy": strategy_document(cluster, shown, goals, language),
        "snapshot": snapshot_document(cluster, strategy, snapshot_of(strategy, by), language),
        "kpis": kpi_report(shown, goals, language, TODAY),
        "plan": plan_document(shown, goals, language, TODAY),
        "year": year_document(shown, language, TODAY),
        "pack": pack_document(gathered(meeting, TODAY), language, is_sent=False),
    }


@pytest.mark.parametrize(("make", "language"), [(filled, "da"), (begun, "en")])
def test_every_kind_passes(
    cluster: Cluster, alice: User, make: Callable[[Cluster, User], Strategy], language: Language
) -> None:
    strategy = make(cluster, alice)
    found = every(strategy, list(strategy.goals.alive()), language, alice)

    made = {name: render_document(print_html(document)) for name, document in found.items()}

    assert {name: check_pdf(one.pdf) for name, one in made.items()} == {name: [] for name in found}
    assert made["pack"].pages == 2
    assert all(word_file(document) for document in found.values())
    assert all(len(one.pdf) / max(one.pages, 3) < 30_000 for one in made.values())
