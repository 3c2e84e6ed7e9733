"""The KPI report, the action plan and the year as documents of their own."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from exports.html import print_html
from exports.pdf import render_pdf
from exports.word import word_file
from reports.exports.alone import kpi_report, plan_document, year_document
from strategy.models import Goal
from tests import factories
from tests.days import TODAY
from tests.kpis.samples import measured_kpi
from tests.pdf_check import check_pdf
from tests.plans.samples import make_activity, make_entry
from tests.reports.test_strategy_document import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    made = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    measured_kpi(cluster, alice, made, name="Eksportører")
    make_activity(
        cluster, alice, "Messe", goal=made, owner=alice, starts=date(TODAY.year, 2, 1), ends=date(TODAY.year, 3, 1)
    )
    make_entry(cluster, alice, "Seminar", starts=date(TODAY.year, 5, 4))
    return made


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_says_what_it_is_of_and_passes(goal: Goal, language: str) -> None:
    shown = opened(goal.strategy)

    kpis = kpi_report(shown, [goal], language, TODAY)
    plan = plan_document(shown, [goal], language, TODAY)
    year = year_document(shown, language, TODAY)

    html = {one.title: print_html(one) for one in (kpis, plan, year)}
    assert ["Eksportører" in html[kpis.title], "Messe" in html[plan.title], "Seminar" in html[year.title]] == [True] * 3
    assert [check_pdf(render_pdf(one)) for one in html.values()] == [[], [], []]
    assert all(word_file(one) for one in (kpis, plan, year))


def test_curves_of_the_kpi_report_are_low_so_that_two_kpis_stand_on_a_page(goal: Goal) -> None:
    printed = print_html(kpi_report(opened(goal.strategy), [goal], "en", TODAY))

    assert 'viewBox="0 0 760 220"' in printed
    assert 'viewBox="0 0 760 330"' not in printed


def test_columns_of_the_year_stand_under_each_other_from_month_to_month(cluster: Cluster, alice: User) -> None:
    shown = opened(factories.make_strategy(cluster, alice))
    make_entry(cluster, alice, "Seminar", starts=date(TODAY.year, 5, 4))
    make_entry(cluster, alice, "Seminar for everybody who goes abroad next year", starts=date(TODAY.year, 6, 4))

    may, june = year_document(shown, "en", TODAY).appendices[0].blocks

    assert may.shares == june.shares


def test_empty_strategy_says_so(cluster: Cluster, alice: User) -> None:
    shown = opened(factories.make_strategy(cluster, alice))

    html = [print_html(one) for one in (kpi_report(shown, [], "en", TODAY), plan_document(shown, [], "en", TODAY))]

    assert "No KPIs" in html[0]
    assert "Nothing has a date this year." in print_html(year_document(shown, "en", TODAY))


def test_there_is_no_other(goal: Goal, alice: User, sign_in: Callable[..., Client]) -> None:
    place = [goal.strategy.cluster.slug, goal.strategy.number, "secrets", "en"]

    assert sign_in(alice).get(reverse("reports:alone_pdf", args=place)).status_code == 404
