"""A report to a funder as what holds a workbook."""

from django.urls import reverse

from clusters.models import Cluster
from funders.models import FunderReport
from workbooks.holders import Holder


def holder(cluster: Cluster, workbook: int) -> Holder | None:
    """Return the report that the workbook is of; one query."""
    found = FunderReport.objects.of(cluster).alive().filter(workbook=workbook).first()
    if found is None:
        return None
    names = [cluster.slug, found.number]
    return Holder(
        title=found.shown_title,
        url=reverse("funders:detail", args=names),
        section_url=lambda key: reverse("funders:section", args=[*names, key]),
    )
