"""Two states of a table: row by row and cell by cell. Rows are matched by their ids, cells by their columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from answers.shown import Shown
from answers.tables import cells_by_row
from core.differences import Piece, differences
from reviews.shown.deltas import answer_delta, score_delta
from schema.questions import TableQuestion

SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"
# What stands above the headings of fixed rows.
HEADING = ""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell as pieces of text, and by how much its figure differs, in words."""

    pieces: tuple[Piece, ...]
    delta: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a table: its fate, where it stood before (1 is first), and its cells."""

    fate: str
    cells: tuple[CellChange, ...]
    moved_from: int = 0
    place: int = 0
    key: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether it stood there before, so that it can be brought back."""
        return self.fate in (CHANGED, GONE)

    @property
    def name(self) -> str:
        """What it was called before: its first words."""
        for cell in self.cells:
            words = "".join(piece.text for piece in cell.pieces if piece.kind != "added").strip()
            if words:
                return words
        return ""


@dataclass(frozen=True, slots=True)
class TableState:
    """A table as it stood: what was asked, what was stored, and how that was shown."""

    asked: TableQuestion
    value: Any
    shown: Shown | None
    # The weighted scores by column and row, which follow from the scores and from weights that stand elsewhere.
    weighted: Mapping[str, Mapping[str, Decimal | None]] = field(default_factory=dict)

    @property
    def headings(self) -> dict[str, str]:
        """What stands above each column, by its key, in order."""
        table = self.shown.table if self.shown is not None else None
        if table is None:
            return {}
        labels = {column.key: shown.label for column, shown in zip(self.asked.columns, table.columns, strict=True)}
        return {HEADING: "", **labels} if table.has_headings else labels

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """The cells of each row in words, by the row's id and the column's key."""
        table = self.shown.table if self.shown is not None else None
        if table is None:
            return {}
        keys = [column.key for column in self.asked.columns]
        return {
            key: {HEADING: row.heading, **dict(zip(keys, [cell.text for cell in row.cells], strict=True))}
            for key, row in zip(self.stored, table.rows, strict=False)
        }

    @property
    def stored(self) -> dict[str, dict[str, Any]]:
        """The cells of each row as they are stored."""
        return cells_by_row(self.asked, self.value)


def rows_of(before: TableState, after: TableState) -> tuple[tuple[str, ...], tuple[RowChange, ...], int]:
    """Return what stands above the columns, the rows that differ, and how many do not; one that moved is told as moved.

    A column that the later edition does not ask any more is left out; the answer is parked with it.
    """
    headings = after.headings or before.headings
    was, now = _narrowed(before.words, headings), _narrowed(after.words, headings)
    moved = _moved(was, now)
    places = {key: place for place, key in enumerate(was, start=1)}
    rows, same = [], 0
    for place, (key, cells) in enumerate(now.items(), start=1):
        if key not in was:
            rows.append(RowChange(NEW, tuple(_whole(cell, "added") for cell in cells.values()), place=place, key=key))
        elif was[key] != cells or key in moved:
            told = tuple(_cell(before, after, key, column, was[key][column], words) for column, words in cells.items())
            state = CHANGED if was[key] != cells else SAME
            rows.append(RowChange(state, told, places[key] if key in moved else 0, place, key))
        else:
            same += 1
    for key, cells in was.items():
        if key not in now:
            rows.append(RowChange(GONE, tuple(_whole(cell, "removed") for cell in cells.values()), key=key))
    return tuple(headings.values()), tuple(rows), same


def _narrowed(rows: Mapping[str, Mapping[str, str]], columns: Iterable[str]) -> dict[str, dict[str, str]]:
    names = list(columns)
    return {key: {name: cells.get(name, "") for name in names} for key, cells in rows.items()}


def _moved(was: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """Return the rows that stand in another order among those that stayed."""
    order = {key: place for place, key in enumerate(key for key in was if key in now)}
    return {key for place, key in enumerate(key for key in now if key in was) if order[key] != place}


def _cell(before: TableState, after: TableState, row: str, column: str, was: str, now: str) -> CellChange:
    pieces = tuple(differences(was, now))
    asked = after.asked.column(column)
    if was == now or asked is None:
        return CellChange(pieces)
    if column in after.weighted:
        scores = (state.weighted.get(column, {}).get(row) for state in (before, after))
        return CellChange(pieces, score_delta(*scores))
    values = (state.stored.get(row, {}).get(column) for state in (before, after))
    return CellChange(pieces, answer_delta(asked, before.asked.column(column), *values))


def _whole(text: str, kind: str) -> CellChange:
    return CellChange((Piece(kind, text),) if text else ())  # type: ignore[arg-type]
