"""What a question and a column of the same type have in common."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from core.text import Text
from schema.rules import Flag, Former, Integer, Key, Line, Lines, ListOf, Number, OneOf, Pattern, Plain, held
from schema.vocabulary import DocumentKind

DEFAULT_CURRENCY = "DKK"
# A scale is drawn as one button for each number.
LARGEST_SCALE = 100
_STEP = Integer(-LARGEST_SCALE, LARGEST_SCALE)
_CURRENCY = Pattern(re.compile("[A-Z]{3}"), "must be a currency code of three capital letters, such as DKK")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A published thing, or one section, question, group or KPI of it, that something leads to or is of help at."""

    kind: DocumentKind = field(metadata=held(OneOf(DocumentKind)))
    slug: str = field(metadata=held(Plain()))
    part: str = field(default="", metadata=held(Plain()))


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What a number counts: only those that count the same can be put together."""

    type: str = "number"
    currency: str = ""
    unit: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that can be chosen; its key is what is stored."""

    key: str = field(metadata=held(Key()))
    label: Text = field(metadata=held(Line()))
    help: Text | None = field(default=None, metadata=held(Line()))
    printed: Text | None = field(default=None, metadata=held(Line()))
    # Whoever chooses it says in a line of text what it is.
    other: bool = field(default=False, metadata=held(Flag()))
    # What choosing it adds to the sum of its section; never in a table.
    points: Decimal | None = field(default=None, metadata=held(Number()))
    replaces: tuple[str, ...] = field(default=(), metadata=held(Former()))

    @property
    def words(self) -> Text:
        """Return what a document says where this was chosen, without the question above it."""
        return self.printed or self.label


@dataclass(frozen=True, kw_only=True)
class HasRange:
    """A number with limits, a step counted from the lower limit, and a unit, all of them optional."""

    min: Decimal | None = field(default=None, metadata=held(Number()))
    max: Decimal | None = field(default=None, metadata=held(Number()))
    step: Decimal | None = field(default=None, metadata=held(Number(above=0)))
    unit: Text | None = field(default=None, metadata=held(Line()))


@dataclass(frozen=True, kw_only=True)
class HasCurrency:
    """An amount in one currency, named by its three letters."""

    currency: str = field(default=DEFAULT_CURRENCY, metadata=held(_CURRENCY))


@dataclass(frozen=True, kw_only=True)
class HasOptions:
    """Something to choose among."""

    options: tuple[Option, ...] = field(metadata=held(ListOf(Option)))

    def option(self, key: object) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    @property
    def gives_points(self) -> bool:
        """Tell whether an option says how many points it gives."""
        return any(option.points is not None for option in self.options)

    @property
    def given_points(self) -> dict[str, Decimal]:
        """Return the points of each option by its key; one that says nothing gives none."""
        return {option.key: option.points or Decimal(0) for option in self.options}


@dataclass(frozen=True, kw_only=True)
class HasScale:
    """Whole numbers from `min` to `max`, with words for both ends and, when given, for each level."""

    min: int = field(metadata=held(_STEP))
    max: int = field(metadata=held(_STEP))
    low: Text = field(metadata=held(Line()))
    high: Text = field(metadata=held(Line()))
    levels: tuple[Text, ...] = field(default=(), metadata=held(Lines()))

    @property
    def numbers(self) -> range:
        return range(self.min, self.max + 1)

    def level(self, number: int) -> Text | None:
        """Return the words for this number, when the levels are described."""
        return self.levels[number - self.min] if self.levels and number in self.numbers else None
