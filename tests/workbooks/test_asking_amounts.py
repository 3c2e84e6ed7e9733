"""Numbers, amounts of money and percentages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.base import Surroundings
from answers.shown import NOTHING
from answers.types import QUESTION_ANSWERS
from core.text import LANGUAGES
from tests.schema.samples import question, text
from tests.workbooks.samples import DANISH, ENGLISH, fault, in_language, one, read, reread
from workbooks.asking import FACES, Setting

NBSP = "\u00a0"
PLAIN = one(question("amount", "number"))
MEMBERS = one(question("members", "number", min=0, max=500, step=0.5, unit=text("medlemmer")))
WHOLE = one(question("staff", "number", min=0, step=1))
LEAST = one(question("least", "number", min=-5))
MOST = one(question("most", "number", max=10))
PRICE = one(question("price", "money"))
EURO = one(question("price", "money", currency="EUR"))
PART = one(question("part", "percent"))
YEAR = one(question("year", "number", min=2020, max=2050, step=1))

stored_numbers = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(
    -(10**9), 10**9, places=6, allow_nan=False, allow_infinity=False
).map(lambda n: int(n) if n == n.to_integral_value() else float(n))


@given(stored_numbers, st.sampled_from(LANGUAGES), st.sampled_from([PLAIN, PRICE, EURO]))
def test_number_is_read_back_the_same(value: float, language: str, asked: object) -> None:
    assert reread(asked, value, in_language(language)).value == value


@given(st.text(max_size=24), st.sampled_from(LANGUAGES))
def test_any_text_gives_a_number_that_is_read_back_or_a_sentence(typed: str, language: str) -> None:
    for asked in (PLAIN, MEMBERS, PRICE, PART):
        reading = read(asked, in_language(language), "before", v=typed)
        if reading.faults:
            assert reading.value == "before"
        else:
            assert reread(asked, reading.value, in_language(language)).value == reading.value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250.000,5", 1250000.5),
        ("40", 40),
        ("1,5", 1.5),
        ("-3", -3),
        ("\u22123", -3),
        ("0", 0),
        ("0,0", 0),
        ("", None),
    ],
)
def test_number_is_stored_as_an_integer_where_it_is_one(typed: str, value: float | None) -> None:
    stored = read(PLAIN, v=typed).value

    assert (stored, type(stored)) == (value, type(value))


@pytest.mark.parametrize("typed", ["1.250.5", "ca. 40", "12-ish", "40 %", "ti"])
def test_what_is_no_number_stays_to_be_corrected(typed: str) -> None:
    words = f"“{typed}” is not a number. Enter it in digits, for example 1.250,5."

    assert fault(read(PLAIN, before=7, v=typed)) == ("v", words)
    assert read(PLAIN, before=7, v=typed).value == 7


@pytest.mark.parametrize(
    ("asked", "setting", "typed", "value"),
    [
        (PLAIN, DANISH, "35.5", 35.5),
        (PLAIN, ENGLISH, "35,5", 35.5),
        (PLAIN, ENGLISH, "1,234", 1234),
        (PLAIN, DANISH, "1.234", 1234),
        (PLAIN, ENGLISH, "0,125", 0.125),
        (MEMBERS, DANISH, "12.5", 12.5),
        (PRICE, ENGLISH, "1250,50", 1250.5),
        (PRICE, DANISH, "1250.50 kr.", 1250.5),
        (PART, ENGLISH, "48,5 %", 48.5),
        (PART, DANISH, "48.5", 48.5),
    ],
)
def test_decimal_mark_of_the_other_language_is_read_where_it_cannot_be_thousands(
    asked: object, setting: Setting, typed: str, value: float
) -> None:
    reading = read(asked, setting, v=typed)

    assert (reading.value, reading.faults) == (value, ())


@pytest.mark.parametrize(
    ("asked", "typed", "words"),
    [
        (MEMBERS, "501", "“members” is 501. Enter a number from 0 to 500."),
        (MEMBERS, "-1", "“members” is −1. Enter a number from 0 to 500."),
        (MEMBERS, "1,25", "“members” is 1,25. Enter a number in steps of 0,5."),
        (WHOLE, "1,5", "“staff” is 1,5. Enter a whole number."),
        (LEAST, "-6", "“least” is −6. Enter a number that is at least −5."),
        (MOST, "11", "“most” is 11. Enter a number that is at most 10."),
        (PART, "100,1", "“part” is 100,1. Enter a number from 0 to 100."),
        (YEAR, "1", "“year” is 1. Enter a number from 2020 to 2050."),
        (YEAR, "2051", "“year” is 2051. Enter a number from 2020 to 2050."),
        (PART, "-1", "“part” is −1. Enter a number from 0 to 100."),
        (PLAIN, "1234567890123456", "The number is too long. Enter at most 15 digits."),
        (PLAIN, "0,1234567890123456", "The number is too long. Enter at most 15 digits."),
        (PLAIN, "1" * 21, "The number is too long. Enter at most 20 digits."),
    ],
)
def test_number_outside_what_is_asked_gets_a_sentence(asked: object, typed: str, words: str) -> None:
    assert fault(read(asked, v=typed)) == ("v", words)


@pytest.mark.parametrize(("typed", "value"), [("0", 0), ("500", 500), ("12,5", 12.5)])
def test_number_at_the_limit_and_on_a_step_is_taken(typed: str, value: float) -> None:
    assert read(MEMBERS, v=typed).value == value


@pytest.mark.parametrize(
    "typed", ["1.250.000", "1.250.000 kr.", "1.250.000 kr", "kr. 1.250.000", "1.250.000,-", "DKK 1250000"]
)
def test_unit_may_be_written_along_with_an_amount(typed: str) -> None:
    assert read(PRICE, v=typed).value == 1_250_000


@pytest.mark.parametrize("typed", ["€ 99.50", "99.50 EUR", "99.5€"])
def test_euros_may_be_named_where_euros_are_asked_for(typed: str) -> None:
    assert read(EURO, ENGLISH, v=typed).value == 99.5


@pytest.mark.parametrize(
    ("asked", "typed"), [(PRICE, "100 EUR"), (PRICE, "€100"), (EURO, "100 kr."), (EURO, "DKK 100")]
)
def test_amount_in_another_currency_is_not_taken_for_ours(asked: object, typed: str) -> None:
    assert fault(read(asked, before=1, v=typed))[1].startswith(f"“{typed}” is not a number.")


@pytest.mark.parametrize("typed", ["48 %", "48%", "48"])
def test_percent_sign_may_be_written(typed: str) -> None:
    assert read(PART, v=typed).value == 48


@pytest.mark.parametrize(
    ("asked", "value", "danish", "english"),
    [
        (MEMBERS, 1250.5, "1.250,5 medlemmer", "1,250.5 medlemmer in English"),
        (PRICE, 1_250_000, f"1.250.000{NBSP}kr.", f"DKK{NBSP}1,250,000"),
        (EURO, 99.5, f"99,50{NBSP}EUR", f"EUR{NBSP}99.50"),
        (PART, 48.5, f"48,5{NBSP}%", f"48.5{NBSP}%"),
    ],
)
def test_number_is_shown_with_its_unit(asked: object, value: float, danish: str, english: str) -> None:
    kind = QUESTION_ANSWERS[asked.type]

    assert [kind.show(asked, value, lang, Surroundings()).line.text for lang in LANGUAGES] == [danish, english]


@pytest.mark.parametrize("value", [None, "40", True, [], {}, float("nan"), float("inf"), 10**30])
def test_what_is_stored_and_no_number_is_not_shown(value: object) -> None:
    assert QUESTION_ANSWERS["number"].show(PLAIN, value, "da", Surroundings()) == NOTHING
    assert FACES["number"].fill(PLAIN, value, "v", DANISH) == {"v": [""]}


def test_step_too_fine_for_the_number_is_refused_and_not_a_crash() -> None:
    fine = one(question("fine", "number", step=1e-15))

    reading = read(fine, v="123456789012345")

    assert reading.value == 123456789012345 or reading.faults


def test_zero_is_an_answer() -> None:
    assert [QUESTION_ANSWERS["number"].is_answered(v) for v in (0, None)] == [True, False]
    assert Decimal(read(PLAIN, v="0").value) == 0
