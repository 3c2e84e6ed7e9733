"""What the rules are told: plain values, as they stand on one day. No database, no words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.text import Text


@dataclass(frozen=True, slots=True)
class GoalFact:
    """A goal of the strategy."""

    pk: int
    key: str
    title: Text
    has_owner: bool = True
    deadline: date | None = None
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class KpiFact:
    """A KPI that is followed. `off_since` is the day of the oldest of its newest values that were all off track."""

    pk: int
    number: int
    key: str
    name: Text
    goal: int | None = None
    has_owner: bool = True
    has_source: bool = True
    is_up: bool = True
    baseline: Decimal | None = None
    targets: tuple[Decimal, ...] = ()
    due_since: date | None = None
    off_periods: int = 0
    off_since: date | None = None
    noted_on: date | None = None
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A milestone that has not been reached."""

    pk: int
    title: Text
    day: date


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """An activity that is not dropped."""

    pk: int
    number: int
    key: str
    title: Text
    goal: int | None = None
    kpis: frozenset[int] = frozenset()
    owner: int | None = None
    has_owner: bool = True
    starts: date | None = None
    ends: date | None = None
    is_closed: bool = False
    budget: Decimal | None = None
    spent: Decimal | None = None
    currency: str = "DKK"
    milestones: tuple[MilestoneFact, ...] = ()
    waits_for: tuple[int, ...] = ()
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class YearFact:
    """A year's frame, and what the plan lays on it, in kroner."""

    year: int
    frame: Decimal
    planned: Decimal
    spent: Decimal


@dataclass(frozen=True, slots=True)
class PhaseFact:
    """A phase of the strategy: how many answers are missing or wrong, and how many texts lack a language."""

    number: int
    key: str
    label: Text
    missing: int = 0
    faulty: int = 0
    untranslated: int = 0


@dataclass(frozen=True, slots=True)
class ItemFact:
    """An item of a checklist that should follow an event, and has passed its day."""

    pk: int
    number: int
    checklist: int
    title: Text
    list_title: str
    due: date


@dataclass(frozen=True, slots=True)
class WeakFact:
    """One of the weakest statements of the newest self-assessment that has become nothing yet."""

    assessment: int
    key: str
    title: Text
    figure: str


@dataclass(frozen=True, slots=True)
class CarriedFact:
    """An answer that was carried over from somewhere: what that is called, whether it is another now, and how old."""

    question: str
    title: Text
    url: str
    has_changed: bool = False
    stale: int = 0


@dataclass(frozen=True, slots=True)
class ExaminedFact:
    """A country that has a score elsewhere than in the strategy: what that is called, and its address."""

    country: str
    title: Text
    url: str


@dataclass(frozen=True, slots=True)
class SaidFact:
    """A figure that stands in a text of the strategy: where, and what it says. No question is the title."""

    question: str
    label: Text
    said: str


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A goal or a KPI that was changed under an approved strategy, and nobody has said why."""

    kind: str
    pk: int
    number: int
    key: str
    title: Text
    day: date


@dataclass(frozen=True, slots=True)
class SurveyFact:
    """A survey among the member companies that is running, or the one that was closed last.

    `without` counts the KPIs that take their value from it and got none.
    """

    number: int
    title: Text
    closes_on: date
    is_draft: bool = False
    is_open: bool = False
    answered: int = 0
    invited: int = 0
    without: int = 0


@dataclass(frozen=True, slots=True)
class DueRoundFact:
    """An open measuring round with KPIs that wait for a survey that nobody has prepared."""

    kind: str
    day: date
    kpis: int


@dataclass(frozen=True, slots=True)
class StrategyFact:
    """What the strategy's own texts say in numbers."""

    number: int
    begins: date | None = None
    ends: date | None = None
    total_budget: Decimal | None = None
    frames_total: Decimal | None = None
    focus: tuple[str, ...] = ()
    scored: frozenset[str] = frozenset()
    in_focus_by_score: frozenset[str] = frozenset()
    rounds: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    # What its texts say of how many focus countries there are, and of its years.
    focus_counts: tuple[SaidFact, ...] = ()
    years_said: tuple[SaidFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """A cluster's strategy and what hangs on it, on one day."""

    today: date
    strategy: StrategyFact
    goals: tuple[GoalFact, ...] = ()
    kpis: tuple[KpiFact, ...] = ()
    activities: tuple[ActivityFact, ...] = ()
    years: tuple[YearFact, ...] = ()
    phases: tuple[PhaseFact, ...] = ()
    follow_ups: tuple[ItemFact, ...] = ()
    weak: tuple[WeakFact, ...] = ()
    carried: tuple[CarriedFact, ...] = ()
    # Focus countries that the strategy gives no score, and an analysis does.
    examined: tuple[ExaminedFact, ...] = ()
    unexplained: tuple[ChangedFact, ...] = ()
    surveys: tuple[SurveyFact, ...] = ()
    due_rounds: tuple[DueRoundFact, ...] = ()
    # Of a hundred companies that are asked, so many are to answer.
    least_rate: int = 0
    people: Mapping[int, str] = field(default_factory=dict)
    # What each person answers for, and how much is too much.
    loads: Mapping[int, int] = field(default_factory=dict)
    most: int = 12

    def kpis_of(self, goal: int) -> list[KpiFact]:
        return [one for one in self.kpis if one.goal == goal]

    def activities_of(self, goal: int) -> list[ActivityFact]:
        return [one for one in self.activities if one.goal == goal]
