"""What a report contains, as plain data: what a document is made from, be the report live or frozen.

Words that the portal itself puts there stand in both languages, so that a later version of it changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.supporters import Supporter
from core.text import Text
from funders.rules.figures import Difference, Figure
from funders.selectors.financing import Financing
from plans.models import Activity
from plans.shown.activities import Sums

# 2: with the strategy's financing. What was sent before has none of it and says nothing of it.
FORMAT = 2
NO_WORDS = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """An activity as the report shows it."""

    number: int
    title: Text
    goal: str = ""
    goal_title: Text = NO_WORDS
    # The name of a person, or a role.
    owner: Text = NO_WORDS
    starts: date | None = None
    ends: date | None = None
    status: str = ""
    status_words: Text = NO_WORDS
    reason: Text = NO_WORDS
    result: Text = NO_WORDS
    budget: Decimal | None = None
    spent: Decimal | None = None
    currency: str = "DKK"
    theme: str = ""
    # The name and number of its grant from the European Union.
    eu_grant: str = ""
    # What of the money falls in the report's period, where the activity runs beyond it.
    budget_share: Decimal | None = None
    spent_share: Decimal | None = None
    is_shared: bool = False
    # Whether somebody entered money by year; otherwise it is shared by days.
    is_by_year: bool = False

    @property
    def key(self) -> str:
        """The name that people use for it."""
        return f"A{self.number}"

    @property
    def period_budget(self) -> Decimal | None:
        """What is set aside for the period of the report."""
        return self.budget_share if self.is_shared else self.budget

    @property
    def period_spent(self) -> Decimal | None:
        """What was spent in the period of the report."""
        return self.spent_share if self.is_shared else self.spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A number for a day."""

    date: date
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """A KPI as the report shows it: where it began, what was promised, and where it stood when the period ended."""

    number: int
    name: Text
    unit: str
    goal: str = ""
    version: int = 1
    baseline: Dated | None = None
    target: Dated | None = None
    value: Dated | None = None
    state: str = ""
    state_words: Text = NO_WORDS

    @property
    def key(self) -> str:
        """The name that people use for it."""
        return f"K{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A report, whole."""

    format: int = FORMAT
    title: Text
    number: int
    stage: str
    period: tuple[date | None, date | None]
    # The publication and version of the template.
    template: str
    version: int
    organisation: Text
    logo: str = ""
    accent: str = ""
    supporters: tuple[Supporter, ...] = ()
    strategy: Text = NO_WORDS
    # The stored answers to the questions that are asked, by key.
    answers: dict[str, Any]
    activities: tuple[ActivityRow, ...] = ()
    kpis: tuple[KpiRow, ...] = ()
    differences: tuple[Difference, ...] = ()
    figures: tuple[Figure, ...] = ()
    financing: Financing | None = None

    def of_theme(self, theme: str) -> list[ActivityRow]:
        """Return the activities of a theme."""
        return [row for row in self.activities if row.theme == theme]

    def elsewhere(self, themes: Iterable[str]) -> list[ActivityRow]:
        """Return the activities of none of these themes."""
        known = set(themes)
        return [row for row in self.activities if row.theme not in known]


def sums_of(rows: Sequence[ActivityRow]) -> Sums:
    """Add up the money of the period, each currency by itself; a dropped activity counts with what was spent on it."""
    sums = Sums()
    for row in rows:
        budget = row.period_spent if row.status == Activity.Status.DROPPED else row.period_budget
        sums.add(row.currency, budget, row.period_spent)
    return sums
