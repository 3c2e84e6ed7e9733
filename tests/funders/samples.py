"""Reports to funders, made without surprises: the year 2026, on a template with two themes."""

from datetime import date
from typing import Any

from accounts.models import User
from clusters.models import Cluster
from core.frozen import digest_of, plain
from core.text import Text
from funders.models import FunderReport, Sending
from funders.selectors.gathering import gather
from funders.selectors.report import ReportPage
from funders.services import send_report, start_report
from library.models import Edition
from library.services import publish_edition
from strategy.models import Strategy
from tests.schema.samples import common, options, question, scale, section, text
from tests.workbooks.samples import put as answer

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
AFTERWARDS = {"show_if": {"question": "stage", "is": "report"}}


def report_template(slug: str = "yearly") -> dict[str, Any]:
    """Return a template of a report that asks for everything a report can make use of."""
    firms = [{"key": "all", "label": text("Virksomheder")}, {"key": "small", "label": text("Små")}]
    return {
        **common("report", slug),
        "sections": [
            section(
                "only",
                question("stage", "choice", options=options("plan", "report"), required=True),
                question("cluster_name", required=True),
                question("grant_reference"),
                question("funder_name", required=True),
                question("period_from", "date"),
                question("period_to", "date"),
                question("adopted_on", "date"),
            ),
            section(
                "direction",
                question("summary_plan", "longtext", required=True),
                question("planned", "panel", panel="activities"),
            ),
            section(
                "theme_knowledge",
                question("knowledge_goals", "longtext"),
                question(
                    "milestones",
                    "table",
                    columns=[
                        question("milestone"),
                        question("due", "date"),
                        question("status", "choice", options=options("planned", "reached")),
                    ],
                ),
                question("knowledge_results", "longtext", **AFTERWARDS),
                scale("knowledge_fulfilment", **AFTERWARDS),
            ),
            section("theme_international", question("international_goals", "longtext")),
            section(
                "performance",
                question(
                    "companies",
                    "table",
                    columns=[question("target", "number"), question("actual", "number")],
                    rows=firms,
                ),
                question(
                    "finance", "table", columns=[question("budget", "money"), question("actual", "money")], rows=firms
                ),
                question("members", "number"),
                question("kpi_status", "panel", panel="kpis"),
            ),
            section("closing", question("assessment", "longtext"), show_if={"question": "stage", "is": "report"}),
        ],
    }


def publish_template(slug: str = "yearly") -> Edition:
    """Publish the template."""
    return publish_edition(data=report_template(slug), by=None)


def make_report(
    cluster: Cluster, by: User, edition: Edition | None = None, strategy: Strategy | None = None, **values: Any
) -> FunderReport:
    """Start a report of 2026 to a funder, on the whole cluster's activities."""
    known = {"title": Text(da="Plan og rapport 2026"), "period": YEAR, "funder": "Fonden", "grant": "J.nr. 1", **values}
    return start_report(cluster=cluster, edition=edition or publish_template(), strategy=strategy, by=by, **known)


def put(report: FunderReport, by: User, key: str, stored: Any) -> None:
    """Let somebody store an answer on top of what is there."""
    answer(report.workbook, by, key, stored)


def page_of(report: FunderReport) -> ReportPage:
    """Return the report as a request sees it now."""
    fresh = FunderReport.objects.of(report.cluster).with_workbook().get(pk=report.pk)
    return ReportPage(report.cluster, fresh, {one.question_key: one for one in fresh.workbook.answers.all()})


def seen(report: FunderReport) -> str:
    """Return the digest of what somebody sees who looks now."""
    return digest_of(plain(gather(page_of(report)).content))


def send(report: FunderReport, by: User, on: date = date(2026, 1, 15), **values: Any) -> Sending:
    """Freeze the report as it stands now."""
    after = report.sendings.count()
    known = {"seen": seen(report), "after": after, "sent_on": on, "remark": "", **values}
    return send_report(report=report, by=by, **known)
