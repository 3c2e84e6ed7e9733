"""The money of single years in the row of its activity: what is typed is kept, and what is not asked for stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from plans.models import Activity
from plans.services import change_activity
from plans.services.drafts import ActivityDraft
from tests.pages import tree
from tests.plans.samples import make_activity
from tests.plans.test_rows import row_of, save, told, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(alice: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(alice)


@pytest.fixture
def activity(cluster: Cluster, alice: User) -> Activity:
    days = {"starts": date(2025, 1, 1), "ends": date(2027, 12, 31)}
    made = make_activity(cluster, alice, budget=Decimal(1000), spent=Decimal(300), **days)
    make_activity(cluster, alice, starts=date(2026, 1, 1), ends=date(2026, 2, 1))
    return made


def test_only_what_runs_over_several_years_has_them(activity: Activity, cluster: Cluster, client: Client) -> None:
    page = tree(client.get(url(cluster, "rows")))

    assert page.xpath("//tr[@class='years']/@data-row") == ["A1"]
    assert page.xpath("//tr[@class='years']//b/text()") == ["2025", "2026", "2027"]
    assert page.xpath("//tr[@class='years']//details/@open") == []


def test_years_are_typed_in_the_row_and_said(activity: Activity, cluster: Cluster, client: Client) -> None:
    cells = {"a1-budget_by_year_2026": "400", "a1-spent_by_year_2025": "DKK 100"}

    answer = save(client, cluster, row_of(client, cluster) | cells)

    activity.refresh_from_db()
    assert (activity.budget_by_year, activity.spent_by_year) == ({"2026": "400"}, {"2025": "100"})
    assert tree(answer).xpath("//tr/@data-said") == ["A1: budget 2026 – → 400, spent 2025 – → 100"]
    assert row_of(client, cluster)["a1-budget_by_year_2026"] == "400"


def test_a_year_is_emptied(activity: Activity, cluster: Cluster, client: Client) -> None:
    save(client, cluster, row_of(client, cluster) | {"a1-budget_by_year_2026": "400", "a1-budget_by_year_2027": "1"})

    save(client, cluster, row_of(client, cluster) | {"a1-budget_by_year_2026": ""})

    activity.refresh_from_db()
    assert activity.budget_by_year == {"2027": "1"}


def test_without_a_whole_the_years_are_it(activity: Activity, cluster: Cluster, client: Client) -> None:
    cells = {"a1-budget": "", "a1-budget_by_year_2025": "10", "a1-budget_by_year_2026": "20"}

    save(client, cluster, row_of(client, cluster) | cells)

    activity.refresh_from_db()
    assert activity.budget == 30


@pytest.mark.parametrize(
    ("cell", "amount", "fault"),
    [
        ("budget_by_year_2026", "1,001", "The years add up to 1,001. Correct the whole amount or one of them."),
        ("budget_by_year_2026", "much", "“much” is not a number."),
        (
            "spent_by_year_2026",
            "EUR 5",
            "“EUR 5” is in another currency than the activity, whose money is in DKK.",
        ),
    ],
)
def test_what_cannot_be_taken_stays_in_its_cell_unfolded(
    activity: Activity, cluster: Cluster, client: Client, cell: str, amount: str, fault: str
) -> None:
    answer = save(client, cluster, row_of(client, cluster) | {f"a1-{cell}": amount})

    activity.refresh_from_db()
    page = tree(answer)
    assert (answer.status_code, activity.budget_by_year, activity.spent_by_year) == (422, {}, {})
    assert fault in told(answer)
    assert page.xpath(f"//input[@name='a1-{cell}']/@value") == [amount]
    assert page.xpath("//details/@open") != []


def test_a_row_that_was_opened_before_there_were_years_takes_none_away(
    activity: Activity, cluster: Cluster, alice: User, client: Client
) -> None:
    stale = {name: words for name, words in row_of(client, cluster).items() if "_by_year_" not in name}
    by_year = {"budget_by_year": {"2026": "400"}}
    change_activity(activity=activity, draft=_with(activity, by_year), based_on=activity.revision, by=alice)

    save(client, cluster, stale | {"a1-title": "Besøg i Bremen"})

    activity.refresh_from_db()
    assert activity.budget_by_year == {"2026": "400"}


def _with(activity: Activity, values: dict[str, dict[str, str]]) -> ActivityDraft:
    return replace(ActivityDraft.of(activity), **values)


def test_a_colleague_who_was_first_is_shown_with_both_amounts(
    activity: Activity, cluster: Cluster, alice: User, client: Client
) -> None:
    mine = row_of(client, cluster) | {"a1-budget_by_year_2026": "500"}
    save(client, cluster, row_of(client, cluster) | {"a1-budget_by_year_2026": "400"})

    answer = save(client, cluster, mine)

    activity.refresh_from_db()
    assert (answer.status_code, activity.budget_by_year) == (409, {"2026": "400"})
    assert tree(answer).xpath("//input[@name='a1-budget_by_year_2026']/@value") == ["500"]
    assert "400" in told(answer)


def test_two_colleagues_enter_two_years(activity: Activity, cluster: Cluster, client: Client) -> None:
    mine = row_of(client, cluster) | {"a1-budget_by_year_2027": "500"}
    save(client, cluster, row_of(client, cluster) | {"a1-budget_by_year_2026": "400"})

    save(client, cluster, mine)

    activity.refresh_from_db()
    assert activity.budget_by_year == {"2026": "400", "2027": "500"}
