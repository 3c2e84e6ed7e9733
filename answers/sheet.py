"""The one place that knows which questions are visible, answered, missing or wrong. In memory, without a database.

Form pages, the read view, progress, exports and findings all ask here.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256

from answers.base import Stored, Surroundings
from answers.shown import Shown
from answers.types import type_of
from core.parts.values import Same, drawn_from
from core.text import Language
from schema.computing import Computed, computed_values
from schema.conditions import Condition, visible_questions
from schema.documents import Section, Template
from schema.pairs import day_pairs
from schema.questions import Question


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one has come: how many of the questions and panels that are asked have an answer of one's own.

    `borrowed` are the answers that nobody here has changed or confirmed; they count for nothing.
    """

    answered: int
    total: int
    missing: int
    faulty: int
    borrowed: int = 0

    def changed(self, before: "Progress", after: "Progress") -> "Progress":
        """Return it with one share in the place of another."""
        return Progress(
            self.answered - before.answered + after.answered,
            self.total - before.total + after.total,
            self.missing - before.missing + after.missing,
            self.faulty - before.faulty + after.faulty,
            self.borrowed - before.borrowed + after.borrowed,
        )

    @property
    def percent(self) -> int:
        """Answered questions in percent, rounded down, so that 100 means all."""
        return 100 * self.answered // self.total if self.total else 100

    @property
    def is_begun(self) -> bool:
        """Whether anything has been answered, be it by the example."""
        return self.answered + self.borrowed > 0

    @property
    def borrowed_percent(self) -> int:
        """Borrowed answers in percent, for the hatched part of a meter."""
        return 100 * self.borrowed // self.total if self.total else 0

    @property
    def is_done(self) -> bool:
        """Whether nothing that must be answered is missing, nothing is wrong, and all of it is one's own."""
        return not (self.missing or self.faulty or self.borrowed) and (self.answered > 0 or self.total == 0)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, wrong or borrowed: the question, its section, and for what is wrong a sentence."""

    question: Question
    section: Section
    fault: str = ""
    is_borrowed: bool = False


@lru_cache(256)
def _starts(document: Same[Template]) -> dict[str, Question]:
    """Return the beginning that belongs to each end among the days of a document, which never changes."""
    days = {question.key: question for question in document.value.questions() if type_of(question).is_day}
    return {last: days[first] for first, last in day_pairs(days)}


class AnswerSheet:
    """A template and the answers to it, by question key in their stored form.

    `borrowed` names the answers that nobody here has changed or confirmed. `filled` tells, when it is asked, which
    panels have something in them; a panel that it does not know counts for nothing.
    """

    def __init__(
        self,
        document: Template,
        values: Mapping[str, Stored],
        borrowed: Collection[str] = frozenset(),
        filled: Callable[[], Mapping[str, bool]] = dict,
    ) -> None:
        self.document = document
        self.values = values
        self.borrowed = borrowed
        self._ask_filled = filled

    def with_values(self, values: Mapping[str, Stored], borrowed: Collection[str]) -> "AnswerSheet":
        """Return the same template with other answers."""
        return AnswerSheet(self.document, values, borrowed, self._ask_filled)

    def around(self, question: Question) -> bytes | None:
        """Return a digest of what the answer is shown by beside itself, for `{% kept %}`; None where it is nothing."""
        return self._digest if type_of(question).looks_around else None

    @cached_property
    def _digest(self) -> bytes:
        return sha256(drawn_from(self.values)).digest()

    @cached_property
    def filled(self) -> Mapping[str, bool]:
        """Which panels have something in them, of those that count."""
        return self._ask_filled()

    @cached_property
    def visible(self) -> frozenset[str]:
        """The keys of the questions that the answers leave visible."""
        return visible_questions(self.document, self.values)

    def is_visible(self, key: str) -> bool:
        """Tell whether the question is asked, given the other answers."""
        return key in self.visible

    def meets(self, rule: Condition) -> bool:
        """Tell whether the answers to what is asked meet a condition."""
        return rule.holds(lambda key: self.values.get(key) if key in self.visible else None)

    def sections(self) -> Iterator[Section]:
        """Give the sections of which at least one question is visible."""
        for section in self.document.sections:
            if any(question.key in self.visible for question in section.questions):
                yield section

    def questions(self, section: Section) -> list[Question]:
        """Return the visible questions of the section."""
        return [question for question in section.questions if question.key in self.visible]

    def read(self, section: Section) -> list[Question]:
        """Return those of them that are read: what only adds to an answer when there is something in it."""
        return [one for one in self.questions(section) if not one.is_aside or self.is_answered(one)]

    def value(self, key: str) -> Stored:
        """Return the stored answer, or what is computed, or None."""
        found = self.computed.get(key)
        return self.values.get(key) if found is None else found.number

    @cached_property
    def computed(self) -> Mapping[str, Computed]:
        """The numbers that follow from others."""
        return computed_values(self.document, self.values, self.visible) if self.document.computed else {}

    def is_answered(self, question: Question) -> bool:
        """Tell whether something stands at the question, be it borrowed."""
        return type_of(question).is_answered(self.value(question.key))

    def is_borrowed(self, question: Question) -> bool:
        """Tell whether something stands there that nobody here has changed or confirmed."""
        return question.key in self.borrowed and self.is_answered(question)

    def is_empty(self, question: Question) -> bool:
        """Tell whether a panel stands here that counts and has nothing in it."""
        return bool(question.shows_panel) and self.filled.get(question.shows_panel) is False

    def is_missing(self, question: Question) -> bool:
        """Tell whether the question must be answered and is not; a panel must have something in it."""
        if question.key not in self.visible:
            return False
        if question.shows_panel:
            return self.is_empty(question)
        return question.required and not self.is_answered(question)

    def fault(self, question: Question, language: Language) -> str:
        """Return what is wrong with a stored answer seen together with the others, or an empty string."""
        return type_of(question).fault(question, self.values.get(question.key), language, self._around)

    def refusal(self, question: Question, value: Stored, language: Language) -> str:
        """Return why a new answer cannot be stored beside the others; what is only shown as wrong does not count."""
        kind = type_of(question)
        return kind.fault(question, value, language, self._around) if kind.refuses_fault else ""

    @cached_property
    def _around(self) -> Surroundings:
        lacking = {key: one.lacking for key, one in self.computed.items() if one.number is None}
        too_large = [key for key, one in self.computed.items() if one.is_too_large]
        return Surroundings(self.values, _starts(Same(self.document)), lacking=lacking, too_large=too_large)

    def missing(self, section: Section | None = None) -> list[Gap]:
        """Return what must be answered and is not, in order."""
        return [Gap(q, s) for s, q in self._asked(section) if self.is_missing(q)]

    def wrong(self, language: Language, section: Section | None = None) -> list[Gap]:
        """Return what is answered and does not add up, in order, each with its sentence."""
        return [Gap(q, s, fault) for s, q in self._asked(section) if (fault := self.fault(q, language))]

    def taken_over(self, section: Section | None = None) -> list[Gap]:
        """Return what is borrowed, in order."""
        return [Gap(q, s, is_borrowed=True) for s, q in self._asked(section) if self.is_borrowed(q)]

    def _asked(self, section: Section | None) -> Iterator[tuple[Section, Question]]:
        for here in [section] if section else self.document.sections:
            for question in here.questions:
                if question.key in self.visible:
                    yield here, question

    def progress(self, section: Section | None = None) -> Progress:
        """Return how far the section, or the whole, has come; what stores no answer and is no panel does not count."""
        return self._counted(question for _section, question in self._asked(section))

    def share(self, question: Question) -> Progress:
        """Return what a question that is asked adds to the progress of its section."""
        return self._counted([question])

    def _counted(self, questions: Iterable[Question]) -> Progress:
        answered = total = missing = faulty = borrowed = 0
        for question in questions:
            if question.shows_panel and question.shows_panel in self.filled:
                total += 1
                answered += self.filled[question.shows_panel]
                missing += self.is_empty(question)
            if not question.stores_answer:
                continue
            if question.is_aside:
                # It neither must be answered nor is asked for; borrowed it may be.
                borrowed += self.is_borrowed(question)
                continue
            total += 1
            if self.is_answered(question):
                is_borrowed = question.key in self.borrowed
                borrowed += is_borrowed
                answered += not is_borrowed
                faulty += bool(self.fault(question, "en"))
            elif question.required:
                missing += 1
        return Progress(answered, total, missing, faulty, borrowed)

    def show(self, question: Question, language: Language) -> Shown:
        """Return what a page shows of the answer, also when there is none."""
        return type_of(question).show(question, self.value(question.key), language, self._around)

    def printed(self, question: Question, language: Language) -> Shown:
        """Return the answer as a document says it, where the question does not stand above it."""
        around = replace(self._around, is_printed=True)
        return type_of(question).show(question, self.value(question.key), language, around)

    def lacks_language(self, question: Question, language: Language) -> bool:
        """Tell whether the answer has words, but not, or not everywhere, in this language."""
        languages = type_of(question).languages(self.values.get(question.key))
        return bool(self.is_answered(question) and languages is not None and language not in languages)
