"""Numbers: what people type is read strictly in their language, and never guessed at."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from core.numbers import (
    SEPARATORS,
    NumberFault,
    format_decimal,
    format_input,
    format_money,
    format_percent,
    parse_decimal,
    parse_typed,
)
from core.text import LANGUAGES, Language

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("da", "1.250.000,5", "1250000.5"),
        ("en", "1,250,000.5", "1250000.5"),
        ("da", "1250000", "1250000"),
        ("da", "1 250 000", "1250000"),
        ("da", f"1{NBSP}250{NBSP}000,5", "1250000.5"),
        ("en", "1\u202f250\u202f000", "1250000"),
        ("da", "  40 ", "40"),
        ("da", "1,5", "1.5"),
        ("en", "1.5", "1.5"),
        ("da", "0,05", "0.05"),
        ("da", "-7", "-7"),
        ("da", "\u22127", "-7"),
        ("da", "\u20137", "-7"),
        ("da", "- 7", "-7"),
        ("en", "+7", "7"),
        ("da", "1,250", "1.250"),
        ("en", "1.250", "1.250"),
        ("da", "007", "7"),
        ("da", "12345678901234567890", "12345678901234567890"),
    ],
)
def test_number_is_read_in_its_language(language: Language, typed: str, number: str) -> None:
    assert parse_decimal(typed, language) == Decimal(number)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("da", "1.5"),
        ("en", "1,5"),
        ("da", "1,250.5"),
        ("en", "1.250,5"),
        ("da", "12.34"),
        ("da", "1.2500"),
        ("da", "12 5"),
        ("da", "1 2500"),
        ("da", "1.250 000"),
        ("da", "ca. 40"),
        ("en", "12-ish"),
        ("da", ""),
        ("da", "-"),
        ("da", "--7"),
        ("da", "7-"),
        ("da", ",5"),
        ("da", "5,"),
        ("da", "1e5"),
        ("en", "NaN"),
        ("en", "Infinity"),
        ("en", "0x10"),
        ("en", "1_000"),
        ("da", "\u0663"),
        ("da", "½"),
        ("da", "\x00"),
        ("da", "tyve"),
    ],
)
def test_what_is_no_number_or_could_be_two_is_refused_with_an_example(language: Language, typed: str) -> None:
    with translation.override("en-gb"), pytest.raises(NumberFault) as refused:
        parse_decimal(typed, language)

    example = "1.250,5" if language == "da" else "1,250.5"
    shown = typed.strip()
    assert refused.value.message == f"“{shown}” is not a number. Enter it in digits, for example {example}."


def test_number_of_more_than_twenty_digits_is_refused() -> None:
    with translation.override("en-gb"), pytest.raises(NumberFault) as refused:
        parse_decimal("1" * 21, "da")

    assert refused.value.message == "The number is too long. Enter at most 20 digits."


def test_long_nonsense_is_cut_in_the_sentence() -> None:
    with translation.override("en-gb"), pytest.raises(NumberFault) as refused:
        parse_decimal("x" * 100_000, "en")

    assert refused.value.message.startswith(f"“{'x' * 40}” is not a number.")


decimals = st.decimals(min_value=-(10**14), max_value=10**14, allow_nan=False, allow_infinity=False, places=5)


@given(decimals, st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_back_the_same(number: Decimal, language: Language) -> None:
    assert parse_decimal(format_input(number, language), language) == number
    assert parse_decimal(format_decimal(number, language), language) == number


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_is_a_number_or_is_refused(typed: str, language: Language) -> None:
    try:
        number = parse_decimal(typed, language)
    except NumberFault:
        return

    assert number.is_finite()


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("en", "35,5", "35.5"),
        ("da", "35.5", "35.5"),
        ("en", "-1234,56", "-1234.56"),
        ("da", "\u22121234.56", "-1234.56"),
        ("en", "1 234,5", "1234.5"),
        ("da", f"1{NBSP}234.5", "1234.5"),
        ("en", "0,125", "0.125"),
        ("da", "0.125", "0.125"),
        ("da", " 12.34 ", "12.34"),
        # What could be thousands is read as the page writes it.
        ("en", "1,234", "1234"),
        ("da", "1.234", "1234"),
        ("en", "1,234,567", "1234567"),
        ("en", "10,125", "10125"),
        ("en", "007,125", "7125"),
    ],
)
def test_the_other_decimal_mark_is_read_where_it_cannot_be_thousands(
    language: Language, typed: str, number: str
) -> None:
    assert parse_typed(typed, language) == Decimal(number)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "1234,567"),
        ("da", "1234.567"),
        ("en", "1 234,567"),
        ("en", "1,25,5"),
        ("en", "1.250,5"),
        ("da", "1,250.5"),
        ("da", "1.250.00"),
        ("da", "1.2.2026"),
        ("en", ",5"),
        ("en", "35,"),
        ("en", "1,2345"),
        ("en", "12 5,5"),
        ("da", "\u0663.5"),
    ],
)
def test_what_is_typed_and_could_still_be_two_numbers_is_refused_as_it_stands(language: Language, typed: str) -> None:
    with translation.override("en-gb"), pytest.raises(NumberFault) as refused:
        parse_typed(typed, language)

    example = "1.250,5" if language == "da" else "1,250.5"
    assert refused.value.message == f"“{typed}” is not a number. Enter it in digits, for example {example}."


@pytest.mark.parametrize(("typed", "is_read"), [("12,5", True), ("12,50", True), ("12,5000", False), ("0,1250", True)])
def test_the_other_mark_is_read_with_no_more_places_than_there_can_be(typed: str, is_read: bool) -> None:
    try:
        number = parse_typed(typed, "en")
    except NumberFault:
        number = None

    assert number == (Decimal(typed.replace(",", ".")) if is_read else None)


def _read(read: Callable[[str, Language], Decimal], typed: str, language: Language) -> Decimal | None:
    try:
        return read(typed, language)
    except NumberFault:
        return None


nearly_numbers = st.text("0123456789.,- ", max_size=12) | st.from_regex(
    r"[-+\u2212]? ?[0-9]{1,6}[.,][0-9]{1,6}", fullmatch=True
)


@given(nearly_numbers, st.sampled_from(LANGUAGES))
@example("0,125", "en")
@example("35,5", "en")
@example("1.234", "da")
def test_what_is_typed_is_read_as_in_a_file_or_has_one_mark_that_cannot_be_thousands(
    typed: str, language: Language
) -> None:
    strict, read = _read(parse_decimal, typed, language), _read(parse_typed, typed, language)
    other, decimal = SEPARATORS[language]
    before, mark, behind = typed.strip().partition(other)
    is_nought = before.strip("-+\u2212 ") == "0"

    if strict is not None and not (is_nought and mark):
        assert read == strict
    elif read is not None:
        assert (mark, decimal in typed, behind.isdigit()) == (other, False, True)
        assert is_nought or len(behind) != 3
        assert read == parse_decimal(typed.replace(other, decimal), language)


@given(decimals, st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_back_the_same_where_it_is_typed(number: Decimal, language: Language) -> None:
    assert parse_typed(format_input(number, language), language) == number
    assert parse_typed(format_decimal(number, language), language) == number


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        ("1250000.50", "da", "1.250.000,5"),
        ("1250000.50", "en", "1,250,000.5"),
        ("-3", "da", "\u22123"),
        ("100", "da", "100"),
        ("0.10", "en", "0.1"),
        ("1E+3", "da", "1.000"),
        ("1E-7", "da", "0,0000001"),
    ],
)
def test_number_is_written_in_its_language(number: str, language: Language, words: str) -> None:
    assert format_decimal(Decimal(number), language) == words


def test_number_is_written_with_a_fixed_number_of_decimals_when_asked() -> None:
    assert [format_decimal(Decimal(n), "da", places=2) for n in ("3", "3.456", "1000")] == ["3,00", "3,46", "1.000,00"]


@pytest.mark.parametrize(
    ("number", "currency", "language", "words"),
    [
        ("1250000", "DKK", "da", f"1.250.000{NBSP}kr."),
        ("1250000", "DKK", "en", f"DKK{NBSP}1,250,000"),
        ("99.5", "EUR", "da", f"99,50{NBSP}EUR"),
        ("99.5", "EUR", "en", f"EUR{NBSP}99.50"),
    ],
)
def test_amount_is_written_in_its_language(number: str, currency: str, language: Language, words: str) -> None:
    assert format_money(Decimal(number), currency, language) == words


def test_percentage_stands_with_a_space_that_does_not_break() -> None:
    assert [format_percent(Decimal("48.5"), language) for language in LANGUAGES] == [f"48,5{NBSP}%", f"48.5{NBSP}%"]
