"""Written answers: the HTML that `core.markdown` gave, read a second time as Word paragraphs.

It reads the sanitised HTML and not the Markdown, so that Word and the PDF show the same: the same headings, the same
links let through, the same tags dropped.
"""

from dataclasses import dataclass, replace
from html.parser import HTMLParser

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from core.languages import in_language
from exports.columns import Prose
from exports.word.elements import embolden, styled, within, words_in
from exports.word.paper import Paper, clean, one_line, speak
from exports.word.styles import BULLETS, INDENT

_TWIPS = 635  # in English metric units
# What a paragraph of a text is in the cell of a table, where it is not as others there.
_IN_CELLS = {
    "ListBullet": "TableList",
    "ListNumber": "TableList",
    "ListContinue": "TableContinue",
    "Quote": "TableQuote",
    "CodeBlock": "TableCode",
    "Rule": "Rule",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words with their emphasis and where they lead; a line break has none."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False
    href: str = ""
    is_break: bool = False


@dataclass(slots=True)
class ListLevel:
    """A list that is open: its number, and whether the item's mark still waits for its paragraph."""

    number: int
    is_numbered: bool
    waits: bool = False


def write_prose(paper: Paper, html: str, language: str | None = None) -> None:
    """Add the paragraphs of an answer; `language` is that of its words, if it is not the document's."""
    _written(_Prose(paper, language), html)


def write_in_cell(paper: Paper, cell: BaseOxmlElement, table: Table, prose: Prose, style: str) -> None:
    """Fill a cell that has no paragraph yet with paragraphs, in the letters of tables and in lists of their own."""
    if prose.is_fallback:
        said = in_language(prose.language)
        mark = within(cell, "p")
        styled(mark, style, keeps_next=True)
        paper.mark(Run(words_in(mark, said[:1].upper() + said[1:]), table), "LanguageMark")
    had = len(cell)
    _written(_ProseInCell(paper, prose.language if prose.is_fallback else None, cell, table, style), prose.html)
    if len(cell) == had:  # Word asks for a paragraph at the end of each cell.
        styled(within(cell, "p"), style)


def _written(prose: "_Prose", html: str) -> None:
    prose.feed(html)
    prose.close()
    prose.end_block()


class _Prose(HTMLParser):
    def __init__(self, paper: Paper, language: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self.paper = paper
        self.language = language
        self.pieces: list[Piece] = []
        self.lists: list[ListLevel] = []
        self.links: list[str] = []
        self.heading = 0
        self.quotes = self.bold = self.italic = self.code = self.verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "p" | "blockquote" | "pre" | "hr" | "ul" | "ol" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.end_block()
                self.begin_block(tag, given)
            case "br":
                self.pieces.append(Piece("", is_break=True))
            case "strong" | "b":
                self.bold += 1
            case "em" | "i":
                self.italic += 1
            case "code":
                self.code += 1
            case "a":
                self.links.append(self.paper.address(given.get("href", "")))

    def begin_block(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "blockquote":
                self.quotes += 1
            case "pre":
                self.verbatim += 1
            case "hr":
                self.added("Rule")
            case "ul":
                self.lists.append(ListLevel(BULLETS, is_numbered=False))
            case "ol":
                start = given.get("start", "1")
                number = int(start) if start.isdecimal() and len(start) < 10 else 1
                self.lists.append(ListLevel(self.paper.next_list(number), is_numbered=True))
            case "li" if self.lists:
                self.lists[-1].waits = True
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.heading = int(tag[1])

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "p" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "ul" | "ol":
                self.end_block()
            case "li":
                self.end_block(is_item_whole=True)
            case "strong" | "b":
                self.bold -= 1
            case "em" | "i":
                self.italic -= 1
            case "code":
                self.code -= 1
            case "a" if self.links:
                self.links.pop()
        match tag:
            case "blockquote":
                self.quotes -= 1
            case "pre":
                self.verbatim -= 1
            case "ul" | "ol" if self.lists:
                self.lists.pop()
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.heading = 0

    def handle_data(self, data: str) -> None:
        href = self.links[-1] if self.links else ""
        lines = clean(data).rstrip("\n").split("\n") if self.verbatim else [one_line(data)]
        for place, line in enumerate(lines):
            if place:
                self.pieces.append(Piece("", is_break=True))
            if line:
                self.pieces.append(Piece(line, self.bold > 0, self.italic > 0, self.code > 0, href))

    def end_block(self, *, is_item_whole: bool = False) -> None:
        """Write what was read since the last block began; an item of a list without a word keeps its mark."""
        pieces, self.pieces = self.pieces if self.verbatim else trimmed(self.pieces), []
        is_empty_item = is_item_whole and bool(self.lists) and self.lists[-1].waits
        if pieces or is_empty_item:
            self.write(self.new_paragraph(), pieces)

    def added(self, style: str) -> Paragraph:
        """Add a paragraph where this is written."""
        return self.paper.paragraph(style)

    def new_paragraph(self) -> Paragraph:
        if self.heading:
            return self.added(f"Heading{self.heading}")
        if self.lists:
            return self.list_paragraph(self.lists[-1])
        if self.verbatim:
            return self.added("CodeBlock")
        return self.added("Quote" if self.quotes else "Normal")

    def list_paragraph(self, level: ListLevel) -> Paragraph:
        depth = len(self.lists) - 1
        if level.waits:
            level.waits = False
            added = self.added("ListNumber" if level.is_numbered else "ListBullet")
            self.paper.number(added, level.number, depth)
            return added
        added = self.added("ListContinue")
        if depth:
            added.paragraph_format.left_indent = INDENT * _TWIPS * (min(depth, 8) + 1)  # type: ignore[assignment]
        return added

    def write(self, paragraph: Paragraph, pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece.is_break:
                within(within(paragraph._p, "r"), "br")
                continue
            place = self.paper.link(paragraph, piece.href) if piece.href else paragraph._p
            self.dress(Run(words_in(place, piece.text), paragraph), piece)

    def dress(self, run: Run, piece: Piece) -> None:
        if piece.href or (piece.is_code and not self.verbatim):
            self.paper.mark(run, "Hyperlink" if piece.href else "Code")
        if piece.is_bold:
            embolden(run._r)
        if piece.is_italic:
            run.italic = True
        if self.language and self.language != self.paper.language:
            speak(run, self.language)


class _ProseInCell(_Prose):
    def __init__(self, paper: Paper, language: str | None, cell: BaseOxmlElement, table: Table, style: str) -> None:
        super().__init__(paper, language)
        self.cell = cell
        self.table = table
        self.style = style

    def added(self, style: str) -> Paragraph:
        made = within(self.cell, "p")
        styled(made, _IN_CELLS.get(style, self.style))
        return Paragraph(made, self.table)


def trimmed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without what HTML does not show: blanks at the ends of lines, breaks at the ends of all."""
    found = [
        replace(
            piece,
            text=piece.text.removeprefix(" " if place == 0 or pieces[place - 1].is_break else "").removesuffix(
                " " if place == len(pieces) - 1 or pieces[place + 1].is_break else ""
            ),
        )
        for place, piece in enumerate(pieces)
    ]
    found = [piece for piece in found if piece.text or piece.is_break]
    while found and found[-1].is_break:
        found.pop()
    while found and found[0].is_break:
        found.pop(0)
    return found
