"""The fixed words of the content format: what may stand where one of a few words is expected."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a published document is."""

    STRATEGY = "strategy"
    ASSESSMENT = "assessment"
    ANALYSIS = "analysis"
    REPORT = "report"
    DOCUMENT = "document"
    SURVEY = "survey"
    CHECKLIST = "checklist"
    KPI_CATALOGUE = "kpi-catalogue"
    RESOURCE = "resource"
    EXAMPLE = "example"


TEMPLATE_KINDS = frozenset(
    {DocumentKind.STRATEGY, DocumentKind.ASSESSMENT, DocumentKind.ANALYSIS, DocumentKind.REPORT, DocumentKind.DOCUMENT}
)
STARTABLE_KINDS = TEMPLATE_KINDS | {DocumentKind.SURVEY, DocumentKind.CHECKLIST}
ALL_KINDS = frozenset(DocumentKind)
# The kinds in which an answer may give points: a section of them is read as one, and says what it reached.
WITH_POINTS = frozenset({DocumentKind.STRATEGY, DocumentKind.ANALYSIS, DocumentKind.REPORT})
# Those in which a number may follow from others; where a group scores, or companies answer, nothing would show it.
WITH_COMPUTED = WITH_POINTS | {DocumentKind.DOCUMENT}
# What is filled in by people who know what they confirm: neither each alone, nor asked what they think.
WITH_DEFAULTS = WITH_COMPUTED
# Those that are answered by members of a cluster, under whose name a file can lie.
WITH_FILES = WITH_COMPUTED
# What a question leads to: where one reads on, and what one works with.
LINKED_KINDS = frozenset({DocumentKind.RESOURCE, DocumentKind.KPI_CATALOGUE, DocumentKind.CHECKLIST})

FOLDERS: dict[str, frozenset[DocumentKind]] = {
    "templates": TEMPLATE_KINDS,
    "surveys": frozenset({DocumentKind.SURVEY}),
    "checklists": frozenset({DocumentKind.CHECKLIST}),
    "kpis": frozenset({DocumentKind.KPI_CATALOGUE}),
    "resources": frozenset({DocumentKind.RESOURCE}),
    "examples": frozenset({DocumentKind.EXAMPLE}),
}


class Panel(StrEnum):
    """Which live objects of the cluster stand in a panel."""

    GOALS = "goals"
    KPIS = "kpis"
    ACTIVITIES = "activities"
    ASSESSMENT = "assessment"
    SURVEYS = "surveys"


class How(StrEnum):
    """How a number follows from others: their sum, the first in percent of the second, or the first less the second."""

    SUM = "sum"
    SHARE = "share"
    DIFFERENCE = "difference"


class TableLayout(StrEnum):
    """How the rows of a table stand, where they are no lines of a table."""

    CARDS = "cards"


class Level(StrEnum):
    """How far a KPI stands from the effort and towards the effect."""

    INPUT = "input"
    ACTIVITY = "activity"
    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


class Unit(StrEnum):
    """What the values of a KPI count."""

    COUNT = "count"
    PERCENT = "percent"
    DKK = "dkk"
    EUR = "eur"
    SCORE = "score"
    DAYS = "days"
    FTE = "fte"


class Direction(StrEnum):
    """Whether a KPI is to rise or to fall."""

    UP = "up"
    DOWN = "down"


class Frequency(StrEnum):
    """How often a KPI is measured."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    BASELINE_MIDTERM_FINAL = "baseline-midterm-final"


class Aggregation(StrEnum):
    """What span of time one value of a KPI covers."""

    POINT = "point"
    ROLLING_12_MONTHS = "rolling-12-months"
    PERIOD = "period"
    CUMULATIVE = "cumulative"


class Statistic(StrEnum):
    """How the answers of a survey round become one value of a KPI."""

    MEAN = "mean"
    MEDIAN = "median"
    SUM = "sum"
    SHARE = "share"


class Topic(StrEnum):
    """What a resource is about."""

    STRATEGY = "strategy"
    MEASUREMENT = "measurement"
    MARKETS = "markets"
    PEOPLE = "people"
    FUNDING = "funding"
    DIGITAL = "digital"
    PARTNERS = "partners"
    GLOSSARY = "glossary"


class Status(StrEnum):
    """How an activity of the example stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in-progress"
    DELAYED = "delayed"
    DONE = "done"
    DROPPED = "dropped"
