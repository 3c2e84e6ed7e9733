"""Dates as people type and read them."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.dates import EARLIEST, LATEST, DateFault, format_date, format_short, parse_date
from core.text import LANGUAGES, Language


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("da", "2026-11-24"),
        ("en", "2026-11-24"),
        ("da", "24.11.2026"),
        ("da", "24/11/2026"),
        ("da", "24-11-2026"),
        ("da", "24.11.26"),
        ("en", "24/11/2026"),
        ("en", "24.11.2026"),
        ("en", "24 November 2026"),
        ("en", " 24 Nov 2026 "),
    ],
)
def test_date_is_read_in_the_forms_that_people_use(language: Language, typed: str) -> None:
    assert parse_date(typed, language) == date(2026, 11, 24)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_comes_first_in_both_languages(language: Language) -> None:
    assert parse_date("5/3/2026", language) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24. november 2026", date(2026, 11, 24)),
        ("1. maj 2027", date(2027, 5, 1)),
        ("24 November 2026", date(2026, 11, 24)),
        ("3. Dec. 2026", date(2026, 12, 3)),
    ],
)
def test_danish_date_may_be_written_in_words(typed: str, day: date) -> None:
    assert parse_date(typed, "da") == day


@pytest.mark.parametrize(
    "typed", ["31.02.2026", "2026-02-30", "2026-13-01", "24", "", "\x00", "24.11", "1. maaj 2026", "31 juni 2026"]
)
def test_impossible_date_is_refused_with_an_example(typed: str) -> None:
    with translation.override("en-gb"), pytest.raises(DateFault) as danish:
        parse_date(typed, "da")
    with translation.override("en-gb"), pytest.raises(DateFault) as english:
        parse_date(typed, "en")

    shown = typed.strip()
    words = f"“{shown}” is not a date. Enter day, month and year, for example"
    assert (danish.value.message, english.value.message) == (f"{words} 24.11.2026.", f"{words} 24/11/2026.")


@pytest.mark.parametrize("typed", ["1500-01-01", "31.12.1899", "2201-01-01"])
def test_date_far_from_our_time_is_refused(typed: str) -> None:
    with translation.override("en-gb"), pytest.raises(DateFault) as refused:
        parse_date(typed, "da")

    year = typed[:4] if typed[4] == "-" else typed[-4:]
    assert refused.value.message == (f"The year {year} cannot be used here. Enter a date between 1900 and 2200.")


@given(st.dates(EARLIEST, LATEST), st.sampled_from(LANGUAGES))
def test_date_is_read_back_from_both_its_forms_in_digits(day: date, language: Language) -> None:
    assert parse_date(day.isoformat(), language) == day
    assert parse_date(format_short(day, language), language) == day


@given(st.dates(EARLIEST, LATEST), st.sampled_from(LANGUAGES))
def test_date_is_read_back_from_its_words(day: date, language: Language) -> None:
    assert parse_date(format_date(day, language), language) == day


@given(st.text(max_size=30), st.sampled_from(LANGUAGES))
def test_any_text_is_a_date_or_is_refused(typed: str, language: Language) -> None:
    try:
        day = parse_date(typed, language)
    except DateFault:
        return

    assert EARLIEST <= day <= LATEST


def test_date_is_written_in_its_language_whatever_the_page_speaks() -> None:
    day = date(2026, 11, 4)

    with translation.override("en-gb"):
        danish = (format_date(day, "da"), format_short(day, "da"))
    with translation.override("da"):
        english = (format_date(day, "en"), format_short(day, "en"))

    assert danish == ("4. november 2026", "04.11.2026")
    assert english == ("4 November 2026", "04/11/2026")
