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
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Self

from django.utils.safestring import SafeString

from core import markdown
from core.graphics.colours import parse_colour
from core.supporters import Supporter
from core.text import Language, Resolved
from exports.columns import Column as Column  # noqa: PLC0414 -- builders have them all from here
from exports.columns import Fitted, fitted, fitting_layout
from exports.columns import Layout as Layout  # noqa: PLC0414 -- the same
from exports.columns import Words as Words  # noqa: PLC0414 -- the same
from exports.columns import plain as plain  # noqa: PLC0414 -- the same
from exports.funding import Funding
from exports.spreads import Fact as Fact  # noqa: PLC0414 -- the same
from exports.spreads import SpreadBlock
from exports.squares import SquareBlock

Mark = Literal["", "draft", "review"]


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
    language: str | None = None
    is_fallback: bool = False
    # What has no label and belongs to the heading above it begins where that does.
    place: Layout = Layout.BESIDE
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


@dataclass(frozen=True, kw_only=True)
class TableBlock:
    """A question answered with a table. The first column heads its row; `total` is the last row, set apart.

    `remarks` are lines below it. `beside` are the rows of tables of the same kind nearby: all get the same columns.
    """

    label: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    total: tuple[Words, ...] = ()
    note: Words = ""
    remarks: tuple[Words, ...] = ()
    layout: Layout | None = None
    beside: tuple[tuple[Words, ...], ...] = ()
    kind: str = field(default="table", init=False)

    def __post_init__(self) -> None:
        widths = {len(row) for row in self.measured_rows}
        if not self.columns or widths - {len(self.columns)}:
            raise ValueError(f"a table of {len(self.columns)} columns has rows of {sorted(widths)}")

    @property
    def all_rows(self) -> tuple[tuple[Words, ...], ...]:
        """The rows, and the total if there is one."""
        return (*self.rows, self.total) if self.total else self.rows

    @property
    def labelled_rows(self) -> tuple[tuple[tuple[Words, Words], ...], ...]:
        """The rows, each cell after the label of its column."""
        labels = [column.label for column in self.columns]
        return tuple(tuple(zip(labels, row, strict=True)) for row in self.rows)

    @property
    def measured_rows(self) -> tuple[tuple[Words, ...], ...]:
        """The rows that decide how wide the columns are."""
        return (*self.all_rows, *self.beside)

    @cached_property
    def place(self) -> Layout:
        """Where the table stands: as asked for, or by how much its columns hold; found once, by all its words."""
        return self.layout or fitting_layout(self.columns, self.measured_rows)

    @cached_property
    def usual_place(self) -> Layout:
        """Where the table stands in letters of the usual size, in which Word sets all tables."""
        return self.layout or fitting_layout(self.columns, self.measured_rows, may_be_dense=False)

    @cached_property
    def fitted(self) -> Fitted:
        """How wide the columns are, and whether the table is set smaller; found once, by all its words."""
        return fitted(self.columns, self.measured_rows, self.place)

    @property
    def shares(self) -> list[int]:
        """The width of each column in per cent."""
        return self.fitted.shares


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


Block = (
    HeadingBlock
    | TextBlock
    | ValueBlock
    | ListBlock
    | TableBlock
    | UnansweredBlock
    | GoalsBlock
    | FigureBlock
    | SpreadBlock
    | SquareBlock
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A phase: it opens with a band across the page. `percent` is how much of it is answered.

    `lead` stands under the title there, `status` beneath it in small; `intro_html` begins the text after it.
    `icon` is a name in `core/icons.json`.
    """

    number: int
    title: str
    # Where the title is in another language, which that is.
    title_language: str | None = None
    short: str = ""
    icon: str = ""
    lead: Words = ""
    status: str = ""
    percent: int = 100
    intro_html: SafeString | str = ""
    blocks: tuple[Block, ...] = ()

    @classmethod
    def of(cls, title: Resolved, **given: Any) -> Self:
        """Return a part whose title may have come from another language."""
        return cls(title=title.text, title_language=title.language if title.is_fallback else None, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """A chapter after the parts, for instance approvals and versions.

    One that `flows` begins where the one before it ended, under a smaller heading; a page of its own is the rule. One
    that `holds` is not broken over two pages as long as one has room for it.
    """

    title: str
    title_language: str | None = None
    blocks: tuple[Block, ...] = ()
    flows: bool = False
    holds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What stands beside a summary in small: a heading, and a text or two under their names."""

    title: str
    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The strategy on one page. `lead` is one paragraph, usually the vision; what is empty is left out.

    The label of `table` is a heading.
    """

    title: str = ""
    lead: Words = ""
    aside: Aside | None = None
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
    # Where the title is in the other language, which that is.
    title_language: str | None = None
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
    # As long as it is not final: a band and the words on every page.
    mark: Mark = ""
    mark_words: str = ""
    # Version, status, from when and until when, for the cover.
    control: tuple[Fact, ...] = ()
    # The European Union's emblem stands on the cover, where it has paid for something in the document.
    funding: Funding | None = None
    # Whose logos stand on the last page; the funders' on the cover too.
    supporters: tuple[Supporter, ...] = ()
    has_openers: bool = True
    # What is not answered has room to be written in by hand.
    is_form: bool = False
    # A paper of a page or two: neither cover nor contents, and set closely.
    is_brief: bool = False

    @property
    def is_title_borrowed(self) -> bool:
        """Whether the title stands in the other language, because this one lacks it."""
        return self.title_language not in (None, self.language)

    def __post_init__(self) -> None:
        pictures = filter(None, (self.logo, *(one.logo for one in self.supporters)))
        if not all(one.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")) for one in pictures):
            raise ValueError("a logo is a PNG or JPEG written as a data: address")
        if self.accent and parse_colour(self.accent) != self.accent:
            raise ValueError("an accent is written as #rrggbb")
