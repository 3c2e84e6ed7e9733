"""The pages of reports: list, start, front page, settings."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from funders.models import FunderReport
from strategy.models import Strategy
from strategy.services import delete_strategy
from tests import factories
from tests.days import TODAY
from tests.funders.addresses import DAYS, FRONT, HOME, answers, fields
from tests.funders.samples import make_report, publish_template, put, send
from tests.funders.test_gathering import change
from tests.kpis.samples import measured_kpi
from tests.pages import faults, heading, notes, queries, tree, value, words
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db


# ---- list and start


def test_empty_list_says_what_it_is_for(client: Client) -> None:
    response = client.get(HOME)

    assert heading(response) == "For the funder"
    assert [words(one) for one in tree(response).xpath("//main//a[contains(@class, 'btn')]")] == [
        "Start a plan and report"
    ]


def test_list_says_what_was_sent_with_as_many_queries_for_three_as_for_one(
    client: Client, cluster: Cluster, alice: User, report: FunderReport
) -> None:
    send(report, alice)
    one = queries(client, HOME)
    for _number in range(2):
        send(make_report(cluster, alice, report.workbook.edition), alice)

    assert queries(client, HOME) == one
    put(report, alice, "stage", "report")
    send(report, alice, date(2026, 3, 1))
    said = [words(line) for line in tree(client.get(HOME)).xpath("//ul[@class='results']//p[@class='meta']/span[1]")]
    assert said == ["Plan, sent 15 January 2026", "Plan, sent 15 January 2026", "Plan and report, sent 1 March 2026"]


def test_start_page_offers_next_year_and_one_click_makes_the_plan(
    client: Client, cluster: Cluster, alice: User
) -> None:
    publish_template()
    strategy = factories.make_strategy(cluster, alice)
    today = TODAY
    year = today.year + (today.month >= 9)

    response = client.post(f"{HOME}start/", fields(client.get(f"{HOME}start/")))

    report = FunderReport.objects.of(cluster).get()
    assert (response.status_code, response["Location"]) == (302, FRONT)
    assert (report.title, report.strategy) == (f"Handlingsplan og årsrapport {year}", strategy)
    assert answers(report)["period_to"] == f"{year}-12-31"


def test_next_report_begins_with_the_last_ones_text_and_the_year_after(
    client: Client, cluster: Cluster, alice: User, report: FunderReport
) -> None:
    put(report, alice, "knowledge_goals", {"da": "Målene"})

    client.post(f"{HOME}start/", fields(client.get(f"{HOME}start/")))

    found = answers(FunderReport.objects.of(cluster).get(number=2))
    assert (found["period_from"], found["funder_name"], found["knowledge_goals"]) == (
        "2027-01-01",
        {"da": "Fonden"},
        {"da": "Målene"},
    )


def test_wrong_period_comes_back_with_what_was_typed(client: Client, cluster: Cluster) -> None:
    publish_template()
    sent = fields(client.get(f"{HOME}start/")) | {"period_from": "2027-05-01", "period_to": "2027-04-01", "title": "X"}

    response = client.post(f"{HOME}start/", sent)

    assert (response.status_code, value(response, "title")) == (422, "X")
    assert faults(response) == ["The period ends before it begins. Change one of the two dates."]
    assert not FunderReport.objects.of(cluster).exists()


def test_strategy_and_report_of_another_cluster_cannot_be_chosen(
    client: Client, cluster: Cluster, other_cluster: Cluster, charlie: User, report: FunderReport
) -> None:
    theirs = factories.make_strategy(other_cluster, charlie)
    foreign = make_report(other_cluster, charlie, report.workbook.edition)
    sent = fields(client.get(f"{HOME}start/"))

    for field, number in [("strategy", theirs.pk), ("earlier", foreign.pk)]:
        assert client.post(f"{HOME}start/", sent | {field: str(number)}).status_code == 422

    assert FunderReport.objects.of(cluster).count() == 1


def test_without_a_template_the_start_page_says_who_publishes_them(client: Client) -> None:
    response = client.get(f"{HOME}start/")

    assert "The national curator publishes the templates." in words(tree(response).xpath("//main")[0])


def test_reader_is_not_offered_what_they_may_not_do(sign_in: Callable, bob: User, report: FunderReport) -> None:
    client = sign_in(bob)

    offered = [words(one) for one in tree(client.get(FRONT)).xpath("//main//a[contains(@class, 'btn-')]")]

    assert [one for one in offered if one not in ("PDF", "Word", "Excel")][:1] == ["Read it through"]
    assert not {"Send", "Continue writing"} & set(offered)
    assert client.get(f"{FRONT}sections/only/")["Location"] == f"{FRONT}read/#p-only"
    assert client.post(f"{FRONT}sections/only/").status_code == 403
    assert client.post(f"{FRONT}differences/").status_code == 403


# ---- front page


def test_front_page_says_what_there_is_to_do(client: Client, alice: User, report: FunderReport) -> None:
    this_year = {"period_from": f"{TODAY.year}-01-01", "period_to": f"{TODAY.year}-12-31"}
    for key, day in this_year.items():
        put(report, alice, key, day)
    said = [notes(client.get(FRONT))[0]]
    put(report, alice, "summary_plan", {"da": "Plan"})
    said.append(notes(client.get(FRONT))[0])
    send(report, alice)
    said.append(notes(client.get(FRONT))[0])
    put(report, alice, "period_from", "2020-01-01")
    put(report, alice, "period_to", str(TODAY - timedelta(days=1)))
    said.append(notes(client.get(FRONT))[0])
    put(report, alice, "stage", "report")
    send(report, alice)
    said.append(notes(client.get(FRONT))[0])
    put(report, alice, "period_to", None)
    said.append(notes(client.get(FRONT))[0])

    assert said == [
        "What now? One answer is missing before the report is complete. Continue writing",
        "What now? Everything that must be answered is answered. Read it through, and send it. Read it through",
        "The plan has been sent. When the period is over, write the results in the same text.",
        "What now? The period is over. Choose to report results, and the questions about them open. "
        "Open the reporting questions",
        "The report has been sent. You can add a correction, and both are shown.",
        "What now? Enter the period that the report covers. Its activities are then pulled in. Enter the period",
    ]


def test_front_page_lists_sections_with_what_is_missing(client: Client, report: FunderReport) -> None:
    found = tree(client.get(FRONT)).xpath("//ul[contains(@class, 'funder-sections')]/li/span[1]")

    assert [words(one) for one in found] == [
        "only in English 6 of 7 answered",
        "direction in English Not started · One required answer is missing",
        "theme_knowledge in English Not started",
        "theme_international in English Not started",
        "performance in English Not started",
    ]


def test_activities_that_fall_outside_are_named(
    client: Client, cluster: Cluster, alice: User, report: FunderReport
) -> None:
    make_activity(cluster, alice, "Uden tema", **DAYS)
    make_activity(cluster, alice, "Uden datoer", theme="knowledge")

    said = words(tree(client.get(FRONT)).xpath("//section[@aria-labelledby='h-pulled']")[0])

    assert "One activity belongs to none of the report’s themes." in said
    assert "One activity has no dates and is therefore not in the report: A2 Uden datoer" in said


@pytest.mark.parametrize("address", ["", "read/", "sections/theme_knowledge/", "sections/performance/", "send/"])
def test_queries_do_not_grow_with_plan_kpis_and_sendings(
    client: Client, cluster: Cluster, alice: User, report: FunderReport, address: str
) -> None:
    def more() -> None:
        activity = make_activity(cluster, alice, theme="knowledge", owner=alice, budget=Decimal(5), **DAYS)
        measured_kpi(cluster, alice, name=f"Members {activity.number}")
        send(report, alice)
        change(activity, alice, budget=Decimal(6))

    more()
    few = queries(client, FRONT + address)
    for _number in range(4):
        more()

    assert queries(client, FRONT + address) == few
    assert few <= 22


def test_deleted_strategy_leaves_the_whole_cluster(client: Client, cluster: Cluster, alice: User) -> None:
    strategy: Strategy = factories.make_strategy(cluster, alice)
    make_report(cluster, alice, strategy=strategy)
    make_activity(cluster, alice, **DAYS)
    delete_strategy(strategy=strategy, by=alice)

    said = words(tree(client.get(FRONT)).xpath("//section[@aria-labelledby='h-pulled']")[0])

    assert said.startswith("Pulled in One activity in 2026")
    assert "Taken from the whole cluster." in said


# ---- settings


def test_title_and_strategy_are_changed(client: Client, cluster: Cluster, alice: User, report: FunderReport) -> None:
    strategy = factories.make_strategy(cluster, alice)

    client.post(f"{FRONT}settings/", {"title": "Ny titel", "strategy": strategy.pk, "revision": 1})

    fresh = FunderReport.objects.of(cluster).with_workbook().get()
    assert (fresh.title, fresh.strategy) == ("Ny titel", strategy)


def test_report_is_deleted_and_brought_back(client: Client, report: FunderReport) -> None:
    client.post(f"{FRONT}delete/")
    away = client.get(FRONT).status_code

    client.post(f"{FRONT}restore/")

    assert (away, client.get(FRONT).status_code) == (404, 200)


def test_plan_page_and_menu_lead_to_the_reports(client: Client, cluster: Cluster, alice: User) -> None:
    make_activity(cluster, alice)

    found = tree(client.get("/c/havtorn/plan/")).xpath(f"//a[@href='{HOME}']")

    assert {words(link) for link in found} == {"For the funder", "Plan and report for the funder"}
