"""The headings of a table: which column is which, which are not known, which stand twice; and how the file writes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.sheets.bounds import HEADING_WITHIN
from core.sheets.headings import columns, is_head, plain
from core.sheets.table import EMPTY, Choices, SheetCell, SheetLine, Table
from core.text import Language

_LOOKED_AT = 500
_DANISH = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+|-?\d{1,3}(?:\.\d{3}){2,}|-?\d+,(?:\d{1,2}|\d{4,})")
_ENGLISH = re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+|-?\d{1,3}(?:,\d{3}){2,}|-?\d+\.(?:\d{1,2}|\d{4,})")
_DANISH_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})")
_EITHER = re.compile(r"-?\d{1,3}[.,]\d{3}")
_DANISH_WORDS = frozenset(
    [
        "dato",
        "værdi",
        "aktivitet",
        "aktiviteter",
        "bemærkning",
        "kilde",
        "nøgle",
        "mål",
        "ansvarlig",
        "frist",
        "slut",
        "start",
        "slutdato",
        "startdato",
        "hvornår",
        "måling",
        "tal",
        "opgave",
        "indsats",
        "titel",
        "valuta",
        "resultat",
        "milepæle",
        "måledato",
        "kommentar",
    ]
)
_ENGLISH_WORDS = frozenset(
    [
        "date",
        "value",
        "activity",
        "activities",
        "note",
        "source",
        "key",
        "goal",
        "owner",
        "deadline",
        "end",
        "responsible",
        "when",
        "measurement",
        "number",
        "task",
        "title",
        "currency",
        "result",
        "milestones",
        "remark",
    ]
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its place, its heading as written, the name it is read as, the unit in its heading."""

    place: int
    heading: str
    name: str
    unit: str = ""
    sample: str = ""


@dataclass(frozen=True)
class HeadedTable:
    """A table with its headings found."""

    table: Table
    head: SheetLine
    columns: tuple[Column, ...]
    lines: tuple[SheetLine, ...]
    language: Language
    # Whether a number such as 1.250 can be read in two ways and nothing in the file says which.
    is_guess: bool = False

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns that are read, the first where two have one name."""
        found: dict[str, Column] = {}
        for column in self.columns:
            if column.name:
                found.setdefault(column.name, column)
        return found

    @property
    def unread(self) -> list[Column]:
        """The columns that nobody knows and that hold something."""
        return [column for column in self.columns if not column.name and (column.heading or column.sample)]

    @property
    def doubles(self) -> list[list[Column]]:
        """The columns of which two have one name."""
        names = [column.name for column in self.columns if column.name]
        twice = dict.fromkeys(name for name in names if names.count(name) > 1)
        return [[column for column in self.columns if column.name == name] for name in twice]

    def cell(self, line: SheetLine, name: str) -> SheetCell:
        """Return the cell of a line in a named column; empty where there is no such column."""
        column = self.by_name.get(name)
        return line.cell(column.place) if column else EMPTY

    def unit(self, name: str) -> str:
        """Return the unit in the heading of a named column."""
        column = self.by_name.get(name)
        return column.unit if column else ""


def headed(
    table: Table, *, headings: Mapping[str, str], needed: Sequence[str], screen: Language, choices: Choices
) -> HeadedTable | None:
    """Find the headings among the first lines; None where no line has all that are needed."""
    known = {plain(words): name for words, name in headings.items()}
    for at, line in enumerate(table.lines):
        if line.number > HEADING_WITHIN and at >= HEADING_WITHIN:
            return None
        words = [cell.words if cell.kind == "words" else "" for cell in line.cells]
        if is_head(words, known, needed):
            break
    else:
        return None
    lines = table.lines[at + 1 :]
    found = []
    width = max([len(words), *(len(one.cells) for one in lines)])
    for place, (name, unit) in enumerate(columns([*words, *[""] * (width - len(words))], known)):
        chosen = choices.columns.get(place, name)
        sample = next((one.cell(place).words for one in lines if not one.cell(place).is_empty), "")
        found.append(Column(place, line.cell(place).words, chosen, unit, sample[:80]))
    language, is_guess = language_of(lines, words, table, screen)
    if choices.language in ("da", "en"):
        language, is_guess = ("da" if choices.language == "da" else "en"), False
    return HeadedTable(table, line, tuple(found), lines, language, is_guess)


def language_of(
    lines: Sequence[SheetLine], heads: Sequence[str], table: Table, screen: Language
) -> tuple[Language, bool]:
    """Return how the file writes numbers and days, and whether that is no more than a guess that matters."""
    texts = [cell.words for line in lines[:_LOOKED_AT] for cell in line.cells if cell.kind == "words"]
    short = [words for words in texts if len(words) <= 40]
    bare = [words.strip(" %kr.€,-DKEURpcto") for words in short]
    danish = sum(1 for words in bare if _DANISH.fullmatch(words)) + sum(1 for w in short if _DANISH_DAY.fullmatch(w))
    english = sum(1 for words in bare if _ENGLISH.fullmatch(words))
    names = {plain(part) for words in heads for part in re.split(r"[/(,]", words[:120])}
    danish += 2 * len(names & _DANISH_WORDS)
    english += 2 * len(names & _ENGLISH_WORDS)
    danish += table.separator == ";"
    if danish != english:
        return ("da" if danish > english else "en"), False
    return screen, any(_EITHER.fullmatch(words) for words in bare)
