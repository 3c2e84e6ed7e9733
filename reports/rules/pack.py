"""What the board's pack holds: plain values, frozen whole when it is sent. No database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.supporters import Supporter
from core.text import Text
from kpis.rules.yearly import Total

NO_WORDS = Text()


@dataclass(frozen=True, slots=True)
class PackValue:
    """What a KPI was measured to on a day."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class PackKpi:
    """Where a KPI stands: its way from the baseline to its next target, and how it stood in the last pack."""

    pk: int
    key: str
    name: Text
    unit: str
    state: str
    baseline: Decimal | None = None
    latest: Decimal | None = None
    latest_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None
    before: str = ""
    # What is added up over a year has no way from a baseline, and what its newest year comes to is where it stands.
    is_summed: bool = False
    total: Total | None = None
    # The newest measurements by the definition that holds, the first first.
    history: tuple[PackValue, ...] = ()


@dataclass(frozen=True, slots=True)
class PackLate:
    """An activity that is late, and why."""

    key: str
    title: Text
    ends: date | None = None
    owner: str = ""
    role: Text = NO_WORDS
    reason: Text = NO_WORDS


@dataclass(frozen=True, slots=True)
class PackKnot:
    """A KPI or an activity on the red thread: how it stands, by its sign, and whether nobody answers for it."""

    key: str
    sign: str = "none"
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class PackStrand:
    """A goal with what hangs on it."""

    key: str
    title: Text
    kpis: tuple[PackKnot, ...] = ()
    activities: tuple[PackKnot, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether nobody measures it, nothing leads to it, or something on it stands badly."""
        return not self.kpis or not self.activities or any(one.sign == "bad" for one in (*self.kpis, *self.activities))


@dataclass(frozen=True, slots=True)
class PackMoney:
    """What is planned and spent in one currency."""

    currency: str
    budget: Decimal
    spent: Decimal


@dataclass(frozen=True, slots=True)
class PackDeviation:
    """A goal or a target that was changed under the approved strategy, and why."""

    key: str
    name: Text
    reason: str
    day: date
    # What the board has said of it: "noted", "back", or nothing yet; and at which meeting.
    answer: str = ""
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class PackSurvey:
    """A survey among the member companies that is running, or was closed since the last pack: never an answer."""

    title: Text
    is_closed: bool
    day: date
    answered: int
    # By an open link nobody knows how many were asked.
    invited: int = 0
    # The keys of the KPIs that it gave a value, and how many got none.
    fed: tuple[str, ...] = ()
    without: int = 0


@dataclass(frozen=True, slots=True)
class PackChange:
    """How many answers, goals, KPIs and activities differ from the last pack."""

    since: date
    answers: int = 0
    goals: int = 0
    kpis: int = 0
    activities: int = 0


@dataclass(frozen=True, slots=True)
class PackContent:
    """The whole of it."""

    organisation: Text
    strategy: Text
    meeting_on: date
    day: date
    asked: Text = NO_WORDS
    approved_on: date | None = None
    approved_by: str = ""
    minute: str = ""
    kpis: tuple[PackKpi, ...] = ()
    late: tuple[PackLate, ...] = ()
    # Each goal with its KPIs and activities; a pack from before has none.
    thread: tuple[PackStrand, ...] = ()
    # The grants of the European Union that activities have.
    grants: tuple[str, ...] = ()
    money: tuple[PackMoney, ...] = ()
    deviations: tuple[PackDeviation, ...] = ()
    surveys: tuple[PackSurvey, ...] = ()
    changed: PackChange | None = None
    logo: str = ""
    accent: str = ""
    supporters: tuple[Supporter, ...] = ()
    format: int = 1
