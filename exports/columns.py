"""How wide the columns of a table become, and where the table finds room, by what its cells hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from django.utils.safestring import SafeString

from core.numbers import NBSP
from core.text import Resolved

Words = str | Resolved


@dataclass(frozen=True, slots=True)
class Prose(Resolved):
    """Paragraphs in the cell of a table: what `core.markdown.render_in_cell` gave, and the words without any marks."""

    html: SafeString


def plain(words: Words) -> str:
    """Return the words without where they came from."""
    return words.text if isinstance(words, Resolved) else words


class Layout(StrEnum):
    """Where a table stands."""

    BESIDE = "beside"
    FULL = "full"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand to the right in digits of one width."""

    label: Words
    is_number: bool = False


# The longest word that is not broken, as long as the table has room for it; in the end every long word is.
_WHOLE = (24, 20, 17, 15, 13)
_HEADINGS_WHOLE = (24, 20, 17, 14, 10)
# How much wider than others a word with many wide letters is.
_WIDE_LETTERS = 1.08
# How much of the width unbroken words may take, so that there is some left for who has much to say.
_TAKEN = 0.85
# Characters of the table's type that fit on a line across each place.
_ROOM = {Layout.BESIDE: 70, Layout.FULL: 104, Layout.LANDSCAPE: 158}
# As many fit at most; of the columns none has to be wider than its words are with so many on a line.
_HELD = {Layout.BESIDE: 74, Layout.FULL: 110, Layout.LANDSCAPE: 166}
# A cell of more lines than this asks for the next wider place.
_MOST_LINES = {Layout.BESIDE: 3, Layout.FULL: 4}
_GUTTER = 2.5
# How much wider than letters figures are in a heading.
_FIGURES = 1.2
_DATES = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}")
# The first column is set in semibold.
_BOLD = 1.15


def fitting_layout(columns: Sequence[Column], rows: Sequence[Sequence[Words]]) -> Layout:
    """Return the narrowest place in which no column of the table becomes a ribbon."""
    least = _least(columns, rows)
    for layout, most in _MOST_LINES.items():
        if sum(least) > _ROOM[layout]:
            continue
        widths = [share * _ROOM[layout] / 100 - _GUTTER for share in _shares(columns, rows, layout, least)]
        if max((_lines(row, widths) for row in rows), default=0) <= most:
            return layout
    return Layout.LANDSCAPE


def column_shares(
    columns: Sequence[Column], rows: Sequence[Sequence[Words]], layout: Layout, letters: float = 1
) -> list[int]:
    """Return each column's part of the width in per cent: room for its longest word, the rest by how much it holds.

    `letters` says how much wider than ours the letters may be, where another font may stand in.
    """
    for longest, in_heading in zip(_WHOLE, _HEADINGS_WHOLE, strict=True):
        least = _least(columns, rows, longest, in_heading, _WIDE_LETTERS, letters)
        if sum(least) <= _TAKEN * _HELD[layout]:
            break
    return _shares(columns, rows, layout, least)


def lines_of(rows: Sequence[Sequence[Words]], shares: Sequence[int], layout: Layout) -> int:
    """Return about how many lines of text the rows take, one above the other."""
    widths = [max(1, share * _ROOM[layout] / 100 - _GUTTER) for share in shares]
    return sum(ceil(_lines(row, widths)) for row in rows)


def _shares(
    columns: Sequence[Column], rows: Sequence[Sequence[Words]], layout: Layout, least: Sequence[float]
) -> list[int]:
    # The power evens out: a cell twice as long gets less than twice the width, and a line or two more.
    wants = [
        0 if column.is_number else max((max(0, len(plain(cell)) + _GUTTER - low) for cell in cells), default=0) ** 0.75
        for low, (column, cells) in zip(least, _by_column(columns, rows), strict=True)
    ]
    spare = max(0, _HELD[layout] - sum(least))
    widths = [low + spare * want / (sum(wants) or 1) for low, want in zip(least, wants, strict=True)]
    parts = [100 * width / sum(widths) for width in widths]
    # Where there is not room for all, none has its least.
    needed = [ceil(100 * low / _HELD[layout]) for low in least] if sum(least) <= _HELD[layout] else [0] * len(least)
    return _whole(parts, needed)


def _whole(parts: Sequence[float], needed: Sequence[int]) -> list[int]:
    """Round so that a hundred stays a hundred: a table of 101 per cent stands out into the margin.

    A narrow column is rounded up, or its heading would be broken for half a letter; the widest ones pay.
    """
    whole = [int(part) for part in parts]
    nearest = sorted(range(len(parts)), key=lambda i: whole[i] - parts[i])
    for i in nearest[: round(sum(parts)) - sum(whole)]:
        whole[i] += 1
    while short := [i for i, one in enumerate(whole) if one < needed[i]]:
        rich = max(range(len(whole)), key=lambda i: whole[i] - needed[i])
        if whole[rich] <= needed[rich]:
            break
        whole[short[0]] += 1
        whole[rich] -= 1
    return whole


def _lines(row: Sequence[Words], widths: Sequence[float]) -> float:
    return max(_lines_in(plain(cell), width) for cell, width in zip(row, widths, strict=True))


def _lines_in(words: str, width: float) -> float:
    # A paragraph begins on a line of its own, however short the one before it is.
    *above, last = words.split("\n")
    return sum(ceil(len(one) / width) for one in above) + len(last) / width


def _least(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Words]],
    longest: int = _WHOLE[-1],
    in_heading: int = _HEADINGS_WHOLE[-1],
    weight: float = 1,
    letters: float = 1,
) -> list[float]:
    return [
        # Digits differ less from font to font.
        _shortest(column, cells, _BOLD if i == 0 else weight, longest, in_heading)
        * ((1 + letters) / 2 if column.is_number else letters)
        + _GUTTER
        for i, (column, cells) in enumerate(_by_column(columns, rows))
    ]


def _by_column(columns: Sequence[Column], rows: Sequence[Sequence[Words]]) -> Iterator[tuple[Column, list[Words]]]:
    for i, column in enumerate(columns):
        yield column, [row[i] for row in rows]


def note_of(cell: str) -> str:
    """Return what is said of a number in brackets, in several words, which may stand below it: of which year it is."""
    note = cell.partition(" (")[2]
    return note if " " in note else ""


def _digits(cell: str) -> int:
    """Return how many characters a number needs on its line; what is said of it may take two."""
    note = note_of(cell)
    return max(len(cell) - len(note), ceil(len(note) / 2) + 1, *map(len, note.split())) if note else len(cell)


def _unbroken(words: str) -> list[str]:
    """Return what stands on one line each: a date, whose spaces do not break, is one word as long as all of it."""
    return words.replace(NBSP, "_").split()


def _shortest(column: Column, cells: Sequence[Words], weight: float, longest: int, in_heading: int) -> float:
    """Return the width below which a column's words would be broken too often: numbers never, long words once."""
    if column.is_number:
        body = max((_digits(plain(cell)) for cell in cells), default=0)
    else:
        body = min(longest, max((len(word) for cell in cells for word in _unbroken(plain(cell))), default=0))
    # The heading is set smaller but in semibold, and is hyphenated; a date in it is not.
    words = plain(column.label)
    heading = min(in_heading, max(map(len, words.split()), default=0)) * 1.02
    dated = max(map(len, _DATES.findall(words)), default=0) * _FIGURES
    return max(4.0, body * weight, heading, dated)
