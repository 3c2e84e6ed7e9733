"""The days on which Denmark does not work.

Written out: a library of every country's holidays takes nine megabytes of each process. The tests compare the two.
"""

from datetime import date, timedelta
from functools import lru_cache

from core.text import Language

# Days from Easter Sunday, with their names in Danish and English.
_MOVABLE = (
    (-3, "Skærtorsdag", "Maundy Thursday"),
    (-2, "Langfredag", "Good Friday"),
    (0, "Påskedag", "Easter Sunday"),
    (1, "Anden påskedag", "Easter Monday"),
    (26, "Store bededag", "Great Prayer Day"),
    (39, "Kristi himmelfartsdag", "Ascension Day"),
    (49, "Pinsedag", "Pentecost"),
    (50, "Anden pinsedag", "Pentecost Monday"),
)
_FIXED = (
    (1, 1, "Nytårsdag", "New Year's Day"),
    (12, 25, "Juledag", "Christmas Day"),
    (12, 26, "Anden juledag", "Second Day of Christmas"),
)
_PRAYER_DAY, _LAST_PRAYER_DAY = 26, 2023


@lru_cache(maxsize=64)
def public_holidays(year: int, language: Language) -> dict[date, str]:
    """Return Denmark's public holidays of a year with their names."""
    easter = easter_sunday(year)
    movable = [
        (easter + timedelta(days=days), danish, english)
        for days, danish, english in _MOVABLE
        if days != _PRAYER_DAY or year <= _LAST_PRAYER_DAY
    ]
    fixed = [(date(year, month, day), danish, english) for month, day, danish, english in _FIXED]
    return {day: danish if language == "da" else english for day, danish, english in sorted(movable + fixed)}


def easter_sunday(year: int) -> date:
    """Return the Sunday after the first full moon of spring, by the rule of the Gregorian calendar."""
    century, in_century = divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moon = (19 * (year % 19) + century - skipped - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * leap + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
