"""What the format of a cell makes of its number: what is seen. No Django: the child has none."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

LONGEST = 255
MOST_DECIMALS = 15
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
    49: "@",
    5: "#,##0",
    6: "#,##0",
    7: "#,##0.00",
    8: "#,##0.00",
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
}
# A quotation, a bracket, an escaped sign, a sign that is as wide as another, and the rest one by one.
_PIECES = re.compile(r'"[^"]*"?|\[[^\]]*\]?|\\.|_.|\*.|[^"\[\\_*]|[\\_*]')
_CURRENCY = re.compile(r"kr|dkk|€|eur|\$|usd|£|gbp|sek|nok|chf|¥", re.IGNORECASE)
_CODES = {"kr": "DKK", "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
# The number of Sweden and of Norway behind a currency's sign; both write kr.
_NEIGHBOURS = {"41d": "SEK", "414": "NOK", "814": "NOK"}


@dataclass(frozen=True, slots=True)
class Format:
    """Whether a number is seen as a day or as a number, with which unit, times a hundred, with how many decimals."""

    kind: Literal["number", "day", "text"] = "number"
    unit: str = ""
    is_share: bool = False
    decimals: int | None = None


GENERAL = Format()


@lru_cache(maxsize=5000)
def format_of(code: str) -> Format:
    """Read a format's code, such as `0.0%`, `#,##0 [$€-1]` or `0" %"`."""
    literal, signs, has_condition = "", "", False
    for piece in _PIECES.findall(code[:LONGEST]):
        if piece == ";":
            break
        first = piece[0]
        if first == '"':
            literal += piece.strip('"')
        elif first == "[":
            inside = piece.strip("[]")
            if inside.startswith("$"):
                literal += _neighbour(inside[1:])
            has_condition = has_condition or inside[:1] in "<>=" or inside.casefold() in ("h", "hh", "m", "mm", "s")
        elif first == "\\" and len(piece) == 2:
            literal += piece[1]
        elif first not in "_*\\":
            signs += piece
    small = signs.casefold()
    unit = unit_of(literal + signs)
    if "%" in signs:
        return Format(unit="%", is_share=True, decimals=_decimals(small))
    if has_condition or "general" in small or "e+" in small or "e-" in small or "?/" in small or "/" in small:
        looks_like_day = "/" in small and ("d" in small or "y" in small) and not has_condition
        return Format("day") if looks_like_day else Format(unit=unit)
    if "@" in small:
        return Format("text")
    if not any(sign in small for sign in "0#?") and any(sign in small for sign in "dmyåht"):
        return Format("day")
    if "0," in small.rstrip(" ") + " " and _is_scaled(small):
        return Format(unit=unit)
    return Format(unit=unit, decimals=_decimals(small))


def _neighbour(inside: str) -> str:
    sign, _dash, place = inside.partition("-")
    found = _NEIGHBOURS.get(place.casefold()) if sign.casefold().startswith("kr") else None
    return found or sign


def _is_scaled(small: str) -> bool:
    """Whether commas behind the digits make thousands or millions of it."""
    return bool(small) and "," in small[max(small.rfind(sign) for sign in "0#?") + 1 :][:2]


def _decimals(small: str) -> int:
    _whole, _point, behind = small.partition(".")
    count = 0
    for sign in behind:
        if sign not in "0#?":
            break
        count += 1
    return min(count, MOST_DECIMALS)


def unit_of(words: str) -> str:
    """Return `%` or the currency that the words name, or nothing."""
    found = _CURRENCY.search(words)
    if found:
        sign = found[0].casefold()
        return _CODES.get(sign, sign.upper())
    return "%" if "%" in words else ""


def built_in(number: int) -> Format:
    """Return a format that files name by number only."""
    code = _BUILT_IN.get(number)
    return format_of(code) if code else GENERAL


def exact(text: str) -> Decimal:
    """Return a number of a file as it was meant: fifteen digits, as sheets keep them."""
    return Decimal(f"{float(text):.15g}").normalize() + 0


def seen(number: Decimal, form: Format) -> Decimal:
    """Return the number as it is seen: a share times a hundred, rounded as the format rounds."""
    value = number * 100 if form.is_share else number
    if form.decimals is not None and abs(value) < 10**15:
        value = value.quantize(Decimal(1).scaleb(-form.decimals), ROUND_HALF_UP)
    return value.normalize() + 0


def day_of(serial: Decimal, *, is_1904: bool) -> datetime | None:
    """Return the day that a number stands for, or None where it stands for none."""
    days = serial + 1462 if is_1904 else serial
    if not 1 <= days < 2_958_466:
        return None
    # Excel has a 29 February 1900, which never was.
    start = datetime(1899, 12, 31) if days < 60 else datetime(1899, 12, 30)  # noqa: DTZ001 -- a sheet has no zone
    return start + timedelta(seconds=round(float(days) * 86_400))
