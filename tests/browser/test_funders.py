"""A secretariat writes its plan to the funder and sends it, by keyboard. Axe is silent, and a phone is wide enough."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import User
from clusters.models import Cluster
from funders.models import FunderReport, Sending
from plans.models import Activity
from tests.browser.looks import Look, in_every_look
from tests.funders.samples import make_report, publish_template, send
from tests.funders.test_gathering import change
from tests.kpis.samples import measured_kpi
from tests.plans.samples import make_activity

Browse = Callable[..., Page]
Axe = Callable[..., list[str]]

PAGES = [
    "",
    "start/",
    "1/",
    "1/read/",
    "1/settings/",
    "1/sections/only/",
    "1/sections/direction/",
    "1/sections/theme_knowledge/",
    "1/sections/performance/",
    "1/differences/",
    "1/send/",
    "1/sendings/1/",
]
DAYS = {"starts": date(2026, 1, 12), "ends": date(2026, 2, 1)}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.EXPORT_DIR = tmp_path / "exports"


@pytest.fixture
def report(cluster: Cluster, alice: User) -> FunderReport:
    """A report with activities in and outside its themes, a KPI, a sending and a figure that has changed since."""
    made = make_report(cluster, alice)
    activity = make_activity(cluster, alice, "Kursus", theme="knowledge", owner=alice, budget=Decimal(100), **DAYS)
    make_activity(cluster, alice, "Uden tema og med et navn, der er langt nok til to linjer", **DAYS)
    make_activity(cluster, alice, "Uden datoer")
    measured_kpi(cluster, alice)
    send(made, alice)
    change(activity, alice, budget=Decimal(1_250_000))
    return made


@in_every_look
def test_nothing_is_wrong_with_any_page(
    walk: Callable, cluster: Cluster, report: FunderReport, alice: User, look: Look
) -> None:
    assert walk(alice, look, [f"/c/{cluster.slug}/funder/{path}" for path in PAGES]) == {}


def test_plan_is_started_written_sent_and_printed(browse: Browse, cluster: Cluster, alice: User) -> None:
    publish_template()
    page = browse(alice, language="en-gb")

    page.goto(f"/c/{cluster.slug}/funder/")
    page.get_by_role("link", name="Start a plan and report").press("Enter")
    page.get_by_label("Funder (optional)").fill("Fonden")
    page.get_by_label("Funder (optional)").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Handlingsplan og årsrapport")

    page.get_by_role("link", name="direction in English").press("Enter")
    field = page.locator("#q-summary_plan [contenteditable=true]")
    field.click()
    page.keyboard.type("Vi vil ud")
    expect(page.locator("#after-summary_plan")).to_contain_text("Saved ")
    page.get_by_role("link", name="The report’s front page").press("Enter")
    expect(page.locator(".funder-sections")).to_contain_text("All answered")

    page.get_by_role("link", name="Send", exact=True).press("Enter")
    page.get_by_label("Remark").fill("Med post")
    page.get_by_role("button", name="Freeze and record as sent").press("Enter")
    expect(page.get_by_text("The report is frozen as it was sent.")).to_be_visible()

    sending = Sending.objects.of(cluster).get()
    assert (sending.stage, sending.remark, sending.by_name) == ("plan", "Med post", "Alice")
    assert sending.content["answers"]["summary_plan"] == {"da": "Vi vil ud"}
    pdf = page.request.get(f"/c/{cluster.slug}/funder/1/sendings/1/da.pdf")
    words = "".join(one.extract_text() for one in PdfReader(BytesIO(pdf.body())).pages)
    assert ("Vi vil ud" in words, "Med post" in words) == (True, True)


def test_figure_that_differs_is_explained_where_it_is_flagged(
    browse: Browse, cluster: Cluster, report: FunderReport, alice: User
) -> None:
    page = browse(alice, language="en-gb")
    page.goto(f"/c/{cluster.slug}/funder/1/")

    page.get_by_role("link", name="Explain the figures").press("Enter")
    page.get_by_label("Explanation").fill("Flere deltagere end ventet")
    page.get_by_role("button", name="Save the explanation").press("Enter")
    expect(page.get_by_text("Explanation saved.")).to_be_visible()
    page.get_by_role("link", name="The report’s front page").press("Enter")

    expect(page.locator(".funder-table")).to_contain_text("Flere deltagere end ventet")
    assert Activity.objects.of(cluster).get(number=1).budget == Decimal(1_250_000)
