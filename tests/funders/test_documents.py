"""The document of a report: its chapters, tables and titles, in either language."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import html

from accounts.models import User
from clusters.models import Cluster
from core.dates import format_date
from core.text import LANGUAGES, Language, Resolved, Text
from exports.document import ListBlock, plain
from exports.html import print_html
from funders.exports.document import funder_document
from funders.exports.document import summary as funder_summary
from funders.exports.tables import kpi_table
from funders.models import FunderReport
from funders.selectors.content import Dated, KpiRow
from funders.selectors.gathering import gather
from funders.services import change_report
from library.services import publish_edition
from plans.models import Activity
from strategy.services import rename_strategy
from tests import factories
from tests.days import TODAY
from tests.funders.documents import DAYS, HOSTILE, chapters, document_of, full_report, table
from tests.funders.samples import make_report, page_of, put, send
from tests.funders.test_gathering import change
from tests.plans.samples import make_activity
from tests.schema.samples import common, question, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cluster: Cluster, alice: User) -> FunderReport:
    return full_report(cluster, alice)


def test_draft_says_so_on_its_cover_and_in_its_title(report: FunderReport) -> None:
    document = document_of(report, "en")

    assert (document.title, document.status, document.subtitle, document.organisation, document.period) == (
        "Plan og rapport 2026 (draft)",
        "Plan, unsent draft",
        "Fonden",
        "Cluster havtorn",
        "",
    )


def test_sent_document_says_when_and_by_whom(alice: User, report: FunderReport) -> None:
    # A period that goes on, whatever day it is.
    put(report, alice, "period_to", "2029-12-31")
    send(report, alice)
    sending = send(report, alice, date(2026, 1, 20), remark="Rettet **tal**")
    shown = page_of(report)

    document = funder_document(
        gather(shown).content, shown.sheet.document, "en", today=date(2030, 1, 1), sending=sending
    )

    assert (document.title, document.status, document.date) == (
        "Plan og rapport 2026",
        "Plan, submission 2",
        date(2026, 1, 20),
    )
    assert chapters(document)["About this submission"] == [
        "Sent on",
        "Entered in the portal",
        "Submission",
        "Remark",
        "Checksum of the frozen content (SHA-256)",
    ]
    # What was sent in January is entered now, with what is known now.
    assert f"{format_date(TODAY, 'en')}. Activities and money are those of that day." in print_html(document)
    assert document.summary is not None
    assert document.summary.note == f"Every status was judged on {format_date(TODAY, 'en')}."


def test_report_of_a_period_that_is_over_says_both_days(alice: User, report: FunderReport) -> None:
    put(report, alice, "period_to", "2026-02-28")
    content = gather(page_of(report)).content

    assert content.kpis
    assert content.activities
    assert funder_summary(content, "en", TODAY).note == (
        f"The KPIs were judged as of 28 February 2026. Activities and money are those of {format_date(TODAY, 'en')}."
    )
    assert funder_summary(replace(content, activities=()), "en", TODAY).note == (
        "Every status was judged on 28 February 2026."
    )


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
        "direction in English": [
            "summary_plan in English",
            "planned in English",
            "Activities not covered by a theme",
            "Goals that the activities support",
        ],
        "theme_knowledge in English": ["milestones in English", "The theme’s activities in the period"],
        "performance in English": ["companies in English", "kpi_status in English"],
    }


def test_themes_activities_stand_between_what_was_intended_and_what_came(alice: User, report: FunderReport) -> None:
    put(report, alice, "stage", "report")
    put(report, alice, "knowledge_results", {"da": "Meget"})

    found = chapters(document_of(report, "en"))

    assert found["theme_knowledge in English"] == [
        "milestones in English",
        "The theme’s activities in the period",
        "knowledge_results in English",
    ]


def test_required_answer_that_is_missing_is_printed_as_such(alice: User, report: FunderReport) -> None:
    put(report, alice, "summary_plan", None)

    (missing,) = [b for c in document_of(report).appendices for b in c.blocks if b.kind == "unanswered"]

    assert plain(missing.label) == "summary_plan"


def test_activities_stand_under_their_theme_with_their_money(report: FunderReport) -> None:
    document = document_of(report, "en")

    assert table(document, "The theme’s activities in the period") == [
        ["A1 Markedsbesøg", "S1", "Alice", "12/01/2026 – 01/02/2026", "Planned", "DKK 1,250.50", "DKK 40"],
        ["Total", "", "", "", "", "DKK 1,250.50", "DKK 40"],
    ]
    assert table(document, "Activities not covered by a theme") == [
        [f"A2 {HOSTILE}", "–", "Consultant", "12/01/2026 – 01/02/2026", "Dropped", "EUR 7", "–"],
        ["Total", "", "", "", "", "–", "–"],
    ]
    assert table(document, "planned in English") == [
        ["theme_knowledge in English", "1", "DKK 1,250.50", "DKK 40"],
        ["theme_international in English", "0", "–", "–"],
        ["No theme", "1", "–", "–"],
        ["Total", "2", "DKK 1,250.50", "DKK 40"],
    ]


def test_kpis_stand_with_baseline_value_and_target(report: FunderReport) -> None:
    assert table(document_of(report, "en"), "kpi_status in English") == [
        ["K1 Members exporting", "S1", "20", "28", "60", "Slightly behind"]
    ]


def test_day_that_all_kpis_share_stands_in_the_heading(report: FunderReport) -> None:
    (found,) = (
        b for c in document_of(report, "en").appendices for b in c.blocks if plain(b.label) == "kpi_status in English"
    )

    assert [column.label for column in found.columns] == [
        "KPI",
        "Goal",
        "Baseline",
        "Reached, 01/07/2024",
        "Target, 30/12/2025",
        "Status",
    ]


def test_days_that_differ_have_a_column_of_their_own() -> None:
    rows = [
        KpiRow(number=n, name=Text(en="A"), unit="count", value=Dated(date=date(2026, n, 1), value=Decimal(n)))
        for n in (1, 2)
    ]

    found = kpi_table(rows, "KPIs", "en")

    assert [column.label for column in found.columns][3:5] == ["Reached", "Measured on"]
    assert [row[3:5] for row in found.rows] == [("1", "01/01/2026"), ("2", "01/02/2026")]


def test_why_an_activity_slipped_stands_below_its_table(report: FunderReport) -> None:
    (found,) = (
        b
        for c in document_of(report, "en").appendices
        for b in c.blocks
        if plain(b.label) == "Activities not covered by a theme"
    )

    assert found.remarks == (Resolved("A2, dropped: Ingen penge", "da", is_fallback=True),)


def test_goals_that_the_tables_name_are_spelled_out_once(report: FunderReport) -> None:
    (found,) = (b for c in document_of(report).appendices for b in c.blocks if isinstance(b, ListBlock))

    assert [plain(item) for item in found.items] == ["S1 Flere eksporterer"]


def test_page_that_sums_up_lists_every_kpi(report: FunderReport) -> None:
    summary = document_of(report, "en").summary

    assert summary is not None
    assert summary.table is not None
    assert summary.table.rows == ((Resolved("K1 Members exporting", "en", False), "28", "60", "Slightly behind"),)


def test_figure_that_differs_is_printed_with_what_was_sent(cluster: Cluster, alice: User, report: FunderReport) -> None:
    send(report, alice)
    change(Activity.objects.of(cluster).get(number=1), alice, budget=Decimal(1300))

    assert table(document_of(report, "en"), "What was sent, and what the figure is now") == [
        [
            "A1 Markedsbesøg: budget",
            "DKK 1,250.50, sent on 15 January 2026 in “Plan og rapport 2026”. The figure is now different.",
            "DKK 1,300",
            "No explanation given",
        ]
    ]


def test_template_without_panels_and_themes_loses_nothing(cluster: Cluster, alice: User, report: FunderReport) -> None:
    data = {**common("report", "bare"), "sections": [section("only", question("why"))]}
    bare = make_report(cluster, alice, publish_edition(data=data, by=None))

    found = chapters(document_of(bare, "en"))

    assert found == {
        "Activities in the period": ["Activities in the period", "Goals that the activities support"],
        "KPIs": ["KPIs"],
    }


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


@pytest.mark.parametrize(
    ("language", "title", "borrowed"),
    [("da", "Plan og rapport 2026 (kladde)", False), ("en", "Plan and report 2026 (draft)", False)],
)
def test_title_is_in_the_language_of_the_document(
    cluster: Cluster, alice: User, report: FunderReport, language: Language, title: str, borrowed: bool
) -> None:
    words = Text(da="Plan og rapport 2026", en="Plan and report 2026")
    change_report(report=report, title=words, strategy=None, by=alice)

    document = document_of(report, language)

    assert (document.title, document.is_title_borrowed) == (title, borrowed)


def test_strategy_is_named_in_the_language_of_the_document(cluster: Cluster, alice: User, report: FunderReport) -> None:
    strategy = factories.make_strategy(cluster, alice)
    rename_strategy(strategy=strategy, title=Text(da="Ud i verden", en="Into the world"), by=alice)
    change_report(report=report, title=report.title_text, strategy=strategy, by=alice)

    summaries = [document_of(report, language).summary for language in LANGUAGES]

    named = [[plain(fact.value) for fact in one.facts if fact.label.startswith("Strateg")] for one in summaries if one]
    assert named == [["Ud i verden"], ["Into the world"]]


def test_title_that_is_missing_in_the_language_is_borrowed_and_marked(report: FunderReport) -> None:
    page = html.document_fromstring(print_html(document_of(report, "en")))

    (title,) = page.xpath("//section[@class='cover']//h1")
    (mark,) = page.xpath("//p[contains(@class, 'cover-borrowed')]/text()")
    assert (title.get("lang"), mark) == ("da", "In Danish")
