"""What a printed document contains, as plain data.

A builder (`reports/`, a room's `exports.py`) fills these and hands the `PrintDocument` to `exports.html.print_html`.
The builder decides what is in the document and in which words; how it looks is decided here and in
`templates/exports/print/`. Everything is already in the document's language:

- `Words` is a plain `str`, or a `core.text.Resolved` where the words may have come from the other language: then they
  are marked as such. `text.resolve(language)` gives the right thing for every two-language text.
- HTML is what `core.markdown.render` gave, nothing else.
- Dates stay dates; amounts, percentages and short dates inside a table are formatted by the builder (`core.numbers`).

    PrintDocument(
        language="da", organisation="Havtornklyngen", title="International strategi", date=today,
        parts=(Part(number=1, title="Afsæt og mandat", blocks=(
            TextBlock.of("Hvorfor?", answer.resolve("da")),
            ValueBlock(label="Budget", value="1.250.000 kr."),
            TableBlock(label="Risici", columns=(Column("Risiko"), Column("Vægt", is_number=True)), rows=(("…", "3"),)),
            UnansweredBlock(label="Hvad vælger vi fra?"),
        )),),
    )

A table chooses its own place: beside its question, over the full width, or on landscape pages at the end of its part;
`layout` overrules it.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Self

from django.utils.safestring import SafeString

from core import markdown
from core.colours import parse_colour
from core.text import Language, Resolved

Words = str | Resolved


def plain(words: Words) -> str:
    """Return the words without where they came from."""
    return words.text if isinstance(words, Resolved) else words


class Layout(StrEnum):
    """Where a table stands."""

    BESIDE = "beside"
    FULL = "full"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBlock:
    """Begins a chapter inside a part, in print if asked to on a page of its own; it is listed in the contents."""

    title: Words
    is_new_page: bool = False
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A question answered with a text."""

    label: Words
    html: SafeString
    language: Language | None = None
    is_fallback: bool = False
    kind: str = field(default="text", init=False)

    @classmethod
    def of(cls, label: Words, answer: Resolved) -> Self:
        """Return the block for an answer in Markdown."""
        return cls(
            label=label, html=markdown.render(answer.text), language=answer.language, is_fallback=answer.is_fallback
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueBlock:
    """A question answered with one thing: a choice, a number, a date, an amount, a step on a scale."""

    label: Words
    value: Words
    note: Words = ""
    kind: str = field(default="value", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """A question answered with several choices or countries."""

    label: Words
    items: tuple[Words, ...]
    kind: str = field(default="list", init=False)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand to the right in digits of one width."""

    label: Words
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class TableBlock:
    """A question answered with a table. The first column heads its row; `total` is the last row, set apart."""

    label: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    total: tuple[Words, ...] = ()
    note: Words = ""
    layout: Layout | None = None
    kind: str = field(default="table", init=False)

    def __post_init__(self) -> None:
        widths = {len(row) for row in self.all_rows}
        if not self.columns or widths - {len(self.columns)}:
            raise ValueError(f"a table of {len(self.columns)} columns has rows of {sorted(widths)}")

    @property
    def all_rows(self) -> tuple[tuple[Words, ...], ...]:
        """The rows, and the total if there is one."""
        return (*self.rows, self.total) if self.total else self.rows

    @cached_property
    def place(self) -> Layout:
        """Where the table stands: as asked for, or by how much its columns hold; found once, by all its words."""
        return self.layout or fitting_layout(self.columns, self.all_rows)

    @property
    def shares(self) -> list[int]:
        """The width of each column in per cent."""
        return column_shares(self.columns, self.all_rows, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredBlock:
    """A question that nobody has answered yet; `said` says it otherwise than for a question."""

    label: Words
    said: Words = ""
    kind: str = field(default="unanswered", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal of the strategy."""

    key: str
    title: Words
    rationale: Words = ""
    owner: Words = ""
    deadline: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsBlock:
    """The goals, in full, where the template has its panel of goals."""

    label: Words
    goals: tuple[Goal, ...]
    kind: str = field(default="goals", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureBlock:
    """A drawing: SVG with literal colours and its `<title>` first, which is what a screen reader says.

    Over the full width its words are half as large again as beside the label.
    """

    label: Words
    svg: SafeString
    caption: Words = ""
    place: Layout = Layout.BESIDE
    kind: str = field(default="figure", init=False)

    def __post_init__(self) -> None:
        head = self.svg.partition(">")[2].lstrip()
        if not self.svg.startswith("<svg") or not head.startswith("<title>"):
            raise ValueError("a figure is one svg element whose first child is its title")


Block = HeadingBlock | TextBlock | ValueBlock | ListBlock | TableBlock | UnansweredBlock | GoalsBlock | FigureBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A phase: it opens with a page of its own. `percent` is how much of it is answered.

    `lead` stands under the title on that page, `status` beneath it in small; `intro_html` begins the text after it.
    `icon` is a name in `core/icons.json`.
    """

    number: int
    title: str
    short: str = ""
    icon: str = ""
    lead: Words = ""
    status: str = ""
    percent: int = 100
    intro_html: SafeString | str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """A chapter after the parts, for instance approvals and versions."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the strategy on one page, for instance the priority markets."""

    label: str
    value: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The strategy on one page. `lead` is one paragraph, usually the vision; what is empty is left out.

    The label of `table` is a heading.
    """

    title: str = ""
    lead: Words = ""
    facts: tuple[Fact, ...] = ()
    goals: tuple[Goal, ...] = ()
    table: TableBlock | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One ring of the picture on a cover without phases: how far something has come, or None where nobody knows."""

    name: str
    percent: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rings:
    """What the rings on a cover show: in a few words for their midst, and in a sentence for who cannot see them."""

    caption: str
    description: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintDocument:
    """A whole document. `site` is the portal's address, to which links inside the portal are completed.

    `logo` (a `data:` address) and `accent` (a colour that can be read on white) are the organisation's, for the cover.
    """

    language: Language
    organisation: str
    title: str
    date: datetime.date
    period: str = ""
    subtitle: str = ""
    status: str = ""
    author: str = ""
    description: str = ""
    summary: Summary | None = None
    parts: tuple[Part, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    site: str = ""
    logo: str = ""
    accent: str = ""
    rings: Rings | None = None
    # Only the cover and the summary.
    is_preview: bool = False

    def __post_init__(self) -> None:
        if self.logo and not self.logo.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
            raise ValueError("a logo is a PNG or JPEG written as a data: address")
        if self.accent and parse_colour(self.accent) != self.accent:
            raise ValueError("an accent is written as #rrggbb")


# The longest word that is not broken, as long as the table has room for it; in the end every long word is.
_WHOLE = (24, 20, 17, 15, 13)
_HEADINGS_WHOLE = (24, 20, 17, 14, 10)
# How much wider than others a word with many wide letters is.
_WIDE_LETTERS = 1.08
# How much of the width unbroken words may take, so that there is some left for who has much to say.
_TAKEN = 0.85
# Characters of the table's type that fit on a line across each place.
_ROOM = {Layout.BESIDE: 70, Layout.FULL: 104, Layout.LANDSCAPE: 158}
# A cell of more lines than this asks for the next wider place.
_MOST_LINES = {Layout.BESIDE: 3, Layout.FULL: 4}
_GUTTER = 2.5
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


def column_shares(columns: Sequence[Column], rows: Sequence[Sequence[Words]], layout: Layout) -> list[int]:
    """Return each column's part of the width in per cent: room for its longest word, the rest by how much it holds."""
    for longest, in_heading in zip(_WHOLE, _HEADINGS_WHOLE, strict=True):
        least = _least(columns, rows, longest, in_heading, _WIDE_LETTERS)
        if sum(least) <= _TAKEN * _ROOM[layout]:
            break
    return _shares(columns, rows, layout, least)


def _shares(
    columns: Sequence[Column], rows: Sequence[Sequence[Words]], layout: Layout, least: Sequence[float]
) -> list[int]:
    # The power evens out: a cell twice as long gets less than twice the width, and a line or two more.
    wants = [
        max((max(0, len(plain(cell)) + _GUTTER - low) for cell in cells), default=0) ** 0.75
        for low, (_column, cells) in zip(least, _by_column(columns, rows), strict=True)
    ]
    spare = max(0, _ROOM[layout] - sum(least))
    widths = [low + spare * want / (sum(wants) or 1) for low, want in zip(least, wants, strict=True)]
    return [round(100 * width / sum(widths)) for width in widths]


def _lines(row: Sequence[Words], widths: Sequence[float]) -> float:
    return max(len(plain(cell)) / width for cell, width in zip(row, widths, strict=True))


def _least(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Words]],
    longest: int = _WHOLE[-1],
    in_heading: int = _HEADINGS_WHOLE[-1],
    weight: float = 1,
) -> list[float]:
    return [
        _shortest(column, cells, _BOLD if i == 0 else weight, longest, in_heading) + _GUTTER
        for i, (column, cells) in enumerate(_by_column(columns, rows))
    ]


def _by_column(columns: Sequence[Column], rows: Sequence[Sequence[Words]]) -> Iterator[tuple[Column, list[Words]]]:
    for i, column in enumerate(columns):
        yield column, [row[i] for row in rows]


def _shortest(column: Column, cells: Sequence[Words], weight: float, longest: int, in_heading: int) -> float:
    """Return the width below which a column's words would be broken too often: numbers never, long words once."""
    if column.is_number:
        body = max((len(plain(cell)) for cell in cells), default=0)
    else:
        body = min(longest, max((len(word) for cell in cells for word in plain(cell).split()), default=0))
    # The heading is set smaller but in semibold, and is hyphenated.
    heading = min(in_heading, max((len(word) for word in plain(column.label).split()), default=0)) * 1.1
    return max(4.0, body * weight, heading)
