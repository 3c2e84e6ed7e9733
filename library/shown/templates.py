"""A template or survey to read before one starts: its sections, and what each question asks for."""

import re
from dataclasses import dataclass

from answers.base import Description
from answers.types import type_of
from core.languages import content_language
from core.text import LANGUAGES, Language, Text
from library import words
from library.shown.contents import Heading
from library.shown.leads import Lead, Leads, leads_of
from schema.besides import besides_of
from schema.documents import Section, Template
from schema.questions import PLACEHOLDER, Question
from schema.vocabulary import DocumentKind

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#!|])")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is read: what it asks, how, and when."""

    question: Question
    answer: Description
    condition: str
    body: Text | None = None
    leads: tuple[Lead, ...] = ()
    # Where the question is written, for somebody who looks at a draft.
    edit_url: str = ""
    # When the group that it stands in is asked.
    group_condition: str = ""
    # What can be said beside the answer in words of one's own.
    besides: tuple[Text, ...] = ()

    @property
    def options(self) -> list[tuple[Text, str]]:
        """What can be chosen, each with the points that it gives, in words."""
        own = getattr(self.question, "options", ()) if self.answer.options else ()
        return [(one.label, words.points(one.points)) for one in own]


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its questions."""

    heading: Heading
    section: Section
    condition: str
    questions: tuple[Asked, ...]


def parts_of(template: Template) -> tuple[Part, ...]:
    """Return the sections of a template as they are read; those of a strategy are numbered phases."""
    numbered = template.kind == DocumentKind.STRATEGY
    leads = leads_of(template.questions())
    return tuple(
        Part(
            heading=Heading(f"part-{section.key}", section.title, number if numbered else None),
            section=section,
            condition=words.condition(section.show_if, template) if section.show_if else "",
            questions=tuple(asked(one, template, leads) for one in section.questions if not one.beside),
        )
        for number, section in enumerate(template.sections, start=1)
    )


def asked(question: Question, template: Template, leads: Leads) -> Asked:
    """Return one question as it is read."""
    answer = type_of(question).describe(question, content_language())
    return Asked(
        question=question,
        answer=answer,
        condition=words.condition(question.show_if, template) if question.show_if else "",
        body=with_labels(answer.body, template) if answer.body else None,
        group_condition=words.condition(question.group.show_if, template)
        if question.group and question.group.show_if
        else "",
        besides=tuple(one.heading for one in besides_of(question)),
        leads=tuple(leads[place] for place in question.links if place in leads),
    )


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
