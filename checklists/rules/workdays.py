"""Dates counted from day 0, moved off weekends and the public holidays of Denmark."""

from datetime import date, timedelta

from core.holidays import public_holidays

ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Tell whether people are at work: Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and day not in public_holidays(day.year, "da")


def working_day(wanted: date, *, not_before: date | None = None) -> date:
    """Return the day itself or the nearest working day before it; where that is too early, the nearest after it."""
    day = wanted
    while not is_working_day(day):
        day -= ONE_DAY
    if not_before is None or day >= not_before:
        return day
    day = wanted
    while not is_working_day(day):
        day += ONE_DAY
    return day


def wanted_day(day_zero: date, due_days: int) -> date:
    """Return the day that is so many days from day 0."""
    return day_zero + timedelta(days=due_days)


def due_day(day_zero: date, due_days: int, *, is_during: bool = False) -> date:
    """Return when an item is due.

    What happens during the event happens on its day, weekend or not. What follows the event never moves to day 0 or
    before it.
    """
    wanted = wanted_day(day_zero, due_days)
    if is_during:
        return wanted
    return working_day(wanted, not_before=day_zero + ONE_DAY if due_days > 0 else None)
