"""A weighted comparison as it stands in an analysis: which table is compared, by what, and what comes of it.

Any table with a weighted column is one. Which options are left out, what each is called and which country it is, is
read from the columns whose names mean something (`docs/content-format.md`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from analyses.rules.firmness import Firmness, firmness_of
from analyses.rules.scoring import Comparison, Criterion, Option, Ranking, Standing, rank
from answers.base import Stored
from answers.sheet import AnswerSheet
from answers.tables import cells_by_row, table_of
from core.text import Text
from schema.answers import sum_of
from schema.countries import COUNTRIES
from schema.documents import Section, Template
from schema.numbers import as_decimal
from schema.questions import TableQuestion
from schema.tables import WeightedColumn
from schema.weights import weights_of
from workbooks.asking.country_names import country_code

# The column by which an option is out whatever it scores, and the option that says so.
KNOCKOUT, STOP = "knockout", "stop"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its row, what it is called, and the country that it is, if it is one."""

    key: str
    number: int
    name: Text
    country: str
    cells: Mapping[str, Any]

    @property
    def identity(self) -> str:
        """What it is known by in other analyses: the country, or its name without regard to case."""
        return self.country or " ".join((self.name.da or self.name.en).casefold().split())


class Weighing:
    """One table of an analysis that is compared by weights."""

    def __init__(
        self, document: Template, section: Section, table: TableQuestion, values: Mapping[str, Stored]
    ) -> None:
        self.document, self.section, self.table, self.values = document, section, table, values
        self.column: WeightedColumn = table.weighted_columns[0]

    @property
    def key(self) -> str:
        """The question's key."""
        return self.table.key

    @cached_property
    def weights_question(self) -> TableQuestion | None:
        """The table in which the weights are asked, or None where the document has no such table."""
        found = self.document.question(self.column.weights.question)
        return table_of(found) if found else None

    @cached_property
    def criteria(self) -> dict[str, Text]:
        """What each criterion is called, in its order."""
        rows = self.weights_question.rows or () if self.weights_question else ()
        return {row.key: row.label for row in rows if row.key in self.column.weights.criteria}

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """The options by their rows; a row in which nothing stands is none."""
        rows = cells_by_row(self.table, self.values.get(self.key))
        found = (self._choice(row, number, cells) for number, (row, cells) in enumerate(rows.items(), start=1) if cells)
        return {one.key: one for one in found}

    @cached_property
    def named_by(self) -> str:
        """The key of the column that names the options: the first that is no criterion and is not computed."""
        taken = {*self.column.weights.criteria, *(column.key for column in self.table.weighted_columns)}
        return next((column.key for column in self.table.columns if column.key not in taken), "")

    def _choice(self, row: str, number: int, cells: Mapping[str, Any]) -> Choice:
        stored = cells.get(self.named_by)
        fixed = self.table.fixed_row(row)
        if isinstance(stored, str) and stored in COUNTRIES:
            return Choice(row, number, COUNTRIES[stored], stored, cells)
        name = fixed.label if fixed else Text.from_value(stored)
        typed = (country_code(words) for words in (name.da, name.en) if words)
        return Choice(row, number, name, next((code for code in typed if code), ""), cells)

    @cached_property
    def comparison(self) -> Comparison:
        """The same as numbers."""
        weights = weights_of(self.column, self.values)
        criteria = tuple(
            Criterion(key, Fraction(weights.get(key, 0)), self._limit(key, "min"), self._limit(key, "max"))
            for key in self.criteria
        )
        options = tuple(
            Option(one.key, self._scores(one.cells), one.cells.get(KNOCKOUT) == STOP) for one in self.choices.values()
        )
        return Comparison(criteria, options)

    def _scores(self, cells: Mapping[str, Any]) -> dict[str, Fraction]:
        found = {key: as_decimal(cells.get(key)) for key in self.criteria}
        return {key: Fraction(score) for key, score in found.items() if score is not None}

    def _limit(self, criterion: str, name: str) -> Fraction | None:
        limit = getattr(self.table.column(criterion), name, None)
        return None if limit is None else Fraction(limit)

    @cached_property
    def ranking(self) -> Ranking:
        """How the options stand."""
        return rank(self.comparison)

    @cached_property
    def firmness(self) -> Firmness | None:
        """How firm that is; None while nothing has a place."""
        return firmness_of(self.comparison)

    @property
    def best(self) -> list[Standing]:
        """The options that have a place, the best first."""
        return [one for one in self.ranking.in_order if one.rank is not None]

    @property
    def highest(self) -> Fraction:
        """The highest score that can be reached, or that is reached where there is no limit."""
        limits = [one.highest for one in self.comparison.criteria]
        reached = [one.score for one in self.ranking.standings if one.score is not None]
        known = [limit for limit in limits if limit is not None]
        return max(known) if known and len(known) == len(limits) else max(reached, default=Fraction(1))

    @property
    def sum_wanted(self) -> Fraction | None:
        """What the weights are to add up to, where the template says so."""
        asked = self.weights_question
        is_of_weights = (
            asked is not None and asked.sum_to is not None and asked.sum_to.column == self.column.weights.column
        )
        return Fraction(asked.sum_to.total) if is_of_weights and asked and asked.sum_to else None

    @property
    def sum_now(self) -> Fraction:
        """What they add up to."""
        rows = self.values.get(self.column.weights.question)
        return Fraction(sum_of(rows if isinstance(rows, list) else [], self.column.weights.column))


def weighings_of(sheet: AnswerSheet) -> list[Weighing]:
    """Return the comparisons that are asked for, in the order of the template."""
    return list(_weighings(sheet))


def _weighings(sheet: AnswerSheet) -> Iterator[Weighing]:
    for section in sheet.sections():
        for question in sheet.questions(section):
            table = table_of(question)
            if table is not None and table.weighted_columns:
                yield Weighing(sheet.document, section, table, sheet.values)
