"""Money over several years, shared by days."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plans.rules.money import Span, by_year, fault_in, share, share_in, used

THREE_YEARS = Span(date(2025, 1, 1), date(2027, 12, 31))
YEARS = [Span(date(year, 1, 1), date(year, 12, 31)) for year in range(2024, 2030)]


def test_each_year_has_its_part_by_days() -> None:
    amount = Decimal(1095)

    assert [share(amount, THREE_YEARS, year) for year in YEARS] == [0, 365, 365, 365, 0, 0]


def test_what_lies_within_a_year_is_the_years() -> None:
    assert share(Decimal("99.95"), Span(date(2026, 3, 1), date(2026, 3, 1)), YEARS[2]) == Decimal("99.95")


def test_spending_is_shared_over_the_days_that_have_been() -> None:
    assert used(date(2025, 1, 1), date(2027, 12, 31), date(2026, 12, 31)) == Span(date(2025, 1, 1), date(2026, 12, 31))
    assert used(date(2026, 1, 1), date(2026, 2, 1), date(2030, 1, 1)).last == date(2026, 2, 1)
    assert used(date(2027, 1, 1), date(2027, 2, 1), date(2026, 1, 1)).days == 1


@given(
    st.decimals(0, 10**9, places=2, allow_nan=False),
    st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    st.integers(0, 1500),
)
def test_the_years_add_up_to_the_whole(amount: Decimal, first: date, days: int) -> None:
    last = min(date.fromordinal(first.toordinal() + days), date(2029, 12, 31))

    assert sum(share(amount, Span(first, last), year) for year in YEARS) == amount


def test_what_was_entered_stands_in_its_year_and_the_rest_is_shared_by_days() -> None:
    found = by_year(Decimal(1000), {2026: Decimal(800)}, THREE_YEARS)

    assert found == {2025: 100, 2026: 800, 2027: 100}
    assert share_in(Decimal(1000), {2026: Decimal(800)}, THREE_YEARS, YEARS[2]) == 800
    assert share_in(Decimal(1000), {}, THREE_YEARS, YEARS[2]) == share(Decimal(1000), THREE_YEARS, YEARS[2])


def test_a_part_of_a_year_has_its_part_of_what_was_entered() -> None:
    half = Span(date(2025, 7, 1), date(2026, 6, 30))

    parts = [share_in(Decimal(730), {2025: Decimal(365), 2026: Decimal(365)}, half, year) for year in YEARS]

    assert parts == [0, 365, 365, 0, 0, 0]


def test_money_entered_for_a_year_outside_the_activity_counts_there() -> None:
    assert by_year(Decimal(100), {2029: Decimal(40)}, Span(date(2026, 1, 1), date(2026, 12, 31))) == {
        2026: 60,
        2029: 40,
    }


@given(
    st.decimals(0, 10**9, places=2, allow_nan=False),
    st.sets(st.integers(2024, 2029)),
    st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    st.integers(0, 1500),
)
def test_years_add_up_also_where_some_were_entered(amount: Decimal, typed: set[int], first: date, days: int) -> None:
    last = min(date.fromordinal(first.toordinal() + days), date(2029, 12, 31))
    span, cent = Span(first, last), Decimal("0.01")
    entered = {year: (amount / 9).quantize(cent) for year in typed}
    if set(span.years) <= typed:
        entered[min(typed)] += amount - sum(entered.values())

    assert not fault_in(amount, entered, span)
    assert sum(by_year(amount, entered, span).values()) == amount
    assert sum(share_in(amount, entered, span, year) for year in YEARS) == amount


def test_what_was_entered_is_held_to_the_whole() -> None:
    assert fault_in(Decimal(100), {2025: Decimal(101)}, THREE_YEARS) == 1
    assert fault_in(Decimal(100), {2025: Decimal(99)}, THREE_YEARS) == 0
    assert fault_in(Decimal(100), dict.fromkeys((2025, 2026, 2027), Decimal(30)), THREE_YEARS) == -10
    assert fault_in(None, {}, None) == 0
