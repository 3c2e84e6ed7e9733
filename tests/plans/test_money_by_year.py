"""Money over several years, shared by days."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plans.rules.money import Span, share, used

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
