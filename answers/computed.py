"""A number that follows from others: written as what it counts is, or with what it still lacks."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from answers.amounts import counted
from answers.base import AnswerType, Description, Stored, Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from core.numbers import format_decimal, format_money, format_percent
from core.text import Language
from exports.sheets import Cell
from schema.computing import MOST_NAMED
from schema.numbers import as_decimal
from schema.questions import ComputedQuestion
from schema.vocabulary import How


class ComputedType(AnswerType[ComputedQuestion]):
    """A number that nobody types. What it lacks is said in its place, wherever it stands."""

    type = "computed"
    is_number = True
    looks_around = True

    def describe(self, asked: ComputedQuestion, language: Language) -> Description:
        words = {
            How.SUM: _("Calculated as the sum of other numbers"),
            How.SHARE: _("Calculated as one number in percent of another"),
            How.DIFFERENCE: _("Calculated as the difference between two numbers"),
        }
        return Description(words[asked.how], lines=0)

    def currency(self, asked: ComputedQuestion) -> str:
        return asked.measure.currency

    def show(self, asked: ComputedQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        number = as_decimal(value)
        if number is not None:
            return Shown("line", line=ShownLine.made(*_written(asked, number, language)))
        if asked.key not in around.lacking:
            return NOTHING
        return Shown("line", line=ShownLine(lack_words(asked, around, language)))

    def in_sheet(self, value: Stored, shown: str) -> Cell:
        return as_decimal(value)


def lack_words(asked: ComputedQuestion, around: Surroundings, language: Language) -> str:
    """Say what keeps a number from being computed: of much that is not answered, the first."""
    if asked.key in around.too_large:
        return _("Not calculated: the number would be larger than a number may be here")
    lacking = around.lacking[asked.key]
    labels = [_("“%(words)s”") % {"words": one.resolve(language).text} for one in lacking[:MOST_NAMED]]
    if not labels:
        return _("There is nothing to calculate from")
    if len(lacking) > len(labels):
        names = pgettext("between two names", "; ").join(labels)
        return _("Not calculated yet: %(names)s and more are not answered") % {"names": names}
    said = ngettext(
        "Not calculated yet: %(names)s is not answered", "Not calculated yet: %(names)s are not answered", len(labels)
    )
    return said % {"names": pgettext("between two names", "; ").join(labels)}


def _written(asked: ComputedQuestion, number: Decimal, language: Language) -> tuple[str, ...]:
    measure = asked.measure
    if measure.type == "money":
        return (format_money(number, measure.currency, language),)
    if measure.type == "percent":
        return (format_percent(number, language),)
    return counted(format_decimal(number, language), measure.unit, language)
