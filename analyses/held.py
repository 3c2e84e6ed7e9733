"""An analysis as what holds a workbook."""

from analyses.models import Analysis
from clusters.models import Cluster
from workbooks.holders import Holder, held_in


def holder(cluster: Cluster, workbook: int) -> Holder | None:
    """Return the analysis that the workbook is of; one query."""
    found = Analysis.objects.of(cluster).alive().filter(workbook=workbook).first()
    return held_in("analyses", cluster, found, section="section")
