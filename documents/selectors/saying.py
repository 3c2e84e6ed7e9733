"""Answers and facts in the words of one language, as the rules set them into the text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from answers.base import Stored, Surroundings
from answers.sheet import AnswerSheet
from answers.shown import Shown, ShownLine, ShownTable
from answers.tables import stored_rows, table_of
from answers.types import QUESTION_ANSWERS, type_of
from core.numbers import format_decimal
from core.text import Language, Text
from documents.rules.saying import Said, Saying
from documents.rules.tree import LaidTable, ProseCell
from documents.selectors.facts import LABELS
from schema.conditions import Condition
from schema.facts import FITS, Fact
from schema.numbers import as_decimal
from schema.questions import QUESTION_TYPES


def saying_of(
    sheet: AnswerSheet, facts: Mapping[Fact, Stored], linked: Mapping[str, Fact], language: Language
) -> Saying:
    """Return what is said of these answers; the active language is that of the document."""
    return _Words(sheet, facts, linked, language).saying()


class _Words:
    """The words of one document in one language; each answer is worded once."""

    def __init__(
        self, sheet: AnswerSheet, facts: Mapping[Fact, Stored], linked: Mapping[str, Fact], language: Language
    ) -> None:
        self.sheet = sheet
        self.facts = facts
        self.linked = linked
        self.language = language
        self._said: dict[str, Said | None] = {}

    def saying(self) -> Saying:
        """Return it as the rules ask for it."""
        return Saying(
            language=self.language,
            answer=self.answer,
            label=self.label,
            fact=self.fact,
            fact_label=lambda key: str(LABELS[Fact(key)]) if key in set(Fact) else key,
            total=self.total,
            amount=self.amount,
            number=lambda key: None if key in self.sheet.borrowed else as_decimal(self.sheet.value(key)),
            column_label=self.column_label,
            rows=self.rows,
            visible=self.sheet.visible,
            proposed=self.sheet.borrowed,
            meets=self.meets,
            annex=_("Annex"),
            total_label=_("Total"),
        )

    def meets(self, condition: Condition | None) -> bool:
        """Tell whether what depends on an answer is there."""
        visible = self.sheet.visible
        return condition is None or condition.holds(lambda key: self.sheet.value(key) if key in visible else None)

    def answer(self, key: str) -> Said | None:
        """Return what a sentence says for an answer, worded once; None for a question that is none."""
        if key not in self._said:
            question = self.sheet.document.question(key)
            is_there = (
                question is not None
                and key not in self.sheet.borrowed
                and (question.stores_answer or self.sheet.is_answered(question))
            )
            shown = self.sheet.show(question, self.language) if question and is_there else None
            self._said[key] = self._worded(key, shown) if shown else None
        return self._said[key]

    def _worded(self, key: str, shown: Shown) -> Said:
        source = str(self.linked.get(key, ""))
        if shown.table is not None:
            return Said("; ".join(_row_words(shown.table)), table=laid_table(key, shown.table), source=source)
        language = shown.line.language if shown.line.is_fallback else None
        line = " ".join(shown.plain.split())
        prose = shown.line.text if shown.kind == "prose" else ""
        return Said(line, prose=prose, source=source, language=language)

    def label(self, key: str) -> str:
        """Return what a question is called in a sentence."""
        question = self.sheet.document.question(key)
        return question.label.resolve(self.language).text if question else key

    def fact(self, key: str) -> Said | None:
        """Return what the portal knows, in words."""
        fact = Fact(key) if key in set(Fact) else None
        value = self.facts.get(fact) if fact else None
        if fact is None or value is None:
            return None
        if FITS[fact] & {"text", "longtext"}:
            words = Text.from_value(value).resolve(self.language)
            line = " ".join(words.text.replace("\n- ", "; ").removeprefix("- ").split())
            return Said(line, language=words.language if words.is_fallback else None)
        return Said(_worded_fact(fact, value, self.language))

    def _column(self, table: str, column: str) -> Any:
        question = self.sheet.document.question(table)
        asked = table_of(question) if question else None
        return asked.column(column) if asked else None

    def total(self, table: str, column: str) -> Decimal | None:
        """Return what a column adds up to; None where no number stands in it."""
        if table not in self.sheet.visible:
            return None
        cells = (row["cells"].get(column) for row in stored_rows(self.sheet.value(table)))
        numbers = [number for cell in cells if (number := as_decimal(cell)) is not None]
        return sum(numbers, Decimal(0)) if numbers else None

    def amount(self, table: str, column: str, number: Decimal) -> str:
        """Return a number as the column writes it."""
        asked = self._column(table, column)
        said = type_of(asked).cell(asked, number, self.language, Surroundings()).text if asked else ""
        # A sum can be larger than any number that a column takes.
        return said or format_decimal(number, self.language)

    def column_label(self, table: str, column: str) -> str:
        """Return what a column is called."""
        asked = self._column(table, column)
        return asked.label.resolve(self.language).text if asked else column

    def rows(self, table: str) -> Sequence[Mapping[str, str]]:
        """Return the cells of a table in words, by column."""
        question = self.sheet.document.question(table)
        asked, said = table_of(question) if question else None, self.answer(table)
        if asked is None or said is None or said.table is None:
            return ()
        keys = [column.key for column in asked.columns]
        return [dict(zip(keys, row[-len(keys) :], strict=True)) for row in said.table.rows]


def laid_table(key: str, table: ShownTable) -> LaidTable:
    """Return a table as it is set in; the headings of fixed rows become its first column."""
    columns = tuple((column.label, column.is_number) for column in table.columns)
    rows = tuple(tuple(_cell(cell) for cell in row.cells) for row in table.rows)
    if table.has_headings:
        columns = ((_("Subject"), False), *columns)
        rows = tuple((row.heading, *cells) for row, cells in zip(table.rows, rows, strict=True))
    return LaidTable(key, columns, rows)


def _cell(cell: ShownLine) -> str:
    return ProseCell(cell.text, cell.prose) if cell.prose and cell.prose != cell.text else cell.text


def _row_words(table: ShownTable) -> list[str]:
    return [", ".join(cell for cell in (row.heading, *(one.text for one in row.cells)) if cell) for row in table.rows]


def _worded_fact(fact: Fact, value: Stored, language: Language) -> str:
    (kind,) = FITS[fact]
    asked = QUESTION_TYPES[kind](key="fact", label=Text())
    return QUESTION_ANSWERS[kind].show(asked, value, language, Surroundings()).one_line
