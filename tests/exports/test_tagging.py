"""What a PDF tells a screen reader beyond what WeasyPrint says."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from exports.html import print_html
from exports.pdf import render_pdf
from tests.exports.example import example_document
from tests.pdf_check import check_pdf

LINKED = """<!doctype html><html lang="da"><head><title>Prøve</title><style>
@page { @top-left { content: "Løbende hoved" } @bottom-right { content: counter(page) } }
a::before { content: attr(data-number) " " } a::after { content: " " target-counter(attr(href), page) }
</style></head><body><h1 id="et">Et</h1><p><a href="#et" data-number="1">Til <b>begyndelsen</b></a></p>
<svg viewBox="0 0 9 9"><title>Tre søjler</title><desc>Den højeste er 9.</desc><path d="M0 0h9v9z"/></svg>
</body></html>"""


def opened(html: str) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(render_pdf(html)))


def links_of(pdf: pikepdf.Pdf) -> list[list[str]]:
    return [[str(note.Contents) for note in page.obj.get("/Annots", [])] for page in pdf.pages]


def test_link_is_one_place_to_stop_and_is_called_by_its_words() -> None:
    with opened(LINKED) as pdf:
        assert links_of(pdf) == [["Til begyndelsen"]]
    assert check_pdf(render_pdf(LINKED)) == []


def test_running_head_and_page_number_are_artefacts() -> None:
    with opened(LINKED) as pdf:
        found = [
            line.operands[1].get("/Type")
            for line in pikepdf.parse_content_stream(pdf.pages[0])
            if str(line.operator) == "BDC" and line.operands[0] == Name("/Artifact")
        ]

    assert found == [Name("/Pagination")] * 2


def test_drawing_says_its_values_after_its_title() -> None:
    with opened(LINKED) as pdf:
        said = [str(o.Alt) for o in pdf.objects if isinstance(o, Dictionary) and o.get("/S") == Name("/Figure")]

    assert said == ["Tre søjler. Den højeste er 9."]


@pytest.mark.parametrize("language", ["da", "en"])
def test_contents_have_one_link_a_line(language: str) -> None:
    with opened(print_html(example_document(language))) as pdf:
        notes = pdf.pages[1].obj["/Annots"]
        lines = {(round(float(note.Rect[0])), round(float(note.Rect[1]))) for note in notes}

        assert len(lines) == len(notes) > 20
