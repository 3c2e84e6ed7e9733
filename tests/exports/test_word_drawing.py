"""Drawings of a Word document: each of our own charts becomes a picture that shows what the SVG shows."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils.safestring import mark_safe
from docx.oxml.ns import qn
from PIL import Image

from core.graphics.charts import Bar, LineChart, Mark, bar_chart, line_chart, runs_of
from exports.document import FigureBlock, ValueBlock
from exports.word import word_file
from exports.word.drawing import picture_of
from tests.exports.word import document, faults, lines, written

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><title>Tre</title><desc>1 &amp; 2</desc>'


def drawn(inside: str) -> Image.Image:
    made = picture_of(f"{HEAD}{inside}</svg>", 50)
    assert made is not None
    return Image.open(io.BytesIO(made)).convert("RGB")


def at(picture: Image.Image, x: float, y: float) -> str:
    """Return the colour at a place of the drawing."""
    scale = picture.width / 100
    return "#" + "".join(f"{part:02x}" for part in picture.getpixel((round(x * scale), round(y * scale))))


def test_picture_shows_what_the_drawing_shows() -> None:
    picture = drawn('<rect x="10" y="10" width="30" height="20" fill="#c8102e"/>')

    assert (picture.width, at(picture, 20, 20), at(picture, 50, 20)) == (400, "#c8102e", "#ffffff")


@pytest.mark.parametrize(("anchor", "side"), [("start", 1), ("end", -1)])
def test_words_stand_on_their_side_of_the_place(anchor: str, side: int) -> None:
    picture = drawn(f'<text x="50" y="30" font-size="20" fill="#000000" text-anchor="{anchor}">Łæ</text>').convert("L")

    left = picture.crop((0, 0, picture.width // 2 - 2, picture.height)).getextrema()[0]
    right = picture.crop((picture.width // 2 + 2, 0, picture.width, picture.height)).getextrema()[0]

    assert ((right < 100) - (left < 100)) == side


@pytest.mark.parametrize(
    "svg",
    [
        f'{HEAD}<image href="x.png" width="9" height="9"/></svg>',
        "<svg><title>Uden mål</title></svg>",
        f"{HEAD}<rect",
        '<svg viewBox="0 0 10 9000"><title>Et tårn</title></svg>',
        '<svg viewBox="0 0 0 9"><title>En streg</title></svg>',
    ],
)
def test_what_a_page_cannot_show_becomes_no_picture(svg: str) -> None:
    assert picture_of(svg, 166) is None


def charts() -> list[str]:
    marks = [Mark(date(2026, 1, n), Decimal(n), "9.400.000 kr.") for n in (1, 2, 3)]
    line = LineChart(
        title="Linje",
        description="d",
        runs=runs_of(marks, [date(2026, 1, 3)]),
        path=(marks[0], Mark(date(2026, 12, 31), Decimal(9), "Måltal")),
        breaks=((date(2026, 1, 3), "Ny definition"),),
        baseline=marks[0],
    )
    many = [Mark(date.fromordinal(738000 + n), Decimal(n)) for n in range(60)]
    bars = [("Gruppe", [Bar("Midtvejs", Decimal(-5), "-5 %", outlined=True), Bar("Slut", Decimal(9), "9 %")])]
    return [
        line_chart(line, id="a", number=str, day=date.isoformat, is_print=True),
        line_chart(LineChart("t", "d", (tuple(many),)), id="b", number=str, day=date.isoformat, is_print=True),
        bar_chart(bars, title="t", description="d", id="c", goal=(Decimal(10), "Mål"), is_print=True),
    ]


def test_our_charts_can_all_be_drawn() -> None:
    assert [picture_of(svg, 166) is None for svg in charts()] == [False, False, False]


def test_chart_stands_in_the_document_with_what_it_says() -> None:
    figure = FigureBlock(label="Udvikling", svg=mark_safe(charts()[0]), caption="Kilde: os")

    paper = written(ValueBlock(label="Tal", value="1"), figure)

    (told,) = [one for one in paper.element.iter(qn("wp:docPr")) if one.get("name") == "Figure"]
    assert told.get("descr") == "Linje d"
    assert lines(paper)[-2:] == [("Heading2", "Udvikling"), ("Note", "Kilde: os")]
    assert faults(word_file(document(figure))) == []
