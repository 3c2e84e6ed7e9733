"""A text in two languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.languages import content_language, interface_language
from core.text import LANGUAGES, Language, Resolved, Text, is_language, other

texts = st.builds(Text, da=st.text(), en=st.text())
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(LANGUAGES), inner),
    max_leaves=6,
)


@given(texts)
def test_stored_form_is_read_back_the_same(text: Text) -> None:
    assert Text.from_value(text.to_value()) == text


@given(json)
def test_anything_can_be_read_and_what_is_no_text_is_empty(value: object) -> None:
    text = Text.from_value(value)

    assert isinstance(text.da, str)
    assert isinstance(text.en, str)


def test_stored_form_leaves_out_an_empty_language() -> None:
    assert [t.to_value() for t in (Text("a", "b"), Text("a"), Text(en="b"), Text())] == [
        {"da": "a", "en": "b"},
        {"da": "a"},
        {"en": "b"},
        {},
    ]


@pytest.mark.parametrize(
    ("text", "language", "resolved"),
    [
        (Text("hej", "hello"), "da", Resolved("hej", "da", is_fallback=False)),
        (Text("hej", "hello"), "en", Resolved("hello", "en", is_fallback=False)),
        (Text("hej"), "en", Resolved("hej", "da", is_fallback=True)),
        (Text(en="hello"), "da", Resolved("hello", "en", is_fallback=True)),
        (Text(), "en", Resolved("", "en", is_fallback=False)),
    ],
)
def test_missing_language_is_lent_from_the_other_and_says_so(
    text: Text, language: Language, resolved: Resolved
) -> None:
    assert text.resolve(language) == resolved


@given(texts, st.sampled_from(LANGUAGES), st.text())
def test_changing_one_language_leaves_the_other(text: Text, language: Language, words: str) -> None:
    changed = text.with_language(language, words)

    assert (changed.get(language), changed.get(other(language))) == (words, text.get(other(language)))


def test_text_is_true_when_it_has_words_in_a_language() -> None:
    assert [bool(t) for t in (Text("a"), Text(en="a"), Text())] == [True, True, False]


def test_languages_of_interface_and_content_belong_together() -> None:
    assert [content_language(code) for code in ("da", "en-gb", "en")] == ["da", "en", "en"]
    assert [content_language(interface_language(language)) for language in LANGUAGES] == list(LANGUAGES)
    assert [is_language(code) for code in ("da", "en", "en-gb", "", None)] == [True, True, False, False, False]
