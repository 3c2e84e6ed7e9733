"""A text in the languages of the content. Pure Python: the schema of published documents uses it too.

People read and write in Danish and English. What is published may be in other languages besides, or instead; then a
text has words in those, and a reader whose language is missing sees the document's first.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Literal, Self, TypeGuard

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = ("da", "en")
# The official languages of the European Union and the European Economic Area, by their ISO 639-1 codes.
OTHER_LANGUAGES = (
    *("bg", "cs", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it"),
    *("lt", "lv", "mt", "nb", "nl", "nn", "pl", "pt", "ro", "sk", "sl", "sv"),
)
WRITTEN_LANGUAGES: tuple[str, ...] = (*LANGUAGES, *OTHER_LANGUAGES)
# A place for a word in a translated pattern.
_PLACE = re.compile(r"%\((\w+)\)s")
_WRITTEN = frozenset(WRITTEN_LANGUAGES)


def is_language(code: object) -> TypeGuard[Language]:
    """Tell whether the code names one of the two languages in which people read and write."""
    return code in LANGUAGES


def is_written_language(code: object) -> TypeGuard[str]:
    """Tell whether the code names a language that a published text can be in."""
    return isinstance(code, str) and code in _WRITTEN


def is_text(value: object) -> TypeGuard[Mapping[str, object]]:
    """Tell whether a stored value has the shape of a text: a mapping of languages, and nothing besides."""
    return isinstance(value, Mapping) and bool(value) and all(map(is_written_language, value))


# What stands under these is named by keys that somebody chose, and "de" or "is" may be one of them.
KEYED = frozenset({"answers", "cells"})


def other(language: Language) -> Language:
    """Return the other of the two languages."""
    return "en" if language == "da" else "da"


class Foreign(str):
    """Words in another language than was asked for, where a string is handed on; whoever draws them says which it is.

    It equals the string of the same words. What is made of it by adding or formatting is a string as any other.
    """

    __slots__ = ("language",)
    language: str

    def __new__(cls, words: str, language: str) -> Self:
        """Make the words, in this language."""
        made = super().__new__(cls, words)
        made.language = language
        return made

    # A string's own arguments have one part.
    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return what it is made of, for a copy."""
        return str(self), self.language

    def drawn_from(self) -> object:
        """Return what a page shows of it."""
        return self.language, str(self)


def pieces(pattern: str, words: Mapping[str, object]) -> tuple[str, ...]:
    """Return a translated pattern with words in its places, in pieces, so that each word keeps its own language."""
    found = _PLACE.split(pattern)
    between, names = (one.replace("%%", "%") for one in found[::2]), found[1::2]
    filled = [words[name] for name in names]
    said = [piece for text, word in zip_longest(between, filled, fillvalue="") for piece in (text, word)]
    return tuple(one if isinstance(one, str) else str(one) for one in said if one != "")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text as it is shown: the words, the language they are in, and whether another was asked for."""

    text: str
    language: str
    is_fallback: bool

    @property
    def words(self) -> str:
        """The words alone, which know their language where another was asked for."""
        return self.within(self.text)

    def within(self, said: str) -> str:
        """Return a few words, such as a key and a name, that are in the language of these."""
        return Foreign(said, self.language) if self.is_fallback else said

    @classmethod
    def of(cls, words: str, language: Language) -> Self:
        """Return the words for a document in this language, with where they come from."""
        if isinstance(words, Foreign):
            return cls(str(words), words.language, is_fallback=True)
        return cls(words, language, is_fallback=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Danish and English, and where a document has them in others; any may be empty."""

    da: str = ""
    en: str = ""
    # By language, in the order of the codes, none of them empty.
    others: tuple[tuple[str, str], ...] = ()
    # The language that stands in for one that is missing, where the document says which.
    first: str = field(default="", compare=False, repr=False)

    def get(self, language: str) -> str:
        """Return the words in this language, or an empty string."""
        if language == "da":
            return self.da
        return self.en if language == "en" else dict(self.others).get(language, "")

    def resolve(self, language: Language) -> Resolved:
        """Return the words in this language, or in the one that stands in for it when this one is empty."""
        if words := self.get(language):
            return Resolved(words, language, is_fallback=False)
        for code in (self.first, other(language), *(code for code, _words in self.others)):
            if words := self.get(code):
                return Resolved(words, code, is_fallback=True)
        return Resolved("", language, is_fallback=False)

    def with_language(self, language: str, words: str) -> "Text":
        """Return a copy in which this language has these words."""
        if language == "da":
            return replace(self, da=words)
        if language == "en":
            return replace(self, en=words)
        by_code = {**dict(self.others), language: words}
        return replace(self, others=tuple((code, by_code[code]) for code in OTHER_LANGUAGES if by_code.get(code)))

    def each(self, made: Callable[[str], str]) -> "Text":
        """Return a copy with something made of the words in each language that has any."""
        return Text(
            da=made(self.da) if self.da else "",
            en=made(self.en) if self.en else "",
            others=tuple((code, words) for code, was in self.others if (words := made(was))),
            first=self.first,
        )

    def every(self) -> tuple[str, ...]:
        """Return the words in each language that has any."""
        return tuple(filter(None, (self.da, self.en, *(words for _code, words in self.others))))

    def to_value(self) -> dict[str, str]:
        """Return the stored form, which leaves out an empty language."""
        return {**{language: words for language in LANGUAGES if (words := self.get(language))}, **dict(self.others)}

    @classmethod
    def of(cls, words: Mapping[str, str], first: str = "") -> "Text":
        """Return the text with these words by language."""
        others = tuple((code, words[code]) for code in OTHER_LANGUAGES if words.get(code))
        return cls(da=words.get("da", ""), en=words.get("en", ""), others=others, first=first)

    @classmethod
    def from_value(cls, value: object, first: str = "") -> "Text":
        """Read the stored form; anything that is not one gives an empty text."""
        if not isinstance(value, Mapping):
            return cls()
        da, en = value.get("da"), value.get("en")
        others: tuple[tuple[str, str], ...] = ()
        if len(value) > ("da" in value) + ("en" in value) and is_text(value):
            others = tuple(
                (code, words) for code in OTHER_LANGUAGES if isinstance(words := value.get(code), str) and words
            )
        return cls(da if isinstance(da, str) else "", en if isinstance(en, str) else "", others, first)

    def __bool__(self) -> bool:
        return bool(self.da or self.en or self.others)
