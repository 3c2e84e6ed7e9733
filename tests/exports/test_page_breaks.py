"""No page stands nearly empty: short summaries share theirs, and what lies across follows the words of its chapter."""

import re
from dataclasses import replace
from datetime import date

import pytest

from exports.document import Appendix, Column, Fact, Layout, PrintDocument, Summary, TableBlock, TextBlock
from exports.html import print_html
from exports.pdf import render_document
from tests.exports.test_print import page_words
from tests.pdf_check import check_pdf

WORDS = TextBlock(label="Words", html="<p>What is said.</p>")
ACROSS = TableBlock(label="Across", columns=(Column("A"), Column("B")), rows=(("one", "two"),), layout=Layout.LANDSCAPE)
PAPER = PrintDocument(language="en", organisation="Havtorn", title="A report", date=date(2026, 11, 24))


def pages(document: PrintDocument) -> list[str]:
    """Return the words of each page after the cover and the contents."""
    made = render_document(print_html(document))
    assert check_pdf(made.pdf) == []
    return [re.sub(r"\s+", " ", text) for text in page_words(made.pdf)][2:]


def summed(count: int) -> Summary:
    return Summary(title="In short", facts=tuple(Fact(label=f"Fact {n}", value="1") for n in range(count)))


@pytest.mark.parametrize(("count", "expected"), [(3, 1), (14, 2)])
def test_a_summary_of_a_few_lines_shares_its_page(count: int, expected: int) -> None:
    chapter = Appendix(title="Chapter", blocks=(WORDS,), flows=True)

    assert len(pages(replace(PAPER, summary=summed(count), appendices=(chapter,)))) == expected


def test_a_table_that_lies_across_follows_the_words_of_its_chapter() -> None:
    chapter = Appendix(title="Chapter", blocks=(WORDS, ACROSS, replace(WORDS, label="After")))

    upright, across = pages(replace(PAPER, appendices=(chapter,)))

    assert "After" in upright
    assert "The table is on a page of its own: page 4" in upright
    assert "one two" in across


def test_a_chapter_of_nothing_else_has_its_heading_there() -> None:
    (only,) = pages(replace(PAPER, appendices=(Appendix(title="Chapter", blocks=(ACROSS,)),)))

    assert "Chapter" in only
    assert "one two" in only


def test_a_chapter_that_holds_is_not_broken() -> None:
    table = TableBlock(
        label="Rows", columns=(Column("A"), Column("B")), rows=(("one", "two"),) * 20, layout=Layout.FULL
    )
    chapters = [Appendix(title=f"Goal {n}", blocks=(table,), flows=True, holds=True) for n in range(3)]

    assert len(pages(replace(PAPER, appendices=tuple(chapters)))) == 3
