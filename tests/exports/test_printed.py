"""The page of a document is drawn once for what it says."""

from collections import OrderedDict
from dataclasses import replace
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from exports import page_cache
from exports.document import Part, PrintDocument, TextBlock
from exports.html import print_html
from exports.page_cache import page_of
from tests.exports.example import example_document


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> OrderedDict[bytes, str]:
    found: OrderedDict[bytes, str] = OrderedDict()
    monkeypatch.setattr(page_cache, "_pages", found)
    return found


def test_equal_documents_have_one_page_and_it_is_the_one_that_is_drawn() -> None:
    first = page_of(example_document("da"))

    assert page_of(example_document("da")) is first
    assert first == print_html(example_document("da"))


def test_each_change_in_a_document_draws_it_anew() -> None:
    before = example_document("da")
    others = [
        example_document("en"),
        replace(before, title="En anden"),
        replace(before, parts=before.parts[:-1]),
        replace(before, accent="#0a626c"),
    ]

    assert [page_of(other) for other in [before, *others]] == [print_html(other) for other in [before, *others]]


def test_words_are_not_taken_for_html_of_the_same_letters() -> None:
    def of(label: str) -> PrintDocument:
        block = TextBlock(label=label, html=mark_safe("<p>ja</p>"))
        return replace(example_document("da"), parts=(Part(number=1, title="Et", blocks=(block,)),), appendices=())

    safe, plain = of(mark_safe("H&M")), of("H&M")

    assert page_of(safe) != page_of(plain)


def test_what_is_remembered_is_bounded(memory: OrderedDict[bytes, str], monkeypatch: pytest.MonkeyPatch) -> None:
    document = example_document("da")
    monkeypatch.setattr(page_cache, "MOST_CHARACTERS", 2 * len(print_html(document)) + 1000)

    pages = [page_of(replace(document, title=f"Titel {n}")) for n in range(4)]

    assert list(memory.values()) == pages[-2:]


def test_templates_may_change_while_one_builds(memory: OrderedDict[bytes, str], settings: Any) -> None:
    settings.DEBUG = True

    page_of(example_document("da"))

    assert dict(memory) == {}
