"""The square of four boxes in Word: two rows of two cells, read from left to right."""

from docx.oxml import OxmlElement
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from exports.columns import plain
from exports.squares import Box, SquareBlock
from exports.word.paper import Paper
from exports.word.tables import look_of


def write_square(paper: Paper, block: SquareBlock) -> None:
    """Add the four boxes below their heading."""
    table = paper.document.add_table(2, 2)
    table.autofit = False
    look_of(table, plain(block.label), has_head=False, has_total=False)
    for row, half in zip(table.rows, block.halves, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, box in zip(row.cells, half, strict=True):
            cell.width = Mm(paper.width / 2)
            _write(paper, cell, box)
    paper.paragraph("TableEnd")
    if plain(block.caption):
        paper.paragraph("Note", block.caption)


def _write(paper: Paper, cell: _Cell, box: Box) -> None:
    head = Paragraph(cell._tc.p_lst[0], cell)
    paper.dress(head, "TableSubject")
    paper.write(head, box.title)
    paper.run(head, f" ({box.hint})")
    for point in box.points:
        written = cell.add_paragraph()
        paper.dress(written, "TableSubject")
        paper.write(written, point.words)
        if plain(point.follows):
            said = cell.add_paragraph()
            paper.dress(said, "TableText")
            paper.run(said, "→ ")
            paper.write(said, point.follows)
