"""The sums of a report are held against its strategy's financing, and say by how much they do not meet."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.frozen import revived
from exports.document import TableBlock, plain
from funders.exports.document import funder_document
from funders.exports.financing import financing_words
from funders.exports.sheet import report_sheets
from funders.models import FunderReport
from funders.selectors.content import Content
from funders.selectors.financing import Financing
from funders.selectors.gathering import gather
from strategy.models import Strategy
from tests import factories
from tests.days import TODAY
from tests.funders.documents import document_of, table
from tests.funders.samples import make_report, page_of, put, send
from tests.plans.samples import make_activity
from tests.reports.test_strategy_document import store
from tests.strategy.samples import publish_starter

pytestmark = pytest.mark.django_db
LABEL = "The report’s money and the strategy’s financing"
WHOLE_YEAR = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    template, _example = publish_starter()
    made: Strategy = factories.make_strategy(cluster, alice, template)
    rows = {
        "resources": [{"year": 2026, "budget": 900}, {"year": 2027, "budget": 600}],
        "financing_sources": [{"amount": 1700, "status": "secured"}, {"amount": 800, "status": "rejected"}],
    }
    for key, cells in rows.items():
        store(made, key, [{"id": f"r{n:010x}", "cells": one} for n, one in enumerate(cells)])
    store(made, "total_budget", 2000)
    return made


@pytest.fixture
def report(cluster: Cluster, alice: User, strategy: Strategy) -> FunderReport:
    goal = factories.make_goal(strategy, alice)
    make_activity(cluster, alice, goal=goal, budget=Decimal(500), spent=Decimal(100), **WHOLE_YEAR)
    return make_report(cluster, alice, strategy=strategy)


def said(report: FunderReport) -> list[str]:
    words = financing_words(gather(page_of(report)).content, "en")
    return [one.replace("\xa0", " ") for one in words]


def test_the_document_holds_its_sums_against_the_strategys(report: FunderReport) -> None:
    document = document_of(report, "en")

    assert table(document, LABEL) == [
        ["Budget of the activities in the period", "DKK 500"],
        ["Spent in the period", "DKK 100"],
        ["Strategy’s budget for the period", "DKK 900"],
        ["Strategy’s budget, all years", "DKK 2,000"],
        ["Sources of money, all years", "DKK 1,700"],
    ]
    (found,) = (b for one in document.appendices for b in one.blocks if plain(getattr(b, "label", "")) == LABEL)
    assert isinstance(found, TableBlock)
    assert [plain(one).replace("\xa0", " ") for one in found.remarks] == [
        "The activities take DKK 500 of the DKK 900 that the strategy gives the period; "
        "DKK 400 has not been given to any.",
        "The years of the strategy’s budget come to DKK 1,500, and its total is DKK 2,000.",
        "The sources of money come to DKK 1,700, which is DKK 300 less than the strategy’s DKK 2,000.",
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"budget": Decimal(400)}, "The activities take all of the DKK 900 that the strategy gives the period."),
        (
            {"budget": Decimal(600)},
            "The activities take DKK 1,100, which is DKK 200 more than the strategy gives the period.",
        ),
        (
            {"spent": Decimal(1000)},
            "DKK 1,100 has been spent, which is DKK 200 more than the strategy gives the period.",
        ),
        (
            {"budget": Decimal(5), "currency": "EUR"},
            "Amounts in EUR are not counted in: the strategy’s budget is in DKK.",
        ),
    ],
)
def test_what_does_not_meet_is_said_with_by_how_much(
    cluster: Cluster, alice: User, report: FunderReport, values: dict[str, Decimal | str], sentence: str
) -> None:
    goal = report.strategy.goals.get() if report.strategy else None
    make_activity(cluster, alice, "Endnu en", goal=goal, **WHOLE_YEAR, **values)

    assert sentence in said(report)


def test_of_a_year_that_the_period_cuts_the_budget_is_shared_by_days(alice: User, report: FunderReport) -> None:
    put(report, alice, "period_from", "2026-07-02")
    put(report, alice, "period_to", "2027-12-31")

    content = gather(page_of(report)).content

    assert content.financing is not None
    # 183 of the 365 days of 2026, and all of 2027.
    assert content.financing.frame == Decimal(451) + 600
    assert "Of a year that lies in the period only partly, the strategy’s budget is shared by days." in said(report)


def test_a_period_outside_the_budgets_years_says_that_there_is_none(alice: User, report: FunderReport) -> None:
    put(report, alice, "period_from", "2030-01-01")
    put(report, alice, "period_to", "2030-12-31")

    assert said(report)[0] == "The strategy has no budget for the years of the period."


def test_without_a_strategy_or_its_money_nothing_is_said(cluster: Cluster, alice: User) -> None:
    make_activity(cluster, alice, budget=Decimal(500), **WHOLE_YEAR)
    whole = make_report(cluster, alice)
    bare = make_report(cluster, alice, whole.workbook.edition, strategy=factories.make_strategy(cluster, alice))

    assert (said(whole), said(bare)) == ([], [])
    assert "Money and financing" not in [one.title for one in document_of(bare, "en").appendices]


def test_what_was_sent_stays_whatever_becomes_of_the_strategys_money(alice: User, report: FunderReport) -> None:
    sending = send(report, alice)
    assert report.strategy is not None
    store(report.strategy, "total_budget", 1)

    sending.refresh_from_db()
    content = revived(Content, sending.content)

    assert (content.format, content.financing and content.financing.whole) == (2, 2000)
    assert "The sources of money come to" in financing_words(content, "en")[2]


def test_the_sheet_has_the_same_figures_as_numbers(report: FunderReport) -> None:
    shown = page_of(report)
    (found,) = (
        one for one in report_sheets(gather(shown).content, shown.sheet.document, "en") if one.title == "Financing"
    )

    assert list(found.rows[2]) == ["Strategy’s budget for the period", Decimal(900), "DKK"]
    assert "DKK\xa0400 has not been given to any." in str(found.rows[5][0])


def test_what_was_sent_before_says_nothing_of_financing(report: FunderReport) -> None:
    shown = page_of(report)
    content = gather(shown).content
    old = Content(**{name: getattr(content, name) for name in Content.__slots__} | {"financing": None, "format": 1})

    titles = [one.title for one in funder_document(old, shown.sheet.document, "en", today=TODAY).appendices]

    assert isinstance(content.financing, Financing)
    assert "Money and financing" not in titles
