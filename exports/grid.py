"""A table as it is drawn: its cells with their widths, its rows, the total last."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.columns import note_of
from exports.document import TableBlock, Words, plain


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a table or the heading of a column: whether it holds numbers, and its width in per cent."""

    words: Words
    is_number: bool
    width: int

    @property
    def is_noted(self) -> bool:
        """Whether something is said of the number, which may stand below it."""
        return self.is_number and bool(note_of(plain(self.words)))


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a table; the last may be its total."""

    cells: tuple[PrintedCell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as it is drawn: its headings and its rows, the total last."""

    headings: tuple[PrintedCell, ...]
    rows: tuple[PrintedRow, ...]

    @classmethod
    def of(cls, table: TableBlock) -> "PrintedTable":
        """Lay the table out."""
        shares = table.shares

        def cells(row: Sequence[Words]) -> tuple[PrintedCell, ...]:
            found = zip(row, table.columns, shares, strict=True)
            return tuple(PrintedCell(words, column.is_number, share) for words, column, share in found)

        rows = [PrintedRow(cells(row)) for row in table.rows]
        if table.total:
            rows.append(PrintedRow(cells(table.total), is_total=True))
        return cls(cells([column.label for column in table.columns]), tuple(rows))
