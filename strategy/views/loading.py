"""Fetches the strategy that an address names."""

from clusters.access import ClusterRequest
from core.shortcuts import get_or_404
from strategy.models import Strategy
from strategy.pages import StrategyPage


def opened(request: ClusterRequest, number: int) -> StrategyPage:
    """Return the cluster's strategy with its answers; two queries. The menus around the page use it too."""
    strategy = get_or_404(Strategy.objects.of(request.cluster).alive().with_workbook(), number=number)
    answers = {answer.question_key: answer for answer in strategy.workbook.answers.with_people()}
    shown = StrategyPage(request.cluster, strategy, answers)
    request.strategy_page = shown  # type: ignore[attr-defined]
    return shown
