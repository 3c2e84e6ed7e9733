"""A text in the two languages of the content. Pure Python: the schema of published documents uses it too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeGuard

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = ("da", "en")


def is_language(code: object) -> TypeGuard[Language]:
    """Tell whether the code names one of the languages of the content."""
    return code in LANGUAGES


def other(language: Language) -> Language:
    """Return the other of the two languages."""
    return "en" if language == "da" else "da"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text as it is shown: the words, the language they are in, and whether another was asked for."""

    text: str
    language: Language
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Danish and English; either may be empty."""

    da: str = ""
    en: str = ""

    def get(self, language: Language) -> str:
        """Return the words in this language, or an empty string."""
        return self.da if language == "da" else self.en

    def resolve(self, language: Language) -> Resolved:
        """Return the words in this language, or in the other one when this one is empty."""
        words = self.get(language)
        if words or not self.get(other(language)):
            return Resolved(words, language, is_fallback=False)
        return Resolved(self.get(other(language)), other(language), is_fallback=True)

    def with_language(self, language: Language, words: str) -> "Text":
        """Return a copy in which this language has these words."""
        return Text(da=words, en=self.en) if language == "da" else Text(da=self.da, en=words)

    def to_value(self) -> dict[str, str]:
        """Return the stored form, which leaves out an empty language."""
        return {language: words for language in LANGUAGES if (words := self.get(language))}

    @classmethod
    def from_value(cls, value: object) -> "Text":
        """Read the stored form; anything that is not one gives an empty text."""
        if not isinstance(value, Mapping):
            return cls()
        da, en = value.get("da"), value.get("en")
        return cls(da=da if isinstance(da, str) else "", en=en if isinstance(en, str) else "")

    def __bool__(self) -> bool:
        return bool(self.da or self.en)
