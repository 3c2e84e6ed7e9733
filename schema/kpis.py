"""The KPI catalogue: definitions that a cluster can adopt."""

from dataclasses import dataclass
from decimal import Decimal

from core.text import Text
from schema.documents import Document
from schema.vocabulary import Aggregation, Direction, Frequency, Level, Statistic, Unit


@dataclass(frozen=True, kw_only=True)
class SurveyFeed:
    """How a survey round gives a KPI its value; nothing is written below `min_answers`."""

    question: str
    statistic: Statistic
    min_answers: int
    options: tuple[str, ...] | None = None
    at_least: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class KpiDefinition:
    """What a KPI counts, how, how often, and which section of the strategy it belongs to."""

    key: str
    name: Text
    definition: Text
    level: Level
    unit: Unit
    direction: Direction
    frequency: Frequency
    aggregation: Aggregation
    source: Text
    section: str
    survey: SurveyFeed | None = None


@dataclass(frozen=True, kw_only=True)
class KpiCatalogue(Document):
    """The KPIs on offer."""

    kpis: tuple[KpiDefinition, ...]

    def kpi(self, key: str) -> KpiDefinition | None:
        """Return the KPI with this key."""
        return next((kpi for kpi in self.kpis if kpi.key == key), None)
