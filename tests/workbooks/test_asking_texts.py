"""Lines and paragraphs in the languages of the cluster."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.base import Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from answers.types import QUESTION_ANSWERS
from tests.schema.samples import question
from tests.workbooks.samples import BOTH, DANISH, ENGLISH, fault, one, read, reread
from workbooks.asking import FACES, Posted

LINE = one(question("name"))
PROSE = one(question("why", "longtext"))

words = st.text().map(lambda t: t.strip())


@given(st.dictionaries(st.sampled_from(["da", "en"]), st.text()))
def test_what_was_stored_once_is_read_back_the_same(typed: dict[str, str]) -> None:
    fields = {f"v_{language}": text for language, text in typed.items()}

    for asked in (LINE, PROSE):
        stored = read(asked, BOTH, **fields).value
        assert reread(asked, stored, BOTH).value == stored


def test_line_is_stored_in_the_languages_that_have_words() -> None:
    assert read(LINE, BOTH, v_da=" Klynge ", v_en="").value == {"da": "Klynge"}


def test_empty_answer_is_none() -> None:
    assert [read(asked, BOTH, v_da="  \r\n ", v_en="").value for asked in (LINE, PROSE)] == [None, None]


def test_language_that_the_form_does_not_ask_for_keeps_its_words() -> None:
    before = {"da": "gammel", "en": "old"}

    assert read(LINE, DANISH, before, v_da="ny").value == {"da": "ny", "en": "old"}
    assert read(LINE, DANISH, before, v_da="").value == {"en": "old"}


def test_line_breaks_become_spaces_in_a_line_and_stay_in_paragraphs() -> None:
    typed = "en\r\nto\rtre\nfire"

    assert read(LINE, DANISH, v_da=typed).value == {"da": "en to tre fire"}
    assert read(PROSE, DANISH, v_da=typed).value == {"da": "en\nto\ntre\nfire"}


def test_what_no_database_can_hold_is_taken_out() -> None:
    typed = "a\x00b\x1b[31mc\ud800d\udfffe\x7ff\tg"

    assert read(PROSE, DANISH, v_da=typed).value == {"da": "ab[31mcdef\tg"}


def test_other_scripts_and_pictures_stay_as_they_are() -> None:
    typed = "æøå Ж 漢字 👩‍👩‍👧 מימין"

    assert read(PROSE, DANISH, v_da=typed).value == {"da": typed}


def test_signs_that_nobody_can_see_are_taken_out_and_letters_are_written_in_one_way() -> None:
    typed = "a\u030arhus\u202e gr\u00f8n\u200b\u00adt\u2028havn\x85by"

    assert read(PROSE, DANISH, v_da=typed).value == {"da": "århus grønt\nhavn\nby"}


def test_hundred_thousand_characters_are_enough_and_one_more_is_too_much() -> None:
    assert read(PROSE, DANISH, v_da="å" * 100_000).faults == ()

    found = read(PROSE, DANISH, v_da="å" * 100_001)

    assert fault(found) == ("v-da", "The text has 100.001 characters. Shorten it to 100.000.")


def test_two_languages_may_both_be_too_long() -> None:
    found = read(LINE, BOTH, v_da="x" * 2_001, v_en="x" * 2_002)

    assert [(f.field, f.message[:27]) for f in found.faults] == [
        ("v-da", "The text has 2.001 characte"),
        ("v-en", "The text has 2.002 characte"),
    ]


@pytest.mark.parametrize(
    ("value", "language", "line"),
    [
        ({"da": "hej", "en": "hello"}, "en", ShownLine("hello", "en")),
        ({"da": "hej"}, "en", ShownLine("hej", "da", is_fallback=True)),
        ({"en": "hello"}, "da", ShownLine("hello", "en", is_fallback=True)),
    ],
)
def test_text_is_shown_in_the_language_or_lent_from_the_other(value: dict, language: str, line: ShownLine) -> None:
    assert QUESTION_ANSWERS["text"].show(LINE, value, language, Surroundings()) == Shown("line", line=line)
    assert QUESTION_ANSWERS["longtext"].show(PROSE, value, language, Surroundings()) == Shown("prose", line=line)


def test_nothing_is_shown_of_an_empty_answer() -> None:
    nothing = (None, {}, {"da": ""})

    shown = [QUESTION_ANSWERS[q.type].show(q, v, "da", Surroundings()) for q in (LINE, PROSE) for v in nothing]

    assert shown == [NOTHING] * 6


def test_form_has_a_field_for_each_language_that_the_cluster_writes() -> None:
    face = FACES["text"]

    names = [[c.name for c in face.controls(LINE, Posted({}), "v", setting, {})] for setting in (DANISH, ENGLISH, BOTH)]

    assert names == [["v-da"], ["v-en"], ["v-da", "v-en"]]


def test_answer_knows_its_languages() -> None:
    values = ({"da": "a"}, {"da": "a", "en": "b"}, None)

    assert [sorted(QUESTION_ANSWERS["text"].languages(value)) for value in values] == [["da"], ["da", "en"], []]
