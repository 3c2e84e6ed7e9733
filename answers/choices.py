"""What was chosen: one option, several, a number on a scale."""

from dataclasses import replace
from typing import ClassVar

from django.utils.translation import gettext as _

from answers.base import AnswerType, AskedT, Description, Level, Stored, Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from core.text import Language, Resolved, Text, pieces
from schema.questions import VALUE, ChoiceQuestion, MultiChoiceQuestion, ScaleQuestion, YesNoQuestion
from schema.tables import ChoiceColumn, MultiChoiceColumn, ScaleColumn
from schema.traits import HasOptions, HasScale, Option


def option_name(asked: HasOptions, value: Stored, language: Language) -> str:
    """Return an option as a sentence names it; one that the question no longer has goes by its key."""
    option = asked.option(value)
    return _("“%(words)s”") % {"words": option.label.resolve(language).text if option else value}


class ChoiceType(AnswerType[ChoiceQuestion | ChoiceColumn]):
    """One of the options."""

    type = "choice"

    def describe(self, asked: ChoiceQuestion | ChoiceColumn, language: Language) -> Description:
        words = _("One of %(number)s options") % {"number": len(asked.options)}
        return Description(words, options=tuple(option.label for option in asked.options))

    def show(
        self, asked: ChoiceQuestion | ChoiceColumn, value: Stored, language: Language, around: Surroundings
    ) -> Shown:
        option = asked.option(value)
        return Shown("line", line=ShownLine.of(_words(option, language, around))) if option else NOTHING

    def name(self, asked: ChoiceQuestion | ChoiceColumn, value: Stored, language: Language) -> str:
        return option_name(asked, value, language)


class YesNoType(AnswerType[YesNoQuestion]):
    """An answer that is true, false or missing, and shown in words."""

    type = "yesno"

    def describe(self, asked: YesNoQuestion, language: Language) -> Description:
        return Description(_("Yes or no"))

    def show(self, asked: YesNoQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        option = asked.option(value)
        return Shown("line", line=ShownLine.of(option.label.resolve(language))) if option else NOTHING


class Several(AnswerType[AskedT]):
    """Any number of things; both sides of a conflict are all that was chosen on either."""

    is_several: ClassVar[bool] = True
    can_merge: ClassVar[bool] = True

    def merged(
        self, asked: AskedT, theirs: Stored, mine: Stored, languages: tuple[str, ...], base: Stored = None
    ) -> Stored:
        if isinstance(theirs, list) and isinstance(mine, list):
            return list(dict.fromkeys([*theirs, *mine]))
        return super().merged(asked, theirs, mine, languages, base)


class MultiChoiceType(Several[MultiChoiceQuestion | MultiChoiceColumn]):
    """Any of the options, or as many as are allowed."""

    type = "multichoice"

    def describe(self, asked: MultiChoiceQuestion | MultiChoiceColumn, language: Language) -> Description:
        number, most = len(asked.options), asked.max_choices
        words = (
            _("At most %(most)s of %(number)s options") % {"most": most, "number": number}
            if most
            else _("Any of %(number)s options") % {"number": number}
        )
        return Description(words, options=tuple(option.label for option in asked.options))

    def show(
        self, asked: MultiChoiceQuestion | MultiChoiceColumn, value: Stored, language: Language, around: Surroundings
    ) -> Shown:
        chosen = value if isinstance(value, list) else []
        labels = [_words(option, language, around) for option in asked.options if option.key in chosen]
        return Shown("list", items=tuple(ShownLine.of(label) for label in labels)) if labels else NOTHING

    def cell(
        self, asked: MultiChoiceQuestion | MultiChoiceColumn, value: Stored, language: Language, around: Surroundings
    ) -> ShownLine:
        items = self.show(asked, value, language, around).items
        other = next((item for item in items if item.is_fallback), items[0] if items else ShownLine())
        return replace(other, text=", ".join(item.text for item in items))

    def name(self, asked: MultiChoiceQuestion | MultiChoiceColumn, value: Stored, language: Language) -> str:
        return option_name(asked, value, language)


class ScaleType(AnswerType[ScaleQuestion | ScaleColumn]):
    """A whole number on a scale whose ends, and perhaps levels, are described."""

    type = "scale"
    is_number = True

    def describe(self, asked: ScaleQuestion | ScaleColumn, language: Language) -> Description:
        words = _("A score from %(low)s to %(high)s") % {"low": asked.min, "high": asked.max}
        said = {level.number: level for level in _levels(asked)}
        steps = tuple(said.get(number, Level(number, Text())) for number in asked.numbers)
        return Description(words, levels=tuple(said.values()), steps=steps)

    def show(
        self, asked: ScaleQuestion | ScaleColumn, value: Stored, language: Language, around: Surroundings
    ) -> Shown:
        if not isinstance(value, int) or isinstance(value, bool):
            return NOTHING
        if around.is_printed and not asked.levels:
            return Shown("line", line=ShownLine.made(*_between_ends(asked, value, language)))
        text = _("%(value)s out of %(most)s") % {"value": value, "most": asked.max}
        words = asked.level(value) or {asked.min: asked.low, asked.max: asked.high}.get(value)
        return Shown("line", line=ShownLine.made(*((text, ": ", words.resolve(language).words) if words else (text,))))

    def cell(
        self, asked: ScaleQuestion | ScaleColumn, value: Stored, language: Language, around: Surroundings
    ) -> ShownLine:
        # The words of the level would make the column too wide; the number says enough beside its head.
        return ShownLine(str(value)) if isinstance(value, int) else ShownLine()

    def name(self, asked: ScaleQuestion | ScaleColumn, value: Stored, language: Language) -> str:
        return str(value)


def _words(option: Option, language: Language, around: Surroundings) -> Resolved:
    return (option.words if around.is_printed else option.label).resolve(language)


def _between_ends(asked: ScaleQuestion | ScaleColumn, value: int, language: Language) -> tuple[str, ...]:
    """Return a step with what both ends mean: nobody who reads a document has seen the scale."""
    if isinstance(asked, ScaleQuestion) and asked.printed_value:
        words = asked.printed_value.resolve(language)
        return (words.within(words.text.replace(VALUE, str(value))),)
    ends = {"low": asked.low.resolve(language).words, "high": asked.high.resolve(language).words}
    pattern = _("%(value)s out of %(last)s (%(first)s = %(low)s, %(last)s = %(high)s)")
    return pieces(pattern, {"value": value, "first": asked.min, "last": asked.max, **ends})


def _levels(asked: HasScale) -> tuple[Level, ...]:
    """Return the numbers of a scale that have words: all of them, or the two ends."""
    if asked.levels:
        return tuple(Level(number, text) for number, text in zip(asked.numbers, asked.levels, strict=True))
    return (Level(asked.min, asked.low), Level(asked.max, asked.high))
