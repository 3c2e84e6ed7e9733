"""Numbers: plain, money and percent. Stored as JSON numbers, read and written in the reader's language."""

from abc import abstractmethod
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from answers.amounts import is_year
from answers.base import AskedT, Stored
from core.numbers import NumberFault, format_decimal, format_input, no_number, parse_typed
from core.sheets.values import amount_of
from core.text import Language
from schema.numbers import as_decimal
from schema.questions import MoneyQuestion, NumberQuestion, PercentQuestion
from schema.tables import MoneyColumn, NumberColumn, PercentColumn
from workbooks.asking.base import Control, Face, InputFault, Posted, Reading, Setting, clean, label_of

# A JSON number is read back exactly as long as it has no more digits than a double holds.
MOST_DIGITS = 15


def to_stored(value: Decimal) -> int | float:
    """Return the number as JSON holds it: an integer where it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


def is_step(distance: Decimal, step: Decimal) -> bool:
    """Tell whether the distance is a whole number of steps; one that no ordinary decimal can count is not."""
    try:
        return distance % step == 0
    except InvalidOperation:
        return False


class _Amount(Face[AskedT]):
    """A number with limits, a step and a unit, as far as the type has them."""

    def limits(self, asked: AskedT) -> tuple[Decimal | None, Decimal | None]:
        """Return the smallest and the largest number allowed."""
        return None, None

    def step(self, asked: AskedT) -> Decimal | None:
        """Return the step counted from the lower limit."""
        return None

    @abstractmethod
    def unit(self, asked: AskedT, language: Language) -> str:
        """Return what is counted, for behind the field."""

    def read(self, asked: AskedT, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        typed = clean(posted.one(name)).strip()
        if not typed:
            return Reading(None)
        label = label_of(asked, setting)
        try:
            value = self.number(asked, typed, setting.reading)
        except NumberFault as fault:
            return Reading(before, (InputFault(name, fault.message),))
        message = self.complaint(asked, value, label, setting.reading)
        return Reading(before, (InputFault(name, message),)) if message else Reading(to_stored(value))

    def number(self, asked: AskedT, typed: str, language: Language) -> Decimal:
        """Return the number that was typed, with or without its unit; raise NumberFault with a sentence for none."""
        return parse_typed(typed, language)

    def complaint(self, asked: AskedT, value: Decimal, label: str, language: Language) -> str:
        """Return what is wrong with the number, or an empty string."""
        low, high = self.limits(asked)
        step = self.step(asked)
        grouped = not is_year(low, high)
        words = {"label": label, "typed": format_decimal(value, language, grouped=grouped)}
        if len(value.as_tuple().digits) > MOST_DIGITS or abs(value) >= Decimal(10) ** MOST_DIGITS:
            return _("The number is too long. Enter at most %(most)s digits.") % {"most": MOST_DIGITS}
        if (low is not None and value < low) or (high is not None and value > high):
            words["low"] = format_decimal(low or 0, language, grouped=grouped)
            words["high"] = format_decimal(high or 0, language, grouped=grouped)
            if low is None:
                return _("“%(label)s” is %(typed)s. Enter a number that is at most %(high)s.") % words
            if high is None:
                return _("“%(label)s” is %(typed)s. Enter a number that is at least %(low)s.") % words
            return _("“%(label)s” is %(typed)s. Enter a number from %(low)s to %(high)s.") % words
        if step and not is_step(value - (low or 0), step):
            if step == 1:
                return _("“%(label)s” is %(typed)s. Enter a whole number.") % words
            words["step"] = format_decimal(step, language)
            return _("“%(label)s” is %(typed)s. Enter a number in steps of %(step)s.") % words
        return ""

    def fill(self, asked: AskedT, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        number = as_decimal(value)
        return {name: [format_input(number, setting.reading) if number is not None else ""]}

    def controls(
        self, asked: AskedT, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        low, high = self.limits(asked)
        hint = ""
        if low is not None and high is not None:
            grouped = not is_year(low, high)
            low_words, high_words = (format_decimal(end, setting.reading, grouped=grouped) for end in (low, high))
            hint = f"{low_words}–{high_words}"
        return (
            Control(
                kind="number",
                name=name,
                label=label_of(asked, setting),
                text=posted.one(name),
                fault=faults.get(name, ""),
                unit=self.unit(asked, setting.reading),
                hint=hint,
            ),
        )


class NumberFace(_Amount[NumberQuestion | NumberColumn]):
    """A decimal number with limits, a step and a unit."""

    type = "number"
    width = "c-xs"

    def limits(self, asked: NumberQuestion | NumberColumn) -> tuple[Decimal | None, Decimal | None]:
        return asked.min, asked.max

    def step(self, asked: NumberQuestion | NumberColumn) -> Decimal | None:
        return asked.step

    def unit(self, asked: NumberQuestion | NumberColumn, language: Language) -> str:
        return asked.unit.resolve(language).words if asked.unit else ""

    def head(self, asked: NumberQuestion | NumberColumn, label: str) -> tuple[str, str]:
        return head_of_range(asked.min, asked.max, label, self.width)


class MoneyFace(_Amount[MoneyQuestion | MoneyColumn]):
    """An amount in one currency."""

    type = "money"
    width = "c-sm"

    def unit(self, asked: MoneyQuestion | MoneyColumn, language: Language) -> str:
        return "kr." if asked.currency == "DKK" and language == "da" else asked.currency

    def head(self, asked: MoneyQuestion | MoneyColumn, label: str) -> tuple[str, str]:
        return self.width, asked.currency

    def number(self, asked: MoneyQuestion | MoneyColumn, typed: str, language: Language) -> Decimal:
        amount = amount_of(typed, language, is_money=True, is_typed=True)
        if amount.unit not in ("", asked.currency):
            # An amount in another currency must not be taken for it.
            raise no_number(typed, language)
        return amount.number


class PercentFace(_Amount[PercentQuestion | PercentColumn]):
    """A percentage from 0 to 100."""

    type = "percent"
    width = "c-1"

    def limits(self, asked: PercentQuestion | PercentColumn) -> tuple[Decimal | None, Decimal | None]:
        return Decimal(0), Decimal(100)

    def unit(self, asked: PercentQuestion | PercentColumn, language: Language) -> str:
        return "%"

    def head(self, asked: PercentQuestion | PercentColumn, label: str) -> tuple[str, str]:
        return self.width, "%"

    def number(self, asked: PercentQuestion | PercentColumn, typed: str, language: Language) -> Decimal:
        return parse_typed(typed.removesuffix("%").strip(), language)


def head_of_range(low: Decimal | int | None, high: Decimal | int | None, label: str, width: str) -> tuple[str, str]:
    """Return how wide a column of numbers between limits is, and what its head adds to the label."""
    if low is None or high is None:
        return width, ""
    # Many labels say it themselves: "Market potential (1-5)".
    is_said = f"{low}-{high}" in label or f"{low}–{high}" in label
    return ("c-1" if high < 100 else width), ("" if is_said else f"{low}–{high}")
