"""The files of a report: PDF, Word and Excel, of what stands now and of what was sent."""

import subprocess
from collections.abc import Callable
from datetime import date
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
from funders.models import FunderReport
from library.services import publish_edition
from reports.models import Export
from tests.funders.documents import HOSTILE, full_report
from tests.funders.samples import make_report, put, send
from tests.schema.samples import common, question, section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.EXPORT_DIR = tmp_path / "exports"


@pytest.fixture
def report(cluster: Cluster, alice: User) -> FunderReport:
    return full_report(cluster, alice)


@pytest.fixture
def client(sign_in: Callable, bob: User) -> Client:
    """Bob may only read, and reads the documents."""
    return sign_in(bob)


def test_chapters_follow_each_other_on_a_page(client: Client, report: FunderReport) -> None:
    pdf = client.get("/c/havtorn/funder/1/draft/en.pdf", follow=True)

    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages]
    assert "only in English" in pages[2]
    assert "direction in English" in pages[2]
    # What is in it, and the page that sums it up, stand before on a page of their own.
    assert pages[1].count("only in English") == 1


@pytest.mark.parametrize("address", ["draft/da/preview.pdf", "sendings/1/da/preview.pdf"])
def test_first_pages_are_there_at_once(
    client: Client, cluster: Cluster, alice: User, report: FunderReport, address: str
) -> None:
    send(report, alice)

    answer = client.get(f"/c/havtorn/funder/1/{address}")

    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    assert (len(pages), answer["Content-Type"]) == (2, "application/pdf")
    assert "Plan og rapport 2026" in pages[0]
    assert ("(kladde)" in pages[0]) is address.startswith("draft")
    assert "K1 Members exporting" in pages[1]
    assert not Export.objects.of(cluster).exists()


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
    assert [p.text for p in document.paragraphs if p.style.name.startswith("List Bullet")] == [
        "et",
        "to",
        "S1 Flere eksporterer",
    ]


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
        "Totals",
        "KPIs",
        "milestones in English",
        "companies in English",
        "Narrative",
    ]
    rows = {name: [[cell.value for cell in row] for row in book[name].iter_rows(min_row=2)] for name in book.sheetnames}
    first, second = rows["Activities"]
    assert (first[1], first[5].date(), first[10:]) == ("A1", date(2026, 1, 12), [1250.5, 40, "DKK", 1250.5, 40, ""])
    assert (second[0], second[2], second[8]) == ("No theme", HOSTILE, "Ingen penge")
    assert book["Activities"]["C3"].data_type == "s"
    assert rows["Totals"][-1] == ["Total", 2, "DKK", 1250.5, 40]
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


@pytest.mark.parametrize(
    "address", ["draft/de.pdf", "draft/da.doc", "sendings/1/da.pdf", "sendings/9/da.xlsx", "draft/fr/preview.pdf"]
)
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
