"""The columns, fixed rows and sums of a table question."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from core.text import Text
from schema.rules import Former, Integer, Key, Line, Name, Number, Referring, held
from schema.traits import HasCurrency, HasOptions, HasRange, HasScale


@dataclass(frozen=True, kw_only=True)
class FixedRow:
    """A row that the document names; its key is the id of the stored row."""

    key: str = field(metadata=held(Key()))
    label: Text = field(metadata=held(Line()))
    replaces: tuple[str, ...] = field(default=(), metadata=held(Former()))


@dataclass(frozen=True, kw_only=True)
class SumTo:
    """What the numbers of a column must add up to."""

    column: str = field(metadata=held(Name()))
    total: Decimal = field(metadata=held(Number()))


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Where the weights of a weighted column stand: a table with fixed rows, and its column of weights.

    The keys of those rows are the criteria, and each is a column of scores in the table that is weighted.
    """

    question: str
    column: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """What every column has."""

    type: ClassVar[str]

    key: str = field(metadata=held(Key()))
    label: Text = field(metadata=held(Line()))
    replaces: tuple[str, ...] = field(default=(), metadata=held(Former()))


@dataclass(frozen=True, kw_only=True)
class TextColumn(Column):
    """A line of text in the languages of the cluster."""

    type: ClassVar[str] = "text"


@dataclass(frozen=True, kw_only=True)
class LongTextColumn(Column):
    """Paragraphs in Markdown in the languages of the cluster."""

    type: ClassVar[str] = "longtext"


@dataclass(frozen=True, kw_only=True)
class NumberColumn(HasRange, Column):
    """A decimal number."""

    type: ClassVar[str] = "number"


@dataclass(frozen=True, kw_only=True)
class MoneyColumn(HasCurrency, Column):
    """An amount in one currency."""

    type: ClassVar[str] = "money"


@dataclass(frozen=True, kw_only=True)
class PercentColumn(Column):
    """A decimal number from 0 to 100."""

    type: ClassVar[str] = "percent"


@dataclass(frozen=True, kw_only=True)
class DateColumn(Column):
    """A day."""

    type: ClassVar[str] = "date"


@dataclass(frozen=True, kw_only=True)
class ChoiceColumn(HasOptions, Column):
    """One of the options."""

    type: ClassVar[str] = "choice"


@dataclass(frozen=True, kw_only=True)
class MultiChoiceColumn(HasOptions, Column):
    """Any of the options, or as many as `max_choices` allows."""

    type: ClassVar[str] = "multichoice"

    max_choices: int | None = field(default=None, metadata=held(Integer(lowest=1)))


@dataclass(frozen=True, kw_only=True)
class CountryColumn(Column):
    """One country by its ISO 3166-1 alpha-2 code."""

    type: ClassVar[str] = "country"


@dataclass(frozen=True, kw_only=True)
class ScaleColumn(HasScale, Column):
    """A whole number on a scale."""

    type: ClassVar[str] = "scale"


@dataclass(frozen=True, kw_only=True)
class WeightedColumn(Column):
    """A score that is computed from the other columns and never typed."""

    type: ClassVar[str] = "weighted"

    weights: Weights = field(metadata=held(Referring(must=("question", "column"))))


COLUMN_TYPES: dict[str, type[Column]] = {
    column.type: column
    for column in (
        TextColumn,
        LongTextColumn,
        NumberColumn,
        MoneyColumn,
        PercentColumn,
        DateColumn,
        ChoiceColumn,
        MultiChoiceColumn,
        CountryColumn,
        ScaleColumn,
        WeightedColumn,
    )
}
