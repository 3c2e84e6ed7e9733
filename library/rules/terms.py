"""Where the terms of a glossary stand in a text: in whatever form, once a section, never in a link or in code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from core.text import LANGUAGES, Language
from schema.resources import Term
from search.stems import stem
from search.words import fold

_WORD = re.compile(r"[^\W_]+")
# What is written in brackets after a term is a name of its own: Baseline (nulpunktsmåling).
_BRACKETS = re.compile(r"(?<!\s)\s*+\(([^()]++)\)")
# Abbreviations take their endings after a sign: KPI'er, SMV’ernes.
_ENDING = re.compile(r"['’](?:ers?|ernes?|ens?|ets?|s)\b")
_SHORT = re.compile(r"\A([A-ZÆØÅ0-9]{2,}+)(?:ers?|ernes?|ens?|ets?|s)")
_DROPPED = re.compile(r"([bdfgkprstv])e([lnr])$")
_BETWEEN = re.compile(r"[\s\u00a0-]{1,2}")
# Sanitised HTML: a sign of its own ends a tag, unless it stands in quotes.
_PIECE = re.compile(r"<(/?)([a-zA-Z0-9]++)(?:[^<>\"]++|\"[^\"]*+\")*+>|&\w{1,12};|[^<&]++|[<&]")
# Where no term is explained: what leads elsewhere, what is quoted letter by letter, and what names a part.
UNTOUCHED = frozenset({"a", "code", "pre", "button", "h1", "h2", "h3", "h4", "h5", "h6"})

# As many texts as are remembered with their terms: every section of a few templates, in both languages.
MOST_TOLD = 100

Form = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A term as it may stand in texts: what it says, and the page of the glossary that it is from."""

    term: Term
    page: str


@dataclass(frozen=True, slots=True)
class Stand:
    """A place in a text at which a term stands."""

    start: int
    end: int
    explained: Explained


class Glossary:
    """Terms, known in each language by the stems of their words."""

    def __init__(self, terms: Iterable[tuple[Term, str]] = ()) -> None:
        self.terms = tuple(Explained(term, page) for term, page in terms)
        self._told: dict[tuple[str, Language], tuple[Explained, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self.terms)

    @cached_property
    def _by_first(self) -> Mapping[str, Mapping[str, list[tuple[Form, str, Explained]]]]:
        found: dict[str, dict[str, list[tuple[Form, str, Explained]]]] = {language: {} for language in LANGUAGES}
        for one in self.terms:
            for language in LANGUAGES:
                for name in names_of(one.term.term.get(language)):
                    form = form_of(name, language)
                    if form:
                        found[language].setdefault(form[0], []).append((form, name, one))
        for by_first in found.values():
            for forms in by_first.values():
                forms.sort(key=lambda entry: -len(entry[0]))
        return found

    def stands_in(self, text: str, language: str) -> Iterator[Stand]:
        """Yield where terms stand in a text without marks, the longest name at each place."""
        by_first = self._by_first.get(language, {})
        if not by_first:
            return
        words = list(_WORD.finditer(text))
        stems = [stem_of(word[0], language) for word in words]
        at = 0
        while at < len(words):
            stand = next(self._at(text, words, stems, at, by_first.get(stems[at], ())), None)
            if stand is None:
                at += 1
                continue
            yield stand
            while at < len(words) and words[at].start() < stand.end:
                at += 1

    def terms_in(self, text: str, language: Language) -> tuple[Explained, ...]:
        """Return the terms that stand in a text, each once, in their order."""
        known = (text, language)
        told = self._told.get(known)
        if told is None:
            found = {id(stand.explained): stand.explained for stand in self.stands_in(text, language)}
            told = tuple(found.values())
            if len(self._told) >= MOST_TOLD:
                self._told.clear()
            self._told[known] = told
        return told

    def _at(
        self,
        text: str,
        words: list[re.Match[str]],
        stems: list[str],
        at: int,
        forms: Iterable[tuple[Form, str, Explained]],
    ) -> Iterator[Stand]:
        for form, name, one in forms:
            last = at + len(form) - 1
            if tuple(stems[at : last + 1]) != form or not all(
                _BETWEEN.fullmatch(text, words[n].end(), words[n + 1].start()) for n in range(at, last)
            ):
                continue
            if name.isupper() and not words[at][0][: len(name)].isupper():
                continue  # "TOPIC" is an abbreviation, "topic" a word
            ending = _ENDING.match(text, words[last].end())
            yield Stand(words[at].start(), ending.end() if ending else words[last].end(), one)


def names_of(words: str) -> list[str]:
    """Return the names that a term has: as it is written, and in brackets."""
    return [name.strip() for name in (_BRACKETS.sub("", words), *_BRACKETS.findall(words)) if name.strip()]


def form_of(name: str, language: Language) -> Form:
    """Return the stems of the words of a name."""
    return tuple(stem_of(word, language) for word in _WORD.findall(name))


@lru_cache(maxsize=16384)
def stem_of(word: str, language: str) -> str:
    """Return a word without its ending, as words are compared."""
    short = _SHORT.fullmatch(word)
    found = fold(stem((short[1] if short else word).casefold(), language))
    if language != "da":
        return found
    # What the stemmer leaves apart: nationalt and nationale, regel and reglen.
    return _DROPPED.sub(r"\1\2", found.removesuffix("t") if found.endswith("alt") else found)


def pieces_of(html: str, glossary: Glossary, language: str, seen: set[int]) -> Iterator[tuple[str, Explained | None]]:
    """Yield sanitised HTML in pieces, each with the term that it is to be explained by, if it is one.

    `seen` are the terms that have been explained in this section; what is found is added.
    """
    shut = 0
    for piece in _PIECE.finditer(html):
        if piece[2]:
            if piece[2].lower() in UNTOUCHED:
                shut += -1 if piece[1] else 1
            yield piece[0], None
        elif shut or piece[0][0] in "<&":
            yield piece[0], None
        else:
            yield from _told(piece[0], glossary, language, seen)


def _told(text: str, glossary: Glossary, language: str, seen: set[int]) -> Iterator[tuple[str, Explained | None]]:
    end = 0
    for stand in glossary.stands_in(text, language):
        if id(stand.explained.term) in seen:
            continue
        seen.add(id(stand.explained.term))
        yield text[end : stand.start], None
        yield text[stand.start : stand.end], stand.explained
        end = stand.end
    yield text[end:], None
