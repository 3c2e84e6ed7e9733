"""What a report's pages show of the report itself: its sections, its stage and period, and where everything stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from django.urls import reverse

from answers.base import Stored
from clusters.models import Cluster
from core.dates import format_date
from core.languages import content_language
from core.text import Language, other
from funders.models import FunderReport, Sending
from funders.rules.figures import REPORT, Period
from funders.selectors.question_keys import funder_of, grant_of, period_of, stage_of
from workbooks.selectors import Part, WorkbookPage
from workbooks.stores.base import StoredAnswer


@dataclass(frozen=True, slots=True)
class Files:
    """Where a report's documents in one language are."""

    language: Language
    pdf: str
    word: str
    excel: str
    preview: str


class ReportPage(WorkbookPage[Part]):
    """A report with its answers, loaded once for a request."""

    part_type = Part

    def __init__(self, cluster: Cluster, report: FunderReport, answers: Mapping[str, StoredAnswer]) -> None:
        super().__init__(cluster, report.workbook, answers)
        report.cluster = cluster
        self.report = report

    def with_answers(self, answers: Mapping[str, StoredAnswer]) -> Self:
        """Return the same report with answers that have changed."""
        return type(self)(self.cluster, self.report, answers)

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of the report's pages."""
        return reverse(f"funders:{name}", args=[self.cluster.slug, self.report.number, *args])

    def section_url(self, key: str) -> str:
        """Return the address at which a section is filled in."""
        return self.url("section", key)

    @property
    def title(self) -> str:
        """The title in the language of the page, or in the other one."""
        return self.report.shown_title

    def files(self, sending: int | None = None) -> list[Files]:
        """Return the documents of what stands now, or of a sending, in the reader's language first."""
        here = content_language()
        name, which = ("draft", ()) if sending is None else ("sent", (sending,))
        found = []
        for language in (here, other(here)):
            pdf, word, excel = (self.url(name, *which, language, form) for form in ("pdf", "docx", "xlsx"))
            found.append(Files(language, pdf, word, excel, self.url(f"{name}_preview", *which, language)))
        return found

    @property
    def detail_url(self) -> str:
        """The front page."""
        return self.url("detail")

    @property
    def read_url(self) -> str:
        """The whole report to be read."""
        return self.url("read")

    @property
    def differences_url(self) -> str:
        """The figures that differ from what was sent."""
        return self.url("differences")

    @property
    def send_url(self) -> str:
        """Where the report is frozen."""
        return self.url("send")

    @property
    def settings_url(self) -> str:
        """Title and settings."""
        return self.url("settings")

    @cached_property
    def values(self) -> dict[str, Stored]:
        """What is stored at the questions that are asked; what is only proposed is nobody's answer, and is not sent."""
        sheet = self.sheet
        asked = {key: value for key, value in sheet.values.items() if value is not None and sheet.is_visible(key)}
        return {key: value for key, value in asked.items() if key not in sheet.borrowed}

    @property
    def stage(self) -> str:
        """Whether it is a plan, or plan and report."""
        return stage_of(self.values)

    @property
    def is_report(self) -> bool:
        """Whether the year is over, and results are asked for."""
        return self.stage == REPORT

    @property
    def stage_words(self) -> str:
        """The same in words."""
        return str(Sending.Stage(self.stage).label)

    @property
    def period(self) -> Period:
        """The first and the last day, as far as they are answered."""
        return period_of(self.values)

    @property
    def period_words(self) -> str:
        """The period in the language of the page."""
        return period_words(self.period, content_language())

    @property
    def funder(self) -> str:
        """The name of the funder in the language of the page, as the report itself gives it."""
        return funder_of(self.values).resolve(content_language()).text

    @property
    def grant(self) -> str:
        """Which grant it is about."""
        return grant_of(self.values).resolve(content_language()).text

    def figure_url(self, key: str) -> str:
        """Return where the figure with this key is mended."""
        kind, number, *rest = key.split(":")
        if kind == "activity":
            return reverse("plans:activity", args=[self.cluster.slug, int(number)])
        if kind == "kpi":
            return reverse("kpis:detail", args=[self.cluster.slug, int(number)])
        section = self.sheet.document.section_of(rest[0]) if rest else None
        return f"{self.section_url(section.key)}#q-{rest[0]}" if section else self.detail_url


def period_words(period: Period, language: Language) -> str:
    """Return a period in words, the year alone where it says enough."""
    first, last = period
    if first and last:
        if first == date(first.year, 1, 1) and last == date(last.year, 12, 31):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        return f"{format_date(first, language)} – {format_date(last, language)}"
    day = first or last
    return format_date(day, language) if day else ""
