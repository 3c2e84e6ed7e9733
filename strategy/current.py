"""The strategy that a page is about: the one its address names, or the one the cluster works by."""

from django.http import Http404

from clusters.access import ClusterRequest
from strategy.selectors.phases import StrategyPage, answered, current_of, numbered


def opened(request: ClusterRequest, number: int, *, with_people: bool = False) -> StrategyPage:
    """Return the cluster's strategy with its answers; two queries."""
    strategy = numbered(request.cluster, number)
    if strategy is None:
        raise Http404
    return noted(request, answered(request.cluster, strategy, with_people=with_people))


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
