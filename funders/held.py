"""A report to a funder as what holds a workbook."""

from clusters.models import Cluster
from funders.models import FunderReport
from workbooks.holders import Holder, held_in


def holder(cluster: Cluster, workbook: int) -> Holder | None:
    """Return the report that the workbook is of; one query."""
    found = FunderReport.objects.of(cluster).alive().filter(workbook=workbook).first()
    return held_in("funders", cluster, found, section="section")
