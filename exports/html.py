"""A PrintDocument as one HTML page, ready for `exports.pdf`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import icons
from core.graphics import wheel
from core.languages import html_language, interface_language, language_name
from exports import ends, onepage, supporting
from exports.columns import lines_of
from exports.document import (
    Appendix,
    Block,
    FigureBlock,
    GoalsBlock,
    HeadingBlock,
    Layout,
    ListBlock,
    Part,
    PrintDocument,
    TableBlock,
    TextBlock,
    Words,
    plain,
)
from exports.funding import emblem
from exports.grid import PrintedTable
from exports.rings import drawn_rings
from exports.spreads import SpreadBlock

PHASE_INKS = ("#302b89", "#0a626c", "#744e00", "#9c2610", "#6e3f61")
# What one column of the contents holds on its page, in millimetres.
COLUMN = 222
# Contents that are no higher share their page with a summary of a few lines.
MOST_SHARED = 130
# The wheel's place on an opener and the icon's, in millimetres of the band.
_OPENER = (
    '<svg class="opener-art" viewBox="0 0 210 92" role="img" xmlns="http://www.w3.org/2000/svg"><title>{title}</title>'
    '<g transform="translate(115 -82) scale({scale}) translate(-9 -9)">{wheel}</g>{icon}</svg>'
)
_ICON = (
    '<g transform="translate(21 11) scale(.62)" fill="none" stroke="{ink}" stroke-width="1.1" '
    'stroke-linecap="round" stroke-linejoin="round">{paths}</g>'
)


# As many as print.css keeps room for; a longer label stands above its answer.
MOST_LINES_BESIDE = 9


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block with what its place in the document decides: the level of its heading, its name, its weight."""

    block: Block
    anchor: str
    level: int
    is_deferred: bool = False
    # What comes after it: the end, or a spread.
    followed: str = ""

    @property
    def template(self) -> str:
        """The partial that draws this kind of block."""
        return f"exports/print/blocks/{self.block.kind}.html"

    @property
    def label(self) -> Words:
        """The question, or the heading."""
        return self.block.title if isinstance(self.block, HeadingBlock) else self.block.label

    @property
    def css(self) -> str:
        """The classes that say where the block stands and whether it may be broken."""
        block = self.block
        place = block.place if isinstance(block, TableBlock | FigureBlock | TextBlock) else Layout.BESIDE
        if place == Layout.BESIDE and self.label_lines > MOST_LINES_BESIDE:
            place = Layout.FULL  # it would run out of the margin's height into the next question
        return f"q-{self.block.kind} {place}{' keep' if self.is_short else ''}{self.followed}"

    @property
    def below(self) -> int:
        """The level of the headings inside it."""
        return self.level + 1

    @property
    def table(self) -> "PrintedTable | None":
        """What a table block shows."""
        return PrintedTable.of(self.block) if isinstance(self.block, TableBlock) else None

    @property
    def label_lines(self) -> int:
        """About how many lines the label takes in the margin, which the answer is at least as high as."""
        lines, used = 1, 0
        for word in plain(self.label).split():
            if used and used + len(word) > 21:
                lines, used = lines + 1, 0
            used += len(word) + 1
        return lines + used // 24

    @property
    def is_short(self) -> bool:
        """Whether the block should stand on one page rather than be broken over two."""
        match self.block:
            case TextBlock(html=html):
                return len(html) < 450
            case TableBlock() as table:
                return len(table.rows) <= 4 or lines_of(table.rows, table.shares, table.place) <= 8
            case GoalsBlock(goals=goals):
                return len(goals) <= 3
            case ListBlock(items=items):
                return len(items) <= 8
            case _:
                return True


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A part or an appendix with its blocks in the order of print: tables on landscape pages come last."""

    part: Part | Appendix
    anchor: str
    colour: int
    art: SafeString
    blocks: tuple[PrintedBlock, ...]
    # The last of the document, and only a few lines.
    is_little: bool = False

    @property
    def landscape(self) -> list[PrintedBlock]:
        """The tables that stand on landscape pages after the others."""
        return [printed for printed in self.blocks if printed.is_deferred]

    @property
    def is_all_landscape(self) -> bool:
        """Whether nothing of it stands on an upright page, which then would hold its heading alone."""
        return bool(self.blocks) and len(self.landscape) == len(self.blocks)

    @property
    def entries(self) -> list[PrintedBlock]:
        """What the contents list below it: the chapters, and of a part without chapters the questions."""
        chapters = [
            printed
            for printed in self.blocks
            if isinstance(printed.block, HeadingBlock)
            or (isinstance(printed.block, SpreadBlock) and not printed.block.continues)
        ]
        return chapters or ([one for one in self.blocks if plain(one.label)] if isinstance(self.part, Part) else [])

    @property
    def number(self) -> int:
        """The part's number; an appendix has none."""
        return self.part.number if isinstance(self.part, Part) else 0

    @property
    def title_size(self) -> str:
        """How large the title can be set on the opener without breaking a word."""
        return title_size(self.part.title)

    @property
    def has_long_lead(self) -> bool:
        """Whether the text under the title needs smaller type."""
        return isinstance(self.part, Part) and len(plain(self.part.lead)) > 200


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: where it leads, and for a part its number and colour."""

    kind: Literal["part", "chapter", "other"]
    anchor: str
    label: Words
    number: int = 0
    colour: int = 0
    is_question: bool = False

    @property
    def height(self) -> float:
        """About how many millimetres it takes in one of two columns; a line of the column holds some 41 letters."""
        lines = 1 + len(plain(self.label)) // 41
        return 1.0 + 3.95 * lines if self.kind == "chapter" else 5.3 + 4.9 * lines


def title_size(title: str) -> str:
    """Return how large a title can be set on a page of its own: `l`, `m` or `s`."""
    longest = max((len(word) for word in title.split()), default=0)
    if longest <= 15 and len(title) <= 45:
        return "l"
    return "m" if longest <= 20 and len(title) <= 90 else "s"


def print_html(document: PrintDocument) -> str:
    """Return the document as an HTML page in its own language, with the print style sheet."""
    with translation.override(interface_language(document.language)):
        # A preview ends with the summary; its cover still shows every phase.
        following = replace(document, parts=(), appendices=()) if document.is_preview else document
        last = next(reversed((*following.parts, *following.appendices)), None)
        parts = [_printed_part(document, part, is_end=part is last) for part in following.parts]
        appendices = [
            _printed_appendix(appendix, f"appendix-{i}", is_end=appendix is last)
            for i, appendix in enumerate(following.appendices, start=1)
        ]
        summary_title = (document.summary and document.summary.title) or _("The strategy on one page")
        lines = (
            [] if document.is_preview or document.is_brief else _contents(document, parts, appendices, summary_title)
        )
        context = {
            "document": document,
            "site": document.site.rstrip("/"),
            "title_size": title_size(f"{document.title} {document.period}"),
            "language_name": language_name(document.language),
            "summary_title": summary_title,
            "html_language": html_language(document.language),
            "cover_art": _cover(document),
            "emblem": emblem(_("The flag of the European Union")) if document.funding else "",
            "has_short_facts": onepage.has_short_facts(document.summary),
            "says_phases": onepage.says_phases(document),
            "is_tight": onepage.is_tight(document),
            "is_summary_short": onepage.is_short(document),
            "is_aside_last": bool(
                document.summary and document.summary.aside and onepage.is_aside_last(document.summary.aside)
            ),
            "summary_art": _summary_art(document),
            "summary_table": document.summary and document.summary.table and PrintedTable.of(document.summary.table),
            "contents": contents_columns(shortened(lines)),
            "is_contents_short": (high := sum(line.height for line in lines)) < MOST_SHARED,
            "shares_page": onepage.shares_page(document, high),
            "parts": parts,
            "appendices": appendices,
            "funders": supporting.on_cover(document),
            "supporters": supporting.at_the_end(document),
            "supporters_title": supporting.title(),
        }
        return render_to_string("exports/print/document.html", context)


def _printed_part(document: PrintDocument, part: Part, *, is_end: bool) -> PrintedPart:
    anchor = f"part-{part.number}"
    blocks = _printed_blocks(part.blocks, anchor, is_end=is_end)
    return PrintedPart(part, anchor, wheel.colour_number(part.number), _opener(document, part), blocks)


def _printed_appendix(appendix: Appendix, anchor: str, *, is_end: bool) -> PrintedPart:
    blocks = _printed_blocks(appendix.blocks, anchor, is_end=is_end)
    is_little = is_end and appendix.flows and ends.is_little(appendix.blocks)
    return PrintedPart(appendix, anchor, 1, SafeString(), blocks, is_little)


def _printed_blocks(blocks: tuple[Block, ...], anchor: str, *, is_end: bool = False) -> tuple[PrintedBlock, ...]:
    printed = []
    level = 2
    followed = ends.followed(blocks, is_end=is_end)
    for i, block in enumerate(blocks, start=1):
        is_deferred = isinstance(block, TableBlock) and block.place is Layout.LANDSCAPE
        printed.append(
            PrintedBlock(
                block,
                f"{anchor}-{i}",
                2 if isinstance(block, HeadingBlock) else level,
                is_deferred,
                followed.get(i - 1, ""),
            )
        )
        if isinstance(block, HeadingBlock):
            level = 3
    return tuple(printed)


def headings_below(html: str, level: int) -> SafeString:
    """Return the HTML with its headings moved below this level and no level left out, as PDF/UA asks."""
    open_levels: list[int] = []

    def moved(match: re.Match[str]) -> str:
        own = int(match[2])
        if not match[1]:
            while open_levels and open_levels[-1] >= own:
                open_levels.pop()
            open_levels.append(own)
        return f"<{match[1]}h{min(6, level + max(1, len(open_levels)))}"

    return mark_safe(re.sub(r"<(/?)h([1-6])(?=[\s>])", moved, html))


def contents_columns(lines: Sequence[ContentsLine]) -> list[list[ContentsLine]]:
    """Part the contents into two columns, between two parts if that leaves both on the page.

    Few lines, and more than two columns hold, stay in one column, which can be broken over pages.
    """
    heights = [line.height for line in lines]
    splits = [(max(sum(heights[:i]), sum(heights[i:])), i) for i in range(1, len(lines))]
    between_parts = [split for split in splits if lines[split[1]].kind != "chapter"]
    for tallest, i in (min(between_parts, default=(0.0, 0)), min(splits, default=(0.0, 0))):
        if sum(heights) > COLUMN and 0 < tallest <= COLUMN:
            return [list(lines[:i]), list(lines[i:])]
    return [list(lines)]


def shortened(lines: Sequence[ContentsLine]) -> list[ContentsLine]:
    """Return what fits on one page: without the single questions if need be, and then without the chapters.

    Who looks for a place in a document of many questions looks for its part; nobody reads ten pages of contents.
    """
    kept = list(lines)
    if sum(line.height for line in kept) > 2 * COLUMN:
        kept = [line for line in kept if not line.is_question]
    if sum(line.height for line in kept) > 2 * COLUMN:
        kept = [line for line in kept if line.kind != "chapter"]
    return kept


def _contents(
    document: PrintDocument, parts: list[PrintedPart], appendices: list[PrintedPart], summary_title: str
) -> list[ContentsLine]:
    lines = [ContentsLine("other", "summary", summary_title)] if document.summary else []
    for printed in parts:
        lines.append(ContentsLine("part", printed.anchor, printed.part.title, printed.number, printed.colour))
        for entry in printed.entries:
            is_question = not isinstance(entry.block, HeadingBlock)
            lines.append(ContentsLine("chapter", entry.anchor, entry.label, is_question=is_question))
    for printed in appendices:
        lines.append(ContentsLine("other", printed.anchor, printed.part.title))
        lines += [ContentsLine("chapter", entry.anchor, entry.label) for entry in printed.entries]
    if supporting.at_the_end(document):
        lines.append(ContentsLine("other", "supporters", supporting.title()))
    return lines


def _phases(document: PrintDocument, *, is_full: bool) -> list[wheel.Phase]:
    return [
        wheel.Phase(part.number, part.short or part.title, 100 if is_full else part.percent) for part in document.parts
    ]


def _titled(svg: str, title: str) -> SafeString:
    """Return the drawing with its title as its first child, from where WeasyPrint takes the alternative text."""
    head, _bracket, rest = svg.partition(">")
    return mark_safe(f"{head}><title>{escape(title)}</title>{rest}")


def _cover(document: PrintDocument) -> SafeString:
    if document.rings:
        return drawn_rings(document.rings, document.accent)
    if not document.parts:
        return SafeString()
    label = _("The strategy wheel, with %(count)s phases") % {"count": len(document.parts)}
    return _titled(wheel.draw_for_print(_phases(document, is_full=True), label=label, classes="cover-wheel"), label)


def _summary_art(document: PrintDocument) -> SafeString:
    if not document.parts:
        return SafeString()
    label = _("The strategy wheel: %(phases)s") % {
        "phases": ", ".join(f"{part.short or part.title} {part.percent} %" for part in document.parts)
    }
    return _titled(wheel.draw_for_print(_phases(document, is_full=False), label=label, classes="summary-wheel"), label)


def _opener(document: PrintDocument, part: Part) -> SafeString:
    label = _("The strategy wheel, turned to phase %(number)s of %(count)s: %(title)s") % {
        "number": part.number,
        "count": len(document.parts),
        "title": part.title,
    }
    drawing = wheel.draw_for_print(_phases(document, is_full=True), focus=part.number)
    inside = drawing.partition(">")[2].removesuffix("</svg>")
    paths = icons.drawings()[part.icon] if part.icon else ""
    ink = PHASE_INKS[wheel.colour_number(part.number) - 1]
    icon = _ICON.format(ink=ink, paths=paths) if paths else ""
    return mark_safe(_OPENER.format(title=escape(label), scale=f"{168 / 182:.4f}", wheel=inside, icon=icon))
