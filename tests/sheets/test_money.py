"""Money as people write it: read one way or refused, never guessed at, wherever it is typed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.numbers import NumberFault
from core.sheets.table import SheetCell
from core.sheets.values import amount_of, number_in
from core.text import Language
from plans.forms.fields import read_amount

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "typed", "number", "unit"),
    [
        ("da", "450.000 kr.", "450000", "DKK"),
        ("da", "450.000", "450000", ""),
        ("da", "450000", "450000", ""),
        ("da", f"450{NBSP}000 kr", "450000", "DKK"),
        ("da", "kr. 450.000,00", "450000", "DKK"),
        ("da", "450.000,-", "450000", ""),
        ("da", "0,45 mio.", "450000", ""),
        ("da", "0,45 mio. kr.", "450000", "DKK"),
        ("da", "0,45 MIO KR", "450000", "DKK"),
        ("da", "1,25 mio.kr.", "1250000", "DKK"),
        ("da", "450 t.kr.", "450000", "DKK"),
        ("da", "450 tkr", "450000", "DKK"),
        ("da", "450 tusind", "450000", ""),
        ("da", "1,2 mia. kr.", "1200000000", "DKK"),
        ("da", "DKK 450.000", "450000", "DKK"),
        ("da", "60.000 EUR", "60000", "EUR"),
        ("da", "€ 60.000,50", "60000.5", "EUR"),
        ("da", "12,50", "12.5", ""),
        ("da", "0,125 mio.", "125000", ""),
        ("en", "DKK 450,000", "450000", "DKK"),
        ("en", "450,000", "450000", ""),
        ("en", "450,000.00 kr.", "450000", "DKK"),
        ("en", "0.45 million", "450000", ""),
        ("en", "DKK 0.45m", "450000", "DKK"),
        ("en", "450k", "450000", ""),
        ("en", "€60k", "60000", "EUR"),
        ("en", "1.2bn", "1200000000", ""),
        ("en", "12.50", "12.5", ""),
    ],
)
def test_money_is_read_as_people_write_it(language: Language, typed: str, number: str, unit: str) -> None:
    amount = amount_of(typed, language, is_money=True)
    assert (amount.number, amount.unit) == (Decimal(number), unit)


@pytest.mark.parametrize(
    ("language", "typed", "both"),
    [
        ("en", "450.000", ("450,000", "450.00")),
        ("en", "450.000 kr.", ("450,000", "450.00")),
        ("en", "1.250 million", ("1,250", "1.25")),
        ("da", "450,000", ("450.000", "450,00")),
        ("da", "kr. 1,250", ("1.250", "1,25")),
    ],
)
def test_money_that_two_languages_read_differently_is_asked_about(
    language: Language, typed: str, both: tuple[str, str]
) -> None:
    with translation.override(language), pytest.raises(NumberFault) as fault:
        amount_of(typed, language, is_money=True)
    assert all(words in fault.value.message for words in both)


@pytest.mark.parametrize(
    "typed",
    [
        "ca. 450.000",
        "400.000-500.000",
        "450.000 inkl. moms",
        "1.250.00",
        "45.00",
        "mange",
        "450..000",
        "kr.",
        "12 mio mio",
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(typed: str) -> None:
    with translation.override("da"), pytest.raises(NumberFault) as fault:
        amount_of(typed, "da", is_money=True)
    assert fault.value.message.endswith(".")


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("en", "1250,50", "1250.5"),
        ("en", "DKK 12,5", "12.5"),
        ("en", "1,25 mio. kr.", "1250000"),
        ("en", "0,125 million", "125000"),
        ("da", "€ 99.50", "99.5"),
        ("da", "0.45 mio.", "450000"),
        ("en", "450,000", "450000"),
        ("da", "450.000", "450000"),
    ],
)
def test_money_in_a_field_is_read_with_either_decimal_mark(language: Language, typed: str, number: str) -> None:
    assert amount_of(typed, language, is_money=True, is_typed=True).number == Decimal(number)


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "450.000"), ("da", "450,000"), ("da", "1.2500"), ("en", "DKK 45,0000")]
)
def test_money_in_a_field_that_may_be_thousands_is_still_asked_about(language: Language, typed: str) -> None:
    with pytest.raises(NumberFault):
        amount_of(typed, language, is_typed=True, is_money=True)


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "1250,50"), ("da", "€ 99.50"), ("en", "35,5 %"), ("da", "12.34")]
)
def test_a_cell_of_a_file_is_read_in_the_language_of_the_file_alone(language: Language, typed: str) -> None:
    with pytest.raises(NumberFault):
        number_in(SheetCell.of(typed), language)


def test_a_number_that_is_no_money_keeps_its_three_decimals() -> None:
    assert amount_of("1,250", "da").number == Decimal("1.25")


@pytest.mark.parametrize(
    ("typed", "currency"), [("60.000 EUR", "DKK"), ("450.000 kr.", "EUR"), ("12 pct.", ""), ("90 USD", "")]
)
def test_the_plan_takes_no_other_currency_for_its_own(typed: str, currency: str) -> None:
    with translation.override("da"), pytest.raises(ValidationError):
        read_amount(typed, currency)
