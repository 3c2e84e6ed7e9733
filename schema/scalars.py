"""The rules for one number, day or country, the same in a document and in a stored answer."""

import re
from datetime import date
from decimal import Decimal

from schema.countries import COUNTRIES
from schema.faults import shown
from schema.numbers import LARGEST, as_decimal

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(value: object) -> date | None:
    """Return the day that YYYY-MM-DD names, or None."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def number_fault(value: object, low: Decimal | None = None, high: Decimal | None = None) -> str | None:
    """Say what is wrong with a value that should be a number between the two."""
    number = as_decimal(value)
    if number is None:
        is_large = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) > LARGEST
        return f"{shown(value)} is larger than {LARGEST:,}" if is_large else f"{shown(value)} is not a number"
    if low is not None and number < low:
        return f"{shown(value)} is below {low}"
    if high is not None and number > high:
        return f"{shown(value)} is above {high}"
    return None


def country_fault(value: object) -> str | None:
    """Say what is wrong with a value that should be the code of a country."""
    if value is False:
        return "false is not a country; write the code of Norway in quotes, 'NO'"
    if isinstance(value, str) and value in COUNTRIES:
        return None
    return f"{shown(value)} is not an ISO 3166-1 alpha-2 code"
