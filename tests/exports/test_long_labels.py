"""A label that is longer than the margin has room for stands above its answer, not over the next question."""

import pytest
from django.utils.safestring import mark_safe

from exports.document import Column, TableBlock, TextBlock
from exports.grid import PrintedTable
from exports.html import PrintedBlock
from exports.pdf import render_pdf
from tests.exports.test_print import page_words


@pytest.mark.parametrize(("length", "place"), [(20, "beside"), (180, "beside"), (260, "full"), (2000, "full")])
def test_label_stands_where_it_has_room(length: int, place: str) -> None:
    label = ("spørgsmål " * length)[:length]
    block = PrintedBlock(TextBlock(label=label, html=mark_safe("<p>Ja</p>")), anchor="a", level=2)

    assert place in block.css.split()


def test_no_word_of_a_column_of_names_is_broken_for_the_look_of_a_line() -> None:
    columns = tuple(Column(label) for label in ("Activity", "Owner", "Why"))
    rows = (("A1", "Head of membership", "Since " * 20), ("A2", "Ingrid Holm", "Short"))

    drawn = PrintedTable.of(TableBlock(label="Plan", columns=columns, rows=rows))

    assert [[cell.css for cell in row.cells] for row in drawn.rows] == [["name", "name", ""]] * 2
    # Behind the one letter more of the line would stay empty than other cells leave.
    cells = "".join(f'<td style="width: 28mm; padding: 0" class="{css}">A membership</td>' for css in ("name", ""))
    table = f'<table style="width: 56mm; font-size: 13pt; table-layout: fixed"><tr>{cells}</tr></table>'
    head = '<title>T</title><link rel="stylesheet" href="asset:print/print.css">'
    words = page_words(render_pdf(f'<!doctype html><html lang="en"><head>{head}</head><body>{table}</body></html>'))[0]
    assert "member-" in words
    assert words.split().count("membership") == 1
