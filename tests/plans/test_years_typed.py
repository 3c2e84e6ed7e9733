"""Money that somebody entered for a year: its fields, its history, and where it counts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.errors import Refusal
from exports.document import FigureBlock, TableBlock, plain
from funders.selectors.gathering import activity_row, shared
from funders.shown.tables import ActivityLine
from plans.models import Activity
from plans.services import change_activity
from plans.services.drafts import ActivityDraft
from plans.shown.budget import spread
from reports.exports.alone import plan_document
from strategy.models import Strategy
from strategy.selectors.phases import answered
from tests import factories
from tests.days import TODAY
from tests.plans.samples import make_activity
from tests.reports.test_strategy_document import store
from tests.strategy.samples import publish_starter

pytestmark = pytest.mark.django_db

THREE_YEARS = {"starts": date(2025, 1, 1), "ends": date(2027, 12, 31)}


@pytest.fixture
def desk(sign_in: Callable[..., Client], editor: User) -> Client:
    """The browser of an editor."""
    return sign_in(editor)


@pytest.fixture
def activity(cluster: Cluster, alice: User) -> Activity:
    return make_activity(cluster, alice, budget=Decimal(1000), spent=Decimal(300), **THREE_YEARS)


def typed(activity: Activity, **amounts: str) -> dict[str, str]:
    """Return the whole form as it stands, with amounts by year."""
    days = {"starts": "2025-01-01", "ends": "2027-12-31"}
    whole = {"title_da": "Markedsbesøg", "budget": "1000", "spent": "300", "currency": "DKK", "status": "planned"}
    return {**whole, **days, "revision": str(activity.revision), **amounts}


def test_money_is_entered_by_year(activity: Activity, desk: Client) -> None:
    page = desk.get(activity.form_url).content.decode()
    sent = desk.post(activity.form_url, typed(activity, budget_by_year_2026="800", spent_by_year_2025="300"))
    activity.refresh_from_db()

    assert all(f'name="budget_by_year_{year}"' in page for year in (2025, 2026, 2027))
    assert sent.status_code == 302
    assert (activity.budget_by_year, activity.spent_by_year) == ({"2026": "800"}, {"2025": "300"})
    parts = list(spread(activity, date(2026, 12, 31)))
    assert parts == [(2025, 100, 300), (2026, 800, 0), (2027, 100, 0)]


def test_years_that_come_to_more_than_the_whole_are_refused_with_all_that_was_typed(
    activity: Activity, desk: Client
) -> None:
    sent = desk.post(activity.form_url, typed(activity, budget_by_year_2026="800", budget_by_year_2025="800"))

    assert sent.status_code == 422
    page = sent.content.decode()
    assert "1,600" in page
    assert page.count('value="800"') == 2


def test_years_alone_are_the_whole(activity: Activity, desk: Client) -> None:
    desk.post(activity.form_url, typed(activity, budget="", budget_by_year_2026="800", budget_by_year_2027="50"))
    activity.refresh_from_db()

    assert activity.budget == 850


def test_an_activity_within_a_year_has_no_fields_by_year(cluster: Cluster, alice: User, desk: Client) -> None:
    within = make_activity(cluster, alice, starts=date(2026, 1, 1), ends=date(2026, 3, 1))

    assert "by_year" not in desk.get(within.form_url).content.decode()


def test_the_history_says_year_and_amount(activity: Activity, desk: Client) -> None:
    desk.post(activity.form_url, typed(activity, budget_by_year_2026="800"))

    page = desk.get(activity.history_url).content.decode()

    assert "Budget by year: 2026" in page


def test_a_whole_that_no_longer_holds_its_years_is_refused(activity: Activity, desk: Client, alice: User) -> None:
    desk.post(activity.form_url, typed(activity, budget_by_year_2026="800"))
    activity.refresh_from_db()
    draft = ActivityDraft.of(activity)

    with pytest.raises(Refusal):
        change_activity(
            activity=activity, draft=replace(draft, budget=Decimal(10)), based_on=activity.revision, by=alice
        )


def test_a_report_counts_what_was_entered_for_its_year(activity: Activity) -> None:
    activity.budget_by_year, activity.spent_by_year = {"2026": "800"}, {"2026": "120"}
    status: dict[str, Any] = {"planned": activity.title_text}

    row = shared(activity_row(activity, status), activity, (date(2026, 1, 1), date(2026, 12, 31)), date(2026, 12, 31))

    assert (row.period_budget, row.period_spent) == (800, 120)
    assert "By year: DKK 300" in ActivityLine(row, "").in_all.replace("\xa0", " ")


def test_the_plan_says_whether_years_activities_and_sources_meet_the_budget(cluster: Cluster, alice: User) -> None:
    template, _example = publish_starter()
    strategy: Strategy = factories.make_strategy(cluster, alice, template)
    goal = factories.make_goal(strategy, alice)
    make_activity(cluster, alice, goal=goal, budget=Decimal(1000), **THREE_YEARS)
    cells = [{"year": 2025, "budget": 500}, {"year": 2026, "budget": 900}]
    sources = [{"amount": 1500, "status": "secured"}, {"amount": 900, "status": "rejected"}]
    for key, rows in {"resources": cells, "financing_sources": sources}.items():
        store(strategy, key, [{"id": f"r{n:010x}", "cells": one} for n, one in enumerate(rows)])
    store(strategy, "total_budget", 2000)

    document = plan_document(answered(cluster, strategy, with_people=True), [goal], "da", TODAY)
    picture, table = document.appendices[-1].blocks

    assert isinstance(picture, FigureBlock)
    assert isinstance(table, TableBlock)
    assert [plain(cell) for cell in table.rows[0]] == ["2025", "500\xa0kr.", "333\xa0kr.", "–"]
    said = [plain(words).replace("\xa0", " ") for words in table.remarks]
    assert said[1] == "Årene i strategiens budget giver 1.400 kr., og det samlede budget er 2.000 kr."
    assert (
        said[2]
        == "Aktiviteterne bruger 1.000 kr. af strategiens 2.000 kr.; 1.000 kr. er ikke givet til nogen aktivitet."
    )
    assert said[3] == "Finansieringskilderne giver 1.500 kr., og det er 500 kr. mindre end strategiens 2.000 kr."
