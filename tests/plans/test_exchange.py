"""The plan as a spreadsheet, out and in again."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from core.errors import Conflict, Refusal
from core.text import Text
from exports.sheets import Sheet, csv_of, xlsx_of
from kpis.models import Kpi
from plans import services
from plans.models import Activity, Milestone
from strategy.models import Strategy
from tests import factories
from tests.plans.samples import make_activity, make_milestone
from tests.plans.sheets import SignIn, plan_import, sheet, take_import, url


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    strategy = factories.make_strategy(cluster, alice)
    factories.make_goal(strategy, alice)
    return strategy


@pytest.fixture
def plan(cluster: Cluster, alice: User, strategy: Strategy) -> list[Activity]:
    """Two activities with everything that an activity can have, and things that spreadsheets trip over."""
    Cluster.objects.filter(pk=cluster.pk).update(has_second_language=True)
    cluster.refresh_from_db()
    goal = strategy.goals.get()
    first = make_activity(
        cluster,
        alice,
        "=1+1; \"Messe\", 'ø'",
        goal=goal,
        kpis=(Kpi.objects.create(cluster=cluster, number=4),),
        result=Text(da="To\nlinjer", en="Two\nlines"),
        owner=alice,
        people="-Mette, Karim",
        starts=date(2027, 1, 15),
        ends=date(2027, 3, 31),
        budget=Decimal("120000.50"),
        spent=Decimal(0),
        currency="EUR",
        status="delayed",
        reason=Text(da="Sne", en="Snow"),
        theme="matchmaking",
    )
    make_milestone(first, "Nået | med streg", date=date(2027, 2, 1), done_on=date(2027, 2, 3))
    make_milestone(first, r"Skrå\streg", date=date(2027, 3, 1))
    second = make_activity(cluster, alice, "Uden alt", role=Text(da="Chef", en="Head"))
    services.add_dependency(activity=second, needed=first, by=alice)
    return [first, second]


def everything(cluster: Cluster) -> list[dict[str, Any]]:
    """Return all that a plan says, apart from who changed it when."""
    fields = ["number", "title", "expected_result", "owner_role", "people", "starts", "ends", "budget", "spent"]
    fields += ["currency", "status", "reason", "theme"]
    return [
        {
            **{name: getattr(activity, name) for name in fields},
            "goal": activity.goal.key if activity.goal else "",
            "owner": activity.owner.email if activity.owner else "",
            "kpis": [kpi.key for kpi in activity.kpis.all()],
            "milestones": [(one.title, one.date, one.done_on) for one in activity.steps],
            "needs": sorted(one.needed.number for one in activity.needs.all()),
        }
        for activity in Activity.objects.of(cluster).alive().with_people().with_milestones()
    ]


def exported(client: Client, cluster: Cluster, kind: str) -> bytes:
    response = client.get(url(f"export_{kind}", cluster))
    assert response.status_code == 200
    return response.content


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_round_trip_finds_nothing_to_change(
    kind: str, cluster: Cluster, alice: User, plan: list[Activity], sign_in: SignIn
) -> None:
    planned = plan_import(cluster=cluster, content=exported(sign_in(alice), cluster, kind))

    assert [(one.key, one.fate, one.changes, one.why) for one in planned.rows] == [
        ("A1", "same", [], ""),
        ("A2", "same", [], ""),
    ]
    assert not planned.may_be_stored


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_round_trip_into_an_empty_plan_gives_the_same_plan(
    kind: str, cluster: Cluster, other_cluster: Cluster, alice: User, plan: list[Activity], sign_in: SignIn
) -> None:
    content = exported(sign_in(alice), cluster, kind)
    Cluster.objects.filter(pk=other_cluster.pk).update(has_second_language=True)
    other_cluster.refresh_from_db()
    factories.make_member(other_cluster, alice, Role.OWNER)
    factories.make_goal(factories.make_strategy(other_cluster, alice, factories.make_edition(slug="other")), alice)
    Kpi.objects.create(cluster=other_cluster, number=4)

    seal = plan_import(cluster=other_cluster, content=content).seal
    take_import(cluster=other_cluster, content=content, seal=seal, by=alice)

    assert everything(other_cluster) == everything(cluster)


def test_a_danish_reader_gets_danish_headings_that_read_in_again_in_english(
    cluster: Cluster, alice: User, plan: list[Activity], sign_in: SignIn
) -> None:
    client = sign_in(alice)
    alice.language = "da"
    alice.save(update_fields=["language"])

    content = exported(client, cluster, "csv")

    assert content.decode("utf-8-sig").split(";")[1] == "Mål"
    assert plan_import(cluster=cluster, content=content).refused == 0


def test_numbers_and_dates_are_numbers_and_dates_and_nothing_is_a_formula(
    cluster: Cluster, alice: User, plan: list[Activity], sign_in: SignIn
) -> None:
    client = sign_in(alice)

    book = load_workbook(io.BytesIO(exported(client, cluster, "xlsx")))
    headings, first, _second = book.active.iter_rows(values_only=True)
    cells = dict(zip(headings, first, strict=True))
    raw = list(csv.reader(io.StringIO(exported(client, cluster, "csv").decode("utf-8-sig")), delimiter=","))[1]

    assert (cells["Budget"], cells["Start"].date()) == (120000.5, date(2027, 1, 15))
    assert cells["Activity (Danish)"] == "=1+1; \"Messe\", 'ø'"
    assert [cell for cell in raw if cell.startswith(("=", "+", "-", "@"))] == []


def take(cluster: Cluster, content: bytes, by: User) -> None:
    take_import(cluster=cluster, content=content, seal=plan_import(cluster=cluster, content=content).seal, by=by)


def test_a_sheet_of_ones_own_is_taken_with_what_it_has(cluster: Cluster, alice: User, strategy: Strategy) -> None:
    content = sheet(
        {
            "Aktivitet": "Messe",
            "Ansvarlig": "Alice",
            "Startdato": date(2027, 2, 1),
            "Frist": "31. marts 2027",
            "Budget": 100_000,
            "Mål": "S1",
            "Milestones": "2027-02-15 Stand bestilt",
        },
        {"Aktivitet": "Besøg", "Ansvarlig": "Peter fra Vejle"},
    )
    with translation.override("da"):
        take(cluster, content, alice)

    messe, besoeg = Activity.objects.of(cluster).alive().with_people().order_by("number")
    assert (messe.owner, messe.goal, messe.budget) == (alice, strategy.goals.get(), Decimal(100_000))
    assert (messe.starts, messe.ends) == (date(2027, 2, 1), date(2027, 3, 31))
    assert [(one.title_text.da, one.date) for one in messe.milestones.all()] == [("Stand bestilt", date(2027, 2, 15))]
    assert (besoeg.owner, besoeg.role_text) == (None, Text(da="Peter fra Vejle"))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (
            {"Budget": "ca. 100.000"},
            "Column “Budget”: “ca. 100.000” is not a number. Enter it in digits, for example 1,250.5.",
        ),
        ({"Budget": -1}, "Column “Budget”: An amount cannot be less than zero."),
        (
            {"Start": "snart"},
            "Column “Start”: “snart” is not a date. Enter day, month and year, for example 24/11/2026.",
        ),
        (
            {"Start": date(2027, 5, 1), "End": date(2027, 4, 1)},
            "The activity ends before it starts. Correct one of the two dates.",
        ),
        (
            {"Status": "i gang måske"},
            "Column “Status”: “i gang måske” is not one of these: Planned, Under way, Delayed, Done, Dropped.",
        ),
        ({"Status": "Delayed"}, "Column “Reason”: Required when the activity is delayed or dropped."),
        ({"Goal": "S9"}, "Column “Goal”: The current strategy has no goal “S9”."),
        (
            {"Owner’s email address": "gone@example.com"},
            "Column “Owner’s email address”: “gone@example.com” is not a member of the cluster. "
            "Invite the person first, or enter a role instead.",
        ),
        ({"Key": "7"}, "“7” is not a key. Leave the cell empty for a new activity."),
        ({"Activity": "", "People involved": "x"}, "Column “Activity”: Write what needs to be done."),
        ({"Waits for": "A9"}, "It waits for A9, but there is no such activity."),
        (
            {"Milestones": "Først noget"},
            "Column “Milestones”: “Først noget” does not begin with a date. Write one milestone per line, for "
            "example 2027-03-01 Agreed.",
        ),
        ({"KPIs": "K9"}, "Column “KPIs”: The cluster does not follow a KPI “K9”."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_then_nothing_is(
    row: dict[str, Any], why: str, cluster: Cluster, alice: User, strategy: Strategy
) -> None:
    content = sheet({"Activity": "God"}, {"Activity": "Dårlig", **row})

    with translation.override("en-gb"):
        planned = plan_import(cluster=cluster, content=content)
        with pytest.raises(Refusal):
            take_import(cluster=cluster, content=content, seal=planned.seal, by=alice)

    assert [(one.fate, one.why) for one in planned.rows] == [("new", ""), ("refused", why)]
    assert not Activity.objects.of(cluster).exists()


def test_all_that_is_wrong_with_a_row_is_told_at_once(cluster: Cluster, alice: User, strategy: Strategy) -> None:
    row = {
        "Activity": "Besøg",
        "Start": "2027-05-01",
        "End": "2027-04-01",
        "Budget": "ca. 100.000",
        "Status": "Måske",
        "Goal": "S9",
    }
    table = Sheet(title="x", headings=tuple(row), rows=[list(row.values())])

    (one,) = plan_import(cluster=cluster, content=csv_of(table, "en")).rows

    assert (one.fate, one.why) == (
        "refused",
        "Column “Goal”: The current strategy has no goal “S9”. "
        "Column “Budget”: “ca. 100.000” is not a number. Enter it in digits, for example 1,250.5. "
        "Column “Status”: “Måske” is not one of these: Planned, Under way, Delayed, Done, Dropped. "
        "The activity ends before it starts. Correct one of the two dates.",
    )


def test_a_circle_in_the_file_is_refused(cluster: Cluster, alice: User, strategy: Strategy) -> None:
    content = sheet(
        {"Key": "A1", "Activity": "En", "Waits for": "A2"}, {"Key": "A2", "Activity": "To", "Waits for": "A1"}
    )

    planned = plan_import(cluster=cluster, content=content)

    assert [one.fate for one in planned.rows] == ["refused", "refused"]
    assert planned.rows[0].why.endswith("A1 → A2 → A1.")


def test_rows_change_add_and_leave_alone(cluster: Cluster, alice: User, plan: list[Activity]) -> None:
    content = sheet({"Key": "A2", "Activity": "Nyt navn"}, {"Key": "", "Activity": "Ny"})

    with translation.override("en-gb"):
        planned = plan_import(cluster=cluster, content=content)
    take_import(cluster=cluster, content=content, seal=planned.seal, by=alice)

    assert [(one.fate, one.changes) for one in planned.rows] == [("changed", ["Activity"]), ("new", [])]
    titles = {one.key: one.title_text.da for one in Activity.objects.of(cluster).alive()}
    assert titles == {"A1": "=1+1; \"Messe\", 'ø'", "A2": "Nyt navn", "A3": "Ny"}
    assert Activity.objects.of(cluster).get(number=2).role_text == Text(da="Chef", en="Head")


def test_milestones_of_the_sheet_move_come_and_go(cluster: Cluster, alice: User) -> None:
    activity = make_activity(cluster, alice, "Messe")
    moved = make_milestone(activity, "Flyttes", date=date(2027, 1, 1))
    make_milestone(activity, "Går", date=date(2027, 1, 2))
    lines = "2027-05-01 | 2027-05-02 | Flyttes\n2027-06-01 Kommer"

    take(cluster, sheet({"Key": "A1", "Activity": "Messe", "Milestones": lines}), alice)

    # Whoever has it open in a form is told.
    assert Milestone.objects.of(cluster).get(pk=moved.pk).revision == 2
    assert [(one.title_text.da, one.date, one.done_on) for one in Milestone.objects.of(cluster).alive()] == [
        ("Flyttes", date(2027, 5, 1), date(2027, 5, 2)),
        ("Kommer", date(2027, 6, 1), None),
    ]
    assert Milestone.objects.of(cluster).alive().first() == moved
    assert Milestone.objects.of(cluster).filter(deleted_at__isnull=False).count() == 1


def test_what_changed_since_the_preview_stops_the_import(cluster: Cluster, alice: User, editor: User) -> None:
    activity = make_activity(cluster, alice)
    content = sheet({"Key": "A1", "Activity": "Mit navn"})
    seal = plan_import(cluster=cluster, content=content).seal
    services.set_status(activity=activity, status="done", reason="", based_on=1, by=editor)

    with pytest.raises(Conflict):
        take_import(cluster=cluster, content=content, seal=seal, by=alice)

    assert Activity.objects.of(cluster).get().title_text == Text(da="Markedsbesøg")


def test_headings_of_one_language_take_no_suffix(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice)

    headings = exported(sign_in(alice), cluster, "csv").decode("utf-8-sig").splitlines()[0].split(",")

    assert headings[:5] == ["Key", "Goal", "KPIs", "Activity", "Expected result"]


def test_both_writers_agree(cluster: Cluster) -> None:
    table = Sheet(title="x", headings=("Activity",), rows=[["Messe"]])

    for content in (csv_of(table, "da"), xlsx_of([table])):
        assert [one.title for one in plan_import(cluster=cluster, content=content).rows] == ["Messe"]


THREE_YEARS = {"starts": date(2026, 1, 1), "ends": date(2028, 12, 31), "budget": Decimal(3000)}
IN_YEARS = {"Activity": "Nyt", "Start": "2026-01-01", "End": "2028-12-31", "Budget": 3000}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_money_by_year_goes_out_and_comes_in(
    kind: str, language: str, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    years = {"2026": "1000.5", "2027": "1500"}
    known = make_activity(cluster, alice, **THREE_YEARS, budget_by_year=years, spent_by_year={"2025": "10"}, spent=20)
    alice.language = language
    alice.save(update_fields=["language"])
    client = sign_in(alice)

    content = exported(client, cluster, kind)
    same = plan_import(cluster=cluster, content=content)
    Activity.objects.of(cluster).filter(pk=known.pk).update(budget_by_year={})
    planned = plan_import(cluster=cluster, content=content)
    take_import(cluster=cluster, content=content, seal=planned.seal, by=alice)

    assert [(one.fate, one.changes) for one in same.rows] == [("same", [])]
    assert [one.fate for one in planned.rows] == ["changed"]
    known.refresh_from_db()
    assert (known.budget_by_year, known.spent_by_year) == (years, {"2025": "10"})


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2026", "is not a year and its amount"),
        ("2026: 1\n2026: 2", "is not a year and its amount"),
        ("2030: 1", "does not run in 2030"),
        ("2026: -1", "cannot be less than zero"),
        ("2026: mange", "Budget by year"),
        ("2026: 4000", "The amounts by year do not add up to the whole amount"),
        ("2026: 1; 2027: 1; 2028: 1", "The amounts by year do not add up to the whole amount"),
    ],
)
def test_years_that_cannot_be_read_or_do_not_come_to_the_whole_are_refused(
    cluster: Cluster, cell: str, why: str
) -> None:
    with translation.override("en-gb"):
        (row,) = plan_import(cluster=cluster, content=sheet({**IN_YEARS, "Budget by year": cell})).rows

    assert row.fate == "refused"
    assert why in row.why


def test_the_preview_says_what_each_year_gets(cluster: Cluster) -> None:
    with translation.override("en-gb"):
        (row,) = plan_import(cluster=cluster, content=sheet({**IN_YEARS, "Budget by year": "2026: 900"})).rows

    assert (row.fate, dict(row.values)["Budget by year"]) == ("new", "2026: DKK\xa0900")
