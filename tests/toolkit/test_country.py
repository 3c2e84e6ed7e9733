"""The load of a country asks for pages that are there, in the shares that its figures name."""

import pytest
from django.urls import resolve

from bench.country import MIX, percentile

SAID = {"c": "havtorn", "phase": "foundation", "word": "eksport"}


@pytest.mark.parametrize("name", MIX)
def test_everything_that_people_do_has_an_address(name: str) -> None:
    address = MIX[name][0].format(**SAID)

    assert resolve(address.partition("?")[0]).func


def test_the_shares_are_of_a_hundred() -> None:
    assert sum(weight for _address, weight in MIX.values()) == 100


def test_the_percentile_is_over_all_acts() -> None:
    times = {"read": [10.0] * 90, "save": [100.0] * 10}

    assert (percentile(times, 50), percentile(times)) == (10, 100)
    assert percentile({}) == 0
