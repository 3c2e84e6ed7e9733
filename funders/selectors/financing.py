"""What the strategy of a report says of its money, so that the report's sums can be held against it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from funders.rules.figures import Period
from funders.selectors.report import ReportPage
from plans.rules.money import NOTHING, Span, share
from plans.shown.budget import TOTAL, frames_of
from reports.exports.money import sources_of
from schema.numbers import as_decimal
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage, answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Financing:
    """The strategy's budget for the period and in all, and its sources of money, in kroner."""

    # What the strategy gives the years of the period; of a year that lies in it only partly, its share by days.
    frame: Decimal | None = None
    is_shared: bool = False
    # What all its years come to, its total, and what the sources come to that have not been rejected.
    years: Decimal | None = None
    whole: Decimal | None = None
    sources: Decimal | None = None


def financing_of(shown: ReportPage) -> Financing | None:
    """Return what the report's strategy says of its money, or None where it says nothing; two queries."""
    if shown.report.strategy_id is None:
        return None
    strategy = Strategy.objects.of(shown.cluster).with_workbook().get(pk=shown.report.strategy_id)
    return read_from(answered(shown.cluster, strategy), shown.period)


def read_from(strategy: StrategyPage, period: Period) -> Financing | None:
    """Return what a strategy says of the money of a period."""
    frames = frames_of(strategy)
    whole, sources = as_decimal(strategy.own_value(TOTAL)), sources_of(strategy)
    if not frames and whole is None and sources is None:
        return None
    parts, is_shared = [], False
    for year, frame in frames.items():
        span = Span(date(year, 1, 1), date(year, 12, 31))
        within = Span(period[0] or span.first, period[1] or span.last)
        part = share(frame, span, within) if within.last >= within.first else NOTHING
        is_shared = is_shared or part not in (frame, NOTHING)
        if within.first <= span.last and within.last >= span.first:
            parts.append(part)
    return Financing(
        frame=sum(parts, NOTHING) if parts else None,
        is_shared=is_shared,
        years=sum(frames.values(), NOTHING) if frames else None,
        whole=whole,
        sources=sources,
    )
