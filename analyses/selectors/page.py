"""An analysis with its answers, loaded once for a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from django.urls import reverse
from django.utils import timezone

from analyses.models import Analysis
from analyses.rules.evidence import Evidence
from analyses.selectors.evidence import evidence_of
from analyses.selectors.weighing import Weighing, weighings_of
from answers.days import as_day
from clusters.models import Cluster
from core.languages import content_language
from core.text import Language, other
from workbooks.selectors import Part, WorkbookPage
from workbooks.stores.base import StoredAnswer

# The day that the template asks for (docs/content-format.md).
ANALYSED_ON = "analysed_on"


@dataclass(frozen=True, slots=True)
class Files:
    """Where the documents in one language are."""

    language: Language
    pdf: str
    word: str
    sheet: str


class AnalysisPage(WorkbookPage[Part]):
    """An analysis with its answers."""

    part_type = Part

    def __init__(self, cluster: Cluster, analysis: Analysis, answers: Mapping[str, StoredAnswer]) -> None:
        super().__init__(cluster, analysis.workbook, answers)
        analysis.cluster = cluster
        self.analysis = analysis

    def with_answers(self, answers: Mapping[str, StoredAnswer]) -> Self:
        """Return the same analysis with answers that have changed."""
        return type(self)(self.cluster, self.analysis, answers)

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of its pages."""
        return reverse(f"analyses:{name}", args=[self.cluster.slug, self.analysis.number, *args])

    def section_url(self, key: str) -> str:
        """Return the address at which a section is filled in."""
        return self.url("section", key)

    def question_url(self, weighing: Weighing) -> str:
        """Return the address at which scores are changed."""
        return f"{self.section_url(weighing.section.key)}#q-{weighing.key}"

    @property
    def title(self) -> str:
        """The title in the language of the page, or in the other one."""
        return self.analysis.shown_title

    @property
    def detail_url(self) -> str:
        """The page of the result."""
        return self.url("detail")

    @property
    def read_url(self) -> str:
        """The whole to be read."""
        return self.url("read")

    @property
    def settings_url(self) -> str:
        """Title and settings."""
        return self.url("settings")

    @cached_property
    def weighings(self) -> list[Weighing]:
        """What is compared in it."""
        return weighings_of(self.sheet)

    @property
    def weighing(self) -> Weighing | None:
        """What is compared first, by which the analysis is known in lists."""
        return next(iter(self.weighings), None)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """What its figures rest on."""
        return evidence_of(self.sheet)

    def stale(self, today: date) -> tuple[Evidence, ...]:
        """Return what is too old."""
        return tuple(one for one in self.evidence if one.is_stale(today))

    @property
    def day(self) -> date:
        """The day of the analysis: as it says itself, or when its scores were last changed, or when it was begun."""
        said = as_day(self.sheet.value(ANALYSED_ON))
        if said is not None:
            return said
        scored = self.answers.get(self.weighing.key) if self.weighing else None
        return timezone.localdate(scored.changed_at if scored else self.analysis.created_at)

    def files(self) -> list[Files]:
        """Return its documents, in the reader's language first."""
        here = content_language()
        return [
            Files(language, *(self.url("document", language, form) for form in ("pdf", "docx", "xlsx")))
            for language in (here, other(here))
        ]


def pages_of(cluster: Cluster, analyses: list[Analysis]) -> list[AnalysisPage]:
    """Return analyses, fetched with their workbooks and answers, as pages; no query."""
    return [
        AnalysisPage(cluster, one, {answer.question_key: answer for answer in one.workbook.answers.all()})
        for one in analyses
    ]
