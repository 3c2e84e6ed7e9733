"""A label that is longer than the margin has room for stands above its answer, not over the next question."""

import pytest
from django.utils.safestring import mark_safe

from exports.document import TextBlock
from exports.html import PrintedBlock
from exports.pdf import render_pdf
from tests.exports.test_print import page_words


@pytest.mark.parametrize(("length", "place"), [(20, "beside"), (180, "beside"), (260, "full"), (2000, "full")])
def test_label_stands_where_it_has_room(length: int, place: str) -> None:
    label = ("spørgsmål " * length)[:length]
    block = PrintedBlock(TextBlock(label=label, html=mark_safe("<p>Ja</p>")), anchor="a", level=2)

    assert place in block.css.split()


def test_no_word_of_a_table_is_broken_for_the_look_of_a_line() -> None:
    # Behind the one letter nearly all of the line stays empty.
    cells = "".join(f'<{cell} style="width: 28mm; padding: 0">A membership</{cell}>' for cell in ("th", "td"))
    rows = f"<thead><tr>{cells}</tr></thead><tbody><tr>{cells}</tr></tbody>"
    table = f'<table style="width: 56mm; font-size: 13pt; table-layout: fixed">{rows}</table>'
    head = '<title>T</title><link rel="stylesheet" href="asset:print/print.css"><style>th { font-size: 13pt }</style>'

    words = page_words(render_pdf(f'<!doctype html><html lang="en"><head>{head}</head><body>{table}</body></html>'))[0]

    assert words.split().count("membership") == 4
