"""Tables: rows that the person adds, or that the document fixes; cells by the faces of their columns.

In a form a table `a-risks` sends `a-risks-rows` once for each row, in order, and each cell as `a-risks-<row>-<column>`.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.numbers import format_decimal
from core.text import Language, Text
from schema.answers import LONGEST_ROW_ID
from schema.numbers import as_decimal
from schema.questions import TableQuestion
from schema.tables import WeightedColumn
from schema.weights import weighted_values
from workbooks.questions.amounts import MoneyFace, NumberFace, PercentFace
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
    ShownColumn,
    ShownRow,
    ShownTable,
    Stored,
    Surroundings,
)
from workbooks.questions.choices import ChoiceFace, ScaleFace
from workbooks.questions.days import ShortDateFace, as_day
from workbooks.questions.places import CountryFace
from workbooks.questions.texts import TextFace

MOST_ROWS = 500
ROW_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_ROW_ID}}}")
# Shown with two decimals at most: a weighted score is compared, not added up.
WEIGHTED_PLACES = 2


class CellText(TextFace):
    """A line of text in a cell, in a field that grows."""

    kind = "cell"


class CellChoice(ChoiceFace):
    """One of the options, as a list that opens."""

    kind = "select"
    is_group = False


class CellScale(ScaleFace):
    """A number on a scale, typed into a cell."""

    is_group = False

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        hint = f"{asked.min}–{asked.max}"
        label = asked.label.resolve(setting.reading).text
        return (
            Control(
                kind="number", name=name, label=label, text=posted.one(name), fault=faults.get(name, ""), hint=hint
            ),
        )

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        return Shown("line", line=Line(str(value))) if isinstance(value, int) else NOTHING


class WeightedFace(NumberFace):
    """A score that is computed and never typed; the table computes it for all rows at once."""

    type = "weighted"

    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        return Reading(None)

    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {}

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        return (
            Control(kind="computed", name=name, label=asked.label.resolve(setting.reading).text, text=posted.one(name)),
        )

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        return NOTHING


CELL_FACES: dict[str, Face] = {
    face.type: face
    for face in (
        CellText(),
        NumberFace(),
        MoneyFace(),
        PercentFace(),
        ShortDateFace(),
        CellChoice(),
        CountryFace(),
        CellScale(),
        WeightedFace(),
    )
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table in a form: its id, its number, the heading of a fixed one, and the fields of each cell."""

    id: str
    number: int
    heading: str
    cells: tuple[tuple[Control, ...], ...]

    @property
    def name(self) -> str:
        """What a person calls the row: its heading, or the first words in it."""
        if self.heading:
            return self.heading
        texts = (control.text.strip() for cell in self.cells for control in cell)
        return next((text[:60] for text in texts if text), "")


def new_row_id() -> str:
    """Return an id for a row that a person adds; it stays with the row for ever."""
    return f"r{secrets.token_hex(5)}"


def stored_rows(value: Stored) -> list[dict[str, Any]]:
    """Return the rows of a stored table that have the form of rows."""
    rows = value if isinstance(value, list) else []
    return [
        row
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("cells"), dict) and row.get("id") and isinstance(row["id"], str)
    ]


class TableFace(Face):
    """Rows of cells."""

    type = "table"
    is_group = True

    # ---- reading what was posted

    def read(self, asked: TableQuestion, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        stored = {row["id"]: row["cells"] for row in stored_rows(before)}
        faults: list[InputFault] = []
        rows = []
        ids = self.row_ids(asked, posted, name)
        if len(ids) > MOST_ROWS:
            message = _(
                "The table has %(rows)s rows. It can hold %(most)s: remove some, or put them in a file of their own."
            )
            return Reading(before, (InputFault(name, message % {"rows": len(ids), "most": MOST_ROWS}),))
        for number, row_id in enumerate(ids, start=1):
            cells = self.read_row(asked, posted, f"{name}-{row_id}", stored.get(row_id, {}), setting, number, faults)
            if cells:
                rows.append({"id": row_id, "cells": cells})
        return Reading(rows or None, tuple(faults))

    def row_ids(self, asked: TableQuestion, posted: Posted, name: str) -> list[str]:
        """Return the ids of the rows in the order they were sent; those of another table's making are left out."""
        if asked.rows is not None:
            return [row.key for row in asked.rows]
        sent = [row_id for row_id in posted.all(f"{name}-rows") if ROW_ID.fullmatch(row_id)]
        return list(dict.fromkeys(sent))

    def read_row(
        self,
        asked: TableQuestion,
        posted: Posted,
        name: str,
        before: Mapping[str, Stored],
        setting: Setting,
        number: int,
        faults: list[InputFault],
    ) -> dict[str, Stored]:
        """Return the cells of one row and add what is wrong with them to the faults."""
        cells: dict[str, Stored] = {}
        for column in asked.columns:
            reading = CELL_FACES[column.type].read(
                column, posted, f"{name}-{column.key}", before.get(column.key), setting
            )
            row = self.heading(asked, name.rpartition("-")[2], setting.reading) or str(number)
            faults += [
                InputFault(f.field, _("Row %(row)s: %(fault)s") % {"row": row, "fault": f.message})
                for f in reading.faults
            ]
            if reading.value is not None:
                cells[column.key] = reading.value
        for first, last in day_pairs(column.key for column in asked.columns if column.type == "date"):
            begins, ends = as_day(cells.get(first)), as_day(cells.get(last))
            if begins and ends and ends < begins:
                message = _("Row %(row)s: it ends before it begins. Change one of the two dates.") % {"row": number}
                faults.append(InputFault(f"{name}-{last}", message))
        return cells

    def heading(self, asked: TableQuestion, row_id: str, language: Language) -> str:
        """Return the label of a fixed row, or an empty string."""
        row = asked.row(row_id)
        return row.label.resolve(language).text if row else ""

    # ---- filling the form

    def fill(self, asked: TableQuestion, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        stored = {row["id"]: row["cells"] for row in stored_rows(value)}
        ids = [row.key for row in asked.rows] if asked.rows is not None else list(stored)
        texts: dict[str, list[str]] = {f"{name}-rows": ids}
        for row_id in ids:
            for column in asked.columns:
                cell = stored.get(row_id, {}).get(column.key)
                texts |= CELL_FACES[column.type].fill(column, cell, f"{name}-{row_id}-{column.key}", setting)
        return texts

    def controls(
        self, asked: TableQuestion, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        return ()

    def rows(
        self,
        asked: TableQuestion,
        posted: Posted,
        name: str,
        setting: Setting,
        faults: Mapping[str, str],
        computed: Mapping[str, Mapping[str, Decimal | None]],
    ) -> tuple[TableRow, ...]:
        """Return the rows of the form; `computed` has the scores of each weighted column by row."""
        ids = [row.key for row in asked.rows] if asked.rows is not None else self.row_ids(asked, posted, name)
        return tuple(
            self.row(asked, posted, name, row_id, number, setting, faults, computed)
            for number, row_id in enumerate(ids, start=1)
        )

    def row(
        self,
        asked: TableQuestion,
        posted: Posted,
        name: str,
        row_id: str,
        number: int,
        setting: Setting,
        faults: Mapping[str, str],
        computed: Mapping[str, Mapping[str, Decimal | None]],
    ) -> TableRow:
        """Return one row of the form."""
        cells = []
        for column in asked.columns:
            here = f"{name}-{row_id}-{column.key}"
            given = posted
            if isinstance(column, WeightedColumn):
                given = Posted({here: [score_text(computed.get(column.key, {}).get(row_id), setting.reading)]})
            cells.append(CELL_FACES[column.type].controls(column, given, here, setting, faults))
        return TableRow(row_id, number, self.heading(asked, row_id, setting.reading), tuple(cells))

    # ---- showing what is stored

    def show(self, asked: TableQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        rows = stored_rows(value)
        if not rows:
            return NOTHING
        stored = {row["id"]: row["cells"] for row in rows}
        ids = [row.key for row in asked.rows] if asked.rows is not None else list(stored)
        computed = scores(asked, rows, around.answers)
        shown_rows = []
        for row_id in ids:
            cells = []
            for column in asked.columns:
                if isinstance(column, WeightedColumn):
                    cells.append(Line(score_text(computed[column.key].get(row_id), language)))
                else:
                    cell = stored.get(row_id, {}).get(column.key)
                    cells.append(CELL_FACES[column.type].show(column, cell, language, around).line)
            shown_rows.append(ShownRow(self.heading(asked, row_id, language), tuple(cells)))
        columns = tuple(
            ShownColumn(c.label.resolve(language).text, CELL_FACES[c.type].is_number, c.type) for c in asked.columns
        )
        total = sum_sentence(asked, value, language) if asked.sum_to else ""
        return Shown("table", table=ShownTable(columns, tuple(shown_rows), asked.rows is not None, total))

    def is_answered(self, value: Stored) -> bool:
        return any(row["cells"] for row in stored_rows(value))

    def words(self, value: Stored, language: Language) -> list[str]:
        cells = (cell for row in stored_rows(value) for cell in row["cells"].values())
        return [Text.from_value(cell).get(language) for cell in cells if isinstance(cell, dict)]

    def languages(self, value: Stored) -> frozenset[Language] | None:
        texts = [
            Text.from_value(cell)
            for row in stored_rows(value)
            for cell in row["cells"].values()
            if isinstance(cell, dict)
        ]
        if not texts:
            return None
        # The table has a language when every text in it has; one cell without it is a gap.
        languages: tuple[Language, ...] = ("da", "en")
        return frozenset(language for language in languages if all(text.get(language) for text in texts))


def day_pairs(keys: Any) -> list[tuple[str, str]]:
    """Return the pairs of date keys of which the second must not be before the first.

    A pair is named alike but for its end: `…start` and `…end`, or `…from` and `…to` (docs/content-format.md).
    """
    known = list(keys)
    pairs = []
    for first, last in (("start", "end"), ("from", "to")):
        for key in known:
            stem = key.removesuffix(first)
            if stem != key and (stem == "" or stem.endswith("_")) and f"{stem}{last}" in known:
                pairs.append((key, f"{stem}{last}"))
    return pairs


def scores(
    asked: TableQuestion, rows: list[dict[str, Any]], answers: Mapping[str, Stored]
) -> dict[str, dict[str, Decimal | None]]:
    """Return the score of each row for each weighted column, by column and row; None while something is missing."""
    return {column.key: weighted_values(asked, rows, answers, column) for column in asked.weighted_columns}


def score_text(score: Decimal | None, language: Language) -> str:
    """Return a computed score as it stands in the table."""
    return "" if score is None else format_decimal(score, language, places=WEIGHTED_PLACES)


def column_sum(asked: TableQuestion, value: Stored) -> Decimal:
    """Return what the numbers of the column that has a sum add up to."""
    assert asked.sum_to is not None  # noqa: S101 -- callers ask only where there is one
    numbers = (as_decimal(row["cells"].get(asked.sum_to.column)) for row in stored_rows(value))
    return sum((n for n in numbers if n is not None), Decimal(0))


def sum_fault(asked: TableQuestion, value: Stored, language: Language) -> str:
    """Return the sentence for a sum that is not what it must be, or an empty string."""
    if asked.sum_to is None or not stored_rows(value):
        return ""
    total, wanted = column_sum(asked, value), asked.sum_to.total
    if total == wanted:
        return ""
    column = asked.column(asked.sum_to.column)
    words = {
        "column": column.label.resolve(language).text if column else asked.sum_to.column,
        "total": format_decimal(total, language),
        "wanted": format_decimal(wanted, language),
        "over": format_decimal(abs(total - wanted), language),
    }
    if total > wanted:
        return _("“%(column)s” adds up to %(total)s. It must be %(wanted)s: take away %(over)s.") % words
    return _("“%(column)s” adds up to %(total)s. It must be %(wanted)s: %(over)s is missing.") % words


def sum_sentence(asked: TableQuestion, value: Stored, language: Language) -> str:
    """Return what the column adds up to, in words."""
    if asked.sum_to is None:
        return ""
    return _("In all %(total)s of %(wanted)s") % {
        "total": format_decimal(column_sum(asked, value), language),
        "wanted": format_decimal(asked.sum_to.total, language),
    }
