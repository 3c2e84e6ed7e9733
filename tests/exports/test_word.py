"""The Word document, read back."""

import base64
import io
from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image, ImageColor

from core.languages import interface_language
from core.text import Language, Resolved
from exports.document import (
    Appendix,
    Column,
    Fact,
    FigureBlock,
    Goal,
    GoalsBlock,
    HeadingBlock,
    Layout,
    ListBlock,
    Part,
    Ring,
    Rings,
    Summary,
    TableBlock,
    TextBlock,
    UnansweredBlock,
    ValueBlock,
    plain,
)
from exports.rings import INK
from exports.word import word_file
from exports.word.pictures import drawn_rings
from tests.exports.example import example_document
from tests.exports.word import document, faults, headings, lines, opened, run_languages, style_of, written

WIDE = TableBlock(label="Bred", columns=(Column("A"), Column("B")), rows=(("1", "2"),), layout=Layout.LANDSCAPE)
MISSING_RING = Ring(name="K2", percent=None, words="–")
ENGLISH = Resolved("Only in English", "en", is_fallback=True)


def fixed_words(message: str, language: Language) -> str:
    with translation.override(interface_language(language)):
        return gettext(message)


def picture() -> str:
    out = io.BytesIO()
    Image.new("RGB", (400, 120), (200, 16, 46)).save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


@pytest.mark.parametrize("language", ["da", "en"])
def test_example_is_a_file_as_word_asks_for(language: Language) -> None:
    assert faults(word_file(example_document(language))) == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_headings_stand_in_the_documents_order_with_wide_tables_last(language: Language) -> None:
    made = example_document(language)

    found = headings(opened(made))

    expected = [
        (1, fixed_words("The strategy on one page", language)),
        (2, f"{5} {'mål' if language == 'da' else 'goals'}"),
    ]
    for part in made.parts:
        wide = [
            block for block in part.blocks if isinstance(block, TableBlock) and block.usual_place is Layout.LANDSCAPE
        ]
        upright = [block for block in part.blocks if block not in wide]
        expected += [(1, part.title), *((2, plain(block.label)) for block in [*upright, *wide])]
    for appendix in made.appendices:
        expected += [(1, appendix.title), *((2, plain(block.label)) for block in appendix.blocks)]
    assert found == expected


def test_a_question_below_a_chapter_is_one_level_down() -> None:
    text = TextBlock.of("Hvorfor?", Resolved("## Først\n\nord\n\n### Så\n\nord", "da", is_fallback=False))

    found = headings(written(UnansweredBlock(label="Før"), HeadingBlock(title="Kapitel"), text))

    assert found == [(1, "Afsæt"), (2, "Før"), (2, "Kapitel"), (3, "Hvorfor?"), (4, "Først"), (5, "Så")]


def test_contents_are_a_field_that_lists_and_links_the_headings() -> None:
    paper = written(HeadingBlock(title="Kapitel"), UnansweredBlock(label="Spørgsmål"))

    entries = [one for one in paper.paragraphs if style_of(one).startswith("TOC") and style_of(one) != "TOCHeading"]
    codes = [code.text.strip() for one in entries for code in one._p.iter(qn("w:instrText"))]
    places = {mark.get(qn("w:name")) for mark in paper.element.iter(qn("w:bookmarkStart"))}
    anchors = [link.get(qn("w:anchor")) for one in entries for link in one._p.iter(qn("w:hyperlink"))]
    assert [(style_of(one), one.text) for one in entries] == [("TOC1", "Afsæt\t3"), ("TOC2", "Kapitel\t3")]
    assert codes == ['TOC \\o "1-2" \\h \\z', *(f"PAGEREF {anchor} \\h" for anchor in anchors)]
    assert (len(set(anchors)), set(anchors) <= places) == (2, True)
    assert paper.settings.element.xpath("w:updateFields/@w:val") == ["true"]


def test_document_without_headings_has_no_contents() -> None:
    assert [style_of(one) for one in opened(document()).paragraphs] == [
        "CoverLogo",
        "CoverOrganisation",
        "Title",
        "CoverNote",
    ]


def test_cover_says_whose_it_is_and_what() -> None:
    made = document(
        ValueBlock(label="Budget", value="1 kr."),
        period="2025–2028",
        subtitle="Til bestyrelsen",
        status="Udkast",
        accent="#c8102e",
    )

    paper = opened(made)

    cover = [(style_of(one), one.text) for one in paper.paragraphs[1:5]]
    assert cover == [
        ("CoverOrganisation", "Klyngen"),
        ("Title", "Strategi 2025–2028"),
        ("Subtitle", "Til bestyrelsen"),
        ("CoverNote", "Udkast · 23. november 2026 · Dansk"),
    ]
    assert str(paper.styles["Cover Organisation"].font.color.rgb) == "C8102E"
    assert str(written().styles["Cover Organisation"].font.color.rgb) == "14232B"


def test_cover_has_the_wheel_of_its_phases_behind_the_words() -> None:
    parts = tuple(Part(number=number, title=f"Fase {number}") for number in (1, 2, 3))

    anchors = list(opened(document(parts=parts)).element.iter(qn("wp:anchor")))

    described = [one.find(qn("wp:docPr")).get("descr") for one in anchors]
    assert (described, [one.get("behindDoc") for one in anchors]) == (["Strategihjulet med 3 faser"], ["1"])
    assert list(opened(document()).element.iter(qn("wp:anchor"))) == []


def test_logo_stands_on_the_cover_with_words_for_it() -> None:
    shape = opened(document(logo=picture())).inline_shapes[0]

    assert shape._inline.docPr.get("descr") == "Logo: Klyngen"
    assert (shape.width, shape.height) == (Mm(70), Mm(21))


@pytest.mark.parametrize("broken", ["anBlZw==", "%%%", ""])
def test_logo_that_cannot_be_read_is_left_out(broken: str) -> None:
    assert list(opened(document(logo=f"data:image/jpeg;base64,{broken}")).inline_shapes) == []


@pytest.mark.parametrize(("language", "tag"), [("da", "da-DK"), ("en", "en-GB")])
def test_properties_and_styles_carry_the_language(language: Language, tag: str) -> None:
    paper = opened(document(language=language, period="2025–2028", author="Mette", description="Om strategien"))

    said = paper.core_properties
    languages = set(paper.styles.element.xpath("//w:lang/@w:val"))
    assert (said.title, said.author, said.last_modified_by) == ("Strategi 2025–2028", "Mette", "Mette")
    assert (said.subject, said.language, said.comments) == ("Om strategien", tag, "")
    assert said.created == datetime(2026, 11, 23, tzinfo=UTC) == said.modified
    assert languages == {tag}
    assert paper.styles.element.xpath("w:style[@w:styleId='Normal']/w:rPr/w:lang/@w:val") == [tag]


def test_organisation_is_the_author_when_nobody_is_named() -> None:
    assert opened(document()).core_properties.author == "Klyngen"


def test_words_from_the_other_language_are_marked_and_speak_it() -> None:
    table = TableBlock(label="Tabel", columns=(Column("A"),), rows=((ENGLISH,),))
    paper = written(ListBlock(label="Liste", items=("Dansk", ENGLISH)), table)

    item = next(one for one in paper.paragraphs if one.text.startswith("Only"))
    expected = [("Only in English", "en-GB"), (" (på engelsk)", "")]
    assert run_languages(item) == expected
    assert run_languages(paper.tables[0].cell(1, 0).paragraphs[0]) == expected


def test_answer_in_the_other_language_says_so_above_and_speaks_it() -> None:
    paper = written(TextBlock.of("Hvorfor?", Resolved("Some **words**", "en", is_fallback=True)))

    above, answer = paper.paragraphs[-2:]
    assert (style_of(above), above.text) == ("InOtherLanguage", "På engelsk")
    assert run_languages(answer) == [("Some ", "en-GB"), ("words", "en-GB")]


def test_blocks_are_paragraphs_of_their_styles() -> None:
    goal = Goal(key="S1", title="Et mål", rationale="Derfor", owner="Mette", deadline=date(2028, 6, 30))
    found = lines(
        written(
            ValueBlock(label="Budget", value="1.250.000 kr.", note="Fordelt"),
            ListBlock(label="Lande", items=("Tyskland", "Japan")),
            UnansweredBlock(label="Fravalg"),
            GoalsBlock(label="Mål", goals=(goal,)),
        )
    )

    assert found == [
        ("Phase1", "Fase 1"),
        ("Heading1", "Afsæt"),
        ("Heading2", "Budget"),
        ("Value", "1.250.000 kr."),
        ("Note", "Fordelt"),
        ("Heading2", "Lande"),
        ("ListBullet", "Tyskland"),
        ("ListBullet", "Japan"),
        ("Heading2", "Fravalg"),
        ("NotAnswered", "Ikke besvaret endnu"),
        ("Heading2", "Mål"),
        ("Goal", "S1\tEt mål"),
        ("GoalReason", "Derfor"),
        ("GoalNote", "Ansvarlig: Mette · Frist: 30. juni 2028"),
    ]


def test_summary_is_a_page_with_phases_facts_and_goals() -> None:
    summary = Summary(
        lead="Visionen",
        facts=(Fact(label="Fokuslande", value="Tyskland"),),
        goals=(Goal(key="S1", title="Et mål", owner="Mette", deadline=date(2028, 6, 30)),),
        note="En note",
    )

    paper = written(UnansweredBlock(label="Q"), summary=summary)

    assert lines(paper)[:4] == [
        ("Heading1", "Strategien på én side"),
        ("Lead", "Visionen"),
        ("Heading2", "Ét mål"),
        ("Note", "En note"),
    ]
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables] == [
        [["Fase", "Status"], ["1\u2002Afsæt", ""]],
        [["Fokuslande", "Tyskland"]],
        [["Nøgle", "Mål", "Frist", "Ansvarlig"], ["S1", "Et mål", "30. juni 2028", "Mette"]],
    ]


def test_appendix_follows_the_parts_on_a_page_of_its_own() -> None:
    made = document(UnansweredBlock(label="Q"), appendices=(Appendix(title="Bilag", blocks=(WIDE,)),))

    paper = opened(made)

    appendix = next(one for one in paper.paragraphs if one.text == "Bilag" and style_of(one) == "Heading1")
    assert appendix.paragraph_format.page_break_before
    assert headings(paper)[-2:] == [(1, "Bilag"), (2, "Bred")]


def test_drawing_beside_a_table_is_left_out_and_a_lone_one_is_told() -> None:
    drawing = mark_safe("<svg><title>Tre søjler</title><desc>1, 2 &amp; 3</desc></svg>")
    told = FigureBlock(label="Alene", svg=drawing, caption="Kilde: os")
    beside = FigureBlock(label="Ved tabel", svg=drawing)
    table = TableBlock(label="Tabel", columns=(Column("A"),), rows=(("1",),))

    found = lines(written(told, ValueBlock(label="Tal", value="1"), table, beside))

    assert [words for _style, words in found] == [
        "Fase 1",
        "Afsæt",
        "Alene",
        "Tre søjler",
        "1, 2 & 3",
        "Kilde: os",
        "Tal",
        "1",
        "Tabel",
    ]


def test_every_page_but_the_cover_has_words_and_number_at_its_foot() -> None:
    paper = written(WIDE, ValueBlock(label="Tal", value="1"))

    first = paper.sections[0]
    feet = [one.footer.paragraphs[0] for one in paper.sections]
    assert (first.different_first_page_header_footer, first.first_page_footer.is_linked_to_previous) == (True, True)
    assert [foot.text for foot in feet] == ["Klyngen\u2002\u2002Strategi\t1 / 1"] * 2
    for foot in feet:
        assert [code.text.strip() for code in foot._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_long_title_is_set_smaller_and_its_years_stand_on_their_own_line() -> None:
    found = {}
    for title in ("Strategi 2025–2028", "Internationaliseringsstrategi 2025–2028"):
        paragraph = next(one for one in opened(document(title=title)).paragraphs if style_of(one) == "Title")
        found[paragraph.text] = paragraph.runs[0].font.size

    assert found == {"Strategi 2025–2028": None, "Internationaliseringsstrategi\n2025–2028": Pt(27)}


def test_day_in_the_title_is_not_broken() -> None:
    assert opened(document(period="30. september 2026")).paragraphs[2].text == "Strategi 30.\xa0september\xa02026"


def test_rings_stand_on_the_cover_in_words_for_those_who_cannot_see_them() -> None:
    rings = Rings(
        caption="Vejen", description="K1 57 %, K2 –", rings=(Ring(name="K1", percent=57, words="57 %"), MISSING_RING)
    )

    paper = opened(document(rings=rings))

    (anchor,) = paper.element.iter(qn("wp:anchor"))
    assert anchor.find(qn("wp:docPr")).get("descr") == "K1 57 %, K2 –"
    assert faults(word_file(document(rings=rings))) == []


def test_rings_are_filled_as_far_as_they_have_come() -> None:
    def dots(percent: int | None, accent: str = "") -> int:
        rings = Rings(caption="", description="", rings=(Ring(name="", percent=percent, words=""),))
        picture = Image.open(io.BytesIO(drawn_rings(rings, accent))).convert("RGB")
        colours = {colour: number for number, colour in picture.getcolors(1 << 24)}
        return colours.get(ImageColor.getrgb(accent or INK), 0)

    none, half, whole, beyond = dots(None), dots(50), dots(100), dots(140)
    assert (none, whole == beyond, 0.45 < half / whole < 0.55) == (0, True, True)
    assert dots(50, "#c8102e") > 0


def test_summary_can_hold_a_table() -> None:
    table = TableBlock(
        label="Alle KPI'er", columns=(Column("KPI"), Column("Nået", is_number=True)), rows=(("K1", "5"),)
    )

    paper = opened(document(summary=Summary(title="Resultatet", table=table)))

    assert headings(paper) == [(1, "Resultatet"), (2, "Alle KPI'er")]
    assert [[cell.text for cell in row.cells] for row in paper.tables[0].rows] == [["KPI", "Nået"], ["K1", "5"]]


def test_what_is_missing_can_be_said_otherwise() -> None:
    assert lines(written(UnansweredBlock(label="Kommentar", said="Ingen kommentar")))[-1] == (
        "NotAnswered",
        "Ingen kommentar",
    )
