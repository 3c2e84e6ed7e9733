"""The plan's money against the strategy's frame: per goal, and per year.

What is entered for a year stands in it. The rest of an activity's money is laid evenly on the days of the other years:
the budget on all of them, what has been spent on those that have passed. An activity without dates stands in no year.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from plans.models import Activity
from plans.rules.money import NOTHING, Span, by_year
from plans.shown.activities import Plan, Sums
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage

# Templates that ask for the frame ask under these keys (docs/content-format.md).
TOTAL, BY_YEAR = "total_budget", "resources"
FRAME_CURRENCY = "DKK"


@dataclass(frozen=True, slots=True)
class GoalMoney:
    """A goal with the money of its activities."""

    goal: Goal | None
    count: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class YearMoney:
    """A year with its frame and the money laid on its days; a year of None is for what has no dates."""

    year: int | None
    frame: Decimal | None
    sums: Sums = field(default_factory=Sums)

    @property
    def is_over(self) -> bool:
        """Whether more is planned or spent in kroner than the frame holds."""
        most = max(self.sums.budget.get(FRAME_CURRENCY, Decimal(0)), self.sums.spent.get(FRAME_CURRENCY, Decimal(0)))
        return self.frame is not None and most > self.frame


@dataclass(frozen=True, slots=True)
class Budget:
    """The money of a plan."""

    frame: Decimal | None
    total: Sums
    goals: list[GoalMoney]
    years: list[YearMoney]

    @property
    def left(self) -> Decimal | None:
        """How much of the frame no activity has been given yet, in kroner; less than nothing when it is overdrawn."""
        return None if self.frame is None else self.frame - self.total.budget.get(FRAME_CURRENCY, Decimal(0))


def budget_of(plan: Plan, shown: StrategyPage | None) -> Budget:
    """Return the money of a plan against the frame that the strategy gives."""
    frames = frames_of(shown)
    found: dict[int | None, YearMoney] = {year: YearMoney(year, frame) for year, frame in frames.items()}
    for line in plan.lines:
        for year, budget, spent in spread(line.activity, plan.today):
            money = found.setdefault(year, YearMoney(year, None))
            money.sums.add(line.activity.currency, budget or None, spent or None)
    years = sorted(found.values(), key=lambda one: one.year or 9999)
    goals = [GoalMoney(group.goal, len(group.lines), group.sums) for group in plan.groups]
    return Budget(_amount(shown.own_value(TOTAL)) if shown else None, plan.sums, goals, years)


def frames_of(shown: StrategyPage | None) -> dict[int, Decimal]:
    """Return the frame of each year, as far as the strategy gives one."""
    rows: Any = shown.own_value(BY_YEAR) if shown else None
    frames: dict[int, Decimal] = {}
    for row in rows if isinstance(rows, list) else []:
        cells = row.get("cells", {}) if isinstance(row, dict) else {}
        year, amount = _amount(cells.get("year")), _amount(cells.get("budget"))
        if year is not None and amount is not None and 1900 < year < 2200:
            frames[int(year)] = frames.get(int(year), Decimal(0)) + amount
    return frames


def spread(activity: Activity, today: date) -> Iterable[tuple[int | None, Decimal, Decimal]]:
    """Return year by year what falls on it of the budget and of what was spent; the parts add up to the whole."""
    budget, spent = activity.money
    if activity.status == Activity.Status.DROPPED:
        budget = spent
    starts, ends = activity.starts or activity.ends, activity.ends or activity.starts
    if starts is None or ends is None:
        return [(None, budget, spent)]
    passed = min(max(today, starts), ends)
    is_dropped = activity.status == Activity.Status.DROPPED
    budgets = by_year(budget, {} if is_dropped else activity.typed_budget, Span(starts, ends))
    spents = by_year(spent, activity.typed_spent, Span(starts, passed))
    return [(year, budgets.get(year, NOTHING), spents.get(year, NOTHING)) for year in sorted({*budgets, *spents})]


def _amount(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return None
