"""A page of guidance: its text in parts that can be linked to, its figures with their sources, its words by letter."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.text import slugify

from core.languages import content_language
from core.markdown import plain
from core.text import Text
from library.rules.extents import minutes_of as minutes_to_read
from library.shown.contents import Heading
from schema.countries import sort_key
from schema.resources import Figure, Resource, Source, Term
from search.words import fold

_HEADING = re.compile(r"^ {0,3}(#{2,6})[ \t]+(.+?)[ \t]*#*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text: its heading, none for what stands before the first, and the Markdown beneath it."""

    heading: Heading | None
    body: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of the glossary that begin with one letter."""

    heading: Heading
    terms: tuple["ShownTerm", ...]


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A word of the glossary, and the id of its place on the page."""

    term: Term
    id: str


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure, with the source that it names."""

    figure: Figure
    source: Source


def passages_of(body: str) -> tuple[Passage, ...]:
    """Return the Markdown cut at its headings of the second level; those beneath move up with them.

    The page sets the headings itself, so that they carry anchors and stand right under its title.
    """
    passages: list[tuple[str, list[str]]] = [("", [])]
    fenced = False
    for line in body.splitlines():
        fenced ^= _FENCE.match(line) is not None
        heading = None if fenced else _HEADING.match(line)
        if heading and len(heading[1]) == 2:
            passages.append((plain(heading[2]), []))
        else:
            passages[-1][1].append(line[1:] if heading and line.startswith("###") else line)
    return tuple(
        Passage(Heading(f"part-{number}", title) if title else None, "\n".join(lines).strip())
        for number, (title, lines) in enumerate(passages)
        if title or any(line.strip() for line in lines)
    )


def letters_of(terms: Sequence[Term]) -> tuple[Letter, ...]:
    """Return the words in the order of the page's language, by their first letter."""
    language = content_language()

    def name(term: Term) -> str:
        return term.term.resolve(language).text

    ordered = sorted(terms, key=lambda term: sort_key(name(term), language))
    return tuple(
        Letter(Heading(_anchor(letter), letter), tuple(ShownTerm(term, term_anchor(term.term)) for term in found))
        for letter, found in groupby(ordered, key=lambda term: _letter(name(term)))
    )


def _letter(word: str) -> str:
    first = word[:1].upper()
    if not first.isalpha():
        return "#"
    return first if first in "ÆØÅ" else (unicodedata.normalize("NFKD", first)[:1] or first)


def _anchor(letter: str) -> str:
    return f"letter-{fold(letter)}" if letter.isalpha() else "letter-other"


def term_anchor(term: Text) -> str:
    """Return the id that a word of the glossary has on its page, in either language."""
    words = fold(next(iter(term.every()), ""))
    return f"term-{slugify(words) or slugify(words, allow_unicode=True)}"


def figures_of(resource: Resource) -> tuple[ShownFigure, ...]:
    """Return the figures, each with its source."""
    sources = {source.title: source for source in resource.sources}
    return tuple(
        ShownFigure(figure, sources.get(figure.source) or Source(title=figure.source, url=figure.source))
        for figure in resource.figures
    )


def minutes_of(resource: Resource) -> int:
    """Return how long it takes to read the page in the language that it is shown in."""
    language = content_language()
    texts: list[Text] = [resource.body, *(figure.label for figure in resource.figures)]
    texts += [text for term in resource.terms for text in (term.term, term.definition)]
    return minutes_to_read(" ".join(text.resolve(language).text for text in texts))
