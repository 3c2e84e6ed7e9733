"""The days on which Denmark does not work."""

from datetime import date
from functools import lru_cache

import holidays

from core.text import Language


@lru_cache(maxsize=64)
def public_holidays(year: int, language: Language) -> dict[date, str]:
    """Return Denmark's public holidays of a year with their names."""
    return dict(holidays.country_holidays("DK", years=year, language="da" if language == "da" else "en_US"))
