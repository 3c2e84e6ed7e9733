"""A table as it is drawn: its cells with their widths, its rows, the total last."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.columns import note_of
from exports.document import TableBlock, Words, plain

# A column whose cells have no more letters holds names and the like, of which no word is broken for the look of a line.
_FEW = 32


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a table or the heading of a column: whether that holds numbers, or names, and its width in per cent."""

    words: Words
    is_number: bool
    width: int
    is_name: bool = False

    @property
    def css(self) -> str:
        """The classes of what it holds; what is said of a number (`noted`) may stand below it."""
        if self.is_number:
            return "number noted" if note_of(plain(self.words)) else "number"
        return "name" if self.is_name else ""


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
        are_names = [all(len(plain(row[i])) <= _FEW for row in table.all_rows) for i in range(len(table.columns))]

        def cells(row: Sequence[Words]) -> tuple[PrintedCell, ...]:
            found = zip(row, table.columns, shares, are_names, strict=True)
            return tuple(
                PrintedCell(words, column.is_number, share, is_name) for words, column, share, is_name in found
            )

        rows = [PrintedRow(cells(row)) for row in table.rows]
        if table.total:
            rows.append(PrintedRow(cells(table.total), is_total=True))
        return cls(cells([column.label for column in table.columns]), tuple(rows))
