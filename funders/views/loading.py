"""Fetches the report that an address names."""

from clusters.access import ClusterRequest
from core.shortcuts import get_or_404
from funders.models import FunderReport, Sending
from funders.selectors.report import ReportPage


def opened(request: ClusterRequest, number: int) -> ReportPage:
    """Return the cluster's report with its answers; two queries."""
    report = get_or_404(FunderReport.objects.of(request.cluster).alive().with_workbook(), number=number)
    if report.strategy is not None and report.strategy.deleted_at is not None:
        # A strategy that was put away plans nothing; the cluster's own activities remain.
        report.strategy = None
    return ReportPage(request.cluster, report, {a.question_key: a for a in report.workbook.answers.with_people()})


def sending_of(request: ClusterRequest, shown: ReportPage, number: int) -> Sending:
    """Return one sending of a report, whole."""
    rows = Sending.objects.of(request.cluster).filter(report=shown.report).select_related("edition__publication")
    found = get_or_404(rows, number=number)
    found.report = shown.report
    return found
