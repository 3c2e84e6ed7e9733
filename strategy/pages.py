"""What a strategy's pages show: its phases with how far each has come, its period, and what is missing.

Which phases there are, and how many, the template says; nothing here names one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Cluster
from core.dates import format_date
from core.languages import content_language
from core.text import Language
from library.schema.documents import Section
from strategy.models import Strategy
from workbooks.models import Answer
from workbooks.questions.days import as_day
from workbooks.services import answer_sheet
from workbooks.sheet import AnswerSheet, Gap, Progress

# The icons go round when a template has more phases.
ICONS = ("anchor", "telescope", "compass", "sailboat", "notebook-pen")
# A template that asks for its period asks under these keys (docs/content-format.md).
PERIOD = ("period_start", "period_end")


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase as wheel, stepper, menu and lists show it."""

    number: int
    key: str
    label: str
    title: str
    url: str
    progress: Progress

    @property
    def percent(self) -> int:
        """How many of its questions are answered, in percent."""
        return self.progress.percent

    @property
    def icon(self) -> str:
        """Its icon."""
        return ICONS[(self.number - 1) % len(ICONS)]

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        if not self.progress.is_begun:
            return _("Not started")
        if self.progress.answered == self.progress.total:
            return _("All answered")
        return _("%(answered)s of %(total)s answered") % {
            "answered": self.progress.answered,
            "total": self.progress.total,
        }


class StrategyPage:
    """A strategy with its answers, loaded once for a request."""

    def __init__(self, cluster: Cluster, strategy: Strategy, answers: Mapping[str, Answer]) -> None:
        strategy.cluster = strategy.workbook.cluster = cluster
        self.cluster = cluster
        self.strategy = strategy
        self.workbook = strategy.workbook
        self.answers = answers

    @cached_property
    def sheet(self) -> AnswerSheet:
        """The template with the answers."""
        return answer_sheet(self.workbook, self.answers)

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

    @cached_property
    def phases(self) -> list[Phase]:
        """The phases that have visible questions, in order."""
        visible = {section.key for section in self.sheet.sections()}
        return [self.phase_of(section) for section in self.sheet.document.sections if section.key in visible]

    def phase_of(self, section: Section) -> Phase:
        """Return the phase of a section, be it one that the answers hide."""
        language = content_language()
        return Phase(
            number=self.sheet.document.sections.index(section) + 1,
            key=section.key,
            label=(section.short or section.title).resolve(language).text,
            title=section.title.resolve(language).text,
            url=self.url("phase", section.key),
            progress=self.sheet.progress(section),
        )

    def phase(self, section: Section) -> Phase | None:
        """Return the phase of a section, or None for one that the answers hide."""
        return next((phase for phase in self.phases if phase.key == section.key), None)

    @property
    def next_phase(self) -> Phase | None:
        """The first phase in which something is missing, wrong or unanswered: where to go on."""
        undone = [p for p in self.phases if not p.progress.is_done]
        unanswered = [p for p in self.phases if p.progress.answered < p.progress.total]
        return next(iter(undone or unanswered), None)

    @property
    def gaps(self) -> list[Gap]:
        """What must be answered and is not, and what does not add up."""
        return [*self.sheet.missing(), *self.sheet.wrong(content_language())]

    def gap_url(self, gap: Gap) -> str:
        """Return the address at which the gap is mended."""
        return f"{self.url('phase', gap.section.key)}#q-{gap.question.key}"

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The first and the last day, as far as they are answered."""
        begins, ends = (as_day(self.sheet.value(key)) for key in PERIOD)
        return begins, ends

    def period_words(self, language: Language) -> str:
        """Return the period for a title, years only when they say enough: 2025–2028."""
        begins, ends = self.period
        if begins and ends:
            return str(begins.year) if begins.year == ends.year else f"{begins.year}–{ends.year}"
        day = begins or ends
        return format_date(day, language) if day else ""

    @property
    def last_change(self) -> Answer | None:
        """The answer that was changed last."""
        return max(self.answers.values(), key=lambda answer: answer.changed_at, default=None)


def missing_words(count: int) -> str:
    """Return how much is missing, in words."""
    return ngettext("%(count)s answer is missing", "%(count)s answers are missing", count) % {"count": count}
