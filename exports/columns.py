"""How wide the columns of a table become, and where the table finds room, by what its cells hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from django.utils.safestring import SafeString

from core.text import Resolved
from exports.letters import width

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


# The longest word that is not broken where there is not room for all words; in the end every long word is.
_WHOLE = (24, 20, 17, 15, 13)
_HEADINGS_WHOLE = (24, 20, 17, 14, 10)
_ANY = 10_000
# How much of a heading stays together where no word below it is broken.
_HEADINGS_KEPT = (_ANY, 14, 12, 10)
# How much of the width unbroken words may take, so that there is some left for who has much to say; they may take all
# of it where the table becomes no higher than by so much.
_TAKEN = 0.85
_HIGHER = 1.25
# How much of the width its letters fill, on an average line.
_FILLED = 0.955
# A cell of more lines than this asks for the next wider place.
_MOST_LINES = {Layout.BESIDE: 3, Layout.FULL: 4}
# Dates in headings, which are not hyphenated.
_DATES = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}")
# Where a line may end: at a space that breaks, and behind a hyphen before a letter.
_ENDS = re.compile(r"[ \t\n]+|(?<=\w-)(?=[^\W\d])")


# The space between columns, and the one between words, in letters.
_SPACE, _BLANK = 2.5, 0.5
# No line of words is wider than so much for each letter.
_WIDEST = 1.4


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a table is set, in halves of the em of its type: its width in each place, and the space between columns."""

    held: dict[Layout, float]
    gutter: float
    # How large headings are beside it.
    headings: float


# As `print.css` has them: 8.6 points, beside the label 9, and 3.5 mm between columns; where a table is `dense`, 8
# points and 2.4 mm. Half a millimetre is left to chance.
_USUAL = _Setting({Layout.BESIDE: 74, Layout.FULL: 109, Layout.LANDSCAPE: 163}, _SPACE, 0.91)
_DENSE = _Setting({Layout.BESIDE: 84, Layout.FULL: 117, Layout.LANDSCAPE: 175}, 1.9, 0.94)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The width of each column in per cent, and whether the table is set smaller so that its words are whole."""

    shares: list[int]
    is_dense: bool = False


def fitting_layout(columns: Sequence[Column], rows: Sequence[Sequence[Words]], *, may_be_dense: bool = True) -> Layout:
    """Return the narrowest place in which no column of the table becomes a ribbon, set smaller if it may be."""
    least = _least(columns, rows, _USUAL, _WHOLE[-1], _HEADINGS_WHOLE[-1])
    for layout, most in _MOST_LINES.items():
        if sum(least) > _FILLED * _USUAL.held[layout]:
            continue
        # Beside its label a table has its words whole, or it takes the width of the page.
        if layout is Layout.BESIDE and sum(_least(columns, rows, _USUAL)) > _USUAL.held[layout]:
            continue
        if _tallest(rows, _shares(columns, rows, _USUAL.held[layout], least), _USUAL, layout) <= most:
            return layout
    # A row of five lines that are set smaller is hardly higher than one of four.
    most = _MOST_LINES[Layout.FULL] + 1
    is_upright = may_be_dense and any(one.tallest <= most for one in _whole_words(columns, rows, Layout.FULL))
    return Layout.FULL if is_upright else Layout.LANDSCAPE


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[Words]], layout: Layout) -> Fitted:
    """Return the columns in which no word is broken, where the table can be set so; else the shortest ones are whole.

    A heading is broken before a word is.
    """
    whole, lines = [], _MOST_LINES.get(layout, _MOST_LINES[Layout.FULL])
    for one in _whole_words(columns, rows, layout):
        if one.tallest <= lines:
            return one.fitted
        whole.append(one)
    if whole and whole[0].is_roomy:
        return next((one for one in whole if one.tallest <= lines + 1), whole[0]).fitted
    broken = column_shares(columns, rows, layout)
    most = lines_of(rows, broken, layout) * _HIGHER + 1
    for one in whole:
        if lines_of(rows, one.fitted.shares, layout) <= most:
            return one.fitted
    return Fitted(broken)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A way to set a table with whole words: the lines of its tallest row, and whether there is room left for more."""

    fitted: Fitted
    tallest: float
    is_roomy: bool


def _whole_words(columns: Sequence[Column], rows: Sequence[Sequence[Words]], layout: Layout) -> Iterator[_Whole]:
    """Yield the ways to set the table with whole words, each a little closer."""
    for setting, in_heading in ((_USUAL, _ANY), *((_DENSE, kept) for kept in _HEADINGS_KEPT)):
        held = setting.held[layout]
        least = _least(columns, rows, setting, _ANY, in_heading)
        if sum(least) > held:
            continue
        shares = _shares(columns, rows, held, least)
        tallest = _tallest(rows, shares, setting, layout)
        yield _Whole(Fitted(shares, setting is _DENSE), tallest, sum(least) <= _TAKEN * held)


def column_shares(
    columns: Sequence[Column], rows: Sequence[Sequence[Words]], layout: Layout, letters: float = 1
) -> list[int]:
    """Return each column's part of the width in per cent: room for its longest word, the rest by how much it holds.

    `letters` says how much wider than ours the letters may be, where another font may stand in.
    """
    held = _USUAL.held[layout]
    for longest, in_heading in zip(_WHOLE, _HEADINGS_WHOLE, strict=True):
        least = _least(columns, rows, _USUAL, longest, in_heading, letters)
        if sum(least) <= _TAKEN * held:
            break
    return _shares(columns, rows, held, least)


def lines_of(rows: Sequence[Sequence[Words]], shares: Sequence[int], layout: Layout) -> int:
    """Return about how many lines of text the rows take, one above the other."""
    widths = _widths(shares, layout)
    return sum(ceil(_lines(row, widths)) for row in rows)


def _tallest(rows: Sequence[Sequence[Words]], shares: Sequence[int], setting: _Setting, layout: Layout) -> int:
    """Return how many lines the tallest row takes."""
    wide = [max(1, share * setting.held[layout] / 100 - setting.gutter) for share in shares]
    return max((_set(plain(cell), most) for row in rows for cell, most in zip(row, wide, strict=True)), default=0)


def _set(words: str, most: float) -> int:
    """Return how many lines words take in a column, each as wide as its letters."""
    if len(words) * _WIDEST <= most and "\n" not in words:
        return 1
    lines = 0
    for paragraph in words.split("\n"):
        used, lines = 0.0, lines + 1
        for word in paragraph.split(" "):
            wide = width(word)
            if used and used + wide > most:
                used, lines = 0.0, lines + 1
            used += wide + _BLANK
    return lines


def _widths(shares: Sequence[int], layout: Layout) -> list[float]:
    """Return how many letters a line of each column holds."""
    return [max(1, share * _FILLED * _USUAL.held[layout] / 100 - _USUAL.gutter) for share in shares]


def _shares(
    columns: Sequence[Column], rows: Sequence[Sequence[Words]], held: float, least: Sequence[float]
) -> list[int]:
    # The power evens out: a cell twice as long gets less than twice the width, and a line or two more.
    wants = [
        0 if column.is_number else max((max(0, len(plain(cell)) + _SPACE - low) for cell in cells), default=0) ** 0.75
        for low, (column, cells) in zip(least, _by_column(columns, rows), strict=True)
    ]
    spare = max(0, held - sum(least))
    widths = [low + spare * want / (sum(wants) or 1) for low, want in zip(least, wants, strict=True)]
    parts = [100 * width / sum(widths) for width in widths]
    # Where there is not room for all, none has its least.
    needed = [ceil(100 * low / held) for low in least] if sum(least) <= held else [0] * len(least)
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
    setting: _Setting,
    longest: int = _ANY,
    in_heading: int = _ANY,
    letters: float = 1,
) -> list[float]:
    """Return the width below which each column's words would be broken too often, with the space behind it."""
    return [
        _shortest(column, cells, setting, longest, in_heading, is_bold=i == 0)
        # Digits differ less from font to font.
        * ((1 + letters) / 2 if column.is_number else letters)
        + setting.gutter
        for i, (column, cells) in enumerate(_by_column(columns, rows))
    ]


def _by_column(columns: Sequence[Column], rows: Sequence[Sequence[Words]]) -> Iterator[tuple[Column, list[Words]]]:
    for i, column in enumerate(columns):
        yield column, [row[i] for row in rows]


def note_of(cell: str) -> str:
    """Return what is said of a number in brackets, in several words, which may stand below it: of which year it is."""
    note = cell.partition(" (")[2]
    return note if " " in note else ""


def _of_number(cell: str, *, is_bold: bool) -> float:
    """Return how wide a number is on its line; what is said of it may take two."""
    number, _bracket, said = cell.partition(" (")
    if " " not in said:
        return width(cell, is_bold=is_bold, are_figures=True)
    words = [width(one, is_bold=is_bold, are_figures=True) for one in (number, said, *said.split())]
    return max(words[0], words[1] / 2 + 2, *words[2:])


def _longest(words: str, most: int, *, is_bold: bool, are_figures: bool = False) -> float:
    """Return how wide the widest word is that stands on one line, or as many letters as are kept together."""
    parts = set(_ENDS.split(words))
    # No word is wider than one of twice as many letters, but for such as hardly occur.
    least = max(map(len, parts)) / 2
    return min(most, max(width(one, is_bold=is_bold, are_figures=are_figures) for one in parts if len(one) >= least))


def _shortest(
    column: Column, cells: Sequence[Words], setting: _Setting, longest: int, in_heading: int, *, is_bold: bool
) -> float:
    """Return the width below which a column's words would be broken too often: numbers never, long words once."""
    if column.is_number:
        body = max((_of_number(plain(cell), is_bold=is_bold) for cell in cells), default=0)
    else:
        body = _longest(" ".join(map(plain, cells)), longest, is_bold=is_bold)
    # The heading is set smaller but in semibold, and is hyphenated; a date in it is not.
    words = plain(column.label)
    heading = _longest(words, in_heading, is_bold=True, are_figures=column.is_number)
    dated = max((width(one, is_bold=True, are_figures=True) for one in _DATES.findall(words)), default=0)
    return max(4.0, body, heading * setting.headings, dated * setting.headings)
