"""What every converter makes a document with: texts that are allowed, keys that are free, and what was left out."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.plain import one_line, tidy
from curation.rules.keys import key_from, slug_from
from schema.conditions import MOST_PARTS
from schema.outlines import questions_of
from schema.parsing.node import LONGEST_KEY, SLUG
from schema.texts import LONGEST_TEXT, fresh_faults, published_faults, text_faults

Document = dict[str, Any]
Words = Mapping[str, str]

_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,2000}>")
_BREAK = re.compile(r"<(?:br|/p|/li|/div|/h\d)\b[^<>]{0,200}>", re.IGNORECASE)
_SIGNS = re.compile(r"[*_`~#\[\]]|&(?=[#\w]+;)")
_GAPS = re.compile(r"\n{3,}")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST_LINE = 2_000
MOST_QUESTIONS = 2_000


class Unconvertible(Exception):
    """A file that no document can be made of, with a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that the document does not say: where it stood, what it was, and why it is not there."""

    where: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.why}"


@dataclass(frozen=True, slots=True)
class Converted:
    """A document, and what was left out of it."""

    document: Document
    dropped: tuple[Dropped, ...]


@dataclass
class Maker:
    """Makes one document; `languages` are those that its texts may be in, the first of them in every text."""

    languages: tuple[str, ...]
    dropped: list[Dropped] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    def drop(self, where: str, what: str, why: str) -> None:
        """Note something that is left out."""
        self.dropped.append(Dropped(where, what, why))

    def line(self, words: Words, otherwise: str = "") -> Document:
        """Return a text of one line; what stands in no language gets the words that are given instead."""
        return self._text({code: cleaned_line(said) for code, said in words.items()}, otherwise)

    def prose(self, *parts: Words) -> Document | None:
        """Return a text in Markdown, each part a paragraph; nothing where nothing is said."""
        joined: dict[str, list[str]] = {}
        for part in parts:
            for code, said in part.items():
                if cleaned := cleaned_prose(said):
                    joined.setdefault(code, []).append(cleaned)
        return self._text({code: "\n\n".join(said) for code, said in joined.items()}, "") if joined else None

    def _text(self, words: Words, otherwise: str) -> Document:
        found = {code: words[code] for code in self.languages if words.get(code)}
        first = self.languages[0]
        if first not in found:
            # What is missing in the first language is shown in another, so that nothing is lost.
            found = {first: next(iter(found.values()), otherwise), **found}
        return {code: said for code, said in found.items() if said}

    def key(self, words: str, otherwise: str = "item") -> str:
        """Return a key for a question that no other has."""
        return _taken(words, self.keys, otherwise)

    def section_key(self, words: str) -> str:
        """Return a key for a section that no other has."""
        return _taken(words, self.sections, "section")

    def group_key(self, words: str) -> str:
        """Return a key for a group that no other has."""
        return _taken(words, self.groups, "group")

    def converted(self, kind: str, slug: str, title: Words, summary: Words, sections: Iterable[Document]) -> Converted:
        """Return the document with all that every document has; raises Unconvertible where nothing is asked."""
        counted = [(one, sum(1 for _question in questions_of(one))) for one in sections]
        found = [one for one, many in counted if many]
        if not found:
            raise Unconvertible("No question was found in the file.")
        if sum(many for _one, many in counted) > MOST_QUESTIONS:
            raise Unconvertible(f"The file holds more than {MOST_QUESTIONS} questions. Split it in two.")
        named = self.line(title, "?")
        return Converted(
            {
                "format": 2,
                "slug": slug
                if SLUG.fullmatch(slug) and len(slug) <= LONGEST_KEY
                else slug_from(slug or named_in(named), ()),
                "kind": kind,
                "version": 1,
                "languages": list(self.languages),
                "title": named,
                "summary": self.line(summary, named_in(named)),
                "sections": found,
            },
            tuple(self.dropped),
        )


def _taken(words: str, keys: set[str], otherwise: str) -> str:
    made = key_from(words, keys, otherwise)
    keys.add(made)
    return made


def named_in(text: Words) -> str:
    """Return the words of a text, in its first language."""
    return next(iter(text.values()), "")


def options_of(made: Iterable[tuple[str, Document, Document | None]]) -> list[Document]:
    """Return options with keys of their own: each from what it is called, its label, and its help."""
    taken: set[str] = set()
    found = []
    for name, label, help_ in made:
        key = key_from(name, taken, "option")
        taken.add(key)
        found.append({"key": key, "label": label, **({"help": help_} if help_ else {})})
    return found


def _plain(words: str) -> str:
    """Return the words without HTML, and without what no database takes."""
    said = _UNSTORABLE.sub("", tidy(words))
    said = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", said)))
    said = _TAG.sub(" ", said).replace("<!", "‹!").replace("-->", "→").replace("</", "‹/").replace("<?", "‹?")
    return said if not any(published_faults(said, markdown=False)) else said.replace("<", "‹")


def cleaned_line(words: str) -> str:
    """Return the words as one line that may be printed as it is."""
    said = one_line(_plain(words))[:LONGEST_LINE]
    if any(fresh_faults(said, markdown=False)):
        said = one_line(_SIGNS.sub("", said))
    return "" if any((*fresh_faults(said, markdown=False), *text_faults(said))) else said


def cleaned_prose(words: str) -> str:
    """Return the words as Markdown that may be published."""
    lines = [" ".join(line.split()) for line in _plain(words).split("\n")]
    said = _GAPS.sub("\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT]
    if any(published_faults(said, markdown=True)):
        said = said.replace("](", "] (").replace("]:", "] :")
    faults = (*published_faults(said, markdown=True), *fresh_faults(said, markdown=True))
    return "" if not said or any(faults) else said


def all_of(conditions: Iterable[Document | None]) -> Document | None:
    """Return one condition that asks for all of these; raises ValueError where the format has no words for it."""
    found = [one for one in conditions if one]
    if len(found) < 2:
        return found[0] if found else None
    parts: list[Document] = []
    for one in found:
        if "any" in one:
            raise ValueError("any of several within all of several")
        parts += [part for part in one.get("all", [one]) if part not in parts]
    if len(parts) > MOST_PARTS:
        raise ValueError(f"more than {MOST_PARTS} conditions")
    return parts[0] if len(parts) == 1 else {"all": parts}
