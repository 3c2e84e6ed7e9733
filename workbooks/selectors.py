"""The outline of a workbook, section by section: how far each has come, what is missing, where to go on.

The rooms that hold workbooks (`strategy`, `funders`) say what a section is called there and where it is filled in.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Generic, Self, TypeVar

from django.utils.translation import gettext as _

from answers.sheet import AnswerSheet, Gap, Progress
from clusters.models import Cluster
from core.languages import content_language
from core.parts.values import drawn_from
from schema.documents import Section
from schema.questions import Question
from workbooks.linking import Link, links_of
from workbooks.models import Workbook
from workbooks.origins import Origin, of_all
from workbooks.stores.base import Store, StoredAnswer
from workbooks.stores.progress_cache import progress_of
from workbooks.stores.stored_answers import origins_of, sheet_of
from workbooks.stores.workbook import WorkbookStore


@dataclass(frozen=True, slots=True)
class Part:
    """A section as lists and menus show it."""

    number: int
    key: str
    label: str
    title: str
    url: str
    progress: Progress
    # Where what is borrowed comes from.
    source: Origin = Origin.EXAMPLE
    # Where the title is in another language than the page, which that is.
    title_language: str = ""

    @property
    def borrowed_percent(self) -> int:
        """How many are borrowed, in percent."""
        return self.progress.borrowed_percent

    @property
    def percent(self) -> int:
        """How many of its questions are answered, in percent."""
        return self.progress.percent

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        return state_words(self.progress, self.source)


def state_words(progress: Progress, source: Origin = Origin.EXAMPLE) -> str:
    """Say how far a section has come: how much is one's own, and how much is not yet."""
    if not progress.is_begun:
        return _("Not started")
    if progress.borrowed and source is Origin.EARLIER:
        said = _("%(own)s of %(total)s your own, %(borrowed)s from the last strategy")
    elif progress.borrowed and source is Origin.PROPOSED:
        said = _("%(own)s of %(total)s your own, %(borrowed)s only proposed")
    elif progress.borrowed:
        said = _("%(own)s of %(total)s your own, %(borrowed)s from the example")
    elif progress.answered == progress.total:
        return _("All answered")
    else:
        said = _("%(own)s of %(total)s answered")
    return said % {"own": progress.answered, "total": progress.total, "borrowed": progress.borrowed}


PartT = TypeVar("PartT", bound=Part)


class Outline(ABC, Generic[PartT]):
    """What a store asks, in its sections, with its answers, loaded once for a request."""

    part_type: type[PartT]

    def __init__(self, store: Store, answers: Mapping[str, StoredAnswer]) -> None:
        self.store = store
        self.answers = answers

    @abstractmethod
    def section_url(self, key: str) -> str:
        """Return the address at which a section is filled in."""

    @property
    @abstractmethod
    def detail_url(self) -> str:
        """The front page."""

    @property
    def is_locked(self) -> bool:
        """Whether the answers have been decided, so that nothing in them can be changed."""
        return False

    @property
    def read_url(self) -> str:
        """Where the whole is read: on the front page, in a room that has no page for it."""
        return self.detail_url

    @abstractmethod
    def with_answers(self, answers: Mapping[str, StoredAnswer]) -> Self:
        """Return the same with answers that have changed."""

    @cached_property
    def sheet(self) -> AnswerSheet:
        """The template with the answers."""
        return sheet_of(self.store, self.answers)

    @cached_property
    def progress(self) -> Progress:
        """How far the whole has come."""
        return self.sheet.progress()

    @cached_property
    def parts(self) -> list[PartT]:
        """The sections that have visible questions, in order."""
        visible = {section.key for section in self.sheet.sections()}
        return [self.part_of(section) for section in self.sheet.document.sections if section.key in visible]

    def part_of(self, section: Section) -> PartT:
        """Return the part of a section, be it one that the answers hide."""
        language = content_language()
        title = section.title.resolve(language)
        return self.part_type(
            number=self.sheet.document.sections.index(section) + 1,
            key=section.key,
            label=(section.short or section.title).resolve(language).words,
            title=title.words,
            title_language=title.language if title.is_fallback else "",
            url=self.section_url(section.key),
            progress=self.progress_in(section),
            source=self.source,
        )

    def progress_in(self, section: Section) -> Progress:
        """Return how far a section has come."""
        return self.sheet.progress(section)

    def origin(self, question: Question) -> Origin:
        """Return where an answer comes from that nobody here has changed or confirmed; else that it is one's own."""
        return self.answers[question.key].source if self.sheet.is_borrowed(question) else Origin.OWN

    def own_value(self, key: str) -> Any:
        """Return an answer that is one's own, for what is reckoned from it; None for what is borrowed."""
        return None if key in self.sheet.borrowed else self.sheet.value(key)

    @cached_property
    def source(self) -> Origin:
        """Where what is borrowed comes from."""
        return of_all(origins_of(self.answers))

    def part(self, section: Section) -> PartT | None:
        """Return the part of a section, or None for one that the answers hide."""
        return next((part for part in self.parts if part.key == section.key), None)

    def neighbours(self, section: Section) -> tuple[PartT | None, PartT | None]:
        """Return the parts before and after this section, among those that are asked."""
        here = self.sheet.document.sections.index(section) + 1
        before = [part for part in self.parts if part.number < here]
        after = [part for part in self.parts if part.number > here]
        return (before[-1] if before else None), (after[0] if after else None)

    @property
    def next_part(self) -> PartT | None:
        """The first part in which something is missing, wrong or unanswered: where to go on."""
        undone = [part for part in self.parts if not part.progress.is_done]
        unanswered = [part for part in self.parts if part.progress.answered < part.progress.total]
        return next(iter(undone or unanswered), None)

    @property
    def gaps(self) -> list[Gap]:
        """What must be answered and is not, what does not add up, and what is borrowed."""
        return [*self.sheet.missing(), *self.sheet.wrong(content_language()), *self.sheet.taken_over()]

    def gap_url(self, gap: Gap) -> str:
        """Return the address at which the gap is mended."""
        return f"{self.section_url(gap.section.key)}#q-{gap.question.key}"

    def links(self, keys: Collection[str]) -> Mapping[str, Link]:
        """Return where the answers to these questions were carried over from; nowhere, for what is no workbook."""
        return {}

    @property
    def last_change(self) -> StoredAnswer | None:
        """The answer that somebody changed last."""
        return max(
            (one for one in self.answers.values() if not one.is_borrowed),
            key=lambda answer: answer.changed_at,
            default=None,
        )


class WorkbookPage(Outline[PartT]):
    """A workbook with its answers."""

    def __init__(self, cluster: Cluster, workbook: Workbook, answers: Mapping[str, StoredAnswer]) -> None:
        workbook.cluster = cluster
        super().__init__(WorkbookStore(workbook), answers)
        self.cluster = cluster
        self.workbook = workbook

    @property
    def is_locked(self) -> bool:
        """Whether an approval holds its answers; what is sent then waits for the next round."""
        return self.workbook.locked_at is not None

    def progress_in(self, section: Section) -> Progress:
        """Return how far a section has come, as it is remembered."""
        return progress_of(self.sheet, section, self.workbook.edition)

    @cached_property
    def digest(self) -> bytes:
        """What is asked, and all that is answered, when it was written and whether it is one's own, as a digest."""
        said = {key: [one.value, one.written_at, one.is_borrowed] for key, one in self.answers.items()}
        return sha256(drawn_from(self.workbook.edition.digest, said)).digest()

    def links(self, keys: Collection[str]) -> Mapping[str, Link]:
        """Return where the answers to these questions were carried over from."""
        return links_of(self.workbook, keys)
