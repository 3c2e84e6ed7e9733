"""Numbers: plain, money and percent. Stored as JSON numbers, read and written in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.numbers import NumberFault, format_decimal, format_input, format_money, format_percent, parse_decimal
from core.text import Language
from schema.numbers import as_decimal
from workbooks.questions.base import (
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

# A JSON number is read back exactly as long as it has no more digits than a double holds.
MOST_DIGITS = 15
FIRST_YEAR, LAST_YEAR = 1900, 2200
# What people write for a currency beside its three letters.
WRITTEN = {"DKK": ("kr.", "kr"), "EUR": ("€", "euro"), "USD": ("$",), "GBP": ("£",)}


def to_stored(value: Decimal) -> int | float:
    """Return the number as JSON holds it: an integer where it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


def is_step(distance: Decimal, step: Decimal) -> bool:
    """Tell whether the distance is a whole number of steps; one that no ordinary decimal can count is not."""
    try:
        return distance % step == 0
    except InvalidOperation:
        return False


def is_year(asked: Any) -> bool:
    """Tell whether a number can only be a year, which is written without a separator of thousands."""
    low, high = getattr(asked, "min", None), getattr(asked, "max", None)
    return low is not None and low >= FIRST_YEAR and (high is None or high <= LAST_YEAR)


class NumberFace(Face):
    """A decimal number with limits, a step and a unit."""

    type = "number"
    is_number = True

    def limits(self, asked: Any) -> tuple[Decimal | None, Decimal | None]:
        """Return the smallest and the largest number allowed."""
        return asked.min, asked.max

    def step(self, asked: Any) -> Decimal | None:
        """Return the step counted from the lower limit."""
        step: Decimal | None = asked.step
        return step

    def unit(self, asked: Any, language: Language) -> str:
        """Return what is counted, for behind the field."""
        return asked.unit.resolve(language).text if asked.unit else ""

    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        typed = clean(posted.one(name)).strip()
        if not typed:
            return Reading(None)
        label = asked.label.resolve(setting.reading).text
        try:
            value = parse_decimal(self.without_unit(asked, typed), setting.reading)
        except NumberFault as fault:
            return Reading(before, (InputFault(name, fault.message),))
        message = self.complaint(asked, value, label, setting.reading)
        return Reading(before, (InputFault(name, message),)) if message else Reading(to_stored(value))

    def without_unit(self, asked: Any, typed: str) -> str:
        """Return what was typed without a unit that people write along with the figure."""
        return typed

    def complaint(self, asked: Any, value: Decimal, label: str, language: Language) -> str:
        """Return what is wrong with the number, or an empty string."""
        low, high = self.limits(asked)
        step = self.step(asked)
        grouped = not is_year(asked)
        words = {"label": label, "typed": format_decimal(value, language, grouped=grouped)}
        if len(value.as_tuple().digits) > MOST_DIGITS or abs(value) >= Decimal(10) ** MOST_DIGITS:
            return _("The number is too long. Write at most %(most)s digits.") % {"most": MOST_DIGITS}
        if (low is not None and value < low) or (high is not None and value > high):
            words["low"] = format_decimal(low or 0, language, grouped=grouped)
            words["high"] = format_decimal(high or 0, language, grouped=grouped)
            if low is None:
                return _("“%(label)s” is %(typed)s. Write a number that is at most %(high)s.") % words
            if high is None:
                return _("“%(label)s” is %(typed)s. Write a number that is at least %(low)s.") % words
            return _("“%(label)s” is %(typed)s. Write a number from %(low)s to %(high)s.") % words
        if step and not is_step(value - (low or 0), step):
            if step == 1:
                return _("“%(label)s” is %(typed)s. Write a whole number.") % words
            words["step"] = format_decimal(step, language)
            return _("“%(label)s” is %(typed)s. Write a number that goes up in steps of %(step)s.") % words
        return ""

    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        number = as_decimal(value)
        return {name: [format_input(number, setting.reading) if number is not None else ""]}

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        low, high = self.limits(asked)
        hint = ""
        if low is not None and high is not None:
            grouped = not is_year(asked)
            low_words, high_words = (format_decimal(end, setting.reading, grouped=grouped) for end in (low, high))
            hint = f"{low_words}–{high_words}"
        return (
            Control(
                kind="number",
                name=name,
                label=asked.label.resolve(setting.reading).text,
                text=posted.one(name),
                fault=faults.get(name, ""),
                unit=self.unit(asked, setting.reading),
                hint=hint,
            ),
        )

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        number = as_decimal(value)
        return NOTHING if number is None else Shown("line", line=Line(self.written(asked, number, language)))

    def written(self, asked: Any, number: Decimal, language: Language) -> str:
        """Return the number with its unit."""
        unit = self.unit(asked, language)
        return f"{format_decimal(number, language, grouped=not is_year(asked))} {unit}".strip()


class MoneyFace(NumberFace):
    """An amount in one currency."""

    type = "money"

    def limits(self, asked: Any) -> tuple[Decimal | None, Decimal | None]:
        return None, None

    def step(self, asked: Any) -> Decimal | None:
        return None

    def unit(self, asked: Any, language: Language) -> str:
        return "kr." if asked.currency == "DKK" and language == "da" else str(asked.currency)

    def without_unit(self, asked: Any, typed: str) -> str:
        words = typed.casefold()
        # Only the currency that is asked for: an amount in another one must not be taken for it.
        for unit in (asked.currency.casefold(), *WRITTEN.get(asked.currency, ()), ",-"):
            words = words.removesuffix(unit).removeprefix(unit).strip()
        return words if words != typed.casefold() else typed

    def written(self, asked: Any, number: Decimal, language: Language) -> str:
        return format_money(number, asked.currency, language)


class PercentFace(NumberFace):
    """A percentage from 0 to 100."""

    type = "percent"

    def limits(self, asked: Any) -> tuple[Decimal | None, Decimal | None]:
        return Decimal(0), Decimal(100)

    def step(self, asked: Any) -> Decimal | None:
        return None

    def unit(self, asked: Any, language: Language) -> str:
        return "%"

    def without_unit(self, asked: Any, typed: str) -> str:
        return typed.removesuffix("%").strip()

    def written(self, asked: Any, number: Decimal, language: Language) -> str:
        return format_percent(number, language)
