"""The questions that a template or a survey asks, one type of answer each."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from core.text import Language, Text
from schema.asked import HasRemark, Heading, Question
from schema.numbers import as_decimal
from schema.rules import Flag, Integer, Line, ListOf, OneOf, OneOfTypes, Part, Prose, Sources, held
from schema.tables import Column, FixedRow, SumTo, WeightedColumn
from schema.traits import HasCurrency, HasOptions, HasRange, HasScale, Measure, Option
from schema.vocabulary import How, Panel, TableLayout

# Where the number stands in what a document says of a step on a scale.
VALUE = "{value}"
PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


@dataclass(frozen=True, kw_only=True)
class TextQuestion(Question):
    """A line of text in the languages of the cluster."""

    type: ClassVar[str] = "text"

    @property
    def asks_words(self) -> bool:
        """Tell that it is answered in words."""
        return True


@dataclass(frozen=True, kw_only=True)
class LongTextQuestion(Question):
    """Paragraphs in Markdown in the languages of the cluster."""

    type: ClassVar[str] = "longtext"

    @property
    def asks_words(self) -> bool:
        """Tell that it is answered in words."""
        return True


@dataclass(frozen=True, kw_only=True)
class NumberQuestion(HasRange, Question):
    """A decimal number."""

    type: ClassVar[str] = "number"


@dataclass(frozen=True, kw_only=True)
class MoneyQuestion(HasCurrency, Question):
    """An amount in one currency."""

    type: ClassVar[str] = "money"


@dataclass(frozen=True, kw_only=True)
class PercentQuestion(Question):
    """A decimal number from 0 to 100."""

    type: ClassVar[str] = "percent"


@dataclass(frozen=True, kw_only=True)
class DateQuestion(Question):
    """A day."""

    type: ClassVar[str] = "date"


@dataclass(frozen=True, kw_only=True)
class ChoiceQuestion(HasOptions, HasRemark, Question):
    """One of the options."""

    type: ClassVar[str] = "choice"

    @property
    def most_points(self) -> Decimal | None:
        """Return the points of the option that gives the most."""
        return max(self.given_points.values()) if self.gives_points else None

    def points(self, value: object) -> Decimal:
        """Return the points of the option that was chosen."""
        return self.given_points.get(value, Decimal(0)) if isinstance(value, str) else Decimal(0)


@dataclass(frozen=True, kw_only=True)
class MultiChoiceQuestion(HasOptions, HasRemark, Question):
    """Any of the options, or as many as `max_choices` allows."""

    type: ClassVar[str] = "multichoice"

    max_choices: int | None = field(default=None, metadata=held(Integer(lowest=1)))

    @property
    def most_points(self) -> Decimal | None:
        """Return the points of the best choice: all that gives something, or as many as may be chosen."""
        if not self.gives_points:
            return None
        best = sorted(self.given_points.values(), reverse=True)[: self.max_choices]
        return sum((one for one in best if one > 0), Decimal(0)) if best[0] > 0 else best[0]

    def points(self, value: object) -> Decimal:
        """Return the points of all that was chosen, each option once."""
        chosen = {one for one in value if isinstance(one, str)} if isinstance(value, list) else set()
        return sum((self.given_points.get(one, Decimal(0)) for one in chosen), Decimal(0))


@dataclass(frozen=True, kw_only=True)
class YesNoQuestion(HasRemark, Question):
    """Yes or no: two options that nobody has to write."""

    type: ClassVar[str] = "yesno"

    options: ClassVar[tuple[Option, ...]] = (
        Option(key="yes", label=Text(da="Ja", en="Yes")),
        Option(key="no", label=Text(da="Nej", en="No")),
    )

    def option(self, key: object) -> Option | None:
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, kw_only=True)
class EmailQuestion(Question):
    """An email address."""

    type: ClassVar[str] = "email"


@dataclass(frozen=True, kw_only=True)
class AddressQuestion(Question):
    """An address on the web."""

    type: ClassVar[str] = "address"


@dataclass(frozen=True, kw_only=True)
class FileQuestion(Question):
    """A file that lies beside the answers; the answer says what it is called and holds, and by what it is found."""

    type: ClassVar[str] = "file"

    @property
    def asks_file(self) -> bool:
        """Tell that it is answered with a file."""
        return True


@dataclass(frozen=True, kw_only=True)
class ScaleQuestion(HasScale, HasRemark, Question):
    """A whole number on a scale whose ends, and perhaps levels, are described."""

    type: ClassVar[str] = "scale"

    printed_value: Text | None = field(default=None, metadata=held(Line()))
    as_points: bool = field(default=False, metadata=held(Flag()))

    @property
    def most_points(self) -> Decimal | None:
        """Return the upper end, where its numbers are points."""
        return Decimal(self.max) if self.as_points else None

    def points(self, value: object) -> Decimal:
        """Return the number that was chosen, where its numbers are points."""
        number = as_decimal(value) if self.as_points else None
        return number if number is not None and number in self.numbers else Decimal(0)

    @property
    def scale(self) -> HasScale:
        return self


@dataclass(frozen=True, kw_only=True)
class CountriesQuestion(Question):
    """Countries by their ISO 3166-1 alpha-2 codes."""

    type: ClassVar[str] = "countries"

    max_choices: int | None = field(default=None, metadata=held(Integer(lowest=1)))


@dataclass(frozen=True, kw_only=True)
class TableQuestion(Question):
    """Rows of cells; with `rows` they are fixed, without it the person adds them."""

    type: ClassVar[str] = "table"

    columns: tuple[Column, ...] = field(metadata=held(OneOfTypes(Column)))
    rows: tuple[FixedRow, ...] | None = field(default=None, metadata=held(ListOf(FixedRow)))
    sum_to: SumTo | None = field(default=None, metadata=held(Part(SumTo)))
    layout: TableLayout | None = field(default=None, metadata=held(OneOf(TableLayout)))
    # What one of the rows is, where each is a card of its own.
    row: Text | None = field(default=None, metadata=held(Line()))

    @property
    def has_rows(self) -> bool:
        return True

    @property
    def has_fixed_rows(self) -> bool:
        """Tell whether the document, not the person, says which rows there are."""
        return self.rows is not None

    @property
    def weighted_columns(self) -> tuple[WeightedColumn, ...]:
        """Return the columns that are computed."""
        return tuple(column for column in self.columns if isinstance(column, WeightedColumn))

    def column(self, key: object) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def fixed_row(self, key: object) -> FixedRow | None:
        return next((row for row in self.rows or () if row.key == key), None)


@dataclass(frozen=True, kw_only=True)
class PanelQuestion(Question):
    """A place where live objects of the cluster stand; it stores nothing."""

    type: ClassVar[str] = "panel"

    panel: Panel = field(metadata=held(OneOf(Panel)))

    @property
    def stores_answer(self) -> bool:
        """Tell that nobody answers here."""
        return False

    @property
    def shows_panel(self) -> str:
        """Return the name of the panel."""
        return self.panel


@dataclass(frozen=True, kw_only=True)
class ComputedQuestion(Question):
    """A number that follows from others and is never typed."""

    type: ClassVar[str] = "computed"

    of: tuple[str, ...] = field(metadata=held(Sources()))
    how: How = field(metadata=held(OneOf(How)))
    # What it counts, which is what its sources do; the reader finds it there.
    measure: Measure = field(default=Measure(), compare=False)

    @property
    def stores_answer(self) -> bool:
        """Tell that nobody answers here."""
        return False


@dataclass(frozen=True, kw_only=True)
class ClauseQuestion(Question):
    """A clause of a document, its answers set in by `{{ question_key }}`; an optional one can be left out."""

    type: ClassVar[str] = "clause"

    body: Text = field(metadata=held(Prose()))
    optional: bool = field(default=False, metadata=held(Flag()))

    @property
    def stores_answer(self) -> bool:
        """Tell whether a person decides if the clause is in."""
        return self.optional

    def placeholders(self, language: Language = "da") -> tuple[str, ...]:
        """Return the keys of the questions whose answers are set in, in the order they stand in this language."""
        return tuple(PLACEHOLDER.findall(self.body.get(language)))


QUESTION_TYPES: dict[str, type[Question]] = {
    question.type: question
    for question in (
        TextQuestion,
        LongTextQuestion,
        NumberQuestion,
        MoneyQuestion,
        PercentQuestion,
        DateQuestion,
        YesNoQuestion,
        EmailQuestion,
        AddressQuestion,
        FileQuestion,
        ChoiceQuestion,
        MultiChoiceQuestion,
        ScaleQuestion,
        CountriesQuestion,
        TableQuestion,
        PanelQuestion,
        ComputedQuestion,
        ClauseQuestion,
    )
}

__all__ = [
    "PLACEHOLDER",
    "QUESTION_TYPES",
    "VALUE",
    "AddressQuestion",
    "ChoiceQuestion",
    "ClauseQuestion",
    "ComputedQuestion",
    "CountriesQuestion",
    "DateQuestion",
    "EmailQuestion",
    "FileQuestion",
    "HasRemark",
    "Heading",
    "LongTextQuestion",
    "MoneyQuestion",
    "MultiChoiceQuestion",
    "NumberQuestion",
    "PanelQuestion",
    "PercentQuestion",
    "Question",
    "ScaleQuestion",
    "TableQuestion",
    "TextQuestion",
    "YesNoQuestion",
]
