"""Tables of a Word document: as wide as the page, headings repeated on every page, numbers to the right."""

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

from core.text import Resolved
from exports.columns import Prose, column_shares
from exports.document import Column, Layout, TableBlock, Words, plain
from exports.word.elements import R, embolden, run_of
from exports.word.paper import Paper, clean, one_line
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
    widths = [Mm(paper.width * share / (sum(shares) or 1)).twips for share in shares]
    table = new_table(paper, name, widths, has_head=has_head, has_total=bool(total))
    # Most cells are a line of words: they are written as text, all at once, and only the others one by one.
    written = [f"<w:tbl {nsdecls('w')}>"]
    others: list[tuple[int, int, Words, str]] = []
    for place, words in enumerate(lines):
        is_head, is_total = has_head and not place, bool(total) and place == len(lines) - 1
        written.append(f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>")
        begun = f"{'<w:keepNext/>' if _keeps_next(place, len(lines)) else ''}</w:pPr>"
        for number, (width, said) in enumerate(zip(widths, words, strict=True)):
            style = _style(columns[number], is_head=is_head, is_first=not number)
            written.append(f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>')
            if isinstance(said, Prose):
                others.append((place, number, said, style))
            else:
                written.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{begun}')
                if isinstance(said, Resolved) and said.is_fallback:
                    others.append((place, number, said, style))
                else:
                    written.append(run_of(one_line(plain(said)), is_bold=is_total))
                written.append("</w:p>")
            written.append("</w:tc>")
        written.append("</w:tr>")
    made = parse_xml("".join([*written, "</w:tbl>"]))
    for place, number, said, style in others:
        cell = made[place][1 + number]
        if isinstance(said, Prose):
            write_in_cell(paper, cell, table, said, style)
            continue
        paper.write(Paragraph(cell[1], table), said)
        if total and place == len(lines) - 1:
            for run in cell[1].iterchildren(R):
                embolden(run)
    table._tbl.extend(list(made))
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


def new_table(paper: Paper, name: str, widths: Sequence[int], *, has_head: bool, has_total: bool) -> Table:
    """Add a table without rows, which says which of them are set apart, and what a screen reader calls it."""
    flags = {"firstRow": has_head, "lastRow": has_total, "firstColumn": True, "lastColumn": False}
    told = "".join(f' w:{key}="{int(value)}"' for key, value in {**flags, "noHBand": True, "noVBand": True}.items())
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f"""<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="Answers"/><w:tblW w:type="auto" w:w="0"/>
<w:tblLayout w:type="fixed"/><w:tblLook{told} w:val="{0x0680 | 0x0020 * has_head | 0x0040 * has_total:04X}"/>
<w:tblCaption w:val={quoteattr(clean(name)[:255])}/></w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>"""
    )
    return paper.laid(table)
