"""The contents of a Word document have numbers from the first opening, and its drawings stay sharp."""

import zipfile
from io import BytesIO

from django.utils.safestring import SafeString
from docx.oxml.ns import qn

from exports.document import Appendix, Column, FigureBlock, HeadingBlock, Layout, TableBlock, TextBlock
from exports.word import word_file
from tests.exports.word import document, opened, style_of

DRAWING = SafeString(
    '<svg viewBox="0 0 20 10" role="img" xmlns="http://www.w3.org/2000/svg"><title>Et billede</title>'
    '<rect width="20" height="10" fill="#005275"/></svg>'
)


def numbers(*appendices: Appendix) -> list[int]:
    """Return the page numbers of the contents, in order."""
    paper = opened(document(appendices=appendices))
    return [
        int(one.text.rpartition("\t")[2])
        for one in paper.paragraphs
        if style_of(one).startswith("TOC") and "\t" in one.text
    ]


def text(letters: int) -> TextBlock:
    return TextBlock(label="Tekst", html=SafeString(f"<p>{'ord ' * (letters // 4)}</p>"))


def test_each_chapter_has_the_page_it_begins_on() -> None:
    chapters = (Appendix(title=f"Kapitel {n}", blocks=(text(400),)) for n in range(1, 4))

    # The cover and the contents come first; each chapter has its heading, and its question below it.
    assert numbers(*chapters) == [3, 3, 4, 4, 5, 5]


def test_what_is_long_moves_what_comes_after() -> None:
    rows = tuple((f"Række {n}", "ord " * 30) for n in range(60))
    table = TableBlock(label="Tabel", columns=(Column("A"), Column("B")), rows=rows, layout=Layout.FULL)
    long, wide = (text(9000),), (table,)

    after_text = numbers(Appendix(title="Lang", blocks=long), Appendix(title="Efter"))[-1]
    after_table = numbers(Appendix(title="Lang", blocks=wide), Appendix(title="Efter"))[-1]

    assert 5 <= after_text <= 7
    assert 5 <= after_table <= 9


def test_a_chapter_that_flows_on_stays_on_its_page() -> None:
    one = Appendix(title="Et", blocks=(HeadingBlock(title="Kort"), text(100)))

    assert numbers(one, Appendix(title="To", blocks=(text(100),), flows=True))[-1] == 3


def test_a_drawing_is_kept_beside_its_picture() -> None:
    figure = FigureBlock(label="Billede", svg=DRAWING)
    file = word_file(document(figure, figure))

    with zipfile.ZipFile(BytesIO(file)) as opened_file:
        kept = [name for name in opened_file.namelist() if name.endswith(".svg")]
        types = opened_file.read("[Content_Types].xml").decode()
        assert [opened_file.read(name).decode() for name in kept] == [DRAWING, DRAWING]
    paper = opened(document(figure))
    (vector,) = paper.element.body.iter("{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")
    assert paper.part.rels[vector.get(qn("r:embed"))].target_part.content_type == "image/svg+xml"
    assert types.count("image/svg+xml") == 2


def test_what_is_pressed_already_is_laid_in_as_it_is() -> None:
    file = word_file(document(FigureBlock(label="Billede", svg=DRAWING)))

    with zipfile.ZipFile(BytesIO(file)) as opened_file:
        ways = {one.filename.rpartition(".")[2]: one.compress_type for one in opened_file.infolist()}
    assert ways == {"png": zipfile.ZIP_STORED, **dict.fromkeys(("xml", "rels", "svg"), zipfile.ZIP_DEFLATED)}
