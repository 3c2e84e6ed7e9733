"""The strategy that a page is about: the one its address names, or the one the cluster works by."""

from django.http import Http404

from clusters.access import ClusterRequest
from clusters.models import Cluster
from strategy.selectors.phases import Glance, StrategyPage, answered, current_of, numbered


def opened(request: ClusterRequest, number: int, *, with_people: bool = False) -> StrategyPage:
    """Return the cluster's strategy with its answers, and have the menus use it; two queries."""
    return noted(request, opened_in(request.cluster, number, with_people=with_people))


def opened_in(cluster: Cluster, number: int, *, with_people: bool = False) -> StrategyPage:
    """Return the strategy that a cluster has under this number, or raise Http404; two queries."""
    strategy = numbered(cluster, number)
    if strategy is None:
        raise Http404
    return answered(cluster, strategy, with_people=with_people)


def current_strategy(request: ClusterRequest, *, with_people: bool = False) -> StrategyPage | None:
    """Return the strategy that the page has opened, or else the one the cluster works by; at most two queries."""
    shown: StrategyPage | None = getattr(request, "strategy_page", None)
    if shown is None and (shown := current_of(request.cluster, with_people=with_people)) is not None:
        noted(request, shown)
    return shown


def noted(request: ClusterRequest, shown: StrategyPage) -> StrategyPage:
    """Have the menus around the page use the strategy that was loaded for it."""
    request.strategy_page = shown  # type: ignore[attr-defined]
    return shown


def glanced_at(request: ClusterRequest, glance: Glance) -> None:
    """Have the menus around the page use what is to be said there of the strategy, where the rest was not loaded."""
    request.strategy_glance = glance  # type: ignore[attr-defined]
