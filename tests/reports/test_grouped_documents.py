"""Groups of questions as headings in documents: PDF, Word, snapshots, and other rooms' files."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import docx
import pypdf
import pytest

from accounts.models import User
from clusters.models import Cluster
from exports.document import HeadingBlock, TextBlock, ValueBlock
from exports.html import print_html
from exports.pdf import render_pdf
from exports.word import word_file
from library.exports import blank_document
from library.services import publish_edition
from strategy.models import Strategy
from tests import factories
from tests.pdf_check import check_pdf
from tests.reports.test_strategy_document import document_of, words
from tests.schema.grouped import grouped
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_edition(data=grouped(), by=None))
    given = {
        "abroad": "yes",
        "abroad__remark": {"da": "Siden 2019", "en": "Since **2019**"},
        "today": {"da": "Tyskland"},
        "how_found": ["other"],
        "partners": [
            {"id": "r1", "cells": {"name": {"da": "Nordvind", "en": "Nordic Wind"}, "role": ["sell", "pay"]}},
            {"id": "r2", "cells": {"why": {"da": "Fordi", "en": "Because"}}},
        ],
        "how_found__other": {"da": "En nabo", "en": "A neighbour"},
    }
    for key, value in given.items():
        put(made.workbook, alice, key, value)
    return made


def headings(strategy: Strategy, language: str = "en") -> list[str]:
    part = document_of(strategy, language).parts[0]  # type: ignore[arg-type]
    return [words(one.title) for one in part.blocks if isinstance(one, HeadingBlock)]


def bookmarks(outline: Any) -> Iterator[tuple[str, list[str]]]:
    """Give the bookmarks that have others below them, with these."""
    for one, below in zip(outline, [*outline[1:], None], strict=True):
        if isinstance(one, list):
            yield from bookmarks(one)
        elif isinstance(below, list):
            yield one.title, [inner.title for inner in below if not isinstance(inner, list)]


def test_groups_head_their_answers_by_their_words_for_documents(strategy: Strategy, alice: User) -> None:
    assert headings(strategy) == ["Markets today", "Where you are going"]
    assert headings(strategy, "da") == ["Markeder i dag", "Hvor I vil hen"]

    put(strategy.workbook, alice, "abroad", "no")

    assert headings(strategy) == ["Where you are going"]


def test_pdf_has_groups_among_its_bookmarks_one_level_above_their_questions(strategy: Strategy) -> None:
    content = render_pdf(print_html(document_of(strategy, "en")))

    assert check_pdf(content) == []
    assert ("Markets today", ["Which markets?", "Why those?", "How did you find them?"]) in list(
        bookmarks(pypdf.PdfReader(BytesIO(content)).outline)
    )


def test_word_has_groups_one_level_above_their_questions(strategy: Strategy) -> None:
    found = [
        (one.style.style_id, one.text)
        for one in docx.Document(BytesIO(word_file(document_of(strategy, "en")))).paragraphs
        if one.style is not None and one.style.style_id.startswith("Heading")
    ]
    start = found.index(("Heading2", "Markets today"))
    assert found[start + 1][0] == "Heading3"
    assert found[start + 1][1] == "Which markets?"


def test_blank_form_has_the_groups(strategy: Strategy) -> None:
    made = blank_document(strategy.workbook.edition, "en")

    found = [words(one.title) for part in made.appendices for one in part.blocks if isinstance(one, HeadingBlock)]
    assert found[0] == "Markets today"


def test_public_page_of_the_template_has_the_groups(strategy: Strategy, sign_in: Callable, alice: User) -> None:
    page = sign_in(alice).get("/library/strategy/grouped/").content.decode()

    assert page.index('id="group-present"') < page.index('<h4 id="q-today"')
    assert "Only if the answer to “Are you abroad today?” is Yes." in page


def test_remarks_stand_below_their_answers_without_headings_of_their_own(strategy: Strategy) -> None:
    blocks = [one for one in document_of(strategy, "en").parts[0].blocks if not isinstance(one, HeadingBlock)]
    labels = [words(one.label) for one in blocks]

    place = labels.index("Are you abroad today?")
    remark, other = blocks[place + 1], blocks[labels.index("How did you find them?") + 1]
    assert isinstance(remark, TextBlock)
    assert isinstance(other, ValueBlock)
    assert (labels[place + 1], "<strong>Remark</strong>" in remark.html, "2019" in remark.html) == ("", True, True)
    assert (words(other.label), words(other.value)) == ("", "Other, namely: A neighbour")
    # The remark that nobody wrote is not there.
    assert labels[labels.index("How did you find them?") + 2] == "Which countries?"
    texts = [one.text for one in docx.Document(BytesIO(word_file(document_of(strategy, "en")))).paragraphs]
    assert texts[texts.index("Remark") + 1] == "Since 2019"


def test_cards_head_their_fields_below_their_question(strategy: Strategy) -> None:
    found = [
        (one.style.style_id if one.style else "", one.text)
        for one in docx.Document(BytesIO(word_file(document_of(strategy, "en")))).paragraphs
    ]

    place = found.index(("Heading4", "Partner 1: Nordic Wind"))
    assert found[place - 1] == ("Heading3", "Who do you go with?")
    assert [text for _style, text in found[place + 1 : place + 8]] == [
        *("Name: Nordic Wind", "What they do", "Sell", "Pay", "Partner 2", "Why them?", "Because")
    ]
    html = print_html(document_of(strategy, "en"))
    assert "<h4>Partner 1: Nordic Wind</h4>" in html
