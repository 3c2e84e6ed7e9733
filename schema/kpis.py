"""The KPI catalogue: definitions that a cluster can adopt."""

from dataclasses import dataclass, field
from decimal import Decimal

from core.text import Text
from core.units import MOST_DECIMALS
from schema.documents import Document
from schema.rules import Integer, Key, Line, ListOf, Name, Names, Number, OneOf, OneOfOrLine, Part, Prose, held
from schema.vocabulary import Aggregation, Direction, Frequency, Level, Statistic, Unit


@dataclass(frozen=True, kw_only=True)
class SurveyFeed:
    """How a survey round gives a KPI its value; nothing is written below `min_answers`."""

    question: str = field(metadata=held(Name("survey-question")))
    statistic: Statistic = field(metadata=held(OneOf(Statistic)))
    min_answers: int = field(metadata=held(Integer(lowest=1)))
    options: tuple[str, ...] | None = field(default=None, metadata=held(Names("survey-option")))
    at_least: Decimal | None = field(default=None, metadata=held(Number()))


@dataclass(frozen=True, kw_only=True)
class KpiDefinition:
    """What a KPI counts, how, how often, and which section of the strategy it belongs to."""

    key: str = field(metadata=held(Key()))
    name: Text = field(metadata=held(Line()))
    definition: Text = field(metadata=held(Prose()))
    level: Level = field(metadata=held(OneOf(Level)))
    # One of `Unit`, or one that the catalogue names, as `core.units` keeps it.
    unit: str = field(metadata=held(OneOfOrLine(Unit)))
    decimals: int | None = field(default=None, metadata=held(Integer(0, MOST_DECIMALS)))
    direction: Direction = field(metadata=held(OneOf(Direction)))
    frequency: Frequency = field(metadata=held(OneOf(Frequency)))
    aggregation: Aggregation = field(metadata=held(OneOf(Aggregation)))
    source: Text = field(metadata=held(Line()))
    # None where it belongs to no section of any strategy, as in a catalogue that others made.
    section: str = field(default="", metadata=held(Name("strategy-section")))
    survey: SurveyFeed | None = field(default=None, metadata=held(Part(SurveyFeed)))


@dataclass(frozen=True, kw_only=True)
class KpiCatalogue(Document):
    """The KPIs on offer."""

    kpis: tuple[KpiDefinition, ...] = field(metadata=held(ListOf(KpiDefinition)))

    def kpi(self, key: str) -> KpiDefinition | None:
        return next((kpi for kpi in self.kpis if kpi.key == key), None)
