"""The one place that knows which questions are visible, answered, missing or wrong. In memory, without a database.

Form pages, the read view, progress, exports and findings all ask here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from core.text import Language
from schema.conditions import visible_questions
from schema.documents import Section, Template
from schema.questions import DateQuestion, Question, TableQuestion
from workbooks.questions import FACES, Shown, Stored, Surroundings
from workbooks.questions.days import as_day
from workbooks.questions.tables import day_pairs, sum_fault


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one has come: how many of the questions that are asked have an answer."""

    answered: int
    total: int
    missing: int
    faulty: int

    @property
    def percent(self) -> int:
        """Answered questions in percent, rounded down, so that 100 means all."""
        return 100 * self.answered // self.total if self.total else 100

    @property
    def is_begun(self) -> bool:
        """Whether anything has been answered."""
        return self.answered > 0

    @property
    def is_done(self) -> bool:
        """Whether nothing that must be answered is missing, and nothing is wrong."""
        return self.missing == 0 and self.faulty == 0 and (self.answered > 0 or self.total == 0)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing or wrong: the question, its section, and for what is wrong a sentence."""

    question: Question
    section: Section
    fault: str = ""


class AnswerSheet:
    """A template and the answers to it, by question key in their stored form."""

    def __init__(self, document: Template, values: Mapping[str, Stored]) -> None:
        self.document = document
        self.values = values

    @cached_property
    def visible(self) -> frozenset[str]:
        """The keys of the questions that the answers leave visible."""
        return visible_questions(self.document, self.values)

    def is_visible(self, key: str) -> bool:
        """Tell whether the question is asked, given the other answers."""
        return key in self.visible

    def sections(self) -> Iterator[Section]:
        """Give the sections of which at least one question is visible."""
        for section in self.document.sections:
            if any(question.key in self.visible for question in section.questions):
                yield section

    def questions(self, section: Section) -> list[Question]:
        """Return the visible questions of the section."""
        return [question for question in section.questions if question.key in self.visible]

    def value(self, key: str) -> Stored:
        """Return the stored answer, or None."""
        return self.values.get(key)

    def is_answered(self, question: Question) -> bool:
        """Tell whether somebody has answered the question."""
        return FACES[question.type].is_answered(self.values.get(question.key))

    def is_missing(self, question: Question) -> bool:
        """Tell whether the question must be answered and is not."""
        return question.required and question.key in self.visible and not self.is_answered(question)

    def fault(self, question: Question, language: Language) -> str:
        """Return what is wrong with a stored answer seen together with the others, or an empty string."""
        if isinstance(question, TableQuestion):
            return sum_fault(question, self.values.get(question.key), language)
        if isinstance(question, DateQuestion) and question.key in self._ends:
            begins = as_day(self.values.get(self._ends[question.key]))
            ends = as_day(self.values.get(question.key))
            if begins and ends and ends < begins:
                return ends_too_early(self.document, self._ends[question.key], language)
        return ""

    @cached_property
    def _ends(self) -> dict[str, str]:
        keys = (question.key for question in self.document.questions() if isinstance(question, DateQuestion))
        return {last: first for first, last in day_pairs(keys)}

    def start_of(self, key: str) -> str | None:
        """Return the key of the date that this date must not be before, if there is one."""
        return self._ends.get(key)

    def missing(self, section: Section | None = None) -> list[Gap]:
        """Return what must be answered and is not, in order."""
        return [Gap(q, s) for s, q in self._asked(section) if self.is_missing(q)]

    def wrong(self, language: Language, section: Section | None = None) -> list[Gap]:
        """Return what is answered and does not add up, in order, each with its sentence."""
        return [Gap(q, s, fault) for s, q in self._asked(section) if (fault := self.fault(q, language))]

    def _asked(self, section: Section | None) -> Iterator[tuple[Section, Question]]:
        for here in [section] if section else self.document.sections:
            for question in here.questions:
                if question.key in self.visible:
                    yield here, question

    def progress(self, section: Section | None = None) -> Progress:
        """Return how far the section, or the whole, has come; what stores no answer does not count."""
        answered = total = missing = faulty = 0
        for _section, question in self._asked(section):
            if not question.stores_answer:
                continue
            total += 1
            if self.is_answered(question):
                answered += 1
                faulty += bool(self.fault(question, "en"))
            elif question.required:
                missing += 1
        return Progress(answered, total, missing, faulty)

    def show(self, question: Question, language: Language) -> Shown:
        """Return the answer as it is shown in this language."""
        around = Surroundings(self.values)
        return FACES[question.type].show(question, self.values.get(question.key), language, around)

    def lacks_language(self, question: Question, language: Language) -> bool:
        """Tell whether the answer has words, but not, or not everywhere, in this language."""
        languages = FACES[question.type].languages(self.values.get(question.key))
        return bool(self.is_answered(question) and languages is not None and language not in languages)


def ends_too_early(document: Template, start_key: str, language: Language) -> str:
    """Return the sentence for an end that is before its beginning, which stands at another question."""
    start = document.question(start_key)
    label = start.label.resolve(language).text if start else start_key
    return _("This date is before the answer to “%(start)s”. Change one of the two.") % {"start": label}
