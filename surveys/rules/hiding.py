"""What must be hidden so that nobody learns what fewer than five companies said: directly, or by subtraction.

After the Handbook on Statistical Disclosure Control: small groups are hidden, and then so many others that the hidden
ones cannot be told from the totals.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from surveys.rules.statistics import FEWEST

Group = TypeVar("Group", bound=Hashable)
Cell = tuple[int, int]


class Why(StrEnum):
    """Why something is hidden."""

    FEW = "few"
    SUBTRACTION = "subtraction"


def is_few(n: int) -> bool:
    """Tell whether so many answers are too few to be shown, though there are some."""
    return 0 < n < FEWEST


def hidden_groups(counts: Mapping[Group, int]) -> dict[Group, Why]:
    """Return which groups of a whole that is shown are hidden, and why."""
    hidden = {group: Why.FEW for group, n in counts.items() if is_few(n)}
    order = list(counts)
    while is_few(sum(counts[group] for group in hidden)):
        shown = [group for group in order if group not in hidden and counts[group]]
        if not shown:
            break
        hidden[min(shown, key=lambda group: (counts[group], -order.index(group)))] = Why.SUBTRACTION
    return hidden


@dataclass(frozen=True, slots=True)
class TwoWays(Generic[Group]):
    """What may be shown of answers counted two ways at once, whole rows and columns shown beside their cells."""

    counts: Mapping[tuple[Group, Group], int]
    rows: Mapping[Group, Why]
    columns: Mapping[Group, Why]
    cells: frozenset[tuple[Group, Group]]

    @classmethod
    def of(
        cls, counts: Mapping[tuple[Group, Group], int], rows: Sequence[Group], columns: Sequence[Group]
    ) -> "TwoWays[Group]":
        """Find what is hidden. Rows that are hidden are taken as one, whose total follows from the others; so columns.

        Whatever cells are shown, and whoever subtracts them from rows, columns and all, finds no 1 to 4 answers.
        """
        by_row = hidden_groups({one: sum(counts.get((one, c), 0) for c in columns) for one in rows})
        by_column = hidden_groups({one: sum(counts.get((r, one), 0) for r in rows) for one in columns})
        row_sets, column_sets = _as_one(rows, by_row), _as_one(columns, by_column)
        table = [[sum(counts.get((r, c), 0) for r in rs for c in cs) for cs in column_sets] for rs in row_sets]
        hidden = {(r, c) for row, column in hidden_cells(table) for r in row_sets[row] for c in column_sets[column]}
        hidden |= {(r, c) for r in rows for c in columns if r in by_row or c in by_column}
        return cls(counts, by_row, by_column, frozenset(hidden))

    def why(self, row: Group | None, column: Group | None) -> Why | None:
        """Return why a cell may not be shown, or a row, or a column, where the other is None."""
        if row is None:
            return None if column is None else self.columns.get(column)
        if column is None:
            return self.rows.get(row)
        few = self.counts.get((row, column), 0) < FEWEST
        return Why.FEW if few else Why.SUBTRACTION if (row, column) in self.cells else None


def _as_one(groups: Sequence[Group], hidden: Mapping[Group, Why]) -> list[list[Group]]:
    """Return each group by itself, and those that are hidden together."""
    together = [one for one in groups if one in hidden]
    return [[one] for one in groups if one not in hidden] + ([together] if together else [])


def why_hidden(whole: int, part: int) -> Why | None:
    """Return why a part of a whole that is shown may not be shown, or None where it may."""
    if part < FEWEST:
        return Why.FEW
    return Why.SUBTRACTION if is_few(whole - part) else None


def reveals(counts: Sequence[Sequence[int]], hidden: set[Cell]) -> tuple[set[Cell], list[tuple[str, int]]]:
    """Return what a pattern of hidden cells still tells, with the totals of rows and columns shown.

    First the cells with answers that follow from the totals, then the lines whose hidden cells have 1 to 4 answers.
    """
    known = _known_cells(hidden)
    lines: list[tuple[str, int]] = []
    for name, axis, length in (("row", 0, len(counts)), ("column", 1, len(counts[0]))):
        for line in range(length):
            if is_few(sum(counts[r][c] for r, c in hidden if (r, c)[axis] == line)):
                lines.append((name, line))
    return {cell for cell in known if counts[cell[0]][cell[1]]}, lines


def _known_cells(hidden: set[Cell]) -> set[Cell]:
    """Return the hidden cells that follow from the totals: those on no cycle of the graph of rows and columns."""
    return {cell for cell in hidden if not _is_on_cycle(cell, hidden)}


def _is_on_cycle(cell: Cell, hidden: set[Cell]) -> bool:
    """Tell whether one gets from the cell's row to its column by other hidden cells."""
    others = hidden - {cell}
    reached, front = {("row", cell[0])}, [("row", cell[0])]
    while front:
        name, line = front.pop()
        axis = 0 if name == "row" else 1
        for other in others:
            there = ("column", other[1]) if name == "row" else ("row", other[0])
            if other[axis] == line and there not in reached:
                reached.add(there)
                front.append(there)
    return ("column", cell[1]) in reached


def hidden_cells(counts: Sequence[Sequence[int]]) -> set[Cell]:
    """Return a pattern of hidden cells that tells nothing; at the worst all cells with answers."""
    hidden = {(r, c) for r, row in enumerate(counts) for c, n in enumerate(row) if is_few(n)}
    while True:
        known, lines = reveals(counts, hidden)
        if not known and not lines:
            return hidden
        candidates = _candidates(counts, hidden, known, lines)
        if not candidates:
            return {(r, c) for r, row in enumerate(counts) for c, n in enumerate(row) if n}
        hidden.add(min(candidates, key=_fewest_told(counts, hidden)))


def _candidates(
    counts: Sequence[Sequence[int]], hidden: set[Cell], known: set[Cell], lines: list[tuple[str, int]]
) -> list[Cell]:
    """Return the cells that may help: those in the lines that tell something."""
    rows = {line for name, line in lines if name == "row"} | {r for r, _c in known}
    columns = {line for name, line in lines if name == "column"} | {c for _r, c in known}
    cells = [(r, c) for r, row in enumerate(counts) for c, n in enumerate(row) if n and (r, c) not in hidden]
    return [(r, c) for r, c in cells if r in rows or c in columns] or cells


def _fewest_told(counts: Sequence[Sequence[int]], hidden: set[Cell]) -> Callable[[Cell], tuple[int, int, Cell]]:
    def told(cell: Cell) -> tuple[int, int, Cell]:
        known, lines = reveals(counts, hidden | {cell})
        return len(known) + len(lines), counts[cell[0]][cell[1]], cell

    return told
