"""Numbers: plain, money and percent; stored as JSON numbers, written in the reader's language."""

from abc import abstractmethod
from decimal import Decimal

from django.utils.translation import gettext as _

from answers.base import AnswerType, AskedT, Description, Stored, Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from core.numbers import format_decimal, format_money, format_percent
from core.text import Language, Text
from exports.sheets import Cell
from schema.numbers import as_decimal
from schema.questions import MoneyQuestion, NumberQuestion, PercentQuestion
from schema.tables import MoneyColumn, NumberColumn, PercentColumn, WeightedColumn
from schema.traits import HasRange

FIRST_YEAR, LAST_YEAR = 1900, 2200
# Shown with two decimals at most: a weighted score is compared, not added up.
WEIGHTED_PLACES = 2


def is_year(low: Decimal | None, high: Decimal | None) -> bool:
    """Tell whether a number can only be a year, which is written without a separator of thousands."""
    return low is not None and low >= FIRST_YEAR and (high is None or high <= LAST_YEAR)


class _Amount(AnswerType[AskedT]):
    """A number with what it counts."""

    is_number = True
    is_amount = True

    @abstractmethod
    def pieces(self, asked: AskedT, number: Decimal, language: Language) -> tuple[str, ...]:
        """Return the number with its unit, which may be in another language."""

    def show(self, asked: AskedT, value: Stored, language: Language, around: Surroundings) -> Shown:
        number = as_decimal(value)
        return NOTHING if number is None else Shown("line", line=ShownLine.made(*self.pieces(asked, number, language)))

    def in_sheet(self, value: Stored, shown: str) -> Cell:
        return as_decimal(value)


class NumberType(_Amount[NumberQuestion | NumberColumn]):
    """A decimal number with limits, a step and a unit."""

    type = "number"

    def describe(self, asked: NumberQuestion | NumberColumn, language: Language) -> Description:
        words = _range(asked, language)
        if asked.unit:
            unit = asked.unit.resolve(language).text
            words = _("%(number)s, in %(unit)s") % {"number": words, "unit": unit}
        return Description(words)

    def pieces(self, asked: NumberQuestion | NumberColumn, number: Decimal, language: Language) -> tuple[str, ...]:
        said = format_decimal(number, language, grouped=not is_year(asked.min, asked.max))
        return counted(said, asked.unit, language)


def counted(said: str, unit: Text | None, language: Language) -> tuple[str, ...]:
    """Return a number that is written already, and after it what it counts."""
    return (said, " ", unit.resolve(language).words) if unit else (said,)


def _range(asked: HasRange, language: Language) -> str:
    low = "" if asked.min is None else format_decimal(asked.min, language)
    high = "" if asked.max is None else format_decimal(asked.max, language)
    if low and high:
        return _("A number from %(low)s to %(high)s") % {"low": low, "high": high}
    if low and asked.min:
        return _("A number of at least %(low)s") % {"low": low}
    if high:
        return _("A number of at most %(high)s") % {"high": high}
    return _("A number")


class MoneyType(_Amount[MoneyQuestion | MoneyColumn]):
    """An amount in one currency."""

    type = "money"

    def describe(self, asked: MoneyQuestion | MoneyColumn, language: Language) -> Description:
        return Description(_("An amount in %(currency)s") % {"currency": asked.currency})

    def currency(self, asked: MoneyQuestion | MoneyColumn) -> str:
        return asked.currency

    def pieces(self, asked: MoneyQuestion | MoneyColumn, number: Decimal, language: Language) -> tuple[str, ...]:
        return (format_money(number, asked.currency, language),)


class PercentType(_Amount[PercentQuestion | PercentColumn]):
    """A percentage from 0 to 100."""

    type = "percent"
    is_percent = True

    def describe(self, asked: PercentQuestion | PercentColumn, language: Language) -> Description:
        return Description(_("A percentage"))

    def pieces(self, asked: PercentQuestion | PercentColumn, number: Decimal, language: Language) -> tuple[str, ...]:
        return (format_percent(number, language),)


class WeightedType(AnswerType[WeightedColumn]):
    """A score that is computed from the other columns; the table computes it for all rows at once."""

    type = "weighted"
    is_number = True

    def describe(self, asked: WeightedColumn, language: Language) -> Description:
        return Description(_("Calculated from the weights"))

    def show(self, asked: WeightedColumn, value: Stored, language: Language, around: Surroundings) -> Shown:
        return NOTHING


def score_text(score: Decimal | None, language: Language) -> str:
    """Return a computed score as it stands in the table."""
    return "" if score is None else format_decimal(score, language, places=WEIGHTED_PLACES)
