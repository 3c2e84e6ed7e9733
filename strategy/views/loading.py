"""Fetches the strategy that an address names."""

from clusters.access import ClusterRequest
from core.shortcuts import get_or_404
from strategy.models import Strategy
from strategy.pages import StrategyPage


def opened(request: ClusterRequest, number: int, *, with_people: bool = False) -> StrategyPage:
    """Return the cluster's strategy with its answers; two queries. The menus around the page use it too.

    Who changed each answer last is left out unless it is asked for: few pages tell.
    """
    strategy = get_or_404(Strategy.objects.of(request.cluster).alive().with_workbook(), number=number)
    rows = strategy.workbook.answers.with_people() if with_people else strategy.workbook.answers.all()
    answers = {answer.question_key: answer for answer in rows.order_by("question_key")}
    shown = StrategyPage(request.cluster, strategy, answers)
    request.strategy_page = shown  # type: ignore[attr-defined]
    return shown
