"""The goals of a strategy, for the pages that show them."""

from django.db.models import QuerySet

from core.prepared import Prepared
from strategy.models import Goal, Strategy


@Prepared
def _of_strategy(strategy: Strategy) -> "QuerySet[Goal]":
    # across_clusters: narrowed to one strategy, which the caller has fetched from its cluster
    return Goal.across_clusters.filter(strategy=strategy).alive()


def goals_of(strategy: Strategy) -> list[Goal]:
    """Return the strategy's goals that nobody has deleted, in their order, with their owners; one query."""
    found = _of_strategy(strategy)
    for goal in found:
        goal.strategy = strategy
    return found
