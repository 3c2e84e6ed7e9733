"""Dates off weekends and Danish public holidays."""

from datetime import date

import pytest

from checklists.rules.workdays import due_day, working_day
from core.holidays import public_holidays


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (date(2027, 5, 3), date(2027, 5, 3)),  # a Monday
        (date(2027, 5, 8), date(2027, 5, 7)),  # a Saturday
        (date(2027, 5, 9), date(2027, 5, 7)),  # a Sunday
        (date(2027, 3, 29), date(2027, 3, 24)),  # Easter Monday: five days off before it
        (date(2026, 12, 26), date(2026, 12, 24)),  # Boxing Day, a Saturday, after Christmas Day
        (date(2024, 4, 26), date(2024, 4, 26)),  # the Great Prayer Day is abolished since 2024 ...
        (date(2023, 5, 5), date(2023, 5, 4)),  # ... and was a holiday before
    ],
)
def test_day_off_becomes_the_nearest_working_day_before(wanted: date, expected: date) -> None:
    assert working_day(wanted) == expected


def test_what_follows_an_event_does_not_move_to_the_event_or_before_it() -> None:
    saturday = date(2027, 5, 8)

    assert due_day(saturday, 1) == date(2027, 5, 10)
    assert due_day(date(2027, 5, 7), 2) == date(2027, 5, 10)
    assert due_day(date(2027, 5, 7), 8) == date(2027, 5, 14)


def test_what_happens_during_the_event_stays_on_its_day() -> None:
    saturday = date(2027, 5, 8)

    assert [due_day(saturday, days, is_during=True) for days in (0, 1)] == [saturday, date(2027, 5, 9)]


def test_holidays_have_names_in_both_languages() -> None:
    whit_monday = date(2027, 5, 17)

    assert public_holidays(2027, "da")[whit_monday] == "Anden pinsedag"
    assert "Monday" in public_holidays(2027, "en")[whit_monday]
