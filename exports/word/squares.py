"""The square of four boxes in Word: two rows of two cells, read from left to right."""

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

from exports.columns import plain
from exports.squares import Box, SquareBlock
from exports.word.elements import styled, within
from exports.word.paper import Paper
from exports.word.tables import new_table


def write_square(paper: Paper, block: SquareBlock) -> None:
    """Add the four boxes below their heading."""
    width = Mm(paper.width / 2).twips
    table = new_table(paper, plain(block.label), (width, width), has_head=False, has_total=False)
    for half in block.halves:
        row = within(table._tbl, "tr")
        within(within(row, "trPr"), "cantSplit")
        for box in half:
            cell = within(row, "tc")
            within(within(cell, "tcPr"), "tcW", type="dxa", w=width)
            _write(paper, cell, table, box)
    paper.paragraph("TableEnd")
    if plain(block.caption):
        paper.paragraph("Note", block.caption)


def _write(paper: Paper, cell: BaseOxmlElement, table: Table, box: Box) -> None:
    head = _paragraph(cell, table, "TableSubject")
    paper.write(head, box.title)
    paper.run(head, f" ({box.hint})")
    for point in box.points:
        paper.write(_paragraph(cell, table, "TableSubject"), point.words)
        if plain(point.follows):
            said = _paragraph(cell, table, "TableText")
            paper.run(said, "→ ")
            paper.write(said, point.follows)


def _paragraph(cell: BaseOxmlElement, table: Table, style: str) -> Paragraph:
    written = within(cell, "p")
    styled(written, style)
    return Paragraph(written, table)
