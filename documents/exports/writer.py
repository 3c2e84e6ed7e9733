"""The parts of a document as Word: articles, paragraphs, points, tables and annexes, with a bookmark for each place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import quoteattr

from core import markdown
from documents.exports import runs
from documents.exports.runs import WIDTH, paragraph, run
from documents.rules.tree import Annex, Article, Blank, Fill, Laid, LaidTable, Line, Piece, ProseCell, Ref, words_of
from documents.shown.paper import blank_words, fault_words
from exports.word.paper import clean

_LONGEST_TAG = 60
_LIST = re.compile(r"\A\s*+(?:([-*+])|\d++[.)])\s++(?=\S)")

# What a letter of a table takes, and what a cell keeps free, in twentieths of a point.
_LETTER, _MARGINS = 104, 190
_SPACES = re.compile(r"[ \n\t]+")


@dataclass
class Writer:
    """Writes the text in one language; `suffix` ends the names of styles, `prefix` begins those of places.

    Two writers of one file share their numbers: bookmarks and content controls get theirs in the order they come in.
    """

    laid: Laid
    suffix: str = ""
    # How wide a table may be, in twentieths of a point.
    width: int = WIDTH
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    bookmarks: dict[str, str] = field(default_factory=dict)
    names: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """Give a bookmark to every article and annex, and to what else is referred to."""
        wanted = [one.anchor for one in self.laid.inside()] + [one.anchor for one in self.laid.annexes]
        wanted += [piece.target for _anchor, piece in self.laid.pieces() if isinstance(piece, Ref)]
        self.bookmarks = {anchor: f"_Ref{next(self.names):09}" for anchor in dict.fromkeys(wanted)}

    def beside(self, laid: Laid) -> "Writer":
        """Return the writer of the other language in the same file."""
        return Writer(laid, "Other", self.width, self.numbers, names=self.names)

    def bookmarked(self, anchor: str, inside: str) -> str:
        """Return a paragraph's inside with the bookmark of its place, if it has one."""
        name = self.bookmarks.get(anchor)
        if name is None:
            return inside
        number = next(self.numbers)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'

    # --- pieces

    def pieces(self, pieces: Iterable[Piece]) -> str:
        """Return pieces of text as runs, fields and content controls."""
        return "".join(self._piece(piece) for piece in pieces)

    def _piece(self, piece: Piece) -> str:
        strong = "Strong" if piece.strong else ""
        if isinstance(piece, Ref):
            name = self.bookmarks.get(piece.target)
            if name is None or not self.laid.is_numbered:
                return run(piece.number, strong)
            # The number of a point is read from outside its paragraph, with those above it.
            switch = r"\w" if piece.number.endswith(")") else r"\r"
            return runs.field(rf"REF {name} {switch} \h", piece.number)
        if isinstance(piece, Blank):
            return self.blank(piece)
        if isinstance(piece, Fill) and piece.language:
            return run(piece.text, "OtherLanguage")
        return run(piece.text, strong)

    def blank(self, piece: Blank) -> str:
        """Return a content control in which somebody writes what is missing."""
        words, number = blank_words(piece), next(self.numbers) + 1000
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(clean(words)[:_LONGEST_TAG])}/>"
            f'<w:tag w:val={quoteattr((piece.key or "blank")[:_LONGEST_TAG])}/><w:id w:val="{number}"/>'
            f"<w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>{run(f'[{words}]', 'Blank')}</w:sdtContent></w:sdt>"
        )

    # --- articles

    def article(self, article: Article) -> Iterator[str]:
        """Yield the lines of an article."""
        return (self.line(line) for line in article.lines())

    def style(self, kind: str) -> str:
        """Return the style of a line."""
        if self.laid.is_numbered:
            names = {"title": "Heading1", "paragraph": "Clause", "text": "ClauseText", "point": "ClauseItem"}
        else:
            names = {"title": "Heading2", "paragraph": "Normal", "text": "Normal", "point": "TextBullet"}
        return names[kind] + self.suffix

    def line(self, line: Line) -> str:
        """Return a line: a paragraph, those of an answer, or a table; one that has a number shows it."""
        block, style = line.block, self.style(line.kind)
        if block.table is not None:
            number = paragraph(style, self.bookmarked(line.anchor, "")) if line.kind == "paragraph" else ""
            return number + self.table(block.table)
        if block.prose:
            return "".join(self._prose(line, style))
        return paragraph(style, self.bookmarked(line.anchor, self.pieces(block.pieces)))

    def _prose(self, line: Line, style: str) -> Iterator[str]:
        """Yield the paragraphs of an answer in Markdown; the points of a list are points, below the number."""
        is_first = line.kind == "paragraph"
        for words in line.block.prose.splitlines():
            found = _LIST.match(words)
            said = markdown.plain(words).strip()
            if not said:
                continue
            if found and is_first:
                yield paragraph(style, self.bookmarked(line.anchor, ""))
            kind = ("ClauseBullet" if found[1] else "ClauseNumber") + self.suffix if found else style
            yield paragraph(kind, self.bookmarked(line.anchor, run(said)) if is_first and not found else run(said))
            is_first, style = False, self.style("text")
        if is_first:
            yield paragraph(style, self.bookmarked(line.anchor, ""))

    # --- tables and annexes

    def table(self, table: LaidTable) -> str:
        """Return a table with a header row and its sums."""
        widths = column_widths(table, self.width)

        def row(cells: Sequence[str], kind: str, properties: str = "<w:cantSplit/>") -> str:
            made = "".join(
                runs.cell(
                    width, _in_cell(f"Table{kind}{'Number' if is_number else ('Text' if not kind else '')}", words)
                )
                for words, (_label, is_number), width in zip(cells, table.columns, widths, strict=True)
            )
            return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"

        rows = [row([label for label, _n in table.columns], "Heading", "<w:cantSplit/><w:tblHeader/>")]
        rows += [row(cells, "") for cells in table.rows]
        if table.total:
            rows.append(row(table.total, "Total"))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="AgreementTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>" + paragraph("TableEnd", "")
        )

    def is_across(self, annex: Annex) -> bool:
        """Tell whether an annex needs a page across: upright its table would break its words and amounts."""
        return annex.table is not None and sum(least_widths(annex.table)) > WIDTH

    def annex(self, annex: Annex, heading: str = "AnnexHeading") -> Iterator[str]:
        """Yield heading, intro, table or blank, and what does not add up."""
        yield paragraph(heading, self.bookmarked(annex.anchor, self.pieces(annex.title)))
        yield paragraph(f"Normal{self.suffix}", self.pieces(annex.intro)) if annex.intro else ""
        if annex.table is not None:
            yield self.table(annex.table)
        else:
            blank = self.blank(Blank(annex.question, words_of(annex.title)))
            yield paragraph(f"Normal{self.suffix}", blank)
        yield "".join(paragraph("Fault", run(fault_words(fault))) for fault in annex.faults)


def _in_cell(style: str, words: str) -> str:
    """Return the paragraphs of a cell; points stand behind a dash, since there is no room to indent them."""
    if not isinstance(words, ProseCell):
        return paragraph(style, run(words))
    found = []
    for line in words.prose.splitlines():
        mark, said = _LIST.match(line), markdown.plain(line).strip()
        sign = "" if not mark else "– " if mark[1] else f"{mark[0].strip()} "
        found += [paragraph(style, run(sign + said))] if said else []
    return "".join(found)


def _columns(table: LaidTable) -> list[tuple[str, ...]]:
    cells = [tuple(label for label, _n in table.columns), *table.rows, *([table.total] if table.total else [])]
    return list(zip(*cells, strict=True))


def least_widths(table: LaidTable) -> list[int]:
    """Return the widths below which a word or an amount of each column breaks."""
    # The first line of a column is its heading, which is bold and needs a little more.
    words = [
        max(len(word) + (not line) for line, text in enumerate(column) for word in _SPACES.split(text))
        for column in _columns(table)
    ]
    return [min(longest, 24) * _LETTER + _MARGINS for longest in words]


def column_widths(table: LaidTable, whole: int) -> list[int]:
    """Return widths in which no amount breaks as long as there is room, and long texts get what is left."""
    columns, least = _columns(table), least_widths(table)
    wanted = [min(max(len(text) for text in column), 60) * _LETTER + _MARGINS for column in columns]
    if sum(least) >= whole:
        return [one * whole // sum(least) for one in least]
    room, over = whole - sum(least), [want - one for want, one in zip(wanted, least, strict=True)]
    shares = over if sum(over) else [1] * len(least)
    return [one + room * share // sum(shares) for one, share in zip(least, shares, strict=True)]
