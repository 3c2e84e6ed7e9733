"""What every published document has, and the templates and surveys that are filled in."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from core.text import LANGUAGES, Text
from schema.clauses import NO_WORDING, Wording
from schema.conditions import Condition
from schema.pairs import day_pairs
from schema.questions import ClauseQuestion, ComputedQuestion, Heading, Question
from schema.rules import CONDITION, Day, Former, Key, Languages, Line, ListOf, OneOfTypes, Prose, held
from schema.vocabulary import DocumentKind


@dataclass(frozen=True, kw_only=True)
class Document:
    """One published thing, read whole."""

    format: int
    slug: str
    kind: DocumentKind
    version: int
    title: Text = field(metadata=held(Line()))
    summary: Text = field(metadata=held(Line()))
    languages: tuple[str, ...] = field(default=LANGUAGES, metadata=held(Languages()))
    review_by: date | None = field(default=None, metadata=held(Day()))


@dataclass(frozen=True, kw_only=True)
class QuestionGroup(Heading):
    """Questions of a section under a heading of their own."""

    questions: tuple[Question, ...] = field(metadata=held(OneOfTypes(Question)))


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a template with its questions; a phase of a strategy, for instance.

    Its questions are all of them, in order: those that belong to no group stand before the first group.
    """

    key: str = field(metadata=held(Key()))
    title: Text = field(metadata=held(Line()))
    printed: Text | None = field(default=None, metadata=held(Line()))
    short: Text | None = field(default=None, metadata=held(Line()))
    intro: Text | None = field(default=None, metadata=held(Prose()))
    show_if: Condition | None = field(default=None, metadata=held(CONDITION))
    replaces: tuple[str, ...] = field(default=(), metadata=held(Former()))
    questions: tuple[Question, ...] = field(metadata=held(OneOfTypes(Question)))
    groups: tuple[QuestionGroup, ...] = field(default=(), metadata=held(ListOf(QuestionGroup)))

    @cached_property
    def always_asked(self) -> frozenset[str] | None:
        """The keys of its questions where all are asked whatever is answered; None where something depends."""
        if self.show_if or any(question.conditions for question in self.questions):
            return None
        return self.keys

    @cached_property
    def panels(self) -> tuple[str, ...]:
        """The panels that stand among its questions."""
        return tuple(question.shows_panel for question in self.questions if question.shows_panel)

    @cached_property
    def adds_up(self) -> bool:
        """Whether it says more than its answers: numbers that follow from others, or points."""
        return any(question.is_computed or question.most_points is not None for question in self.questions)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of its questions."""
        return frozenset(question.key for question in self.questions)

    @property
    def heading(self) -> Text:
        """Return what stands above the section in a document."""
        return self.printed or self.title

    @property
    def ungrouped(self) -> tuple[Question, ...]:
        """Return the questions that belong to no group."""
        return tuple(question for question in self.questions if question.group is None)

    def conditions_of(self, question: Question) -> tuple[Condition, ...]:
        """Return the conditions that must all hold for a question to be asked: the section's, its group's, its own."""
        return (self.show_if, *question.conditions) if self.show_if else question.conditions


@dataclass(frozen=True, kw_only=True)
class Template(Document):
    """A document that is filled in: strategy, assessment, analysis, report, document or survey."""

    sections: tuple[Section, ...] = field(metadata=held(ListOf(Section)))

    @property
    def wording(self) -> Wording:
        """What it says besides its answers: nothing, where it is no document."""
        return NO_WORDING

    def questions(self) -> tuple[Question, ...]:
        """Return all questions in their order."""
        return tuple(self._questions.values())

    def clause_questions(self) -> tuple[ClauseQuestion, ...]:
        """Return the clauses that stand among the questions, as older templates have them."""
        return tuple(question for question in self.questions() if isinstance(question, ClauseQuestion))

    def question(self, key: str) -> Question | None:
        return self._questions.get(key)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def section_of(self, question_key: str) -> Section | None:
        """Return the section in which the question with this key stands."""
        return self._section_of.get(question_key)

    def conditions_of(self, question: Question) -> tuple[Condition, ...]:
        """Return the conditions that must all hold for a question to be asked."""
        section = self._section_of.get(question.key)
        return section.conditions_of(question) if section else ()

    def told_by(self, section_key: str) -> tuple[str, ...]:
        """Return the keys of the questions whose answers decide how far a section has come.

        Its own, those that show or hide others, and the beginning of each end among its own dates.
        """
        return self._told_by[section_key]

    @cached_property
    def _told_by(self) -> dict[str, tuple[str, ...]]:
        asked = self.questions()
        rules = [rule for section in self.sections for one in section.questions for rule in section.conditions_of(one)]
        beyond = [key for rule in rules for key in rule.questions]
        starts = {last: first for first, last in day_pairs(one.key for one in asked if one.type == "date")}
        told = {}
        for section in self.sections:
            own = [question.key for question in section.questions]
            told[section.key] = tuple(dict.fromkeys([*own, *beyond, *(starts[key] for key in own if key in starts)]))
        return told

    @cached_property
    def computed(self) -> tuple[ComputedQuestion, ...]:
        """The numbers that follow from others, each behind those that it follows from."""
        return tuple(one for one in self._questions.values() if isinstance(one, ComputedQuestion))

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.key: question for section in self.sections for question in section.questions}

    @cached_property
    def _section_of(self) -> dict[str, Section]:
        return {question.key: section for section in self.sections for question in section.questions}


@dataclass(frozen=True, kw_only=True)
class DocumentTemplate(Wording, Template):
    """An agreement, an advert or a plan: questions, and the text that their answers are set into."""

    @property
    def wording(self) -> Wording:
        """Its own."""
        return self
