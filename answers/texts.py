"""Text in the languages of the cluster: a line, or paragraphs of Markdown."""

from dataclasses import replace
from typing import ClassVar

from django.utils.translation import gettext as _

from answers.base import AnswerType, AskedT, Description, Stored, Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from core import markdown
from core.text import LANGUAGES, Language, Text
from schema.questions import LongTextQuestion, TextQuestion
from schema.tables import LongTextColumn, TextColumn


class _Written(AnswerType[AskedT]):
    """Words in one or two languages."""

    has_languages = True
    can_merge = True
    kind: ClassVar[str]
    between: ClassVar[str]

    def show(self, asked: AskedT, value: Stored, language: Language, around: Surroundings) -> Shown:
        words = Text.from_value(value).resolve(language)
        return Shown(self.kind, line=ShownLine.of(words)) if words.text else NOTHING

    def is_answered(self, value: Stored) -> bool:
        return bool(Text.from_value(value))

    def words(self, value: Stored, language: Language) -> list[str]:
        return [Text.from_value(value).get(language)]

    def languages(self, value: Stored) -> frozenset[Language] | None:
        text = Text.from_value(value)
        return frozenset(language for language in LANGUAGES if text.get(language))

    def joined(self, base: Stored, theirs: Stored, mine: Stored) -> Stored:
        before, a, b = (Text.from_value(value) for value in (base, theirs, mine))
        text = a
        for language in LANGUAGES:
            was, one, other = before.get(language), a.get(language), b.get(language)
            if other not in (was, one):
                if one != was:
                    return None
                text = text.with_language(language, other)
        return text.to_value() or None

    def merged(
        self, asked: AskedT, theirs: Stored, mine: Stored, languages: tuple[str, ...], base: Stored = None
    ) -> Stored:
        before, a, b = (Text.from_value(value) for value in (base, theirs, mine))
        text = a
        for language in languages:
            sides = dict.fromkeys((a.get(language), b.get(language)))
            # A side that one of the two left as it was says nothing more.
            words = [w for w in sides if w and w != before.get(language)] or [w for w in sides if w][:1]
            text = text.with_language(language, self.between.join(words))
        return text.to_value() or None


class TextType(_Written[TextQuestion | TextColumn]):
    """A line of text."""

    type = "text"
    kind = "line"
    between = " / "

    def describe(self, asked: TextQuestion | TextColumn, language: Language) -> Description:
        return Description(_("One line of text"))


class LongTextType(_Written[LongTextQuestion | LongTextColumn]):
    """Paragraphs of Markdown."""

    type = "longtext"
    kind = "prose"
    between = "\n\n"

    def describe(self, asked: LongTextQuestion | LongTextColumn, language: Language) -> Description:
        return Description(_("Text in paragraphs"), lines=7)

    def cell(
        self, asked: LongTextQuestion | LongTextColumn, value: Stored, language: Language, around: Surroundings
    ) -> ShownLine:
        # Sheets and comparisons read the words alone.
        line = self.show(asked, value, language, around).line
        return replace(line, text=markdown.plain(line.text), prose=line.text)
