"""On which page each place of a Word document comes to stand, so that its contents have numbers from the first opening.

Word alone knows for sure, and many readers never ask it. Lines are counted by the size of their letters, tables by the
rows of their cells; where a page is full the next begins, as Word does. The numbers are fields: Word corrects them
whenever it updates.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.styles.style import ParagraphStyle

_P, _TBL, _TR, _TC, _TEXT, _BR, _BOOKMARK = (
    qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t", "br", "bookmarkStart")
)
_PROPERTIES, _STYLE, _BREAKS, _SECTION, _CELL_PROPERTIES, _WIDTH = (
    qn(f"w:{name}") for name in ("pPr", "pStyle", "pageBreakBefore", "sectPr", "tcPr", "tcW")
)
_INLINE, _EXTENT = qn("wp:inline"), qn("wp:extent")
_VAL, _NAME, _W = qn("w:val"), qn("w:name"), qn("w:w")
# What is looked at in a paragraph, wherever it stands there.
_TOLD = (_TEXT, _BR, _BOOKMARK, _INLINE)
# Millimetres of a point, of a twentieth of one, of the unit of drawings.
_POINT, _TWIP, _EMU = 25.4 / 72, 25.4 / 1440, 1 / 36_000
# How wide a letter is on the average, and how high a line, as parts of the size of its letters.
_LETTER, _LINE = 0.5, 1.28
# Contents are set more closely.
_LINE_OF_CONTENTS = 1.2
# What a cell has above and below its words.
_CELL = 3.0
# A heading takes what follows it along when less than this is left.
_HEADING_NEEDS = 22.0


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style, as far as it takes room: millimetres, but for the size of its letters in points."""

    size: float
    before: float
    after: float
    line: float
    indent: float
    begins_page: bool
    keeps_next: bool


class Counter:
    """Goes through a document from its first paragraph to its last."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.looks: dict[str | None, Look] = {}
        self.page, self.used, self.section = 1, 0.0, 0
        self.found: dict[str, int] = {}

    @cached_property
    def rooms(self) -> list[tuple[float, float]]:
        """Height and width of what can be written on, section by section."""
        return [
            (
                ((one.page_height or 0) - (one.top_margin or 0) - (one.bottom_margin or 0)) * _EMU,
                ((one.page_width or 0) - (one.left_margin or 0) - (one.right_margin or 0)) * _EMU,
            )
            for one in self.document.sections
        ]

    def pages(self) -> dict[str, int]:
        """Return the page of each bookmark."""
        for element in self.document.element.body:
            if element.tag == _P:
                self._paragraph(element)
            elif element.tag == _TBL:
                self._table(element)
        return self.found

    def _break(self) -> None:
        if self.used:
            self.page, self.used = self.page + 1, 0.0

    def _take(self, height: float, needs: float = 0.0) -> None:
        room = self.rooms[self.section][0]
        if self.used and self.used + max(height, needs) > room:
            self._break()
        self.used += height
        while self.used > room:
            self.page, self.used = self.page + 1, self.used - room

    def _paragraph(self, element: BaseOxmlElement) -> None:
        name, properties = _style_of(element), _first(element, _PROPERTIES)
        look = self.look(name)
        # Most have a style and nothing else.
        more = [one.tag for one in properties] if properties is not None and len(properties) > 1 else ()
        if look.begins_page or _BREAKS in more:
            self._break()
        width = self.rooms[self.section][1] - look.indent
        told = list(element.iter(*_TOLD))
        drawn = sum(int(one.find(_EXTENT).get("cy", 0)) for one in told if one.tag == _INLINE) * _EMU
        height = look.before * bool(self.used) + look.after + drawn
        lines = _lines(told, width, look.size)
        height += lines * look.line if lines or not drawn else 0
        self._take(height, height + _HEADING_NEEDS if look.keeps_next else 0)
        for one in told:
            if one.tag == _BOOKMARK:
                self.found[str(one.get(_NAME))] = self.page
        if _SECTION in more:
            self.section += 1
            self._break()

    def _table(self, element: BaseOxmlElement) -> None:
        for row in element.iterchildren(_TR):
            self._take(max((self._cell(cell) for cell in row.iterchildren(_TC)), default=0.0) + _CELL)

    def _cell(self, cell: BaseOxmlElement) -> float:
        properties = _first(cell, _CELL_PROPERTIES)
        wide = _first(properties, _WIDTH) if properties is not None else None
        width = max(8.0, int(wide.get(_W, 0)) * _TWIP - 3 if wide is not None else 40.0)
        height = 0.0
        for paragraph in cell.iterchildren(_P):
            look = self.look(_style_of(paragraph))
            height += max(1, _lines(paragraph.iter(_TEXT, _BR), width, look.size)) * look.line
        return height

    def look(self, name: str | None) -> Look:
        """Return the look of a style by its id; what it does not say, the one says that it is based on."""
        if name not in self.looks:
            self.looks[name] = _look_of(self._styles(name))
        return self.looks[name]

    @cached_property
    def _named(self) -> dict[str, Any]:
        return {one.style_id: one for one in self.document.styles}

    def _styles(self, name: str | None) -> list[ParagraphStyle]:
        found = self._named.get(name or "Normal")
        chain: list[Any] = []
        while found is not None:
            chain.append(found)
            found = found.base_style
        return chain


def _look_of(chain: list[ParagraphStyle]) -> Look:
    def first(values: Iterator[Any], otherwise: Any) -> Any:
        return next((value for value in values if value is not None), otherwise)

    formats = [style.paragraph_format for style in chain]
    size = float(first((style.font.size.pt if style.font.size else None for style in chain), 10.5))
    spacing = first((one.line_spacing for one in formats), 1)
    high = _LINE_OF_CONTENTS if chain and chain[0].style_id.startswith("TOC") else _LINE
    line = spacing.mm if hasattr(spacing, "mm") else size * _POINT * high * float(spacing)
    return Look(
        size=size,
        before=first((one.space_before for one in formats), 0) * _EMU,
        after=first((one.space_after for one in formats), 0) * _EMU,
        line=line,
        indent=first((one.left_indent for one in formats), 0) * _EMU,
        begins_page=bool(first((one.page_break_before for one in formats), False)),
        keeps_next=bool(first((one.keep_with_next for one in formats), False)),
    )


def _lines(told: Iterable[BaseOxmlElement], width: float, size: float) -> int:
    letters = breaks = 0
    for one in told:
        if one.tag == _TEXT:
            letters += len(one.text or "")
        elif one.tag == _BR:
            breaks += 1
    return ceil(letters * size * _POINT * _LETTER / max(width, 1)) + breaks


def _first(element: BaseOxmlElement, name: str) -> BaseOxmlElement | None:
    """Return the first child if it is called so: properties stand before all else, and the style first among them."""
    first = element[0] if len(element) else None
    return first if first is not None and first.tag == name else None


def _style_of(paragraph: BaseOxmlElement) -> str | None:
    properties = _first(paragraph, _PROPERTIES)
    found = _first(properties, _STYLE) if properties is not None else None
    return found.get(_VAL) if found is not None else None


def number_contents(document: Document) -> None:
    """Write into each reference to a page the number of the page it is likely to be."""
    pages = Counter(document).pages()
    for code in document.element.body.iter(qn("w:instrText")):
        words = (code.text or "").split()
        if len(words) > 1 and words[0] == "PAGEREF" and words[1] in pages:
            # The run after this one parts the field's code from its result.
            result = code.getparent().getnext().getnext()
            text = result.find(_TEXT) if result is not None else None
            if text is not None:
                text.text = str(pages[words[1]])
