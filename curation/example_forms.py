"""The answers of an example as its template asks them: the fields that a cluster has, and what is written into them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from answers.sheet import AnswerSheet
from core.languages import content_language
from curation import selectors
from curation.rules.operations import Operation, Set
from curation.rules.paths import find, join
from library.words import condition
from schema import SchemaError, document_of
from schema.documents import Section, Template
from schema.languages import languages_of
from schema.plain import digest
from schema.questions import Question
from schema.vocabulary import DocumentKind
from workbooks.asking import Posted, Setting, face_of
from workbooks.models import Answer
from workbooks.receiving import Act, rearranged
from workbooks.shown.cards import Card, Typed

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """A set of answers of an example: where it stands in the draft, and the template that it answers."""

    path: str
    template: Template

    def values(self, document: Document) -> Document:
        """Return the answers as they are written in a draft."""
        found = find(document, self.path)
        return dict(found) if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class AskedHere:
    """A question with its fields, and when it is asked."""

    card: Card
    only_if: str


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the list of all: how many of its questions are answered."""

    section: Section
    answered: int
    asked: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What a form comes to: operations on the draft, and what could not be read, by question."""

    operations: list[Operation] = field(default_factory=list)
    typed: dict[str, Typed] = field(default_factory=dict)


def answered_at(document: Document, of: str) -> Answered | None:
    """Return the answers of an example, or with a number those of one of its self-assessments; None where none are."""
    if document.get("kind") != DocumentKind.EXAMPLE:
        return None
    if not of:
        asked = [
            one for one in selectors.published_of(DocumentKind.STRATEGY) if one["slug"] == document.get("template")
        ]
        return _answered("answers", asked[0]) if asked else None
    assessed = find(document, f"assessments/{of}") if of.isdecimal() and len(of) < 5 else None
    templates = selectors.published_of(DocumentKind.ASSESSMENT)
    if not isinstance(assessed, dict) or not templates:
        return None
    given = assessed.get("answers")
    keys = set(given) if isinstance(given, dict) else set()
    # The file does not name it: it is the one that most of the answers belong to.
    asked = [max(templates, key=lambda one: len(keys & {q["key"] for s in one["sections"] for q in s["questions"]}))]
    return _answered(f"assessments/{of}/answers", asked[0])


def _answered(path: str, data: Document) -> Answered | None:
    try:
        template = document_of(data, digest(data))
    except SchemaError:
        return None
    return Answered(path, template) if isinstance(template, Template) else None


def setting_of(document: Document) -> Setting:
    """Return in which languages the example is written, the first of its file first."""
    return Setting(languages_of(document).may, content_language())


def cards_of(
    section: Section,
    answered: Answered,
    document: Document,
    *,
    typed: Mapping[str, Typed] | None = None,
    extra_row: str = "",
) -> list[AskedHere]:
    """Return the questions of a section with their fields, as they stand or as they were typed."""
    values, setting = answered.values(document), setting_of(document)
    sheet = AnswerSheet(answered.template, values)
    return [
        AskedHere(
            Card(
                question=question,
                setting=setting,
                sheet=sheet,
                answer=Answer(question_key=question.key, value=value) if (value := values.get(question.key)) else None,
                typed=(typed or {}).get(question.key),
                extra_row=question.key == extra_row,
            ),
            condition(question.show_if, answered.template) if question.show_if else "",
        )
        for question in _asked(section)
    ]


def lines_of(answered: Answered, document: Document, here: Section) -> list[SectionLine]:
    """Return the sections with how far each is answered."""
    values = answered.values(document)
    return [
        SectionLine(one, sum(q.key in values for q in _asked(one)), len(_asked(one)), one is here)
        for one in answered.template.sections
    ]


def taken(section: Section, answered: Answered, posted: Posted, base: Document) -> Taken:
    """Return what was written into a section, compared with the draft as it was when the page was read."""
    values, setting, found = answered.values(base), setting_of(base), Taken()
    posted = rearranged(posted, Act.of(posted))
    for question in _asked(section):
        name, face, before = f"a-{question.key}", face_of(question), values.get(question.key)
        if f"rev-{question.key}" not in posted:
            continue
        reading = face.read(question, posted, name, before, setting)
        if reading.faults:
            found.typed[question.key] = Typed(posted, 0, faults=reading.faults)
            continue
        # What a form makes of an answer that nobody touched is nobody's change.
        untouched = face.read(question, Posted(face.fill(question, before, name, setting)), name, before, setting)
        if reading.value != untouched.value:
            found.operations.append(Set(join(answered.path, question.key), _as_written(reading.value)))
    return found


def clashing(paths: Sequence[str], posted: Posted, words: str) -> dict[str, Typed]:
    """Return what was typed where a colleague was quicker, with a sentence that says so."""
    return {path.rpartition("/")[2]: Typed(posted, 0, message=words) for path in paths}


def _asked(section: Section) -> list[Question]:
    return [question for question in section.questions if question.stores_answer]


def _as_written(value: Any) -> Any:
    """Return an answer as a file holds it; nothing stands where nothing is answered."""
    return None if value in ("", [], {}) else value
