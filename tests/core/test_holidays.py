"""Denmark's public holidays, beside a library that knows those of every country."""

import holidays
import pytest

from core.holidays import public_holidays

# The library goes no further.
YEARS = range(1900, 2101)


@pytest.mark.parametrize(("ours", "theirs"), [("da", "da"), ("en", "en_US")])
def test_holidays_are_those_that_the_library_knows(ours: str, theirs: str) -> None:
    for year in YEARS:
        known = holidays.country_holidays("DK", years=year, language=theirs)
        assert public_holidays(year, ours) == dict(known), year


@pytest.mark.parametrize("year", [1, 1583, 9999])
def test_year_at_the_edge_has_its_holidays_all_the_same(year: int) -> None:
    assert len(public_holidays(year, "da")) in {10, 11}
