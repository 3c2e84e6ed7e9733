"""A KPI whose quarters are summed to a year, wherever it is shown: 100 a year at first, 120 in 2024, 160 in 2025."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from clusters.models import Cluster
from core.errors import Conflict
from kpis.models import Kpi, Measurement, MeasuringRound
from kpis.services import MeasurementDraft, close_round, correct_measurement, receive_import, set_targets
from kpis.services.importing import Fate, plan_of
from kpis.shown.comparison import ShownValue, comparison_of, shown_value
from kpis.shown.kpis import load_kpis
from strategy.models import Strategy
from tests import factories, pages
from tests.kpis.samples import a_kpi, a_round, value

SignIn = Callable[[User | None], Client]
D = Decimal
START = date(2023, 12, 31)
QUARTERS = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]


def url(cluster: Cluster, name: str, *args: object) -> str:
    return reverse(f"kpis:{name}", args=[cluster.slug, *args])


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


@pytest.fixture
def kpi(cluster: Cluster, alice: User, strategy: Strategy) -> Kpi:
    """Three quarters of 2024: 30, 25 and 20, which is 75 where the path expects 3 x 120/4 = 90."""
    goal = factories.make_goal(strategy, alice)
    kpi = a_kpi(cluster, alice, goal, "Meetings", frequency="quarterly", aggregation="period")
    value(kpi, alice, START, 100, is_baseline=True)
    set_targets(kpi=kpi, targets=[(date(2024, 12, 31), D(120)), (date(2025, 12, 31), D(160))], by=alice)
    for day, number in zip(QUARTERS, (30, 25, 20), strict=False):
        value(kpi, alice, day, number)
    return kpi


REASON = "75 in 2024 (3 of 4 quarters) is 15 behind the expected 90: more than 15\xa0%."


def test_the_reason_names_the_sum_and_what_is_missing(cluster: Cluster, kpi: Kpi) -> None:
    (one,) = load_kpis(cluster, today=date(2024, 10, 1))

    assert one.reason == REASON
    assert (one.latest_words, one.latest_note, one.last_value_words) == ("75", "2024, 3 of 4 quarters", "20")


def test_the_page_has_the_years_with_the_sums_and_the_chart_the_parts(
    cluster: Cluster, alice: User, kpi: Kpi, sign_in: SignIn
) -> None:
    value(kpi, alice, QUARTERS[3], 32)
    value(kpi, alice, date(2025, 3, 31), 41)

    page = sign_in(alice).get(url(cluster, "detail", 1))

    # 30 + 25 + 20 + 32 = 107 of 120: 13 behind, at most 15 % (18); 41 where 160/4 = 40
    assert pages.rows(page, 0) == [
        ["2025", "41", "1 of 4 quarters", "40", "On track"],
        ["2024", "107", "4 of 4 quarters", "120", "Slightly behind"],
    ]
    # a quarter of 120 is 30, a quarter of 160 is 40
    expected = [row[3] for row in pages.rows(page, 1)]
    assert expected == ["40", "30", "30", "30", "30", "–"]
    assert "Target 160 a year: 40" in pages.words(pages.tree(page).xpath("//figure")[0])
    facts = pages.words(pages.tree(page).xpath("//dl")[0])
    assert "The total of its periods. The baseline and the targets are for a whole year." in facts


def test_the_list_and_the_panel_show_the_sum_and_of_how_much(
    cluster: Cluster, alice: User, kpi: Kpi, strategy: Strategy, sign_in: SignIn
) -> None:
    client = sign_in(alice)

    (_goal, row) = pages.rows(client.get(url(cluster, "index")))
    (_group, line) = pages.rows(client.get(url(cluster, "panel", strategy.number)))

    assert row[3] == line[2] == "75 2024, 3 of 4 quarters"
    assert REASON.replace("\u00a0", " ") in row[6]


def test_months_are_summed_in_the_list_too(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    kpi = a_kpi(cluster, alice, frequency="monthly", aggregation="period")
    for month in range(1, 13):
        value(kpi, alice, date(2024, month, 28), 3)

    (_group, row) = pages.rows(sign_in(alice).get(url(cluster, "index")))

    # twelve months of 3, all of them loaded
    assert row[3] == "36 2024, 12 of 12 months"


def test_a_share_is_averaged_and_its_newest_value_stands(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    kpi = a_kpi(cluster, alice, unit="percent", frequency="quarterly", aggregation="period")
    for day, number in zip(QUARTERS, (70, 80, 75), strict=False):
        value(kpi, alice, day, number)

    page = sign_in(alice).get(url(cluster, "detail", 1))

    assert pages.rows(page, 0) == [["2024", "75 %", "3 of 4 quarters"]]
    (one,) = load_kpis(cluster, language="en")
    assert (one.latest_words, one.latest_note) == ("75\u00a0%", "")


def test_the_years_are_a_sheet_of_the_workbook(cluster: Cluster, alice: User, kpi: Kpi, sign_in: SignIn) -> None:
    book = load_workbook(io.BytesIO(sign_in(alice).get(url(cluster, "export_xlsx")).content))

    assert list(book["Years"].iter_rows(values_only=True))[1:] == [
        (
            "K1",
            "Meetings",
            "2024",
            75,
            "3 of 4 quarters",
            90,
            "Off track",
            "The total of its periods. The baseline and the targets are for a whole year.",
        )
    ]


def test_without_summed_kpis_there_is_no_such_sheet(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    value(a_kpi(cluster, alice), alice, START, 20)

    book = load_workbook(io.BytesIO(sign_in(alice).get(url(cluster, "export_xlsx")).content))

    assert "Years" not in book.sheetnames


# ---- the baseline is for a year and stands beside the value of its quarter


def test_the_baseline_of_a_year_leaves_its_quarter_free(cluster: Cluster, alice: User, kpi: Kpi) -> None:
    value(kpi, alice, date(2023, 12, 30), 22)

    with pytest.raises(Conflict):
        value(kpi, alice, date(2023, 12, 29), 23)

    assert Measurement.objects.of(cluster).standing().filter(date__year=2023).count() == 2


def test_a_former_baseline_of_a_year_does_not_become_a_quarters_value(cluster: Cluster, alice: User, kpi: Kpi) -> None:
    value(kpi, alice, date(2024, 1, 1), 104, is_baseline=True)

    (one,) = load_kpis(cluster, today=date(2024, 10, 1))
    former = Measurement.objects.of(cluster).superseded().get()
    assert (former.value, former.reason) == (D(100), "Another baseline has taken its place.")
    assert one.verdict.total is not None
    assert one.verdict.total.value == D(75)


def test_a_file_may_bring_the_value_of_the_baselines_quarter(cluster: Cluster, alice: User, kpi: Kpi) -> None:
    content = b"KPI;Date;Value\r\nK1;2023-12-30;22\r\nK1;2024-03-30;31"
    sent = receive_import(cluster=cluster, name="values.csv", content=content, by=alice)

    assert [planned.fate for planned in plan_of(sent).lines] == [Fate.NEW, Fate.REFUSED]


def test_what_a_number_is_to_cover_is_said_where_it_is_entered(
    cluster: Cluster, alice: User, kpi: Kpi, sign_in: SignIn
) -> None:
    client = sign_in(alice)

    def said(name: str) -> str:
        return pages.words(pages.tree(client.get(url(cluster, name, 1))).xpath("//*[@id='id_value_helptext']")[0])

    assert said("baseline") == "For a whole year: the twelve months up to that date."
    assert said("measure") == "For this period alone. The portal adds up the year."


# ---- measuring rounds


def cell(cluster: Cluster, round: MeasuringRound) -> ShownValue:
    (row,) = comparison_of(cluster, [MeasuringRound.objects.of(cluster).get(pk=round.pk)], "en").rows
    return shown_value(row, row.cells[0])


def test_a_round_holds_the_sum_against_what_was_promised_for_the_year(
    cluster: Cluster, alice: User, kpi: Kpi, strategy: Strategy
) -> None:
    empty = cell(cluster, a_round(strategy, alice, [kpi], "midterm", QUARTERS[3]))
    value(kpi, alice, QUARTERS[3], 32)
    MeasuringRound.objects.of(cluster).delete()

    found = cell(cluster, a_round(strategy, alice, [kpi], "midterm", QUARTERS[3]))

    # 30 + 25 + 20 + 32 = 107; 107 - 120 = -13; beside the 100 of 2023: +7
    assert (empty.value, empty.promised) == ("–", "120")
    assert (found.value, found.promised, found.difference, found.change, found.state) == (
        "107 (2024, 4 of 4 quarters)",
        "120",
        "−13",
        "+7",
        "Slightly behind",
    )


def test_part_of_a_year_is_held_against_its_part_and_not_against_the_baseline(
    cluster: Cluster, alice: User, kpi: Kpi, strategy: Strategy
) -> None:
    round = a_round(strategy, alice, [kpi], "midterm", QUARTERS[2])
    comparison = comparison_of(cluster, [round], "en")

    found = cell(cluster, round)

    # 75 of three quarters, 90 of 120
    assert (found.value, found.promised, found.change) == ("75 (2024, 3 of 4 quarters)", "90", "")
    assert comparison.rows[0].way(comparison.rows[0].cells[0]) is None


def test_a_closed_round_keeps_its_sum_but_for_what_was_corrected_in_it(
    cluster: Cluster, alice: User, kpi: Kpi, strategy: Strategy
) -> None:
    last = value(kpi, alice, QUARTERS[3], 32)
    round = a_round(strategy, alice, [kpi], "midterm", QUARTERS[3])
    closed = close_round(round=round, closed_on=date(2025, 1, 10), remark="", by=alice)
    earlier = Measurement.objects.of(cluster).select_related("kpi__cluster").get(date=QUARTERS[0])

    correct_measurement(measurement=earlier, draft=MeasurementDraft(QUARTERS[0], D(35)), reason="Found", by=alice)
    before = cell(cluster, closed)
    correct_measurement(measurement=last, draft=MeasurementDraft(QUARTERS[3], D(45)), reason="Counted anew", by=alice)
    after = cell(cluster, closed)

    assert closed.frozen["kpis"][0]["total"] == {
        "from": "2024-01-01",
        "to": "2024-12-31",
        "value": "107",
        "parts": 4,
        "of": 4,
    }
    # the first quarter is not of this round; 107 + 45 - 32 = 120
    assert (before.value, before.frozen, before.state) == ("107 (2024, 4 of 4 quarters)", "", "Slightly behind")
    assert (after.value, after.frozen, after.state) == ("120 (2024, 4 of 4 quarters)", "107", "On track")
