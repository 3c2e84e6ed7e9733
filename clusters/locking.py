"""Taking turns in a cluster: who gives out a number, or counts before changing something, has the others wait."""

from typing import Any

from django.db.models import Max, QuerySet

from clusters.models import Cluster
from core.locking import hold


def lock(cluster: Cluster) -> None:
    """Have everybody else who asks for the cluster's turn wait until the transaction ends."""
    hold(Cluster.objects.all(), cluster)


def newest_number(rows: QuerySet[Any]) -> int:
    """Return the highest number among the rows, or 0; pass deleted ones too, and hold the lock.

    Numbers are given out by the cluster and never again, not even when what bore them is deleted.
    """
    return int(rows.aggregate(newest=Max("number"))["newest"] or 0)
