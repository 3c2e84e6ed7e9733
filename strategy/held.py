"""A strategy as what holds a workbook."""

from clusters.models import Cluster
from strategy.models import Strategy
from workbooks.holders import Holder, held_in
from workbooks.stores.workbook import locked_words


def holder(cluster: Cluster, workbook: int) -> Holder | None:
    """Return the strategy that the workbook is of; one query."""
    found = Strategy.objects.of(cluster).alive().filter(workbook=workbook).first()
    refusal = locked_words() if found is not None and found.is_decided else ""
    return held_in("strategy", cluster, found, section="phase", refusal=refusal)
