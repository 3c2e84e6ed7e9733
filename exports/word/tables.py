"""Tables of a Word document: as wide as the page, headings repeated on every page, numbers to the right."""

from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

from exports.columns import Prose, column_shares
from exports.document import Column, Layout, TableBlock, Words, plain
from exports.word.elements import R, W, embolden, styled, within
from exports.word.paper import Paper, clean
from exports.word.prose import write_in_cell

# How much wider the letters of a font are that stands in where nobody has installed ours: a day stays on its line.
_STAND_IN = 1.22
# A table of so few lines is not broken over pages.
_SHORT = 6
# Of a longer one so many rows stand together where it begins and where it ends.
_TOGETHER = 3


def write_table(paper: Paper, block: TableBlock) -> None:
    """Add the table of a block, with the line below it."""
    place = Layout.LANDSCAPE if paper.is_landscape else Layout.FULL
    shares = column_shares(block.columns, block.measured_rows, place, _STAND_IN)
    draw_table(paper, plain(block.label), block.columns, block.rows, shares, total=block.total)
    if block.note:
        paper.paragraph("Note", block.note)
    for remark in block.remarks:
        paper.paragraph("Note", remark)


def draw_table(
    paper: Paper,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Words]],
    shares: Sequence[int],
    *,
    total: Sequence[Words] = (),
) -> Table:
    """Add a table whose columns take these shares of the width; without any heading it has no heading row."""
    has_head = any(plain(column.label) for column in columns)
    lines = [*([[column.label for column in columns]] if has_head else []), *rows, *([total] if total else [])]
    table = paper.document.add_table(0, len(columns))
    table.autofit = False
    look_of(table, name, has_head=has_head, has_total=bool(total))
    widths = [Mm(paper.width * share / (sum(shares) or 1)).twips for share in shares]
    for column, width in zip(table._tbl.tblGrid, widths, strict=True):
        column.set(f"{W}w", str(width))
    for place, words in enumerate(lines):
        is_head, is_last = has_head and not place, place == len(lines) - 1
        row = within(table._tbl, "tr")
        properties = within(row, "trPr")
        within(properties, "cantSplit")
        if is_head:
            within(properties, "tblHeader")
        for number, (width, said) in enumerate(zip(widths, words, strict=True)):
            cell = within(row, "tc")
            within(within(cell, "tcPr"), "tcW", type="dxa", w=width)
            style = _style(columns[number], is_head=is_head, is_first=not number)
            if isinstance(said, Prose):
                write_in_cell(paper, cell, table, said, style)
                continue
            written = within(cell, "p")
            styled(written, style, keeps_next=_keeps_next(place, len(lines)))
            paper.write(Paragraph(written, table), said)
            if total and is_last:
                for run in written.iterfind(R):
                    embolden(run)
    paper.paragraph("TableEnd")
    return table


def _keeps_next(place: int, count: int) -> bool:
    """Tell whether a row stays on the page of the one after it."""
    if place == count - 1:
        return False
    return count <= _SHORT or place < _TOGETHER or place >= count - _TOGETHER


def _style(column: Column, *, is_head: bool, is_first: bool) -> str:
    if is_head:
        return "TableHeadingNumber" if column.is_number else "TableHeading"
    if column.is_number:
        return "TableNumber"
    return "TableSubject" if is_first else "TableText"


def look_of(table: Table, name: str, *, has_head: bool, has_total: bool) -> None:
    """Say which rows are set apart, and what a screen reader calls the table."""
    properties = table._tbl.tblPr
    properties.style = "Answers"
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    look = OxmlElement("w:tblLook")
    flags = {"firstRow": has_head, "lastRow": has_total, "firstColumn": True, "lastColumn": False}
    for key, value in {**flags, "noHBand": True, "noVBand": True}.items():
        look.set(qn(f"w:{key}"), str(int(value)))
    look.set(qn("w:val"), f"{0x0680 | 0x0020 * has_head | 0x0040 * has_total:04X}")
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), clean(name)[:255])
    properties.extend((look, caption))
