"""A strategy as what holds a workbook."""

from django.urls import reverse

from clusters.models import Cluster
from strategy.models import Strategy
from workbooks.holders import Holder
from workbooks.stores.workbook import locked_words


def holder(cluster: Cluster, workbook: int) -> Holder | None:
    """Return the strategy that the workbook is of; one query."""
    found = Strategy.objects.of(cluster).alive().filter(workbook=workbook).first()
    if found is None:
        return None
    names = [cluster.slug, found.number]
    return Holder(
        title=found.shown_title,
        url=reverse("strategy:detail", args=names),
        section_url=lambda key: reverse("strategy:phase", args=[*names, key]),
        refusal=locked_words() if found.is_decided else "",
    )
