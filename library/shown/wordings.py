"""The text of a document to read before one starts: its clauses, with the names of what is set in."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.languages import content_language
from core.text import Language, Text
from library import words
from library.shown.contents import Heading
from schema.clauses import MARK, Clause, ClauseParagraph, Mark, MarkKind
from schema.documents import Template

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#!|])")


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause as somebody reads it in the library, with the condition under which it stands."""

    clause: Clause
    title: str
    condition: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadWording:
    """The clauses of a document, under their heading."""

    heading: Heading
    clauses: tuple[ReadClause, ...]
    schedules: tuple[str, ...]


def wording_of(template: Template) -> ReadWording | None:
    """Return the text of a document, in the language of the page; None where it has none of its own."""
    if not template.wording.clauses:
        return None
    language = content_language()
    return ReadWording(
        Heading("part-wording", Text(da="Teksten", en="The text")),
        tuple(
            ReadClause(
                clause,
                with_names(clause.title, template, language, is_markdown=False),
                words.condition(clause.show_if, template) if clause.show_if else "",
                tuple(_paragraph(one, template, language) for one in clause.paragraphs),
            )
            for clause in template.wording.clauses
        ),
        tuple(schedule.title.resolve(language).text for schedule in template.wording.schedules),
    )


def _paragraph(paragraph: ClauseParagraph, template: Template, language: Language) -> str:
    points = [f"- {with_names(item.text, template, language)}" for item in paragraph.items]
    text = with_names(paragraph.text, template, language)
    return "\n\n".join([text, "\n".join(points)]) if points else text


def with_names(text: Text, template: Template, language: Language, *, is_markdown: bool = True) -> str:
    """Return the words with the name of what is set in at each mark."""

    def name(found: re.Match[str]) -> str:
        mark = Mark.of(found[1])
        said = f"[{_name(mark, template, language)}]" if mark else found[0]
        escaped = _MARKDOWN.sub(r"\\\1", said)
        return f"**{escaped}**" if is_markdown else said

    return MARK.sub(name, text.resolve(language).text)


def _name(mark: Mark, template: Template, language: Language) -> str:
    question, clause = template.question(mark.key), template.wording.clause(mark.key)
    if mark.kind is MarkKind.SEE and clause:
        return MARK.sub("…", clause.title.resolve(language).text)
    if mark.kind is MarkKind.SEE:
        found = (one.title for one in template.wording.schedules if one.key == mark.key)
        return next((title.resolve(language).text for title in found), mark.key)
    if mark.kind is MarkKind.TERM:
        terms = (one.term for one in template.wording.defined_terms if one.key == mark.key)
        return next((term.resolve(language).text for term in terms), mark.key)
    if mark.kind is MarkKind.FACT:
        return _("what the portal knows")
    return question.label.resolve(language).text if question else mark.key
