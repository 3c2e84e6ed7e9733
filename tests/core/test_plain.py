"""Text made plain: one way to write each letter, one kind of line break, nothing that nobody can see."""

import unicodedata

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from core.plain import one_line, tidy


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("blåbær", "blåbær"),
        ("bla\u030abær", "blåbær"),
        ("o\u0308re", "öre"),
        ("to\r\nlinjer\rog\u2028en\u2029til\x0bog\x0cto\x85mere", "to\nlinjer\nog\nen\ntil\nog\nto\nmere"),
        ("a\u200bb\u2060c\ufeffd\u00ade\u200ef\u202eg\u2066h\u061ci", "abcdefghi"),
        ("a\x00b\x1bc\x7fd\x9fe", "abcde"),
        ("a\U000e0041b\ud800c", "abc"),
        ("10\u00a0000 kr.\tog", "10\u00a0000 kr.\tog"),
        ("x\u200dy", "xy"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (
            "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        ),
    ],
)
def test_text_is_made_plain(typed: str, plain: str) -> None:
    assert tidy(typed) == plain


def test_every_white_space_of_a_line_becomes_one_space() -> None:
    assert one_line(" Anna\u00a0\tBirgitte\r\nCarla\u2028Dorte\x85") == "Anna Birgitte Carla Dorte"


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    plain = tidy(text)

    assert tidy(plain) == plain
    assert unicodedata.is_normalized("NFC", plain)


@pytest.mark.parametrize("sign", ["\u0323\u0307", "a\u0301", "\u200d", "\r", "🏴", "\u1100\u1161"])
def test_a_hundred_thousand_hostile_signs_are_read_once(sign: str) -> None:
    # Quadratic work on so many would take minutes, and the suite would be stopped.
    assert len(tidy(sign * 100_000)) <= 200_000


class Everything(forms.Form):
    """A form of Django's own fields, as a library would make it."""

    line = forms.CharField()
    prose = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput, strip=False)


def test_every_text_field_makes_plain_what_is_sent_and_leaves_passwords_alone() -> None:
    typed = "a\u030a\u200b\u2028b"

    form = Everything({"line": typed, "prose": typed, "secret": typed})

    assert form.is_valid()
    assert form.cleaned_data == {"line": "å b", "prose": "å\nb", "secret": typed}


def test_nul_is_refused_in_words() -> None:
    form = Everything({"line": "a\x00b", "prose": "x", "secret": "y"})

    assert form.errors == {"line": ["Null-tegn er ikke tilladte."]}
