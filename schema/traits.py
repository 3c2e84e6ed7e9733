"""What a question and a column of the same type have in common."""

from dataclasses import dataclass
from decimal import Decimal

from core.text import Text

DEFAULT_CURRENCY = "DKK"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that can be chosen; its key is what is stored."""

    key: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class HasRange:
    """A number with limits, a step counted from the lower limit, and a unit, all of them optional."""

    min: Decimal | None = None
    max: Decimal | None = None
    step: Decimal | None = None
    unit: Text | None = None


@dataclass(frozen=True, kw_only=True)
class HasCurrency:
    """An amount in one currency, named by its three letters."""

    currency: str = DEFAULT_CURRENCY


@dataclass(frozen=True, kw_only=True)
class HasOptions:
    """Something to choose among."""

    options: tuple[Option, ...]

    def option(self, key: object) -> Option | None:
        """Return the option with this key."""
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, kw_only=True)
class HasScale:
    """Whole numbers from `min` to `max`, with words for both ends and, when given, for each level."""

    min: int
    max: int
    low: Text
    high: Text
    levels: tuple[Text, ...] = ()

    @property
    def numbers(self) -> range:
        """Return the numbers of the scale."""
        return range(self.min, self.max + 1)

    def level(self, number: int) -> Text | None:
        """Return the words for this number, when the levels are described."""
        return self.levels[number - self.min] if self.levels and number in self.numbers else None
