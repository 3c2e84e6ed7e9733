"""What a report prints that a strategy does not: rings on the cover, a table in the summary, chapters in appendices."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from django.utils.safestring import mark_safe
from pikepdf import Dictionary, Pdf
from PIL import ImageFont
from pypdf import PdfReader

from core.text import Resolved
from exports.assets import STATIC
from exports.document import (
    Appendix,
    Aside,
    Column,
    Fact,
    FigureBlock,
    Goal,
    HeadingBlock,
    Layout,
    PrintDocument,
    Ring,
    Rings,
    Summary,
    TableBlock,
    TextBlock,
    UnansweredBlock,
    ValueBlock,
)
from exports.html import print_html
from exports.pdf import render_document
from exports.rings import CENTRE, placed
from tests.pdf_check import check_pdf

FONT = STATIC / "print" / "fonts" / "schibsted-grotesk-latin-600-normal.woff2"
DRAWING = mark_safe('<svg viewBox="0 0 90 9"><title>Tre søjler</title><path d="M0 0h90v9z" fill="#005275"/></svg>')
TABLE = TableBlock(label="Alle KPI'er", columns=(Column("KPI"), Column("Nået", is_number=True)), rows=(("K1", "5"),))


def a_ring(name: str, percent: int | None) -> Ring:
    return Ring(name=name, percent=percent, words="–" if percent is None else f"{percent} %")


def report(rings: Rings | None = None) -> PrintDocument:
    chapters = (
        HeadingBlock(title="Kapitel et"),
        FigureBlock(label="Figur", svg=DRAWING, place=Layout.FULL),
        UnansweredBlock(label="Kommentar", said="Ingen kommentar"),
        HeadingBlock(title="Kapitel to", is_new_page=True),
        ValueBlock(label="Tal", value="1"),
    )
    return PrintDocument(
        language="da",
        organisation="Klyngen",
        title="Midtvejsevaluering",
        period="30. september 2026",
        date=date(2026, 11, 23),
        summary=Summary(title="Resultatet", lead="Godt", table=TABLE),
        appendices=(Appendix(title="Mål for mål", blocks=chapters),),
        rings=rings,
    )


RINGS = Rings(caption="Vejen", description="K1 57 %, K2 –", rings=(a_ring("K1", 57), a_ring("K2", None)))


def test_report_is_printed_page_by_page() -> None:
    made = render_document(print_html(report(RINGS)))

    pages = [" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(made.pdf)).pages]
    # Contents and summary fill less than a page together.
    cover, contents, first, second = pages
    assert "K1 57 %" in cover
    assert "Vejen" in cover
    assert "Kapitel et" in contents
    assert "Kapitel to" in contents
    assert "Alle KPI'er KPI Nået K1 5" in contents
    assert "Ingen kommentar" in first
    assert "Kapitel to" in second
    assert made.complaints == ()


def test_report_passes_our_list_of_pdf_ua() -> None:
    assert check_pdf(render_document(print_html(report(RINGS))).pdf) == []


def test_rings_say_in_words_what_they_show_and_take_the_organisations_colour() -> None:
    own = print_html(
        PrintDocument(language="da", organisation="K", title="T", date=date(2026, 1, 1), rings=RINGS, accent="#c8102e")
    )

    assert "<title>K1 57 %, K2 –</title>" in own
    assert own.count('stroke="#c8102e"') == 1
    assert "cover-rings" not in print_html(report())


def test_ring_is_filled_as_far_as_three_quarters_of_a_turn() -> None:
    rings = Rings(caption="", description="", rings=tuple(a_ring("K", n) for n in (0, 50, 100, 130, -20, None)))

    assert [one.turn for one in placed(rings)] == [0, 135, 270, 270, 0, 0]


def test_many_rings_stay_apart_and_round_the_caption() -> None:
    drawn = list(placed(Rings(caption="", description="", rings=tuple(a_ring("K", 1) for _ in range(16)))))

    gaps = [a.radius - a.thickness / 2 - (b.radius + b.thickness / 2) for a, b in pairwise(drawn)]
    assert min(gaps) > 0
    assert drawn[-1].radius - drawn[-1].thickness / 2 >= 30


@pytest.mark.parametrize(
    "name",
    [
        "K1",
        "Videnspredning og kompetenceudvikling",
        "Samarbejds- og innovationsprojekter med virksomheder i hele Europa",
        "Matchmaking " * 20,
    ],
)
def test_words_beside_a_ring_stay_on_the_page(name: str) -> None:
    (drawn,) = placed(Rings(caption="", description="", rings=(Ring(name=name, percent=0, words="0 af 12"),)))

    # Measured with the font that draws them; they end at the middle of the picture.
    font = ImageFont.truetype(FONT, 1000)
    assert font.getlength(drawn.words) * drawn.words_size / 1000 < CENTRE - 2.5
    assert drawn.words.startswith(name[:20])
    assert drawn.words.endswith(" 0 af 12")


def test_figure_stands_beside_its_label_unless_asked_otherwise() -> None:
    asked, unasked = FigureBlock(label="x", svg=DRAWING, place=Layout.FULL), FigureBlock(label="x", svg=DRAWING)

    html = print_html(replace(report(), appendices=(Appendix(title="A", blocks=(asked, unasked)),)))

    assert [css in html for css in ("q-figure full", "q-figure beside")] == [True, True]


def chapters(*, flows: bool) -> list[str]:
    """Return the pages of a document with three short chapters."""
    found = tuple(
        Appendix(title=f"Kapitel {n}", blocks=(ValueBlock(label="Tal", value=str(n)),), flows=flows) for n in range(3)
    )
    made = render_document(print_html(replace(report(), summary=Summary(title="Resultatet"), appendices=found)))
    return [one.extract_text() for one in PdfReader(BytesIO(made.pdf)).pages]


def test_short_chapters_that_flow_share_a_page_after_the_summary() -> None:
    flowing, parted = chapters(flows=True), chapters(flows=False)

    # A summary of a line has no page to itself either, nor have contents of a few.
    assert (len(flowing), len(parted)) == (2, 4)
    assert [title in flowing[1] for title in ("Resultatet", "Kapitel 0", "Kapitel 2")] == [True, True, True]


def test_heading_of_a_chapter_never_stands_alone_at_the_foot_of_a_page() -> None:
    text = TextBlock.of("Svar", Resolved("Et svar paa en linje. " * 12, "da", is_fallback=False))
    rows = tuple((f"Række {n}", "1") for n in range(5))
    table = TableBlock(label="Tabel", columns=TABLE.columns, rows=rows, layout=Layout.FULL)
    found = tuple(Appendix(title=f"Kapitel {n}", blocks=(text, table), flows=True) for n in range(9))

    made = render_document(print_html(replace(report(), appendices=found)))

    # What comes first below each heading stands on the heading's own page.
    ends = [" ".join(one.extract_text().split())[-90:] for one in PdfReader(BytesIO(made.pdf)).pages[3:]]
    assert len(ends) > 2
    assert [end for end in ends if re.search(r"Kapitel \d( Svar)? Klyngen", end)] == []


def test_lines_below_a_table_are_printed() -> None:
    table = replace(TABLE, remarks=("K1: forsinket", Resolved("Overdue", "en", is_fallback=True)))

    html = print_html(replace(report(), appendices=(Appendix(title="Mål", blocks=(table,)),)))

    assert '<p class="source">K1: forsinket</p>' in html
    assert '<span lang="en-GB">Overdue</span> <span class="other">(på engelsk)</span>' in html


def aside(length: int) -> Aside:
    return Aside(title="Overordnet", items=(Fact(label="Mission", value="m" * length), Fact(label="Vision", value="v")))


@pytest.mark.parametrize(("length", "is_last"), [(100, False), (1500, True)])
def test_what_stands_beside_a_summary_comes_last_when_it_is_long(length: int, is_last: bool) -> None:
    summary = Summary(title="På én side", aside=aside(length), facts=(Fact(label="Lande", value="Tyskland"),))

    html = print_html(replace(report(), summary=summary))

    assert (html.index("Tyskland") < html.index("Overordnet")) is is_last


@pytest.mark.parametrize(("goals", "is_close"), [(3, False), (14, True)])
def test_summary_is_set_closely_when_it_would_not_fit(goals: int, is_close: bool) -> None:
    named = tuple(
        Goal(key=f"S{n}", title="Et mål, der fylder to linjer, fordi det er så langt " * 2) for n in range(goals)
    )
    summary = Summary(title="På én side", lead="Visionen. " * 20, aside=aside(200), goals=named)

    html = print_html(replace(report(), summary=summary))

    (classes,) = re.findall(r'<section\s+class="([^"]*)"\s+id="summary"', html)
    assert ("close" in classes.split()) is is_close


def test_passage_in_the_other_language_says_so_in_the_tags() -> None:
    text = TextBlock.of("Svar", Resolved("By 2030 *we* are", "en", is_fallback=True))
    own = TextBlock.of("Eget", Resolved("I 2030", "da", is_fallback=False))
    value = ValueBlock(label="Tal", value=Resolved("Overdue", "en", is_fallback=True))

    made = render_document(print_html(replace(report(), appendices=(Appendix(title="K", blocks=(text, own, value)),))))

    with Pdf.open(BytesIO(made.pdf)) as pdf:
        tagged = [one for one in pdf.objects if isinstance(one, Dictionary) and "/Lang" in one and "/S" in one]
        said = sorted({(str(one.S), str(one.Lang)) for one in tagged})
        assert (str(pdf.Root.Lang), said) == ("da", [("/Div", "en-GB"), ("/Span", "en-GB")])


@pytest.mark.parametrize(
    ("rows", "words", "is_kept"), [(4, "lang " * 60, True), (7, "kort", True), (7, "lang " * 60, False)]
)
def test_table_of_few_lines_stands_on_one_page(rows: int, words: str, is_kept: bool) -> None:
    columns = (Column("A"), Column("B"))
    table = TableBlock(label="T", columns=columns, rows=tuple((str(n), words) for n in range(rows)), layout=Layout.FULL)

    html = print_html(replace(report(), appendices=(Appendix(title="K", blocks=(table,)),)))

    assert ('class="q q-table full keep' in html) is is_kept
