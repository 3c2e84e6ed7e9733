"""What a strategy's pages show: its phases with how far each has come, its period, and what is missing.

Which phases there are, and how many, the template says; nothing here names one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import QuerySet
from django.utils.translation import ngettext

from answers.days import as_day
from clusters.models import Cluster
from core.addresses import reverse
from core.dates import format_date
from core.prepared import Prepared
from core.text import Language
from schema.documents import Section
from strategy.models import Strategy
from workbooks.models import Answer, Workbook
from workbooks.selectors import Part, WorkbookPage
from workbooks.stores.base import StoredAnswer
from workbooks.stores.stored_answers import answers_of

# The icons go round when a template has more phases.
ICONS = ("anchor", "telescope", "compass", "sailboat", "notebook-pen")
# A template that asks for its period asks under these keys (docs/content-format.md).
PERIOD = ("period_start", "period_end")

# Questions beside which the mission and vision of the cluster's profile stand, for the strategy serves them.
SERVES_MISSION = frozenset({"overall_mission_vision", "international_vision"})


@dataclass(frozen=True, slots=True)
class Phase(Part):
    """A phase as wheel, stepper, menu and lists show it."""

    @property
    def icon(self) -> str:
        return ICONS[(self.number - 1) % len(ICONS)]


@dataclass(frozen=True, slots=True)
class Glance:
    """What is said of a strategy around a page: plain values in one language."""

    number: int
    title: str
    phases: tuple[Phase, ...]


class StrategyPage(WorkbookPage[Phase]):
    """A strategy with its answers, loaded once for a request."""

    part_type = Phase

    def __init__(self, cluster: Cluster, strategy: Strategy, answers: Mapping[str, StoredAnswer]) -> None:
        super().__init__(cluster, strategy.workbook, answers)
        strategy.cluster = cluster
        self.strategy = strategy
        if (found := strategy.panels_filled) is not None:
            strategy.workbook.filled = found

    def with_answers(self, answers: Mapping[str, StoredAnswer]) -> Self:
        """Return the same strategy with answers that have changed."""
        return type(self)(self.cluster, self.strategy, answers)

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of the strategy's pages."""
        return reverse(f"strategy:{name}", args=[self.cluster.slug, self.strategy.number, *args])

    @property
    def detail_url(self) -> str:
        """The read view."""
        return self.url("detail")

    @property
    def missing_url(self) -> str:
        """The list of what is missing."""
        return self.url("missing")

    @property
    def settings_url(self) -> str:
        """Title and settings."""
        return self.url("settings")

    @property
    def begin_url(self) -> str:
        """Where there is something to do next."""
        return self.url("begin")

    def section_url(self, key: str) -> str:
        """Return the address at which a phase is filled in."""
        return self.url("phase", key)

    @property
    def phases(self) -> list[Phase]:
        """The phases that have visible questions, in order."""
        return self.parts

    def phase_of(self, section: Section) -> Phase:
        """Return the phase of a section, be it one that the answers hide."""
        return self.part_of(section)

    def phase(self, section: Section) -> Phase | None:
        """Return the phase of a section, or None for one that the answers hide."""
        return self.part(section)

    @property
    def glance(self) -> Glance:
        """What is said of it around a page."""
        return Glance(self.strategy.number, str(self.strategy.shown_title), tuple(self.phases))

    @property
    def next_phase(self) -> Phase | None:
        """The first phase in which something is missing, wrong or unanswered: where to go on."""
        return self.next_part

    @property
    def not_own(self) -> frozenset[str]:
        """The answers that are still the example's; what was once approved is one's own, whoever wrote it."""
        return frozenset() if self.strategy.approved_on is not None else frozenset(self.sheet.borrowed)

    def own_value(self, key: str) -> Any:
        """Return an answer that is one's own, for what is reckoned from it; None for what is still the example's."""
        return None if key in self.not_own else self.sheet.value(key)

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The first and the last day, as far as the cluster has answered: the example's years are not its own."""
        begins, ends = (as_day(self.own_value(key)) for key in PERIOD)
        return begins, ends

    def period_words(self, language: Language) -> str:
        """Return the period for a title, years only when they say enough: 2025–2028."""
        begins, ends = self.period
        if begins and ends:
            return str(begins.year) if begins.year == ends.year else f"{begins.year}–{ends.year}"
        day = begins or ends
        return format_date(day, language) if day else ""


def answered(cluster: Cluster, strategy: Strategy, *, with_people: bool = False) -> StrategyPage:
    """Return a strategy, loaded with its workbook, with its answers; one query.

    Who changed each answer last is left out unless it is asked for: few pages tell.
    """
    rows = _with_people(cluster, strategy.workbook) if with_people else _answers(cluster, strategy.workbook)
    for answer in rows:
        answer.workbook = strategy.workbook
    return StrategyPage(cluster, strategy, {answer.question_key: answer for answer in rows})


@Prepared
def _answers(cluster: Cluster, workbook: Workbook) -> "QuerySet[Answer]":
    return Answer.objects.of(cluster).filter(workbook=workbook).order_by("question_key")


@Prepared
def _with_people(cluster: Cluster, workbook: Workbook) -> "QuerySet[Answer]":
    return Answer.objects.of(cluster).filter(workbook=workbook).with_people().order_by("question_key")


@Prepared
def _current(cluster: Cluster) -> "QuerySet[Strategy]":
    return Strategy.objects.of(cluster).current().with_workbook()[:1]


@Prepared
def _numbered(cluster: Cluster, number: int) -> "QuerySet[Strategy]":
    return Strategy.objects.of(cluster).alive().with_workbook().filter(number=number)


def numbered(cluster: Cluster, number: int) -> Strategy | None:
    """Return the strategy that has the number, with its workbook; one query."""
    return next(iter(_numbered(cluster, number)), None)


def current_of(cluster: Cluster, *, with_people: bool = False) -> StrategyPage | None:
    """Return the strategy that the cluster works by, if there is one; two queries."""
    strategy = next(iter(_current(cluster)), None)
    return answered(cluster, strategy, with_people=with_people) if strategy else None


def glanced(cluster: Cluster) -> Glance | None:
    """Return what the menus show of it, which look at how far it has come and at no single answer; two queries."""
    strategy = next(iter(_current(cluster)), None)
    return StrategyPage(cluster, strategy, answers_of(strategy.workbook)).glance if strategy else None


def missing_words(count: int) -> str:
    """Return how much is missing, in words."""
    return ngettext("%(count)s answer is missing", "%(count)s answers are missing", count) % {"count": count}
