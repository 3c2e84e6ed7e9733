"""Text in the languages of the cluster: a line, or paragraphs of Markdown."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext as _

from answers.base import AskedT, Stored
from core.numbers import format_decimal
from core.text import LANGUAGES, Language, Text
from schema.questions import LongTextQuestion, TextQuestion
from schema.tables import LongTextColumn, TextColumn
from workbooks.asking.base import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Control,
    Face,
    InputFault,
    Posted,
    Reading,
    Setting,
    clean,
    label_of,
)


class _Written(Face[AskedT]):
    """A field for each language that the cluster writes."""

    template = "workbooks/fields/languages.html"
    longest: ClassVar[int]
    kind: ClassVar[str]
    rows: ClassVar[int] = 1

    def tidy(self, words: str) -> str:
        """Return what was typed as it is stored."""
        return clean(words).strip()

    def read(self, asked: AskedT, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        text = Text.from_value(before)
        faults = []
        for language in dict.fromkeys((*LANGUAGES, *setting.writing)):
            # A language that the form did not ask for keeps what it has.
            if f"{name}-{language}" not in posted:
                continue
            words = self.tidy(posted.one(f"{name}-{language}"))
            if len(words) > self.longest:
                faults.append(InputFault(f"{name}-{language}", too_long(len(words), self.longest, setting.reading)))
            text = text.with_language(language, words)
        return Reading(text.to_value() or None, tuple(faults))

    def fill(self, asked: AskedT, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        text = Text.from_value(value)
        return {f"{name}-{language}": [text.get(language)] for language in setting.writing}

    def controls(
        self, asked: AskedT, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        label = label_of(asked, setting)
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


class TextFace(_Written[TextQuestion | TextColumn]):
    """A line of text; line breaks become spaces."""

    type = "text"
    longest = LONGEST_LINE
    kind = "line"

    def tidy(self, words: str) -> str:
        return " ".join(clean(words).split("\n")).strip()


class LongTextFace(_Written[LongTextQuestion | LongTextColumn]):
    """Paragraphs of Markdown."""

    type = "longtext"
    longest = LONGEST_TEXT
    kind = "lines"
    rows = 5

    def needs(self, asked: LongTextQuestion | LongTextColumn) -> frozenset[str]:
        return frozenset({"editor"})


def too_long(length: int, longest: int, language: Language) -> str:
    """Return the sentence for a text that is too long."""
    return _("The text has %(length)s characters. Shorten it to %(longest)s.") % {
        "length": format_decimal(length, language),
        "longest": format_decimal(longest, language),
    }
