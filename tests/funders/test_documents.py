"""The documents of a report: what stands in the PDF's page, the Word file and the workbook, in either language."""

import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from docx import Document
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import User
from clusters.models import Cluster
from core.text import Language, Text
from exports.document import HeadingBlock, PrintDocument, TableBlock, plain
from funders.document import funder_document
from funders.gathering import gather
from funders.models import FunderReport
from library.services import publish_edition
from plans.models import Activity
from tests import factories
from tests.funders.samples import make_report, page_of, put, send
from tests.funders.test_gathering import change
from tests.kpis.samples import measured_kpi
from tests.library.samples import common, question, section
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>'
DAYS = {"starts": date(2026, 1, 12), "ends": date(2026, 2, 1)}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.EXPORT_DIR = tmp_path / "exports"


@pytest.fixture
def report(cluster: Cluster, alice: User) -> FunderReport:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    make_activity(
        cluster, alice, goal=goal, owner=alice, theme="knowledge", budget=Decimal("1250.50"), spent=Decimal(40), **DAYS
    )
    make_activity(
        cluster,
        alice,
        HOSTILE,
        role=Text(da="Konsulent", en="Consultant"),
        budget=Decimal(7),
        currency="EUR",
        status="dropped",
        reason=Text(da="Ingen penge"),
        **DAYS,
    )
    measured_kpi(cluster, alice, goal)
    made = make_report(cluster, alice)
    put(made, alice, "summary_plan", {"da": "Vi vil **ud**.\n\n- et\n- to"})
    put(made, alice, "companies", [{"id": "all", "cells": {"target": 40, "actual": 12.5}}])
    put(made, alice, "milestones", [{"id": "r1", "cells": {"milestone": {"da": "Aftale"}, "due": "2026-05-01"}}])
    return made


@pytest.fixture
def client(sign_in: Callable, bob: User) -> Client:
    """Bob may only read, and reads the documents."""
    return sign_in(bob)


def document_of(report: FunderReport, language: Language = "da") -> PrintDocument:
    shown = page_of(report)
    return funder_document(gather(shown).content, shown.sheet.document, language, today=date(2026, 11, 23))


def chapters(document: PrintDocument) -> dict[str, list[str]]:
    """Return the labels of each chapter."""
    return {
        chapter.title: [plain(b.title if isinstance(b, HeadingBlock) else b.label) for b in chapter.blocks]
        for chapter in document.appendices
    }


def table(document: PrintDocument, label: str) -> list[list[str]]:
    """Return the rows of the table with this label, the total among them."""
    (found,) = (
        block
        for chapter in document.appendices
        for block in chapter.blocks
        if isinstance(block, TableBlock) and plain(block.label) == label
    )
    return [[plain(cell).replace("\xa0", " ") for cell in row] for row in found.all_rows]


def test_draft_says_so_on_its_cover_and_in_its_title(report: FunderReport) -> None:
    document = document_of(report, "en")

    assert (document.title, document.status, document.subtitle, document.organisation, document.period) == (
        "Plan og rapport 2026 (draft)",
        "Plan, draft that has not been sent",
        "Fonden",
        "Cluster havtorn",
        "",
    )


def test_sent_document_says_when_and_by_whom(alice: User, report: FunderReport) -> None:
    send(report, alice)
    sending = send(report, alice, date(2026, 1, 20), remark="Rettet **tal**")
    shown = page_of(report)

    document = funder_document(
        gather(shown).content, shown.sheet.document, "en", today=date(2030, 1, 1), sending=sending
    )

    assert (document.title, document.status, document.date) == (
        "Plan og rapport 2026",
        "Plan, sending 2",
        date(2026, 1, 20),
    )
    assert chapters(document)["About this sending"] == [
        "Sent on",
        "Sending",
        "Remark",
        "Digest of the frozen content (SHA-256)",
    ]


def test_plan_has_a_chapter_for_each_section_and_leaves_out_what_is_not_asked(report: FunderReport) -> None:
    assert chapters(document_of(report, "en")) == {
        "only in English": [
            "stage in English",
            "cluster_name in English",
            "grant_reference in English",
            "funder_name in English",
            "period_from in English",
            "period_to in English",
        ],
        "direction in English": ["summary_plan in English", "planned in English", "Activities that no theme tells of"],
        "theme_knowledge in English": ["milestones in English", "Activities of the theme in the period"],
        "performance in English": ["companies in English", "kpi_status in English"],
    }


def test_themes_activities_stand_between_what_was_intended_and_what_came(alice: User, report: FunderReport) -> None:
    put(report, alice, "stage", "report")
    put(report, alice, "knowledge_results", {"da": "Meget"})

    found = chapters(document_of(report, "en"))

    assert found["theme_knowledge in English"] == [
        "milestones in English",
        "Activities of the theme in the period",
        "knowledge_results in English",
    ]


def test_required_answer_that_is_missing_is_printed_as_such(alice: User, report: FunderReport) -> None:
    put(report, alice, "summary_plan", None)

    (missing,) = [b for c in document_of(report).appendices for b in c.blocks if b.kind == "unanswered"]

    assert plain(missing.label) == "summary_plan"


def test_activities_stand_under_their_theme_with_their_money(report: FunderReport) -> None:
    document = document_of(report, "en")

    assert table(document, "Activities of the theme in the period") == [
        ["A1 Markedsbesøg", "S1", "Alice", "12/01/2026 – 01/02/2026", "Planned", "DKK 1,250.50", "DKK 40"],
        ["In all", "", "", "", "", "DKK 1,250.50", "DKK 40"],
    ]
    assert table(document, "Activities that no theme tells of") == [
        [f"A2 {HOSTILE}", "–", "Consultant", "12/01/2026 – 01/02/2026", "Dropped: Ingen penge", "EUR 7", "–"],
        ["In all", "", "", "", "", "–", "–"],
    ]
    assert table(document, "planned in English") == [
        ["theme_knowledge in English", "1", "DKK 1,250.50", "DKK 40"],
        ["theme_international in English", "0", "–", "–"],
        ["No theme", "1", "–", "–"],
        ["In all", "2", "DKK 1,250.50", "DKK 40"],
    ]


def test_kpis_stand_with_baseline_value_and_target(report: FunderReport) -> None:
    assert table(document_of(report, "en"), "kpi_status in English") == [
        ["K1 Members exporting", "S1", "20", "28", "01/07/2024", "60", "30/12/2025", "Slightly behind"]
    ]


def test_figure_that_differs_is_printed_with_what_was_sent(cluster: Cluster, alice: User, report: FunderReport) -> None:
    send(report, alice)
    change(Activity.objects.of(cluster).get(number=1), alice, budget=Decimal(1300))

    assert table(document_of(report, "en"), "What was sent, and what it is now") == [
        [
            "A1 Markedsbesøg: budget",
            "DKK 1,250.50, sent on 15 January 2026 in “Plan og rapport 2026”. It is another figure now.",
            "DKK 1,300",
            "No explanation given",
        ]
    ]


def test_template_without_panels_and_themes_loses_nothing(cluster: Cluster, alice: User, report: FunderReport) -> None:
    data = {**common("report", "bare"), "sections": [section("only", question("why"))]}
    bare = make_report(cluster, alice, publish_edition(data=data, by=None))

    found = chapters(document_of(bare, "en"))

    assert found == {"Activities in the period": ["Activities in the period"], "KPIs": ["KPIs"]}


def test_empty_report_is_a_document_all_the_same(other_cluster: Cluster, charlie: User) -> None:
    document = document_of(make_report(other_cluster, charlie), "en")

    assert [fact.label for fact in document.summary.facts if document.summary][:3] == ["Funder", "Grant", "Period"]
    assert chapters(document)["direction in English"] == ["summary_plan in English", "planned in English"]


def test_cover_shows_how_much_of_each_theme_is_done(cluster: Cluster, alice: User, report: FunderReport) -> None:
    make_activity(cluster, alice, "Kursus", theme="knowledge", status="done", **DAYS)
    make_activity(cluster, alice, "Droppet", theme="knowledge", status="dropped", reason=Text(da="Nej"), **DAYS)

    rings = document_of(report, "da").rings

    assert rings is not None
    assert [(ring.name, ring.percent, ring.words) for ring in rings.rings] == [("theme_knowledge", 50, "1 af 2")]


# ---- the files


@pytest.mark.parametrize("language", ["da", "en"])
def test_pdf_is_made_of_what_was_sent(client: Client, alice: User, report: FunderReport, language: str) -> None:
    send(report, alice)
    address = f"/c/havtorn/funder/1/sendings/1/{language}.pdf"

    pdf = client.get(address)

    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    assert "Plan og rapport 2026" in words
    assert ("(kladde)" in words, "(draft)" in words) == (False, False)
    assert client.get(address).content == pdf.content


def test_word_file_is_one_that_people_go_on_writing_in(client: Client, report: FunderReport) -> None:
    response = client.get("/c/havtorn/funder/1/draft/da.docx")

    document = Document(BytesIO(response.content))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert "theme_knowledge" in headings
    cells = [[cell.text.replace("\xa0", " ") for cell in row.cells] for t in document.tables for row in t.rows]
    assert ["A1 Markedsbesøg", "S1", "Alice", "12.01.2026 – 01.02.2026", "Planlagt", "1.250,50 kr.", "40 kr."] in cells
    assert [p.text for p in document.paragraphs if p.style.name.startswith("List Bullet")] == ["et", "to"]


def test_word_file_opens_in_another_programme(client: Client, report: FunderReport, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(client.get("/c/havtorn/funder/1/draft/da.docx").content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", tmp_path, tmp_path / "report.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )

    said = (tmp_path / "report.txt").read_text(encoding="utf-8-sig")
    assert "A1 Markedsbesøg" in said
    assert f"A2 {HOSTILE}" in said
    assert "1.250,50" in said


def test_workbook_holds_numbers_and_days(client: Client, report: FunderReport) -> None:
    response = client.get("/c/havtorn/funder/1/draft/en.xlsx")

    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == [
        "Activities",
        "Sums",
        "KPIs",
        "milestones in English",
        "companies in English",
        "Narrative",
    ]
    rows = {name: [[cell.value for cell in row] for row in book[name].iter_rows(min_row=2)] for name in book.sheetnames}
    first, second = rows["Activities"]
    assert (first[1], first[5].date(), first[10:]) == ("A1", date(2026, 1, 12), [1250.5, 40, "DKK"])
    assert (second[0], second[2], second[8]) == ("No theme", HOSTILE, "Ingen penge")
    assert book["Activities"]["C3"].data_type == "s"
    assert rows["Sums"][-1] == ["In all", 2, "DKK", 1250.5, 40]
    assert [cell if not hasattr(cell, "date") else cell.date() for cell in rows["KPIs"][0]][3:] == [
        "Number",
        date(2024, 1, 1),
        20,
        date(2024, 7, 1),
        28,
        date(2025, 12, 30),
        60,
        "Slightly behind",
    ]
    assert rows["companies in English"] == [["Virksomheder in English", 40, 12.5], ["Små in English", None, None]]
    (told,) = [row for row in rows["Narrative"] if row[1] == "summary_plan in English"]
    assert (told[0], told[2].split()) == ("direction in English", ["Vi", "vil", "ud.", "et", "to"])


def test_long_text_goes_on_in_the_next_line_of_the_workbook(client: Client, alice: User, report: FunderReport) -> None:
    put(report, alice, "knowledge_goals", {"da": "æ" * 70_000})

    book = load_workbook(BytesIO(client.get("/c/havtorn/funder/1/draft/da.xlsx").content))

    lines = [row for row in book.worksheets[5].iter_rows(values_only=True) if row[1].startswith("knowledge_goals")]
    assert [len(line[2]) for line in lines] == [32_000, 32_000, 6_000]


def test_tables_of_one_name_get_sheets_of_their_own(cluster: Cluster, alice: User, client: Client) -> None:
    same = {"label": {"da": "Tal/tal", "en": "Figures"}}
    tables = [question(key, "table", columns=[question("n", "number")]) | same for key in ("one", "two")]
    edition = publish_edition(data={**common("report", "bare"), "sections": [section("only", *tables)]}, by=None)
    report = make_report(cluster, alice, edition)
    for key in ("one", "two"):
        put(report, alice, key, [{"id": "r1", "cells": {"n": 1}}])

    book = load_workbook(BytesIO(client.get(f"/c/havtorn/funder/{report.number}/draft/da.xlsx").content))

    assert book.sheetnames[3:5] == ["Tal tal", "Tal tal 2"]


@pytest.mark.parametrize("address", ["draft/de.pdf", "draft/da.doc", "sendings/1/da.pdf", "sendings/9/da.xlsx"])
def test_file_that_is_not_offered_is_not_there(client: Client, report: FunderReport, address: str) -> None:
    assert client.get(f"/c/havtorn/funder/1/{address}").status_code == 404


def test_hostile_title_is_only_words(client: Client, cluster: Cluster, alice: User, report: FunderReport) -> None:
    FunderReport.objects.of(cluster).update(title='../<script>"x"\'')

    response = client.get("/c/havtorn/funder/1/draft/da.xlsx")
    page = client.get("/c/havtorn/funder/1/")

    assert "\n" not in response["Content-Disposition"]
    assert 'filename="klyngen-havtorn-scriptx-draft-da.xlsx"' in response["Content-Disposition"]
    (heading,) = html.document_fromstring(page.content).xpath("//h1")
    assert heading.text_content() == '../<script>"x"\''
