"""A label that is longer than the margin has room for stands above its answer, not over the next question."""

import pytest
from django.utils.safestring import mark_safe

from exports.document import TextBlock
from exports.html import PrintedBlock


@pytest.mark.parametrize(("length", "place"), [(20, "beside"), (180, "beside"), (260, "full"), (2000, "full")])
def test_label_stands_where_it_has_room(length: int, place: str) -> None:
    label = ("spørgsmål " * length)[:length]
    block = PrintedBlock(TextBlock(label=label, html=mark_safe("<p>Ja</p>")), anchor="a", level=2)

    assert place in block.css.split()
