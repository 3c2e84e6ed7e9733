"""Text in the languages of the cluster: a line, or paragraphs of Markdown."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.numbers import format_decimal
from core.text import LANGUAGES, Language, Text
from workbooks.questions.base import (
    LONGEST_LINE,
    LONGEST_TEXT,
    NOTHING,
    Control,
    Face,
    InputFault,
    Line,
    Posted,
    Reading,
    Setting,
    Shown,
    Stored,
    Surroundings,
    clean,
)


class TextFace(Face):
    """A line of text; line breaks become spaces."""

    type = "text"
    longest = LONGEST_LINE
    kind = "line"
    rows = 1

    def tidy(self, words: str) -> str:
        """Return what was typed as it is stored."""
        return " ".join(clean(words).split("\n")).strip()

    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        text = Text.from_value(before)
        faults = []
        for language in LANGUAGES:
            # A language that the form did not ask for keeps what it has.
            if f"{name}-{language}" not in posted:
                continue
            words = self.tidy(posted.one(f"{name}-{language}"))
            if len(words) > self.longest:
                faults.append(InputFault(f"{name}-{language}", too_long(len(words), self.longest, setting.reading)))
            text = text.with_language(language, words)
        return Reading(text.to_value() or None, tuple(faults))

    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        text = Text.from_value(value)
        return {f"{name}-{language}": [text.get(language)] for language in setting.writing}

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        label = asked.label.resolve(setting.reading).text
        return tuple(
            Control(
                kind=self.kind,
                name=f"{name}-{language}",
                label=label,
                text=posted.one(f"{name}-{language}"),
                language=language,
                fault=faults.get(f"{name}-{language}", ""),
                rows=self.rows,
            )
            for language in setting.writing
        )

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        words = Text.from_value(value).resolve(language)
        if not words.text:
            return NOTHING
        return Shown("line", line=Line(words.text, words.language, words.is_fallback))

    def words(self, value: Stored, language: Language) -> list[str]:
        return [Text.from_value(value).get(language)]

    def is_answered(self, value: Stored) -> bool:
        return bool(Text.from_value(value))

    def languages(self, value: Stored) -> frozenset[Language] | None:
        text = Text.from_value(value)
        return frozenset(language for language in LANGUAGES if text.get(language))


class LongTextFace(TextFace):
    """Paragraphs of Markdown."""

    type = "longtext"
    longest = LONGEST_TEXT
    kind = "lines"
    rows = 5

    def tidy(self, words: str) -> str:
        return clean(words).strip()

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        words = Text.from_value(value).resolve(language)
        if not words.text:
            return NOTHING
        return Shown("prose", line=Line(words.text, words.language, words.is_fallback))


def too_long(length: int, longest: int, language: Language) -> str:
    """Return the sentence for a text that is too long."""
    return _("The text has %(length)s characters. Shorten it to %(longest)s.") % {
        "length": format_decimal(length, language),
        "longest": format_decimal(longest, language),
    }
