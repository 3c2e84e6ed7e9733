"""A secretariat follows KPIs: entering what is due by keyboard, reading in a sheet, closing a round. Axe is silent."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from kpis.models import Kpi, Measurement, MeasuringRound
from kpis.services import set_targets
from strategy.models import Goal
from tests import factories
from tests.browser.looks import PHONE, Look, in_every_look, scrolls_sideways
from tests.kpis.samples import MIDDLE, a_kpi, a_round, measured_kpi, value

Browse = Callable[..., Page]
Axe = Callable[..., list[str]]

PAGES = [
    "",
    "1/",
    "1/edit/",
    "1/definition/",
    "1/targets/",
    "1/measure/",
    "due/",
    "catalogue/",
    "set-up/",
    "new/",
    "import/",
    "rounds/",
    "rounds/new/",
    "rounds/1/",
    "rounds/1/close/",
    "rounds/1/comments/",
    "rounds/compare/1/",
]


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    return factories.make_goal(factories.make_strategy(cluster, alice), alice)


@pytest.fixture
def due(cluster: Cluster, goal: Goal, alice: User) -> Kpi:
    """A KPI that is measured every year, and was in 2023 for the last time."""
    kpi = a_kpi(cluster, alice, goal, frequency="yearly")
    value(kpi, alice, date(2023, 12, 31), 20, is_baseline=True)
    return kpi


@pytest.fixture
def round(cluster: Cluster, goal: Goal, alice: User) -> MeasuringRound:
    return a_round(goal.strategy, alice, [measured_kpi(cluster, alice, goal)])


@in_every_look
def test_nothing_is_wrong_with_any_page(
    walk: Callable, cluster: Cluster, round: MeasuringRound, alice: User, look: Look
) -> None:
    assert walk(alice, look, [f"/c/{cluster.slug}/kpis/{path}" for path in PAGES]) == {}


def test_what_is_due_is_entered_by_keyboard(browse: Browse, cluster: Cluster, due: Kpi, alice: User) -> None:
    page = browse(alice, language="en-gb")
    page.goto(f"/c/{cluster.slug}/kpis/due/")
    field = page.get_by_label("Value for K1 Members exporting in 2024")
    for _press in range(80):
        if field.evaluate("it => it === document.activeElement"):
            break
        page.keyboard.press("Tab")

    page.keyboard.type("24.5")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("1 value saved.")).to_be_visible()
    assert Measurement.objects.of(cluster).get(date=date(2024, 12, 31)).value == Decimal("24.5")


def test_a_sheet_is_read_in_after_its_preview(
    browse: Browse, axe: Axe, cluster: Cluster, due: Kpi, alice: User
) -> None:
    page = browse(alice, language="en-gb")
    page.goto(f"/c/{cluster.slug}/kpis/import/")
    content = "KPI;Date;Value\r\nK1;2024-12-31;24\r\n".encode("utf-8-sig")

    page.get_by_label("Sheet", exact=True).set_input_files({"name": "t.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="See what would happen").click()

    expect(page.get_by_role("row", name="2 K1 Members exporting 31 December 2024 24 – New")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Save one value").click()
    expect(page.get_by_text("1 value imported.")).to_be_visible()


def test_a_round_is_measured_closed_and_corrected(
    browse: Browse, axe: Axe, cluster: Cluster, round: MeasuringRound, alice: User
) -> None:
    page = browse(alice, language="en-gb")
    page.goto(f"/c/{cluster.slug}/kpis/rounds/1/")

    page.get_by_label("Value for K1 Members exporting").fill("38")
    page.get_by_label("Date for K1 Members exporting").fill(MIDDLE.isoformat())
    page.get_by_role("button", name="Save the values").click()
    page.get_by_role("link", name="Close the round").click()
    page.get_by_label("Remark").fill("All is in")
    page.get_by_role("button", name="Close and freeze the round").click()
    expect(page.get_by_text("Frozen and unchanged since the round was closed.")).to_be_visible()
    page.get_by_role("link", name="Add a correction").click()
    page.get_by_label("Value").fill("37")
    page.get_by_label("Why it is corrected").fill("One was counted twice")
    page.get_by_role("button", name="Add the correction").click()

    expect(page.get_by_text("frozen 38")).to_be_visible()
    expect(page.get_by_text("Corrected from 38 to 37 by Alice")).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_years_of_a_summed_kpi_are_read_on_a_phone(
    browse: Browse, axe: Axe, cluster: Cluster, goal: Goal, alice: User, theme: str
) -> None:
    kpi = a_kpi(cluster, alice, goal, frequency="quarterly", aggregation="period")
    value(kpi, alice, date(2023, 12, 31), 40, is_baseline=True)
    set_targets(kpi=kpi, targets=[(date(2024, 12, 31), Decimal(48))], by=alice)
    for month, number in ((3, 10), (6, 12)):
        value(kpi, alice, date(2024, month, 30), number)
    alice.theme = theme
    alice.save(update_fields=["theme"])
    page = browse(alice, language="en-gb", **PHONE)

    page.goto(f"/c/{cluster.slug}/kpis/1/")

    expect(page.get_by_role("region", name="Years, table")).to_contain_text("2 of 4 quarters")
    assert not scrolls_sideways(page)
    assert axe(page) == []


def test_cells_are_pasted_saved_and_undone_and_a_wrong_one_says_so(
    browse: Browse, cluster: Cluster, alice: User, axe: Axe
) -> None:
    a_kpi(cluster, alice)
    a_kpi(cluster, alice, name="Second")
    page = browse(alice, language="en-gb")
    page.goto(f"/c/{cluster.slug}/kpis/set-up/")

    page.locator("[name=k1-who]").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "Director\t12\t31/03/2025\nalice\tabout 2\t31/03/2025\n",
    )
    expect(page.locator("[data-said]").first).to_contain_text("Cells pasted: 6.")
    expect(page.locator("tr.msg")).to_contain_text("“about 2” is not a number")
    expect(page.locator("[name=k2-baseline]")).to_have_value("about 2")
    expect(page.locator("[name=k1-revision]")).not_to_have_value("1")

    page.locator("[name=k1-t2027]").fill("40")
    page.locator("[name=k1-t2027]").press("Enter")
    expect(page.locator("[name=k2-t2027]")).to_be_focused()
    expect(page.locator("[data-said]").first).to_contain_text("K1: target 2027 40")
    assert [t.value for t in Kpi.objects.of(cluster).get(number=1).targets.all()] == [Decimal(40)]

    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[name=k1-t2027]")).to_have_value("")
    expect(page.locator("[data-said]").first).to_contain_text("K1: target 2027 –")
    assert not Kpi.objects.of(cluster).get(number=1).targets.exists()
    assert axe(page) == []
    page.locator("[name=k2-baseline]").fill("2")
    page.locator("[name=k2-baseline]").press("Tab")
    expect(page.locator("[data-said]").first).to_contain_text("K2: baseline 2")
    page.context.unroute_all()
