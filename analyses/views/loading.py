"""Fetches the analysis that an address names."""

from analyses.models import Analysis
from analyses.selectors.page import AnalysisPage
from clusters.access import ClusterRequest
from clusters.models import Cluster
from core.shortcuts import get_or_404


def opened(request: ClusterRequest, number: int) -> AnalysisPage:
    """Return the cluster's analysis with its answers; two queries."""
    return opened_in(request.cluster, number)


def opened_in(cluster: Cluster, number: int) -> AnalysisPage:
    """Return the analysis that a cluster has under this number, or raise Http404; two queries."""
    analysis = get_or_404(Analysis.objects.of(cluster).alive().with_workbook(), number=number)
    if analysis.strategy is not None and analysis.strategy.deleted_at is not None:
        # A strategy that was put away takes nothing over.
        analysis.strategy = None
    return AnalysisPage(cluster, analysis, {one.question_key: one for one in analysis.workbook.answers.with_people()})
