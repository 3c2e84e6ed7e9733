"""Tables: rows that the person adds, or that the document fixes; cells by the faces of their columns.

In a form a table `a-risks` sends `a-risks-rows` once for each row, in order, and each cell as `a-risks-<row>-<column>`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from answers.amounts import score_text
from answers.base import Stored
from answers.days import as_day
from answers.tables import cells_by_row, new_row_id, row_heading, scores, stored_rows, sum_sentence
from answers.types import type_of
from schema.answers import LONGEST_ROW_ID
from schema.pairs import day_pairs
from schema.questions import ScaleQuestion, TableQuestion
from schema.tables import Column, ScaleColumn, WeightedColumn
from schema.weights import weights_of
from workbooks.asking.amounts import MoneyFace, NumberFace, PercentFace, head_of_range
from workbooks.asking.base import Control, Face, Form, InputFault, Posted, Reading, Setting, label_of
from workbooks.asking.choices import ChoiceFace, MultiChoiceFace, ScaleFace
from workbooks.asking.days import DateFace
from workbooks.asking.places import CountryFace
from workbooks.asking.texts import LongTextFace, TextFace

MOST_ROWS = 500
LONGEST_IN_A_CELL = 10_000
ROW_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_ROW_ID}}}")


class CellText(TextFace):
    """A line of text in a cell, in a field that grows."""

    kind = "cell"


class CellProse(LongTextFace):
    """Paragraphs in a cell: bounded, and without the editor of a question of its own."""

    kind = "cell_lines"
    longest = LONGEST_IN_A_CELL
    width = "c-prose"

    def needs(self, asked: Any) -> frozenset[str]:
        return frozenset()


class CellChoices(MultiChoiceFace):
    """Several of the options, ticked in the cell."""

    kind = "cell_checks"
    is_group = False


class CellChoice(ChoiceFace):
    """One of the options, as a list that opens."""

    kind = "select"
    is_group = False


class CellScale(ScaleFace):
    """A number on a scale, typed into a cell."""

    is_group = False
    width = "c-xs"

    def controls(
        self, asked: ScaleQuestion | ScaleColumn, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        return (
            Control(
                kind="number",
                name=name,
                label=label_of(asked, setting),
                text=posted.one(name),
                fault=faults.get(name, ""),
                hint=f"{asked.min}–{asked.max}",
            ),
        )

    def head(self, asked: ScaleQuestion | ScaleColumn, label: str) -> tuple[str, str]:
        return head_of_range(asked.min, asked.max, label, self.width)


class WeightedFace(Face[WeightedColumn]):
    """A score that is computed and never typed; the table computes it for all rows at once."""

    type = "weighted"
    width = "c-1"

    def read(self, asked: WeightedColumn, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        return Reading(None)

    def fill(self, asked: WeightedColumn, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {}

    def controls(
        self, asked: WeightedColumn, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        return (Control(kind="computed", name=name, label=label_of(asked, setting), text=posted.one(name)),)


CELL_FACES: dict[str, Face[Any]] = {
    face.type: face
    for face in (
        CellText(),
        CellProse(),
        NumberFace(),
        MoneyFace(),
        PercentFace(),
        DateFace(),
        CellChoice(),
        CellChoices(),
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
    # What it is, where each row is a card.
    word: str = ""

    @property
    def name(self) -> str:
        """What a person calls the row: its heading, or the first words in it."""
        if self.heading:
            return self.heading
        texts = (control.text.strip() for cell in self.cells for control in cell)
        return next((text[:60] for text in texts if text), "")


class TableFace(Face[TableQuestion]):
    """Rows of cells."""

    type = "table"
    template = "workbooks/table.html"
    is_group = True

    def needs(self, asked: TableQuestion) -> frozenset[str]:
        return frozenset({"sheet"}).union(*(CELL_FACES[column.type].needs(column) for column in asked.columns))

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
            row = row_heading(asked, name.rpartition("-")[2], setting.reading) or str(number)
            faults += [
                InputFault(f.field, _("Row %(row)s: %(fault)s") % {"row": row, "fault": f.message})
                for f in reading.faults
            ]
            if reading.value is not None:
                cells[column.key] = reading.value
        for first, last in day_pairs(column.key for column in asked.columns if type_of(column).is_day):
            begins, ends = as_day(cells.get(first)), as_day(cells.get(last))
            if begins and ends and ends < begins:
                message = _("Row %(row)s: it ends before it begins. Change one of the two dates.") % {"row": number}
                faults.append(InputFault(f"{name}-{last}", message))
        return cells

    # ---- filling the form

    def fill(self, asked: TableQuestion, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        rows = cells_by_row(asked, value)
        texts: dict[str, list[str]] = {f"{name}-rows": list(rows)}
        for row_id, cells in rows.items():
            for column in asked.columns:
                here = f"{name}-{row_id}-{column.key}"
                texts |= CELL_FACES[column.type].fill(column, cells.get(column.key), here, setting)
        return texts

    def controls(
        self, asked: TableQuestion, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        return ()

    def table(self, asked: TableQuestion, form: Form) -> "TableForm":
        return TableForm(asked, form)


@dataclass(frozen=True, slots=True)
class HeadCell:
    """The head of a column in a form."""

    label: str
    size: str
    hint: str


class TableForm:
    """A table in a form: its columns, its rows with their fields, and what the browser needs to add up as one types."""

    def __init__(self, asked: TableQuestion, form: Form) -> None:
        self.asked = asked
        self.form = form
        self.key, self.name = asked.key, form.name

    @cached_property
    def columns(self) -> list[HeadCell]:
        """What stands above each column: its label, and what its type says of units and choices."""
        heads = []
        for column in self.asked.columns:
            label = label_of(column, self.form.setting)
            heads.append(HeadCell(label, *CELL_FACES[column.type].head(column, label)))
        return heads

    @property
    def has_two_languages(self) -> bool:
        """Whether cells are written in two languages, of which one is shown at a time."""
        return len(self.form.setting.writing) > 1 and any(type_of(c).has_languages for c in self.asked.columns)

    @property
    def has_fixed_rows(self) -> bool:
        """Whether the document says which rows there are."""
        return self.asked.has_fixed_rows

    @cached_property
    def rows(self) -> tuple[TableRow, ...]:
        """The rows; one that is empty stands ready where there are none."""
        ids = TableFace().row_ids(self.asked, self.form.posted, self.name)
        if not self.has_fixed_rows and (not ids or self.form.has_extra_row):
            ids = [*ids, new_row_id()]
        return tuple(self._row(row_id, number, self.form.posted) for number, row_id in enumerate(ids, start=1))

    def _row(self, row_id: str, number: int, posted: Posted) -> TableRow:
        heading = row_heading(self.asked, row_id, self.form.setting.reading)
        cells = tuple(self._cell(c, row_id, posted) for c in self.asked.columns)
        return TableRow(row_id, number, heading, cells, self.word)

    @property
    def word(self) -> str:
        """What one of the rows is, where each is a card; empty for the lines of a table."""
        return self.asked.row.resolve(self.form.setting.reading).words if self.asked.row else ""

    def _cell(self, column: Column, row_id: str, posted: Posted) -> tuple[Control, ...]:
        here = f"{self.name}-{row_id}-{column.key}"
        if column.key in self.scores:
            posted = Posted({here: [score_text(self.scores[column.key].get(row_id), self.form.setting.reading)]})
        return CELL_FACES[column.type].controls(column, posted, here, self.form.setting, self.form.faults)

    @cached_property
    def scores(self) -> dict[str, dict[str, Any]]:
        """The computed scores by column and row, from what is stored."""
        return scores(self.asked, stored_rows(self.form.value), self.form.answers)

    @property
    def weights(self) -> str:
        """What the browser needs to compute the scores while somebody types: by column, the weights of the others."""
        columns = {
            column.key: {
                "from": f"a-{column.weights.question}",
                "column": column.weights.column,
                "weights": {key: str(weight) for key, weight in weights_of(column, self.form.answers).items()},
            }
            for column in self.asked.weighted_columns
        }
        return json.dumps(columns) if columns else ""

    @property
    def sum_column(self) -> str:
        """The key of the column whose sum is checked, or an empty string."""
        return self.asked.sum_to.column if self.asked.sum_to else ""

    @property
    def sum_total(self) -> str:
        """What that column must add up to."""
        return str(self.asked.sum_to.total) if self.asked.sum_to else ""

    @property
    def sum_words(self) -> str:
        """What that column adds up to now, in words."""
        return sum_sentence(self.asked, self.form.value, self.form.setting.reading)
