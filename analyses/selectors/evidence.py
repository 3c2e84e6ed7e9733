"""What the figures of an analysis rest on: every row of a table that names its source."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from analyses.rules.evidence import Evidence, end_of_year
from answers.days import as_day
from answers.sheet import AnswerSheet
from answers.tables import cells_by_row, table_of
from core.text import Text
from schema.countries import COUNTRIES
from schema.numbers import as_decimal
from schema.questions import TableQuestion

# The columns whose names mean something here (docs/content-format.md).
SOURCE, DATED, YEAR, WHO, VALUE = "source", "dated", "year", "who", "value"
YEARS = range(1900, 2201)


def evidence_of(sheet: AnswerSheet) -> tuple[Evidence, ...]:
    """Return what is named as a source, in the order of the template."""
    return tuple(_evidence(sheet))


def _evidence(sheet: AnswerSheet) -> Iterator[Evidence]:
    for section in sheet.sections():
        for question in sheet.questions(section):
            table = table_of(question)
            if table is None or table.column(SOURCE) is None:
                continue
            for row, cells in cells_by_row(table, sheet.value(question.key)).items():
                source = Text.from_value(cells.get(SOURCE))
                if not source and not any(key in cells for key in (DATED, YEAR, VALUE)):
                    continue
                day, is_year = dated(cells)
                yield Evidence(
                    subject=_subject(table, row, cells),
                    source=source,
                    who=Text.from_value(cells.get(WHO)),
                    value=_words(cells.get(VALUE)),
                    dated=day,
                    is_year=is_year,
                    section=section.key,
                    question=question.key,
                )


def dated(cells: Mapping[str, Any]) -> tuple[date | None, bool]:
    """Return from when a source is, and whether only its year is known."""
    day = as_day(cells.get(DATED))
    if day is not None:
        return day, False
    year = as_decimal(cells.get(YEAR))
    if year is None or year != int(year) or int(year) not in YEARS:
        return None, False
    return end_of_year(int(year)), True


def _subject(table: TableQuestion, row: str, cells: Mapping[str, Any]) -> Text:
    """Return what the row is about: its heading, or the first thing in it that is no source."""
    fixed = table.fixed_row(row)
    if fixed is not None:
        return fixed.label
    keys = (column.key for column in table.columns if column.key not in (SOURCE, DATED, YEAR, WHO))
    return next((words for key in keys if (words := _words(cells.get(key)))), table.label)


def _words(stored: Any) -> Text:
    if isinstance(stored, str):
        return COUNTRIES.get(stored, Text())
    return Text.from_value(stored)
