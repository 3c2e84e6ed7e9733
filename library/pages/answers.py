"""The answers of the example as they are read: texts, lists and tables, in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.dates import format_date, format_short
from core.languages import content_language
from core.numbers import NBSP, format_decimal, format_money, format_percent
from core.text import Language, Text
from library import words
from schema.countries import COUNTRIES
from schema.numbers import as_decimal
from schema.questions import Question, TableQuestion
from schema.scalars import read_day
from schema.tables import Column, WeightedColumn
from schema.traits import HasCurrency, HasOptions, HasRange, HasScale
from schema.weights import weighted_values

Words = Text | str
_NUMBERS = frozenset({"number", "money", "percent", "scale", "weighted"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; figures stand to the right."""

    label: Words
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a fixed one begins with its heading."""

    heading: Text | None
    cells: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """An answer of rows and columns."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]

    @property
    def has_headings(self) -> bool:
        """Whether the rows begin with a heading."""
        return any(row.heading for row in self.rows)


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as it is read: exactly one of the four is set."""

    prose: Text | None = None
    line: Words = ""
    items: tuple[Words, ...] = ()
    table: Table | None = None


def show(question: Question, answers: Mapping[str, Any]) -> Shown | None:
    """Return the answer to the question, or nothing when there is none."""
    value = answers.get(question.key)
    if value is None or value in ("", []):
        return None
    if isinstance(question, TableQuestion):
        return Shown(table=_table(question, value, answers))
    if question.type == "longtext":
        return Shown(prose=Text.from_value(value))
    if isinstance(value, list):
        return Shown(items=tuple(_one(question, one) for one in value))
    if isinstance(value, bool):
        return Shown(line=_("Yes") if value else _("No"))
    return Shown(line=_one(question, value))


def _one(asked: Question | Column, value: Any) -> Words:
    """Return one value in words; a question and a column of a type read alike."""
    language = content_language()
    if isinstance(value, dict):
        return Text.from_value(value)
    if isinstance(asked, HasOptions):
        option = asked.option(value)
        return option.label if option else str(value)
    if asked.type in ("country", "countries"):
        return COUNTRIES.get(value) or str(value)
    if asked.type == "date":
        day = read_day(value)
        if day is None:
            return str(value)
        return format_short(day, language) if isinstance(asked, Column) else format_date(day, language)
    return _number(asked, value, language)


def _number(asked: Question | Column, value: Any, language: Language) -> Words:
    number = as_decimal(value)
    if number is None:
        return str(value)
    if asked.type == "percent":
        return format_percent(number, language)
    if isinstance(asked, HasCurrency):
        return format_money(number, asked.currency, language)
    if isinstance(asked, HasScale):
        level = asked.level(int(number))
        return (
            f"{number}: {words.here(level)}"
            if level
            else _("%(score)s of %(most)s") % {"score": number, "most": asked.max}
        )
    written = format_decimal(number, language, grouped=not _is_year(asked))
    unit = words.here(asked.unit) if isinstance(asked, HasRange) else ""
    return f"{written}{NBSP}{unit}" if unit and not isinstance(asked, Column) else written


def _is_year(asked: Question | Column) -> bool:
    """Tell whether a number can only be a year, which is written without a separator of thousands."""
    return isinstance(asked, HasRange) and (asked.min or 0) >= 1900 and (asked.max or 9999) <= 2200


def _table(question: TableQuestion, rows: Any, answers: Mapping[str, Any]) -> Table:
    computed = {column.key: weighted_values(question, rows, answers, column) for column in question.weighted_columns}
    shown = []
    for row in rows if isinstance(rows, list) else ():
        fixed = question.row(row["id"])
        cells = tuple(_cell(column, row, computed) for column in question.columns)
        shown.append(Row(fixed.label if fixed else None, cells))
    return Table(tuple(Head(_head(column), column.type in _NUMBERS) for column in question.columns), tuple(shown))


def _head(column: Column) -> Words:
    unit = words.here(column.unit) if isinstance(column, HasRange) else ""
    return f"{words.here(column.label)} ({unit})" if unit else column.label


def _cell(column: Column, row: Mapping[str, Any], computed: Mapping[str, Mapping[str, Any]]) -> Words:
    if isinstance(column, WeightedColumn):
        score = computed[column.key].get(row["id"])
        return "" if score is None else format_decimal(score, content_language(), places=2)
    value = row["cells"].get(column.key)
    if value is None or value == "":
        return ""
    if isinstance(column, HasScale):
        # The words of the level would make the column too wide; the number says enough beside its head.
        return str(value)
    return _one(column, value)
