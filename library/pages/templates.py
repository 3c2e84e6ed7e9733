"""A template or survey to read before one starts: its sections, and what each question asks for."""

import re
from dataclasses import dataclass

from core.text import LANGUAGES, Language, Text
from library import words
from library.pages.contents import Heading
from schema.documents import Section, Template
from schema.questions import PLACEHOLDER, ClauseQuestion, PanelQuestion, Question, TableQuestion
from schema.tables import Column
from schema.traits import HasOptions, HasScale
from schema.vocabulary import Kind

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#!|])")


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column of a table: its label, what stands in it, and its options or the ends of its scale."""

    label: Text
    type: str
    choices: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A number of a scale and what it means."""

    number: int
    words: Text


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is read: what it asks, how, and when."""

    question: Question
    type: str
    condition: str
    options: tuple[Text, ...] = ()
    levels: tuple[Level, ...] = ()
    columns: tuple[AskedColumn, ...] = ()
    rows: tuple[Text, ...] = ()
    body: Text | None = None

    @property
    def is_panel(self) -> bool:
        """Whether live objects stand here, and nobody answers."""
        return isinstance(self.question, PanelQuestion)


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its questions."""

    heading: Heading
    section: Section
    condition: str
    questions: tuple[Asked, ...]


def parts_of(template: Template) -> tuple[Part, ...]:
    """Return the sections of a template as they are read; those of a strategy are numbered phases."""
    numbered = template.kind == Kind.STRATEGY
    return tuple(
        Part(
            heading=Heading(f"part-{section.key}", section.title, number if numbered else None),
            section=section,
            condition=words.condition(section.show_if, template) if section.show_if else "",
            questions=tuple(asked(question, template) for question in section.questions),
        )
        for number, section in enumerate(template.sections, start=1)
    )


def asked(question: Question, template: Template) -> Asked:
    """Return one question as it is read."""
    table = question if isinstance(question, TableQuestion) else None
    return Asked(
        question=question,
        type=words.answer_type(question),
        condition=words.condition(question.show_if, template) if question.show_if else "",
        options=tuple(option.label for option in question.options) if isinstance(question, HasOptions) else (),
        levels=levels_of(question) if isinstance(question, HasScale) else (),
        columns=tuple(_column(column) for column in table.columns) if table else (),
        rows=tuple(row.label for row in table.rows or ()) if table else (),
        body=with_labels(question.body, template) if isinstance(question, ClauseQuestion) else None,
    )


def levels_of(scale: HasScale) -> tuple[Level, ...]:
    """Return the numbers of a scale that have words: all of them, or the two ends."""
    if scale.levels:
        return tuple(Level(number, text) for number, text in zip(scale.numbers, scale.levels, strict=True))
    return (Level(scale.min, scale.low), Level(scale.max, scale.high))


def _column(column: Column) -> AskedColumn:
    choices = tuple(option.label for option in column.options) if isinstance(column, HasOptions) else ()
    return AskedColumn(column.label, words.answer_type(column), choices)


def with_labels(body: Text, template: Template) -> Text:
    """Return the text of a clause with the labels of the questions where their answers are set in."""
    return Text.from_value({language: _with_labels(body, template, language) for language in LANGUAGES})


def _with_labels(body: Text, template: Template, language: Language) -> str:
    def label(found: re.Match[str]) -> str:
        question = template.question(found[1])
        text = question.label.resolve(language).text if question else found[1]
        escaped = _MARKDOWN.sub(r"\\\1", text)
        return rf"**\[{escaped}\]**"

    return PLACEHOLDER.sub(label, body.get(language))
