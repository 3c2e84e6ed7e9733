"""Files of content are written so that they say what they were made from, and what nobody touched stays as it was."""

import copy
import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.loading import STARTER_CONTENT
from schema.reading import read_text
from schema.writing import written
from tests.schema.samples import every_type

FILES = sorted(STARTER_CONTENT.rglob("*.yaml"))
SOURCE = """\
# A remark at the top.
format: 1
slug: sample   # beside a key
kind: analysis
version: 1
title: {da: Prøve, en: "Sample"}
summary:
  da: >-
    En lang
    linje.
  en: A line.

sections:
  # About the first.
  - key: only
    title: {da: Et, en: One}
    questions:
      - key: why
        type: text
        label: {da: Hvorfor?, en: Why?}

      - type: number
        key: amount
        label:
          da: Hvor meget?
          en: How much?
        max: 10
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_starter_content_is_given_out_byte_for_byte(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert written(read_text(source), source) == source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_document_without_a_file_is_written_in_one_form(path: Path) -> None:
    document = read_text(path.read_text(encoding="utf-8"))

    once = written(document)

    assert read_text(once) == document
    assert not once.startswith("{")
    assert written(read_text(once), once) == once


def changed(before: str, after: str) -> list[str]:
    """Return the lines that differ."""
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in found if line[0] in "+-"]


def test_only_the_line_of_a_change_is_written_anew() -> None:
    document = read_text(SOURCE)
    document["sections"][0]["questions"][1]["label"]["en"] = "How much: roughly?"
    document["version"] = 2

    assert changed(SOURCE, written(document, SOURCE)) == [
        "- version: 1",
        "+ version: 2",
        "-           en: How much?",
        '+           en: "How much: roughly?"',
    ]


def test_key_that_is_new_and_one_that_goes_leave_the_others_alone() -> None:
    document = read_text(SOURCE)
    question = document["sections"][0]["questions"][1]
    del question["max"]
    question["help"] = {"da": "Skriv et tal.\n\nMed enhed.", "en": "A number."}

    assert changed(SOURCE, written(document, SOURCE)) == [
        "-         max: 10",
        "+         help:",
        "+           da: |-",
        "+             Skriv et tal.",
        "+ ",
        "+             Med enhed.",
        "+           en: A number.",
    ]


def test_question_that_is_moved_takes_its_lines_along() -> None:
    document = read_text(SOURCE)
    document["sections"][0]["questions"].reverse()

    after = written(document, SOURCE)

    assert read_text(after) == document
    assert sorted(after.splitlines()) == sorted(SOURCE.splitlines())


UNLIKELY = "\x00\r\x85\u2028\u2029\ufeff"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=UNLIKELY), min_size=1, max_size=60)


@given(TEXTS)
def test_any_words_are_read_as_they_were_written(words: str) -> None:
    document: dict[str, Any] = {"kind": "analysis", "title": {"da": words, "en": f"{words}\n{words}"}}

    assert read_text(written(document)) == document


PATHS = [
    ("sections", 0, "title", "da"),
    ("sections", 0, "questions", 1, "label", "en"),
    ("summary", "en"),
    ("title", "da"),
]
WORDS = ["x", "a: b", "- c", "", "# d", "e\n\nf"]


@given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(WORDS)), max_size=4))
def test_whatever_is_changed_the_file_says_it(changes: list) -> None:
    document = read_text(SOURCE)
    for path, words in changes:
        *above, last = path
        here: Any = document
        for step in above:
            here = here[step]
        here[last] = words

    assert read_text(written(document, SOURCE)) == document


def test_file_that_cannot_be_read_any_more_is_no_hindrance() -> None:
    document = every_type()

    assert read_text(written(document, "not: [yaml")) == copy.deepcopy(document)
