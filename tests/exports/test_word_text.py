"""Written answers in the Word document: lists, emphasis, links, and what should not break the file."""

from html import escape

import pytest
from django.utils.safestring import mark_safe
from docx.oxml.ns import qn

from core.text import Resolved
from exports.document import Column, ListBlock, Part, TableBlock, TextBlock, ValueBlock
from exports.word import word_file
from tests.exports.word import document, faults, lines, numbering, opened, starts_at, style_of, written

HOSTILE = "a\x00b\x01c\x08d\x0b\x0c\x0e\x1fe\x7f\ud800f\ufffe\uffffg</w:t><w:p>&amp;]]>😀"
HARMLESS = "abcde\x7ffg</w:t><w:p>&amp;]]>😀"


def text(source: str, label: str = "Hvorfor?") -> TextBlock:
    return TextBlock.of(label, Resolved(source, "da", is_fallback=False))


def answer(source: str) -> list[tuple[str, str]]:
    """The paragraphs of an answer."""
    return lines(written(text(source)))[3:]


def test_paragraphs_and_headings_are_styles() -> None:
    assert answer("Et\nto\n\n## Tre\n\n> fire\n\n```\nfem\n  seks\n```\n\n---\n\nsyv") == [
        ("Normal", "Et to"),
        ("Heading3", "Tre"),
        ("Quote", "fire"),
        ("CodeBlock", "fem\n  seks"),
        ("Normal", "syv"),
    ]


def test_emphasis_is_bold_and_italic() -> None:
    paper = written(text("En **fed** og *kursiv* og ***begge*** og `kode`"))

    runs = [(run.text, bool(run.bold), bool(run.italic)) for run in paper.paragraphs[-1].runs]
    assert runs == [
        ("En ", False, False),
        ("fed", True, False),
        (" og ", False, False),
        ("kursiv", False, True),
        (" og ", False, False),
        ("begge", True, True),
        (" og ", False, False),
        ("kode", False, False),
    ]
    assert paper.paragraphs[-1].runs[-1].style.name == "Code"


def test_line_break_breaks_the_line_and_none_stands_at_the_end() -> None:
    assert answer("Et  \nto\n\ntre\\\nfire") == [("Normal", "Et\nto"), ("Normal", "tre\nfire")]


def test_each_numbered_list_begins_anew() -> None:
    paper = written(text("1. a\n2. b\n\nord\n\n1. c\n"), text("5. d\n6. e\n"))

    items = [one for one in paper.paragraphs if style_of(one) == "ListNumber"]
    numbers = [numbering(one)[0] for one in items]
    assert [one.text for one in items] == ["a", "b", "c", "d", "e"]
    assert numbers[0] == numbers[1] != numbers[2] != numbers[3] == numbers[4]
    assert [starts_at(paper, number) for number in dict.fromkeys(numbers)] == [1, 1, 5]


def test_lists_inside_lists_are_levels_down_and_keep_their_kind() -> None:
    paper = written(text("1. a\n   - b\n     - c\n2. d\n\n   mere om d\n\n3. e"))

    items = [one for one in paper.paragraphs if style_of(one).startswith("List")]
    found = [(one.text, style_of(one), numbering(one)[1] if one._p.pPr.numPr is not None else None) for one in items]
    assert found == [
        ("a", "ListNumber", 0),
        ("b", "ListBullet", 1),
        ("c", "ListBullet", 2),
        ("d", "ListNumber", 0),
        ("mere om d", "ListContinue", None),
        ("e", "ListNumber", 0),
    ]


def test_empty_item_keeps_its_mark() -> None:
    paper = written(text("- a\n-\n- c"))

    assert [one.text for one in paper.paragraphs if style_of(one) == "ListBullet"] == ["a", "", "c"]


def test_list_of_more_levels_than_word_has_stays_on_the_last() -> None:
    paper = written(text("\n".join(f"{'  ' * depth}- n{depth}" for depth in range(10))))

    levels = [numbering(one)[1] for one in paper.paragraphs if style_of(one) == "ListBullet"]
    assert levels == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8]
    assert faults(word_file(document(text("- a\n  - b")))) == []


def test_links_lead_out_and_those_within_the_portal_are_completed() -> None:
    source = "[ude](https://example.org/?a=1&b=2) [inde](/c/demo/) [post](mailto:a@example.org) [ond](javascript:x)"
    paper = written(text(source), site="https://portal.example.org/")

    links = [
        ("".join(t.text for t in link.iter(qn("w:t"))), paper.part.rels[link.get(qn("r:id"))].target_ref)
        for link in paper.paragraphs[-1]._p.iter(qn("w:hyperlink"))
    ]
    assert links == [
        ("ude", "https://example.org/?a=1&b=2"),
        ("inde", "https://portal.example.org/c/demo/"),
        ("post", "mailto:a@example.org"),
    ]
    assert paper.paragraphs[-1].text == "ude inde post [ond](javascript:x)"


@pytest.mark.parametrize(
    "href", ["/c/demo/", "http://[", "javascript:x", "file:///etc/passwd", f"https://{'a' * 3000}"]
)
def test_link_that_leads_nowhere_is_left_as_words(href: str) -> None:
    block = TextBlock(label="Q", html=mark_safe(f'<p><a href="{href}">ord</a></p>'))
    paper = written(block)

    assert (paper.paragraphs[-1].text, list(paper.paragraphs[-1]._p.iter(qn("w:hyperlink")))) == ("ord", [])


def test_hostile_words_do_not_break_the_file_anywhere() -> None:
    table = TableBlock(label=HOSTILE, columns=(Column(HOSTILE),), rows=((HOSTILE,),), total=(HOSTILE,), note=HOSTILE)
    blocks = (
        ValueBlock(label=HOSTILE, value=HOSTILE),
        ListBlock(label=HOSTILE, items=(HOSTILE,)),
        table,
        TextBlock(label=HOSTILE, html=mark_safe(f"<p>{escape(HOSTILE)}</p>")),
    )
    made = document(
        parts=(Part(number=1, title=HOSTILE, blocks=blocks),), title=HOSTILE, organisation=HOSTILE, status=HOSTILE
    )

    paper = opened(made)

    assert {words.replace("\x7f", "") for _style, words in lines(paper) if words != "Fase 1"} == {
        HARMLESS.replace("\x7f", "")
    }
    assert {cell.text for row in paper.tables[0].rows for cell in row.cells} == {HARMLESS}
    assert paper.core_properties.title == HARMLESS
    assert faults(word_file(made)) == []


def test_words_keep_their_blanks_that_do_not_break() -> None:
    paper = written(ValueBlock(label="Budget", value="1.250.000\xa0kr.\n og\tmere"))

    assert paper.paragraphs[-1].text == "1.250.000\xa0kr. og mere"
