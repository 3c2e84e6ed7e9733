"""What a snapshot of a strategy holds: plain values, frozen whole. No database."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core.supporters import Supporter
from core.text import Text
from kpis.rules.yearly import Total

# 2: with what was entered of an activity's money for single years.
FORMAT = 2
NO_WORDS = Text()


@dataclass(frozen=True, slots=True)
class FrozenProfile:
    """The cluster, as its profile said."""

    name: Text
    mission: Text = NO_WORDS
    vision: Text = NO_WORDS
    # The logo as it is written into a document, and the colour.
    logo: str = ""
    accent: str = ""
    supporters: tuple[Supporter, ...] = ()


@dataclass(frozen=True, slots=True)
class FrozenGoal:
    """A goal as it stood, with all that a comparison and a document need of it."""

    pk: int
    number: int
    title: Text
    rationale: Text = NO_WORDS
    owner: str = ""
    role: Text = NO_WORDS
    deadline: date | None = None

    @property
    def key(self) -> str:
        """The name that people use for it."""
        return f"S{self.number}"


@dataclass(frozen=True, slots=True)
class FrozenTarget:
    """What a KPI was to have reached on a day."""

    date: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class FrozenKpi:
    """A KPI with what was promised, and where it stood."""

    pk: int
    number: int
    name: Text
    unit: str
    goal: int | None = None
    owner: str = ""
    role: Text = NO_WORDS
    baseline: Decimal | None = None
    latest: Decimal | None = None
    latest_on: date | None = None
    state: str = ""
    # What its newest year came to, where a year is summed.
    total: Total | None = None
    targets: tuple[FrozenTarget, ...] = ()

    @property
    def key(self) -> str:
        """The name that people use for it."""
        return f"K{self.number}"


@dataclass(frozen=True, slots=True)
class FrozenActivity:
    """An activity of the action plan."""

    pk: int
    number: int
    title: Text
    goal: int | None = None
    owner: str = ""
    role: Text = NO_WORDS
    starts: date | None = None
    ends: date | None = None
    budget: Decimal | None = None
    spent: Decimal | None = None
    currency: str = "DKK"
    status: str = ""
    eu_grant: str = ""
    # What was entered for single years, {"2026": "120000"}; the rest is shared by days.
    budget_by_year: dict[str, str] = field(default_factory=dict)
    spent_by_year: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name that people use for it."""
        return f"A{self.number}"


@dataclass(frozen=True, slots=True)
class FrozenParked:
    """An answer to a question that is not asked any more, with the question as it was asked.

    `languages` are those of the document that asked it; none where it is in the usual two.
    """

    key: str
    value: Any
    question: dict[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    version: int = 0
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class FrozenStrategy:
    """A strategy whole: its template, its answers, and what hung on it."""

    number: int
    title: Text
    edition: str
    profile: FrozenProfile
    answers: dict[str, Any] = field(default_factory=dict)
    goals: tuple[FrozenGoal, ...] = ()
    kpis: tuple[FrozenKpi, ...] = ()
    activities: tuple[FrozenActivity, ...] = ()
    # Where answers come from that nobody had changed or confirmed: example, earlier.
    borrowed: dict[str, str] = field(default_factory=dict)
    # What was answered in an earlier edition and stands beside the strategy; nobody decides it.
    parked: tuple[FrozenParked, ...] = ()
    format: int = FORMAT
