"""A sheet as it was read: rows of cells, each as it is seen, and what else is to be said about the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from core.plain import tidy

Kind = Literal["empty", "words", "number", "day", "truth", "error", "formula"]


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What stands in a cell as it is seen; `full` is the number behind it where it is seen rounded."""

    kind: Kind = "empty"
    words: str = ""
    number: Decimal | None = None
    day: date | None = None
    unit: str = ""
    full: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is seen in it."""
        return self.kind == "empty"

    @classmethod
    def of(cls, handed: Any) -> "SheetCell":
        """Read a cell as the child hands it on."""
        if handed is None:
            return EMPTY
        if isinstance(handed, str):
            words = tidy(handed).strip()
            return cls("words", words) if words else EMPTY
        match handed[0]:
            case "n":
                number = Decimal(handed[1])
                unit, full = (handed[2], handed[3]) if len(handed) > 2 else ("", "")
                return cls("number", f"{number:f}", number, unit=unit, full=Decimal(full) if full else None)
            case "d":
                return _day(handed[1])
            case "b":
                return cls("truth", "TRUE" if handed[1] else "FALSE")
            case "e":
                return cls("error", handed[1])
        return cls("formula")


def _day(words: str) -> SheetCell:
    try:
        day = date.fromisoformat(words[:10])
    except ValueError:
        return SheetCell("words", words)
    return SheetCell("day", day.isoformat(), day=day)


EMPTY = SheetCell()


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a sheet: its number as the person's programme counts, and its cells."""

    number: int
    cells: tuple[SheetCell, ...]

    def cell(self, place: int) -> SheetCell:
        """Return the cell at a place; empty where the line is shorter."""
        return self.cells[place] if 0 <= place < len(self.cells) else EMPTY


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has said about how a file is to be read, where it could only be guessed.

    `columns` gives the name of a column by its place; an empty name leaves the column out.
    """

    sheet: str = ""
    separator: str = ""
    letters: str = ""
    language: str = ""
    hidden_rows: bool = False
    columns: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def from_value(cls, value: Any) -> "Choices":
        """Read the stored form."""
        kept = value if isinstance(value, dict) else {}
        columns = {int(place): str(name) for place, name in dict(kept.get("columns") or {}).items()}
        texts = {name: str(kept.get(name) or "") for name in ("sheet", "separator", "letters", "language")}
        return cls(**texts, hidden_rows=bool(kept.get("hidden_rows")), columns=columns)

    def to_value(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "sheet": self.sheet,
            "separator": self.separator,
            "letters": self.letters,
            "language": self.language,
            "hidden_rows": self.hidden_rows,
            "columns": {str(place): name for place, name in self.columns.items()},
        }


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a sheet in which something is seen, and how they were found."""

    lines: tuple[SheetLine, ...]
    kind: Literal["xlsx", "csv"] = "csv"
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    letters: str = ""
    separator: str = ""
