"""The organisation's own logo and colour on the cover."""

import base64
import io
from datetime import date

import pikepdf
import pytest
from PIL import Image

from exports.document import Part, PrintDocument, ValueBlock
from exports.html import print_html
from exports.pdf import render_document
from tests.pdf_check import check_pdf


def picture(kind: str = "png") -> str:
    out = io.BytesIO()
    Image.new("RGB", (400, 120), (200, 16, 46)).save(out, kind)
    return f"data:image/{kind};base64,{base64.b64encode(out.getvalue()).decode()}"


def document(**values: str) -> PrintDocument:
    parts = (Part(number=1, title="Afsæt", blocks=(ValueBlock(label="Budget", value="1 kr."),)),)
    return PrintDocument(
        language="da",
        organisation="Havtornklyngen",
        title="International strategi",
        date=date(2026, 11, 24),
        parts=parts,
        **values,
    )


def pictures_on_the_cover(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages[0].get_images())


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_logo_stands_on_the_cover_and_is_read_aloud(kind: str) -> None:
    made = render_document(print_html(document(logo=picture(kind), accent="#c8102e")))

    assert (pictures_on_the_cover(made.pdf), made.refused, check_pdf(made.pdf)) == (1, (), [])


def drawn_on(page: pikepdf.Page) -> int:
    """Count the pictures that a page draws; all pages share what they may draw."""
    names = set(page.get_images())
    return sum(
        str(one.operator) == "Do" and str(one.operands[0]) in names for one in pikepdf.parse_content_stream(page)
    )


def test_logo_stands_in_the_head_of_every_other_page_and_is_read_aloud_on_the_cover_alone() -> None:
    made = render_document(print_html(document(logo=picture())))

    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        drawn = [drawn_on(page) for page in opened.pages]
        logos = {one.objgen for page in opened.pages for one in page.get_images().values()}
        said = [str(one.Alt) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]

    # Cover, contents, the phase; one picture in the file.
    assert (drawn, len(logos), check_pdf(made.pdf)) == ([1, 1, 1], 1, [])
    assert sum("Havtornklyngen" in words for words in said) == 1


def test_cover_without_a_logo_has_no_picture() -> None:
    made = render_document(print_html(document()))

    assert (pictures_on_the_cover(made.pdf), check_pdf(made.pdf)) == (0, [])


def test_colour_is_that_of_the_organisation() -> None:
    html = print_html(document(accent="#c8102e"))

    assert html.count("#c8102e") == 2
    assert "cover-band" not in print_html(document())


@pytest.mark.parametrize(
    "values",
    [
        {"logo": "https://example.org/logo.png"},
        {"logo": "data:image/svg+xml;base64,AAAA"},
        {"logo": "asset:brand/mark.svg"},
        {"accent": "red"},
        {"accent": "#fff"},
        {"accent": "#c8102e; background: url(x)"},
    ],
)
def test_nothing_else_comes_in_by_logo_or_colour(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"logo is|accent is"):
        document(**values)
