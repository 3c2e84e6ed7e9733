"""XLSX, plain and strict, as it is seen: shown sheets, shown rows, cells by their formats. No Django.

A stream with limits of our own: readers that fill up what a file leaves out can be made to fill up for ever.
"""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from core.sheets import bounds
from core.sheets.bounds import Unreadable
from core.sheets.formats import GENERAL, Format, built_in, day_of, exact, format_of, seen
from core.sheets.parts import Package

# How a cell is handed on: words; nothing; or a list whose first sign says what it is.
Handed = Any


@dataclass(slots=True)
class Tab:
    """A sheet of the workbook."""

    name: str
    part: str
    is_hidden: bool


@dataclass(slots=True)
class Found:
    """The rows of a sheet: number, whether it is hidden, cells; and whether columns are hidden."""

    rows: list[tuple[int, bool, list[Handed]]] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


class Book:
    """A workbook: its sheets, and how numbers are shown."""

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        if not self.package.has("xl/workbook.xml"):
            if self.package.has("content.xml") or self.package.has("mimetype"):
                raise Unreadable("ods")
            raise Unreadable("no_sheet_file" if self.package.names else "damaged")
        self.is_1904 = False
        self.active = 0
        self.tabs: list[Tab] = []
        self.formats: list[Format] = []
        self._read_book()

    def _read_book(self) -> None:
        targets: dict[str, str] = {}
        kinds: dict[str, str] = {}

        def relation(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                target = attributes.get("Target", "").lstrip("/")
                targets[attributes.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
                kinds[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2]

        def opened(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self.is_1904 = attributes.get("date1904", "") in ("1", "true", "on")
            elif name == "workbookView" and not self.active:
                self.active = _whole(attributes.get("activeTab", "0"), 0)
            elif name == "sheet":
                found = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
                if kinds.get(found, "worksheet") == "worksheet":
                    is_hidden = attributes.get("state", "visible") != "visible"
                    self.tabs.append(Tab(attributes.get("name", "")[:100], targets.get(found, ""), is_hidden))
                if len(self.tabs) > bounds.SHEETS:
                    raise Unreadable("unpacked")

        self.package.parse("xl/_rels/workbook.xml.rels", bounds.PARTS["rels"], start=relation)
        self.package.parse("xl/workbook.xml", bounds.PARTS["workbook"], start=opened)
        styles = next((targets[key] for key, kind in kinds.items() if kind == "styles"), "xl/styles.xml")
        self.strings = next((targets[key] for key, kind in kinds.items() if kind == "sharedStrings"), "")
        if self.package.has(styles):
            self._read_styles(styles)

    def _read_styles(self, part: str) -> None:
        codes: dict[int, str] = {}
        inside = False

        def opened(name: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if name == "numFmt":
                codes[_whole(attributes.get("numFmtId", ""), 0)] = attributes.get("formatCode", "")
                if len(codes) > bounds.FORMATS:
                    raise Unreadable("unpacked")
            elif name == "cellXfs":
                inside = True
            elif name == "xf" and inside:
                number = _whole(attributes.get("numFmtId", "0"), 0)
                self.formats.append(format_of(codes[number]) if number in codes else built_in(number))
                if len(self.formats) > bounds.STYLES:
                    raise Unreadable("unpacked")

        def closed(name: str) -> None:
            nonlocal inside
            if name == "cellXfs":
                inside = False

        self.package.parse(part, bounds.PARTS["styles"], start=opened, end=closed)

    def rows(self, tab: Tab, most_rows: int) -> Found:
        """Return the rows of a sheet in which something stands, up to so many; more raise Unreadable."""
        reader = _SheetReader(self, most_rows)
        self.package.parse(
            tab.part, bounds.PARTS["sheet"], start=reader.opened, end=reader.closed, words=reader.words_given
        )
        reader.merge()
        self._fill_strings(reader)
        return reader.found

    def _fill_strings(self, reader: "_SheetReader") -> None:
        """Put in the words that cells only name by number: only those are kept."""
        wanted = reader.wanted
        if not wanted:
            return
        if not self.strings or not self.package.has(self.strings):
            raise Unreadable("damaged")
        number, pieces, taking, skipping = -1, [""], False, 0
        done: set[int] = set()

        def opened(name: str, attributes: dict[str, str]) -> None:
            nonlocal number, taking, skipping
            if name == "si":
                number += 1
                pieces.clear()
                if number > bounds.STRINGS:
                    raise Unreadable("unpacked")
            elif name == "rPh":
                skipping += 1
            elif name == "t":
                taking = not skipping and number in wanted

        def closed(name: str) -> None:
            nonlocal taking, skipping
            if name == "t":
                taking = False
            elif name == "rPh":
                skipping -= 1
            elif name == "si" and number in wanted:
                words = "".join(pieces)[: bounds.LETTERS]
                self.package.left.letters -= len(words) * len(wanted[number])
                if self.package.left.letters < 0:
                    raise Unreadable("cells")
                for cells, place in wanted[number]:
                    cells[place] = words
                done.add(number)

        def given(words: str) -> None:
            if taking:
                pieces.append(words)

        self.package.parse(self.strings, bounds.PARTS["strings"], start=opened, end=closed, words=given)
        if len(done) < len(wanted):
            raise Unreadable("damaged")


class _SheetReader:
    """Takes in the cells of one sheet as they come."""

    def __init__(self, book: Book, most_rows: int) -> None:
        self.book, self.most_rows = book, most_rows
        self.found = Found()
        self.wanted: dict[int, list[tuple[list[Handed], int]]] = {}
        self.row, self.is_hidden, self.column = 0, False, 0
        self.cells: list[Handed] = []
        self.count = self.empty = 0
        self.kind = self.style = ""
        self.pieces: list[str] = []
        self.taking = self.has_formula = self.in_cell = False
        self.skipping = 0
        self.merged: list[tuple[int, int, int, int]] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._open_cell(attributes)
        elif name in ("v", "t"):
            self.taking = self.in_cell and not self.skipping
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self.row = _whole(attributes["r"], 0) if "r" in attributes else self.row + 1
            if not 1 <= self.row <= bounds.LAST_ROW:
                raise Unreadable("damaged")
            self.is_hidden = attributes.get("hidden") in ("1", "true", "on")
            self.cells, self.column = [], 0
        elif name == "rPh":
            self.skipping += 1
        elif name == "col" and attributes.get("hidden") in ("1", "true", "on"):
            first, last = (_whole(attributes.get(key, ""), 0) for key in ("min", "max"))
            self.found.hidden_columns += range(max(1, first), min(last, bounds.COLUMNS) + 1)
            if len(self.found.hidden_columns) > bounds.COLUMNS * 10:
                raise Unreadable("damaged")
        elif name == "mergeCell":
            if len(self.merged) == bounds.MERGED:
                raise Unreadable("cells")
            corner, _colon, other = attributes.get("ref", "").partition(":")
            self.merged.append((*_place(corner), *_place(other or corner)))

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self.column = _column(place.rstrip("0123456789")) if place else self.column + 1
        if not 1 <= self.column <= bounds.LAST_COLUMN:
            raise Unreadable("damaged")
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.pieces.clear()
        self.has_formula, self.in_cell = False, True

    def words_given(self, words: str) -> None:
        if self.taking:
            self.pieces.append(words)

    def closed(self, name: str) -> None:
        if name in ("v", "t"):
            self.taking = False
        elif name == "c":
            self.in_cell = False
            if self.pieces or self.has_formula:
                self._close_cell()
            else:
                self._pass_by()
        elif name == "row":
            self._close_row()
        elif name == "rPh":
            self.skipping -= 1

    def _close_cell(self) -> None:
        if self.column > bounds.COLUMNS:
            raise Unreadable("columns")
        self.count += 1
        if self.count > bounds.CELLS:
            raise Unreadable("cells")
        cells = self.cells
        cells.extend([None] * (self.column - len(cells)))
        cells[self.column - 1] = self._handed("".join(self.pieces), cells)

    def _handed(self, words: str, cells: list[Handed]) -> Handed:
        match self.kind:
            case "s":
                number = _whole(words.strip(), -1)
                if number < 0:
                    raise Unreadable("damaged")
                self.wanted.setdefault(number, []).append((cells, self.column - 1))
                return ""
            case "str" | "inlineStr":
                return words[: bounds.LETTERS]
            case "b":
                return ["b", words.strip() in ("1", "true")]
            case "e":
                return ["e", words[:40]]
            case "d":
                return ["d", words.strip()[:19]]
        if not words.strip():
            return ["f"]
        return self._number(words.strip())

    def _number(self, words: str) -> Handed:
        place = _whole(self.style or "0", 0)
        form = self.book.formats[place] if place < len(self.book.formats) else GENERAL
        try:
            number = exact(words[:60])
        except (ValueError, InvalidOperation, OverflowError) as error:
            raise Unreadable("damaged") from error
        if not number.is_finite():
            raise Unreadable("damaged")
        if form.kind == "day":
            day = day_of(number, is_1904=self.book.is_1904)
            return ["n", str(number)] if day is None else ["d", day.isoformat()]
        if form is GENERAL or (form.decimals is None and not form.unit):
            return ["n", str(number)]
        shown = seen(number, form)
        full = number * 100 if form.is_share else number
        return ["n", str(shown), form.unit, "" if Decimal(full) == shown else str(full.normalize())]

    def _pass_by(self) -> None:
        """Count a row or a cell in which nothing stands."""
        self.empty += 1
        if self.empty > bounds.EMPTY:
            raise Unreadable("empty")

    def _close_row(self) -> None:
        if not any(cell is not None for cell in self.cells):
            self._pass_by()
            return
        if len(self.found.rows) >= self.most_rows:
            raise Unreadable("rows")
        self.found.rows.append((self.row, self.is_hidden, self.cells))
        self.cells = []

    def merge(self) -> None:
        """Write what stands in joined cells into each row that they cover: so it is seen."""
        by_number = {row[0]: row[2] for row in self.found.rows}
        by_cell = (
            {(id(cells), place): number for number, places in self.wanted.items() for cells, place in places}
            if self.merged
            else {}
        )
        for top, left, bottom, _right in self.merged:
            source = by_number.get(top)
            if bottom <= top or source is None or not 1 <= left <= len(source) or source[left - 1] is None:
                continue
            named = by_cell.get((id(source), left - 1))
            last = min(bottom, top + 2_000)
            self.count += last - top
            if self.count > bounds.CELLS:
                raise Unreadable("cells")
            for number in range(top + 1, last + 1):
                cells = by_number.get(number)
                if cells is None:
                    continue
                cells.extend([None] * (left - len(cells)))
                if cells[left - 1] is None:
                    cells[left - 1] = source[left - 1]
                    if named is not None:
                        self.wanted[named].append((cells, left - 1))


def _whole(words: str, otherwise: int) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else otherwise


@lru_cache(maxsize=1_000)
def _column(letters: str) -> int:
    """Return the column that letters name; nought where they name none."""
    return _place(letters)[1] if len(letters) < 4 else 0


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of a reference such as B12; nought where it is none."""
    column = 0
    for length, sign in enumerate(reference):
        if not "A" <= sign <= "Z":
            return _whole(reference[length:], 0), column
        column = column * 26 + ord(sign) - 64
        if column > bounds.LAST_COLUMN:
            return 0, 0
    return 0, column
