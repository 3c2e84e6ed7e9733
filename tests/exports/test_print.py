"""The printed document, read back from the PDF."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from pypdf import PdfReader
from pypdf.generic import Destination

from core.languages import in_language, interface_language
from core.text import Language, Resolved, other
from exports.document import (
    Column,
    FigureBlock,
    HeadingBlock,
    Layout,
    ListBlock,
    Part,
    PrintDocument,
    TableBlock,
    TextBlock,
    UnansweredBlock,
    ValueBlock,
)
from exports.html import ContentsLine, headings_below, print_html, shortened
from exports.pdf import Rendered, render_document
from exports.squares import Box, Point, SquareBlock
from tests.exports.example import FALLBACK, UNANSWERED, content, example_document
from tests.pdf_check import check_pdf

DRAWING = mark_safe('<svg viewBox="0 0 9 9"><title>Tre søjler</title><path d="M0 0h9v9z" fill="#005275"/></svg>')


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


@cache
def page_words(pdf: bytes) -> list[str]:
    """The words of each page; labels in the margin are drawn after what stands beside them."""
    return [" ".join(one.extract_text().split()) for one in reader(pdf).pages]


def fixed_words(message: str, language: Language) -> str:
    with translation.override(interface_language(language)):
        return gettext(message)


def document(*blocks: object, parts: int = 1, **changes: object) -> PrintDocument:
    made = tuple(Part(number=n, title=f"Fase nummer {n}", blocks=blocks) for n in range(1, parts + 1))
    base = PrintDocument(language="da", organisation="Klyngen", title="Strategi", date=date(2026, 11, 23), parts=made)
    return replace(base, **changes)


def render(made: PrintDocument) -> Rendered:
    return render_document(print_html(made))


def outline(pdf: bytes) -> list[str]:
    def walk(items: list[Destination | list]) -> list[str]:
        return [t for item in items for t in (walk(item) if isinstance(item, list) else [str(item.title)])]

    return walk(reader(pdf).outline)


def fonts(pdf: bytes) -> set[str]:
    return {
        str(font["/BaseFont"]).partition("+")[2].replace(",", "")
        for page in reader(pdf).pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }


def test_example_passes_our_list_of_pdf_ua(either_pdf: tuple[Language, Rendered]):
    _language, rendered = either_pdf

    assert check_pdf(rendered.pdf) == []


def test_example_is_made_without_a_complaint_or_a_refusal(either_pdf: tuple[Language, Rendered]):
    _language, rendered = either_pdf

    assert (rendered.complaints, rendered.refused) == ((), ())


def test_document_says_its_language_title_and_author(either_pdf: tuple[Language, Rendered]):
    language, rendered = either_pdf
    made = example_document(language)

    found = reader(rendered.pdf)

    assert found.metadata is not None
    assert (found.root_object["/Lang"], found.metadata.title, found.metadata.author) == (
        {"da": "da", "en": "en-GB"}[language],
        f"{made.title} {made.period} · {made.organisation}",
        made.author,
    )


def test_fonts_are_embedded_and_our_own(either_pdf: tuple[Language, Rendered]):
    _language, rendered = either_pdf

    assert fonts(rendered.pdf) == {
        "Schibsted-Grotesk",
        "Schibsted-Grotesk-Semi-Bold",
        "Source-Serif-4",
        "Source-Serif-4-Semi-Bold",
        "Toolkit-Figures",
        "Toolkit-Figures-Semi-Bold",
    }


def test_names_from_the_whole_of_europe_are_set_in_our_own_fonts():
    names = "Łódź, Šibenik, Iași, Győr, Türkiye, Ærø"
    made = document(TextBlock.of("Byer", Resolved(f"{names} *{names}* **{names}**", "da", is_fallback=False)))

    rendered = render(made)

    assert {name.split("-")[0] for name in fonts(rendered.pdf)} == {"Schibsted", "Source"}
    assert names in " ".join(page_words(rendered.pdf))


def test_every_unanswered_question_says_so(either_pdf: tuple[Language, Rendered]):
    language, rendered = either_pdf

    words = " ".join(page_words(rendered.pdf))

    assert words.count(fixed_words("Not answered yet", language)) == len(UNANSWERED)


def test_every_text_from_the_other_language_is_marked(either_pdf: tuple[Language, Rendered]):
    language, rendered = either_pdf
    with translation.override(interface_language(language)):
        mark = in_language(other(language))

    words = " ".join(page_words(rendered.pdf))

    assert words.count(mark[0].upper() + mark[1:]) == len(FALLBACK)


def test_fallback_in_a_cell_or_a_label_is_marked_and_carries_its_language():
    english = Resolved("Baseline survey", "en", is_fallback=True)

    html = print_html(document(ValueBlock(label="Kilde", value=english)))

    assert '<span lang="en-GB">Baseline survey</span> <span class="other">(' in html


def test_answers_stand_under_their_phase_with_danish_letters(example_pdf: Rendered):
    answer = "Reglerne for emballage bliver lavet i EU, kunderne er europæiske detail"

    pages = [i for i, words in enumerate(page_words(example_pdf.pdf), start=1) if answer in words]

    assert pages == [4]


def test_bookmarks_are_the_parts_and_their_questions(example_pdf: Rendered):
    made = example_document("da")
    expected = [block.label.text for part in made.parts for block in part.blocks]

    titles = outline(example_pdf.pdf)

    for part in made.parts:
        assert part.title in titles
    assert [question in titles for question in expected] == [True] * len(expected)


def test_contents_give_the_page_on_which_each_part_stands(either_pdf: tuple[Language, Rendered]):
    language, rendered = either_pdf
    pages = page_words(rendered.pdf)
    contents = pages[1]

    for part in example_document(language).parts:
        band = f"{'Fase' if language == 'da' else 'Phase'} {part.number}"
        opener = next(i for i, words in enumerate(pages[2:], start=3) if band in words and part.status in words)
        assert f"{part.number}{part.title}{opener}".replace(" ", "") in contents.replace(" ", "").replace("-", "")


def test_pages_carry_cluster_title_phase_and_number(example_pdf: Rendered):
    pages = page_words(example_pdf.pdf)
    made = example_document("da")

    assert f"{made.organisation} {made.title} {made.period} 5 / {len(pages)}" in pages[4]
    assert f"1 {made.parts[0].title}" in pages[4]


def test_cover_has_no_page_number(example_pdf: Rendered):
    assert "/" not in page_words(example_pdf.pdf)[0]


def test_long_table_repeats_its_heading_on_every_page_and_its_total_on_the_last():
    answer = "Vi aftaler et møde med partneren og følger op inden for en måned."
    rows = tuple((f"Risiko {n}", answer) for n in range(90))
    table = TableBlock(
        label="Risici", columns=(Column("Risikoen"), Column("Svaret")), rows=rows, total=("Alle halvfems", "Svar")
    )

    pages = page_words(render(document(table)).pdf)[3:]

    assert len(pages) > 2
    assert [words.count("Risikoen") for words in pages] == [1] * len(pages)
    assert [words.count("Alle halvfems") for words in pages] == [0] * (len(pages) - 1) + [1]


def test_wide_table_stands_on_a_landscape_page_after_the_others_with_a_reference_in_its_place():
    wide = TableBlock(
        label="Bred tabel",
        columns=tuple(Column(f"Spalte {n}") for n in range(9)),
        rows=(tuple("Virksomhedsrepræsentanternes svar på spørgsmålet" for _n in range(9)),),
    )
    after = ValueBlock(label="Bagefter", value="Ja")

    rendered = render(document(wide, after))

    sizes = [page.mediabox.width > page.mediabox.height for page in reader(rendered.pdf).pages]
    words = page_words(rendered.pdf)
    assert sizes == [False, False, False, True]
    assert f"{fixed_words('The table is on a page of its own: page', 'da')} 4" in words[2]
    assert "JaBagefter" in words[2]
    assert check_pdf(rendered.pdf) == []


@pytest.mark.parametrize("count", [1, 3, 7])
def test_any_number_of_phases_is_drawn(count: int):
    rendered = render(document(ValueBlock(label="Hvad?", value="Alt"), parts=count))

    assert [f"Fase nummer {n}" in outline(rendered.pdf) for n in range(1, count + 1)] == [True] * count
    assert check_pdf(rendered.pdf) == []


def test_opener_turns_the_wheel_so_that_the_phase_points_at_its_title():
    html = print_html(document(parts=5))

    turns = [part.partition("rotate(")[2].partition(" ")[0] for part in html.split('class="opener-art"')[1:]]

    assert turns == ["182", "110", "38", "-34", "-106"]


def test_every_kind_of_block_passes_our_list():
    text = "# Stor\n\n- a\n  - b\n\n#### Lille\n\n[en vej](/bibliotek/)"
    blocks = (
        HeadingBlock(title="Et kapitel"),
        TextBlock.of("Tekst", Resolved(text, "da", is_fallback=False)),
        ListBlock(label="Liste", items=("Æble", Resolved("Pear", "en", is_fallback=True))),
        FigureBlock(label="Figur", svg=DRAWING, caption="Tre søjler"),
        UnansweredBlock(label="Intet"),
        TableBlock(label="Tal", columns=(Column("År"), Column("Kr.", is_number=True)), rows=(("2026", "1.250"),)),
    )

    rendered = render(document(*blocks, site="https://portal.example.org"))

    assert check_pdf(rendered.pdf) == []
    assert rendered.complaints == ()
    links = [
        note.get_object()["/A"]
        for page in reader(rendered.pdf).pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    assert [str(link["/URI"]) for link in links] == ["https://portal.example.org/bibliotek/"]


def test_headings_of_an_answer_stand_below_the_question_without_a_gap():
    html = "<h3>A</h3><h6>B</h6><h4>C</h4><h3>D</h3>"

    assert headings_below(html, 2) == "<h3>A</h3><h4>B</h4><h4>C</h4><h3>D</h3>"


def test_what_people_wrote_is_text_and_not_markup():
    nasty = "<img src=x onerror=alert(1)> \"og\" & 'så'"

    html = print_html(document(ValueBlock(label=nasty, value=nasty), organisation=nasty, title=nasty))

    assert "<img" not in html
    assert " ".join(page_words(render_document(html).pdf)).count("<img src=x onerror=alert(1)>") >= 3


def test_word_in_a_cell_goes_down_whole() -> None:
    cell = '<td style="width: 37mm">gang); A13 (gennemført)</td>'
    table = f'<table style="width: 64mm; table-layout: fixed"><tbody><tr>{cell}<td>x</td></tr></tbody></table>'
    head = '<head><title>Prøve</title><link rel="stylesheet" href="asset:print/print.css"></head>'

    (said,) = page_words(render_document(f'<!doctype html><html lang="da">{head}<body>{table}</body></html>').pdf)

    assert "(gennemført)" in said


def test_long_compounds_stay_on_the_page():
    long = "Internationaliseringsstrategiimplementeringsplanlægning"
    table = TableBlock(label=long, columns=(Column(long), Column(long)), rows=((long, long),), layout=Layout.BESIDE)
    made = document(table, ValueBlock(label=long, value=long), organisation=long, title=long)

    rendered = render(made)

    right_edges = []
    for page in reader(rendered.pdf).pages:
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: right_edges.append((text, cm, tm)))
    assert check_pdf(rendered.pdf) == []
    joined = "".join(page_words(rendered.pdf)).replace("-", "").replace(" ", "")
    assert joined.count(long) >= 6


def test_example_uses_every_question_of_the_template():
    asked = sum(len(section["questions"]) for section in content("templates/strategy.yaml")["sections"])
    panels = sum(
        q["type"] == "panel" and q["panel"] != "goals"
        for section in content("templates/strategy.yaml")["sections"]
        for q in section["questions"]
    )

    assert sum(len(part.blocks) for part in example_document("da").parts) == asked - panels


@pytest.mark.parametrize(
    ("questions", "chapters", "left"), [(20, 3, 24), (200, 3, 4), (200, 200, 1), (0, 60, 61), (0, 0, 1)]
)
def test_contents_leave_out_questions_and_then_chapters_when_they_take_more_than_a_page(
    questions: int, chapters: int, left: int
) -> None:
    lines = [
        ContentsLine("part", "p", "Del", 1),
        *(ContentsLine("chapter", "c", "Kapitel") for _n in range(chapters)),
        *(ContentsLine("chapter", "q", "Spørgsmål", is_question=True) for _n in range(questions)),
    ]

    assert len(shortened(lines)) == left


def test_contents_of_two_hundred_questions_take_one_page() -> None:
    blocks = tuple(TextBlock(label=f"Spørgsmål {n}", html=mark_safe("<p>Ja</p>")) for n in range(110))
    document = example_document("da")
    parts = tuple(replace(part, blocks=blocks) for part in document.parts[:2])
    pdf = reader(render_document(print_html(replace(document, parts=parts, appendices=()))).pdf)

    pages = [number for number, page in enumerate(pdf.pages) if "Indhold" in page.extract_text()]

    assert len(pages) == 1
    assert "Spørgsmål 1" not in pdf.pages[pages[0] + 1].extract_text()


def test_words_that_explain_the_boxes_stand_on_their_page() -> None:
    blocks: list[object] = []
    for n in range(30):
        boxes = tuple(Box(title=f"Felt {n}-{one}.", points=(Point(words="Et punkt"),)) for one in range(4))
        lines = Resolved("En linje der fylder. " * (3 * (n % 7) + 1), "da", is_fallback=False)
        blocks += [
            SquareBlock(label="Firkant", boxes=boxes, caption=f"Forklaring {n}."),
            TextBlock.of("Svar", lines),
        ]

    pages = page_words(render(document(*blocks)).pdf)

    alone = [n for n in range(30) for page in pages if f"Forklaring {n}." in page and f"Felt {n}-3." not in page]
    assert (len(pages) > 8, alone) == (True, [])
