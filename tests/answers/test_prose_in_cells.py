"""Paragraphs in the cells of a plain table: read as a long answer is, on the page, in the PDF and in Word."""

from re import sub
from typing import Any

import pytest
from django.template.loader import render_to_string
from docx.document import Document

from answers.base import Surroundings
from answers.shown import Shown
from answers.types import type_of
from core import markdown
from core.text import Language, Resolved
from exports.document import Part, TableBlock
from exports.html import print_html
from tests.exports.word import document, numbering, run_languages, style_of, written
from tests.schema.samples import question, template
from tests.workbooks.samples import parsed

WORDS = "## Først\n\nVi **bliver** her.\n\n- Norge\n- Sverige\n\n1. Ring\n2. Skriv\n\nSe [mere](https://example.org/)."
ASKED = question("reasons", "table", columns=[question("who"), question("why", "longtext")])
TABLE = parsed({**template(ASKED), "format": 2}).question("reasons")


def shown(language: Language = "da", **why: str) -> Shown:
    row: dict[str, Any] = {"id": "r1", "cells": {"who": {"da": "Anna", "en": "Anna"}, "why": why or {"da": WORDS}}}
    assert TABLE is not None
    return type_of(TABLE).show(TABLE, [row], language, Surroundings())


def block(language: Language = "da", **why: str) -> TableBlock:
    found = shown(language, **why).block(Resolved("Grunde", language, is_fallback=False), language)
    assert isinstance(found, TableBlock)
    return found


def cells(paper: Document) -> Any:
    return paper.tables[0].rows[1].cells


def test_page_shows_the_paragraphs_and_lists_of_a_cell() -> None:
    html = render_to_string("answers/shown.html", {"shown": shown()})

    assert "<p>Vi <strong>bliver</strong> her.</p>" in html
    assert "<li>Norge</li>" in html
    assert "**" not in html
    assert "- Norge" not in html


def test_heading_in_a_cell_is_a_line_in_bold() -> None:
    assert markdown.render_in_cell("## Først\n\nSå") == "<p><strong>Først</strong></p>\n<p>Så</p>\n"


@pytest.mark.parametrize("hostile", ["<h3>ret</h3>", "<script>x</script>", "[x](javascript:x)"])
def test_cell_is_as_clean_as_any_other_text(hostile: str) -> None:
    html = markdown.render_in_cell(hostile)

    assert "<strong>" not in html
    assert "<script" not in html
    assert "href" not in html


def test_pdf_has_the_same_paragraphs() -> None:
    html = print_html(document(parts=(Part(number=1, title="Afsæt", blocks=(block(),)),)))

    assert '<td><div class="in-cell"><p><strong>Først</strong></p>' in sub(r">\s+<", "><", html)
    assert "<li>Norge</li>" in html


def test_pdf_and_word_say_which_language_the_paragraphs_of_another_are_in() -> None:
    made = block("en", da="Vi *bliver*")
    html = print_html(document(parts=(Part(number=1, title="Start", blocks=(made,)),), language="en"))
    paper = written(made, language="en")

    assert '<p class="other">In Danish</p><div lang="da"><p>Vi <em>bliver</em></p>' in html
    first, second = cells(paper)[1].paragraphs
    assert first.text == "In Danish"
    assert run_languages(second) == [("Vi ", "da-DK"), ("bliver", "da-DK")]


def test_word_has_the_paragraphs_in_the_letters_of_its_tables() -> None:
    paragraphs = cells(written(block()))[1].paragraphs

    assert [(style_of(one), one.text) for one in paragraphs] == [
        ("TableText", "Først"),
        ("TableText", "Vi bliver her."),
        ("TableList", "Norge"),
        ("TableList", "Sverige"),
        ("TableList", "Ring"),
        ("TableList", "Skriv"),
        ("TableText", "Se mere."),
    ]
    assert paragraphs[0].runs[0].bold
    assert [numbering(one)[0] for one in paragraphs[2:6]] == [1, 1, 3, 3]


def test_cell_of_nothing_but_marks_still_ends_with_a_paragraph_in_word() -> None:
    assert len(cells(written(block(da="- ")))[1].paragraphs) == 1


def test_words_are_compared_and_put_into_sheets_without_marks() -> None:
    table = shown().table
    assert table is not None
    assert table.rows[0].cells[1].text == "Først\nVi bliver her.\nNorge\nSverige\nRing\nSkriv\nSe mere."
    assert "**" not in shown().lines


def test_short_paragraphs_of_a_cell_count_as_the_lines_they_take() -> None:
    few = block(da="a " * 40)
    many = block(da="a\n\n" * 40)

    assert (few.place, many.place) == ("beside", "landscape")
