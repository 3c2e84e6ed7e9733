"""Fetches the report that an address names."""

from clusters.access import ClusterRequest
from clusters.models import Cluster
from core.shortcuts import get_or_404
from funders.models import FunderReport, Sending
from funders.selectors.report import ReportPage


def opened(request: ClusterRequest, number: int) -> ReportPage:
    """Return the cluster's report with its answers; two queries."""
    return opened_in(request.cluster, number)


def opened_in(cluster: Cluster, number: int) -> ReportPage:
    """Return the report that a cluster has under this number, or raise Http404; two queries."""
    report = get_or_404(FunderReport.objects.of(cluster).alive().with_workbook(), number=number)
    if report.strategy is not None and report.strategy.deleted_at is not None:
        # A strategy that was put away plans nothing; the cluster's own activities remain.
        report.strategy = None
    return ReportPage(cluster, report, {a.question_key: a for a in report.workbook.answers.with_people()})


def sending_of(shown: ReportPage, number: int) -> Sending:
    """Return one sending of a report, whole."""
    rows = Sending.objects.of(shown.cluster).filter(report=shown.report).select_related("edition__publication")
    found = get_or_404(rows, number=number)
    found.report = shown.report
    return found
