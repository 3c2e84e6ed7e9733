"""The cheap ways of the renderer lead to what WeasyPrint's own do: the tree of a page, and the words in a drawing."""

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring, tostring

import pikepdf
import pytest
from weasyprint import tinyhtml5

from core.text import Language
from exports.html import print_html
from exports.pdf import render_document, render_pdf
from exports.renderer.reading import read_as_xml, without_unseen_space
from tests.exports.example import example_document

PAGE = '<!doctype html>\n<html lang="da"><head><title>Prøve</title></head><body>{}</body></html>'
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><title>T</title>{}</svg>'
LABEL = '<text x="45" y="20" font-size="8" text-anchor="{}">Væksten i tal</text>'


def told(element: Element) -> Iterator[tuple[str, object]]:
    """Yield what a tree says, without the white space that no page shows."""
    yield element.tag, sorted((name, value) for name, value in element.attrib.items() if not name.endswith("xmlns"))
    yield "text", (element.text or "").strip()
    for child in element:
        yield from told(child)
        yield "after", (child.tail or "").strip()


@pytest.mark.parametrize("language", ["da", "en"])
def test_page_is_read_as_html_is(language: Language) -> None:
    html = print_html(example_document(language))

    tree = read_as_xml(html)

    assert tree is not None
    assert list(told(tree)) == list(told(tinyhtml5.parse(html.encode(), namespace_html_elements=False)))


@pytest.mark.parametrize(
    "body",
    [
        "<p>one<p>two",
        "<!-- <p>remark</p> -->",
        "<style>p { color: red }</style>",
        "<p>&copy;</p>",
        "<pre>\nfirst line</pre>",
        "<p hidden>said</p>",
        '<svg><use xlink:href="#a"/></svg>',
        "<!DOCTYPE a [<!ENTITY b 'c'>]><p>&b;</p>",
    ],
)
def test_what_is_not_plain_is_left_to_the_reader_of_html(body: str) -> None:
    assert read_as_xml(PAGE.format(body)) is None
    assert render_document(PAGE.format(body)).pages == 1


def test_picture_without_an_end_and_a_named_sign_are_plain() -> None:
    tree = read_as_xml(PAGE.format('<p>10&nbsp;km<br>a &amp; b</p><svg viewBox="0 0 1 1"></svg>'))

    assert tree is not None
    assert "".join(tree.find("body").itertext()) == "10\u00a0kma & b"
    assert [one.tag for one in tree.find("body")] == ["p", "{http://www.w3.org/2000/svg}svg"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>\n  one <b>two</b> three\n</p>", "<p>one <b>two</b> three</p>"),
        ("<p>one <b> two </b>\n</p>", "<p>one <b> two </b></p>"),
        ("<li>one\n  <p>two</p>\n  three\n</li>", "<li>one<p>two</p>three</li>"),
        ("<table>\n  <tr>\n    <td> one </td>\n  </tr>\n</table>", "<table><tr><td>one</td></tr></table>"),
        ("<div><pre>\n one\n</pre></div>", "<div><pre>\n one\n</pre></div>"),
        ("<p><a>one</a> <a>two</a></p>", "<p><a>one</a> <a>two</a></p>"),
    ],
)
def test_only_the_white_space_that_no_page_shows_is_taken_away(given: str, kept: str) -> None:
    assert tostring(without_unseen_space(fromstring(given)), encoding="unicode") == kept


@pytest.mark.parametrize("page", [PAGE, PAGE.replace("<body>", "<body><!-- read as HTML -->")])
def test_line_with_room_for_its_words_is_not_broken_for_the_space_after_them(page: str) -> None:
    words = "Staff a welcome desk that can change meetings on the spot"

    def lines(words: str) -> int:
        cells = "".join(f'<p style="font-size: 10pt; width: {n}pt">{words}</p>' for n in range(180, 330))
        with pikepdf.open(BytesIO(render_pdf(page.format(cells)))) as pdf:
            operators = [one.operator for page in pdf.pages for one in pikepdf.parse_content_stream(page)]
        return sum(str(one) in ("TJ", "Tj") for one in operators)

    assert lines(f"\n  {words}\n") == lines(words) > 150


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_label_of_a_drawing_is_one_run_of_words_and_no_image(anchor: str) -> None:
    with pikepdf.open(BytesIO(render_pdf(PAGE.format(DRAWING.format(LABEL.format(anchor)))))) as pdf:
        operators = [str(line.operator) for line in pikepdf.parse_content_stream(pdf.pages[0])]

    assert operators.count("BT") == 1
    assert operators.count("TJ") + operators.count("Tj") == 1
    assert "Do" not in operators


@pytest.mark.parametrize("more", ['transform="rotate(90 45 20)"', 'letter-spacing="2"', 'dx="1 2 3"', 'opacity=".5"'])
def test_label_that_is_turned_or_spaced_is_left_alone(more: str) -> None:
    label = LABEL.format("middle").replace("<text ", f"<text {more} ")

    made = render_document(PAGE.format(DRAWING.format(label)))

    assert made.complaints == ()
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert len(re.findall(rb"/Type\s*/XObject", made.pdf)) or pdf.pages[0].Resources.get("/XObject") is not None
