"""Documents that are in one language alone, or in others than Danish and English."""

import copy
from typing import Any

import pytest

from core.text import Resolved, Text
from schema.faults import SchemaError
from schema.languages import BOTH, Lack, lacks_of, languages_of
from schema.outlines import Library
from schema.parsing import parse
from schema.upgrades import needs_second
from tests.schema.samples import checklist, common, edited, everything, question, section, spoken


def asked(*questions: dict[str, Any], languages: list[Any], **by_code: str) -> dict[str, Any]:
    data = {**common("analysis"), "format": 2, "sections": [section("only", *questions)]}
    return {**spoken(data, **by_code), "languages": languages}


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(SchemaError) as refused:
        parse(data)
    return [str(fault) for fault in refused.value.faults]


def test_a_document_in_swedish_alone_is_shown_in_swedish_to_everybody() -> None:
    document = parse(asked(question("a"), languages=["sv"], sv="S "))

    assert document.languages == ("sv",)
    assert document.title.resolve("da") == Resolved("S Prøve", "sv", is_fallback=True)
    assert document.title.resolve("en") == Resolved("S Prøve", "sv", is_fallback=True)


def test_the_first_language_of_the_document_stands_in_and_not_the_other_of_the_two() -> None:
    document = parse(asked(question("a"), languages=["sv", "en"], sv="S ", en="E "))

    assert document.title.resolve("da") == Resolved("S Prøve", "sv", is_fallback=True)
    assert document.title.resolve("en") == Resolved("E Prøve", "en", is_fallback=False)


def test_only_the_first_language_must_be_in_every_text() -> None:
    data = asked(question("a"), languages=["da", "de"], da="", de="D ")
    del data["summary"]["de"]

    assert parse(data).summary.resolve("en") == Resolved("En prøve", "da", is_fallback=True)
    assert lacks_of(data) == (Lack("de", 1, 4), Lack("en", 4, 4))

    del data["title"]["da"]
    assert faults(data) == ["title: missing da"]


def test_columns_that_are_called_like_languages_are_no_texts() -> None:
    text = {"sv": "Varför?"}
    rows = [{"id": "r1", "cells": {"de": 5, "fr": "high", "is": text}}]

    data = {"languages": ["sv"], "answers": {"is": "yes", "de": {"sv": "Ja"}, "scores": rows}}

    assert lacks_of(data) == (Lack("da", 2, 2), Lack("en", 2, 2))


@pytest.mark.parametrize(
    ("languages", "fault"),
    [
        ([], "languages: must not be empty"),
        ("sv", "languages: must be a list"),
        (["sv", "sv"], "languages[1]: the language sv stands twice"),
        (["tlh"], "languages[0]: 'tlh' is not one of bg, cs, da, de, el, "),
        ([None], "languages[0]: nothing is not one of bg, "),
        ([["sv"]], "languages[0]: a list is not one of bg, "),
        ([True], "languages[0]: true is not one of bg, "),
    ],
)
def test_what_cannot_be_the_languages_of_a_file_is_said(languages: Any, fault: str) -> None:
    data = asked(question("a"), languages=languages, sv="S ")

    assert faults(data)[0].startswith(fault)


def test_a_text_in_a_language_that_the_file_does_not_name_is_a_fault() -> None:
    data = asked(question("a"), languages=["da"], da="")
    data["title"]["sv"] = "Prov"

    assert faults(data) == ["title.sv: sv is not among the `languages` of this file"]


def test_languages_need_format_2_and_a_draft_is_raised_to_it() -> None:
    data = {**asked(question("a"), languages=["da"], da=""), "format": 1}

    assert faults(data) == ["languages: a file that names its languages needs `format: 2` at the top"]
    assert needs_second(data)
    assert needs_second(["da"], "languages")


def test_without_languages_both_must_be_there_as_ever() -> None:
    data = edited(checklist(), "title", {"da": "Rejse"})

    assert faults(data) == ["title: missing en"]
    assert languages_of(data) == BOTH
    assert lacks_of(data) == ()


def test_every_kind_can_be_in_another_language() -> None:
    files = {name: {**spoken(data, sv="S "), "languages": ["sv"], "format": 2} for name, data in everything().items()}
    for data in files.values():
        for hint in data.get("hints", ()):
            hint["words"] = {}
    library = Library(copy.deepcopy(files))

    assert [parse(data, library=library).languages for data in files.values()] == [("sv",)] * len(files)


def test_marks_must_be_the_same_in_all_languages_of_a_text() -> None:
    data = {**common("document"), "format": 2, "languages": ["da", "sv", "fi"]}
    data["title"] = data["summary"] = {"da": "Aftale"}
    clause = {**question("c", "clause"), "body": {"da": "{{ a }}", "sv": "{{ a }}", "fi": "Ei"}}
    data["sections"] = [
        section("only", {**question("a"), "label": {"da": "Navn"}}, {**clause, "label": {"da": "Punkt"}})
    ]
    data["sections"][0]["title"] = {"da": "Del"}

    assert faults(data) == ["sections[0].questions[1].body: not the same placeholders in both languages: a"]


def test_a_text_is_changed_and_stored_with_all_its_languages() -> None:
    text = Text.of({"sv": "hej", "en": "hello", "xx": "?"}, "sv")

    assert text.to_value() == {"en": "hello", "sv": "hej"}
    assert Text.from_value({"sv": "hej", "en": "hello"}) == text
    assert text.each(str.upper).every() == ("HELLO", "HEJ")
    assert text.with_language("da", "dav").to_value() == {"da": "dav", "en": "hello", "sv": "hej"}
    assert Text.from_value({"is": "yes", "question": "a"}) == Text()
    assert bool(Text.of({"sv": "hej"}))
