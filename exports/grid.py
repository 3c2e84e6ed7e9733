"""A table as it is drawn: its cells with their widths, its rows, the total last."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.columns import note_of
from exports.document import TableBlock, Words, plain


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a table or the heading of a column: whether that holds numbers, and its width in per cent."""

    words: Words
    is_number: bool
    width: int

    @property
    def css(self) -> str:
        """The classes of what it holds; what is said of a number (`noted`) may stand below it."""
        if not self.is_number:
            return ""
        return "number noted" if note_of(plain(self.words)) else "number"


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a table; the last may be its total."""

    cells: tuple[PrintedCell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as it is drawn: its headings and its rows, the total last; a `dense` one is set smaller."""

    headings: tuple[PrintedCell, ...]
    rows: tuple[PrintedRow, ...]
    is_dense: bool = False

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
        return cls(cells([column.label for column in table.columns]), tuple(rows), table.fitted.is_dense)
