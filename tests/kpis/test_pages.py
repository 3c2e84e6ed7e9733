"""The pages of KPIs as a person uses them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from kpis.models import Evidence, Kpi, KpiDefinition, Measurement, Target
from kpis.services import drop_kpi, redefine_kpi
from strategy.models import Goal
from tests import factories
from tests.kpis.samples import BEGIN, MIDDLE, a_kpi, definition, measured_kpi, proof, value
from tests.pages import buttons, faults, heading, notes, queries, rows, tree, words
from tests.pages import value as shown
from tests.plans.samples import make_activity

SignIn = Callable[[User | None], Client]


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    return factories.make_goal(factories.make_strategy(cluster, alice), alice)


@pytest.fixture
def client(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def url(cluster: Cluster, name: str, *args: object) -> str:
    return reverse(f"kpis:{name}", args=[cluster.slug, *args])


def test_the_list_says_how_each_kpi_stands_and_why(cluster: Cluster, goal: Goal, alice: User, client: Client) -> None:
    measured_kpi(cluster, alice, goal)

    page = client.get(url(cluster, "index"))

    # on 1 July 2024 half of the 364 days to the first target are gone: the path expects 30
    assert rows(page)[1] == [
        "K1 Members exporting",
        "Outcome",
        "20",
        "28",
        "Improving",
        "60",
        "Slightly behind 28 on 1 July 2024 is 2 behind the expected 30: more than 5 %, but at most 15 %.",
    ]
    assert words(tree(page).xpath("//p[@class='lead']")[0]) == "1 slightly behind."


def test_a_goal_without_a_kpi_is_pointed_out(cluster: Cluster, goal: Goal, alice: User, client: Client) -> None:
    a_kpi(cluster, alice)

    assert rows(client.get(url(cluster, "index")))[:2] == [
        ["S1 Flere eksporterer"],
        ["No KPI measures this goal yet. Find one in the catalogue, or create your own."],
    ]


def test_without_kpis_the_page_says_how_to_begin(cluster: Cluster, client: Client, sign_in: SignIn, bob: User) -> None:
    assert "Choose from the catalogue" in buttons(client.get(url(cluster, "index")))
    assert buttons(sign_in(bob).get(url(cluster, "index"))) == ["Measuring rounds"]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("status=at-risk", ["K1"]),
        ("status=no-data", ["K2"]),
        ("level=input", ["K2"]),
        ("goal=none", ["K2"]),
        ("sort=name", ["K2", "K1"]),
        ("sort=status", ["K1", "K2"]),
        ("status=on-track", []),
        ("status=nonsense", ["K1", "K2"]),
    ],
)
def test_the_list_is_filtered_and_sorted(
    cluster: Cluster, goal: Goal, alice: User, client: Client, query: str, keys: list[str]
) -> None:
    measured_kpi(cluster, alice, goal)
    a_kpi(cluster, alice, name="Hours abroad", level="input")

    found = rows(client.get(f"{url(cluster, 'index')}?{query}"))

    assert [cells[0][:2] for cells in found if cells[0].startswith("K")] == keys


def test_the_list_takes_as_many_queries_for_one_kpi_as_for_three(
    cluster: Cluster, goal: Goal, alice: User, client: Client
) -> None:
    measured_kpi(cluster, alice, goal)
    one = queries(client, url(cluster, "index"))
    measured_kpi(cluster, alice, goal)
    measured_kpi(cluster, alice, goal)

    assert queries(client, url(cluster, "index")) == one <= 12


def test_a_kpi_shows_its_chart_and_the_same_figures(cluster: Cluster, alice: User, client: Client) -> None:
    kpi = measured_kpi(cluster, alice)

    page = client.get(url(cluster, "detail", kpi.number))

    assert [cells[:4] for cells in rows(page)] == [
        ["1 July 2024", "Progress", "28", "30"],
        ["1 January 2024", "Baseline", "20", "–"],
    ]
    (chart,) = tree(page).xpath("//figure//*[local-name()='svg']")
    assert chart.xpath("string(*[local-name()='title'])") == "K1 Members exporting, January 2024 to July 2024"
    assert len(chart.xpath("*[local-name()='circle']")) == 3


def test_what_a_kpi_hangs_on_stands_line_by_line(cluster: Cluster, goal: Goal, alice: User, client: Client) -> None:
    kpi = measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, "Messe", goal=goal).kpis.add(kpi)

    lines = tree(client.get(url(cluster, "detail", kpi.number))).xpath("//ul[@class='toc'][last()]/li[not(a)]")

    assert [(one.get("class"), words(one)) for one in lines] == [("toc-line", "Goal S1"), ("toc-line", "A1 Messe")]


def test_a_break_and_a_correction_are_seen_in_the_table(cluster: Cluster, alice: User, client: Client) -> None:
    kpi = measured_kpi(cluster, alice)
    newest = Measurement.objects.of(cluster).get(date=date(2024, 7, 1))
    client.post(
        url(cluster, "correct", kpi.number, newest.pk),
        {"value": "29", "date": "2024-07-01", "reason": "One was forgotten"},
    )
    redefine_kpi(kpi=kpi, definition=definition(), valid_from=MIDDLE, reason="New register", bridge=None, by=alice)

    found = rows(client.get(url(cluster, "detail", kpi.number)))

    assert found[0] == [
        "New definition from 30 December 2024: New register There is no bridge, so the values above and below are not "
        "compared."
    ]
    assert found[1][2] == "29"
    assert "One was forgotten Was 28" in found[1][4]


def test_a_kpi_of_ones_own_is_made(cluster: Cluster, goal: Goal, client: Client) -> None:
    sent = {
        "name_da": "Møder med købere",
        "definition_da": "Afholdte møder",
        "level": "output",
        "unit": "count",
        "direction": "up",
        "frequency": "monthly",
        "aggregation": "period",
        "goal": goal.pk,
        "lower": "5",
        "upper": "12,5",
    }

    answer = client.post(url(cluster, "new"), {**sent, "upper": "12.5"})

    assert answer["Location"] == url(cluster, "detail", 1)
    kpi = Kpi.objects.of(cluster).get()
    assert (kpi.goal, kpi.upper) == (goal, Decimal("12.5"))
    assert KpiDefinition.objects.of(cluster).get().name_text.da == "Møder med købere"


def test_a_goal_of_another_cluster_cannot_be_chosen(
    cluster: Cluster, other_cluster: Cluster, charlie: User, client: Client
) -> None:
    theirs = factories.make_goal(factories.make_strategy(other_cluster, charlie), charlie)

    answer = client.post(url(cluster, "new"), {"goal": theirs.pk})

    assert answer.status_code == 422
    assert "Select a valid choice. That choice is not one of the available choices." in faults(answer)


@pytest.mark.parametrize("typed", ["12-ish", "ca. 40", "1.234,5"])
def test_a_word_is_not_a_number(cluster: Cluster, alice: User, client: Client, typed: str) -> None:
    kpi = a_kpi(cluster, alice)

    answer = client.post(url(cluster, "measure", kpi.number), {"value": typed, "date": "2024-01-01"})

    assert answer.status_code == 422
    assert faults(answer) == [f"“{typed}” is not a number. Enter it in digits, for example 1,250.5."]
    assert shown(answer, "value") == typed


def test_all_that_is_wrong_with_a_value_is_told_at_once(cluster: Cluster, alice: User, client: Client) -> None:
    a_kpi(cluster, alice)

    answer = client.post(url(cluster, "measure", 1), {"value": "12-ish", "date": "2199-01-01"})
    finer = client.post(url(cluster, "measure", 1), {"value": "1.23456", "date": "2024-01-01"})

    assert faults(answer) == [
        "“12-ish” is not a number. Enter it in digits, for example 1,250.5.",
        "1 January 2199 is in the future. Enter a value once its date has passed.",
    ]
    assert faults(finer) == ["Use at most four decimal places."]


@pytest.mark.parametrize(
    ("language", "typed", "stored", "written"),
    [
        ("en-gb", "1.234", "1.234", "1.234"),
        ("en-gb", "1,234", "1234", "1234"),
        ("da", "1.234", "1234", "1234"),
        ("en-gb", "35,5", "35.5", "35.5"),
        ("da", "35.5", "35.5", "35,5"),
        ("en-gb", "0,125", "0.125", "0.125"),
    ],
)
def test_a_number_is_read_as_the_page_writes_it_or_with_a_mark_that_cannot_be_thousands(
    cluster: Cluster, sign_in: SignIn, language: str, typed: str, stored: str, written: str
) -> None:
    person = factories.make_user("Ida", language=language)
    factories.make_member(cluster, person, factories.Role.OWNER)
    kpi = a_kpi(cluster, person)

    client = sign_in(person)
    client.post(url(cluster, "measure", kpi.number), {"value": typed, "date": "2024-01-01"})

    kept = Measurement.objects.of(cluster).get()
    assert kept.value == Decimal(stored)
    assert shown(client.get(url(cluster, "correct", kpi.number, kept.pk)), "value") == written


def test_a_colleagues_value_is_not_overwritten(cluster: Cluster, alice: User, editor: User, client: Client) -> None:
    kpi = a_kpi(cluster, alice)
    value(kpi, editor, BEGIN, 20)

    answer = client.post(url(cluster, "measure", kpi.number), {"value": "21", "date": "2024-01-01"})

    assert answer.status_code == 409
    assert faults(answer) == [
        "Erik has already entered 20 for 1 January 2024. Nothing has been overwritten; "
        "correct that value if it is wrong."
    ]


def test_a_kpi_that_was_dropped_meanwhile_says_so(cluster: Cluster, alice: User, client: Client) -> None:
    kpi = a_kpi(cluster, alice)
    drop_kpi(kpi=kpi, by=alice)

    answer = client.post(url(cluster, "measure", kpi.number), {"value": "21", "date": "2024-01-01"})

    assert answer.status_code == 422
    assert faults(answer) == [
        "K1 has been dropped in the meantime, so nothing was saved. Resume it to go on measuring."
    ]


def test_targets_are_set_line_by_line(cluster: Cluster, alice: User, client: Client) -> None:
    kpi = a_kpi(cluster, alice)
    sent = {"t-TOTAL_FORMS": "2", "t-INITIAL_FORMS": "0", "t-0-date": "2025-12-31", "t-0-value": "40"}
    sent["revision"] = str(kpi.revision)

    client.post(url(cluster, "targets", kpi.number), {**sent, "t-1-date": "", "t-1-value": ""})
    answer = client.post(url(cluster, "targets", kpi.number), {**sent, "t-1-date": "2026-12-31", "t-1-value": ""})

    assert list(Target.objects.of(cluster).values_list("date", "value")) == [(date(2025, 12, 31), Decimal(40))]
    assert faults(answer) == ["Enter both the date and the value, or neither."]


def test_evidence_is_given_out_as_an_attachment_to_members_only(
    cluster: Cluster, alice: User, bob: User, charlie: User, sign_in: SignIn
) -> None:
    kept: Evidence = proof(a_kpi(cluster, alice), alice)
    address = url(cluster, "evidence", 1, kept.pk)

    answer = sign_in(bob).get(address)

    assert b"".join(answer.streaming_content) == b"Counted in the register"
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/octet-stream",
        'attachment; filename="count.txt"',
    )
    assert sign_in(charlie).get(address).status_code == 404
    kept.file.delete()


def test_another_clusters_figures_are_in_no_file(
    cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User, client: Client
) -> None:
    value(a_kpi(other_cluster, charlie, name="Their secret"), charlie, BEGIN, 4711)
    value(a_kpi(cluster, alice), alice, BEGIN, 20)

    content = client.get(url(cluster, "export_csv")).content.decode("utf-8-sig")

    assert [line.split(",")[:4] for line in content.splitlines()[1:]] == [
        ["K1", "Members exporting", "2024-01-01", "20"]
    ]


def test_cells_of_a_file_are_defused(cluster: Cluster, alice: User, client: Client) -> None:
    value(a_kpi(cluster, alice, name="=cmd|' /C calc'!A0"), alice, BEGIN, -20)

    content = client.get(url(cluster, "export_csv")).content.decode("utf-8-sig")

    assert content.splitlines()[1].startswith("K1,'=cmd|' /C calc'!A0,2024-01-01,-20,")


def due_kpi(cluster: Cluster, by: User) -> Kpi:
    """Follow a KPI that was measured every year and last in 2022."""
    kpi = a_kpi(cluster, by, frequency="yearly")
    value(kpi, by, date(2022, 12, 31), 20, is_baseline=True)
    return kpi


def test_all_that_is_due_is_entered_on_one_page(cluster: Cluster, alice: User, client: Client) -> None:
    due_kpi(cluster, alice)
    address = url(cluster, "due")
    lines = [cells[:2] for cells in rows(client.get(address))]

    answer = client.post(address, {"K1-2023-12-31-value": "22", "K1-2024-12-31-value": "25"}, follow=True)

    assert lines[0][0] == "K1 Members exporting"
    assert lines[0][1].startswith("2023 ")
    assert notes(answer) == ["2 values saved."]
    assert list(Measurement.objects.of(cluster).order_by("date").values_list("date", "value"))[1:] == [
        (date(2023, 12, 31), Decimal(22)),
        (date(2024, 12, 31), Decimal(25)),
    ]


def test_a_line_that_is_wrong_keeps_its_words_and_the_others_are_stored(
    cluster: Cluster, alice: User, client: Client
) -> None:
    due_kpi(cluster, alice)

    answer = client.post(
        url(cluster, "due"),
        {
            "K1-2023-12-31-value": "ca. 22",
            "K1-2024-12-31-value": "25",
            "K1-2024-12-31-date": "2024-12-31",
        },
    )

    assert answer.status_code == 422
    assert shown(answer, "K1-2023-12-31-value") == "ca. 22"
    assert Measurement.objects.of(cluster).filter(date=date(2024, 12, 31)).count() == 1


def test_nothing_of_mine_is_not_nothing_at_all(cluster: Cluster, alice: User, client: Client) -> None:
    kpi = a_kpi(cluster, alice, frequency="monthly", aggregation="period")
    value(kpi, alice, date(2024, 1, 31), 20)

    mine, everybody = client.get(url(cluster, "due") + "?mine=1"), client.get(url(cluster, "due"))

    assert "None of your values are due" in [words(found) for found in tree(mine).xpath("//main//h2")]
    assert len(rows(everybody)) == 8
    assert "Show everybody’s" in buttons(mine)


def test_a_date_outside_the_period_is_refused(cluster: Cluster, alice: User, client: Client) -> None:
    due_kpi(cluster, alice)

    answer = client.post(url(cluster, "due"), {"K1-2023-12-31-value": "22", "K1-2023-12-31-date": "2024-02-01"})

    assert "01/02/2024 is outside 2023. Enter a date from 01/01/2023 to 31/12/2023." in faults(answer)[0]
    assert Measurement.objects.of(cluster).count() == 1


def test_the_panel_shows_the_kpis_of_the_strategys_goals(
    cluster: Cluster, goal: Goal, alice: User, client: Client
) -> None:
    measured_kpi(cluster, alice, goal)
    a_kpi(cluster, alice, name="Of no goal")

    page = client.get(url(cluster, "panel", goal.strategy.number))

    assert rows(page) == [
        ["S1 Flere eksporterer"],
        ["K1 Members exporting", "20", "28", "60 30 December 2025", "Slightly behind"],
    ]
    assert heading(page) == "KPIs of the strategy"
