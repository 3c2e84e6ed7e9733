"""A draft of a template as the form that a cluster fills in, with the example's answers where there is one for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from answers.sheet import AnswerSheet
from core.languages import content_language
from core.text import LANGUAGES
from curation import selectors
from curation.rules.paths import join
from library.shown.leads import Leads, leads_of
from schema.answers import check_answer
from schema.documents import Section, Template
from schema.questions import Question
from schema.vocabulary import DocumentKind
from workbooks.asking import Setting
from workbooks.models import Answer
from workbooks.shown.cards import Card


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the form, and where it is written."""

    card: Card
    edit_path: str


@dataclass(frozen=True, slots=True)
class FormPart:
    """A section of the form."""

    section: Section
    number: int | None
    questions: Sequence[Asked] = field(default_factory=list)


def edit_path(section: Section, question: Question) -> str:
    """Return where a question is written in its draft."""
    group = ("groups", question.group.key) if question.group else ()
    return join("sections", section.key, *group, "questions", question.beside or question.key)


def form_of(template: Template) -> list[FormPart]:
    """Return the whole form; nothing in it can be saved."""
    values = _example_for(template)
    sheet = AnswerSheet(template, values)
    setting = Setting(LANGUAGES, content_language())
    numbered = template.kind == DocumentKind.STRATEGY
    leads = leads_of(template.questions())
    return [
        FormPart(
            section,
            number if numbered else None,
            [
                Asked(_card(question, setting, sheet, values, leads), edit_path(section, question))
                for question in section.questions
            ],
        )
        for number, section in enumerate(template.sections, start=1)
    ]


def _card(question: Any, setting: Setting, sheet: AnswerSheet, values: dict[str, Any], leads: Leads) -> Card:
    value = values.get(question.key)
    answer = None if value is None else Answer(question_key=question.key, value=value)
    found = tuple(leads[place] for place in question.links if place in leads)
    return Card(question=question, setting=setting, sheet=sheet, answer=answer, leads=found)


def _example_for(template: Template) -> dict[str, Any]:
    """Return the published example's answers, as far as the draft still asks for them so."""
    for one in selectors.published_of(DocumentKind.EXAMPLE):
        if one.get("template") == template.slug and template.kind == DocumentKind.STRATEGY:
            asked = {question.key: question for question in template.questions()}
            return {
                key: value
                for key, value in one["answers"].items()
                if key in asked and asked[key].stores_answer and not check_answer(asked[key], value)
            }
    return {}
