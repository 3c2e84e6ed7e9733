"""Which column a heading names, as people write headings: with a colon, a unit, two words for one. No Django."""

import re
from collections.abc import Mapping, Sequence

from core.plain import tidy
from core.sheets.bounds import COLUMNS

LONGEST = 120
_PLAIN = re.compile(r"[\s:*.?]+")
_UNITS = {
    **dict.fromkeys(("%", "pct", "procent", "percent", "per cent"), "%"),
    **dict.fromkeys(("kr", "dkk", "kroner"), "DKK"),
    **dict.fromkeys(("€", "eur", "euro"), "EUR"),
    **dict.fromkeys(("tkr", "t kr", "1000 kr", "dkk 1000", "tdkk"), "tDKK"),
    **dict.fromkeys(("mio", "mio kr", "mio dkk", "mkr"), "mDKK"),
    **dict.fromkeys(("mio eur", "mio €", "m€"), "mEUR"),
    **dict.fromkeys(("t€", "teur", "1000 eur"), "tEUR"),
    **dict.fromkeys(("$", "usd"), "USD"),
}


def plain(words: str) -> str:
    """Return a heading in small letters, without points, colons and stars, one blank between words."""
    return _PLAIN.sub(" ", tidy(words[:LONGEST]).casefold()).strip()


def parted(heading: str) -> tuple[str, str]:
    """Return a heading without what stands in brackets behind it or after a comma, and the unit named there."""
    words, unit = heading[:LONGEST].strip(), ""
    for opening, closing in (("(", ")"), ("[", "]")):
        head, found, tail = words.partition(opening)
        if found and head.strip() and closing in tail:
            unit = unit or _UNITS.get(plain(tail.partition(closing)[0]).removeprefix("i "), "")
            words = head
    for between in (",", " i "):
        head, found, tail = words.partition(between)
        if found and plain(tail) in _UNITS:
            return head, unit or _UNITS[plain(tail)]
    return words, unit


def named(heading: str, known: Mapping[str, str]) -> tuple[str, str]:
    """Return the column that a heading names, or nothing, and its unit; `known` is by `plain` spellings."""
    whole = plain(heading)
    bare, unit = parted(heading)
    if whole in known:
        return known[whole], unit
    if plain(bare) in known:
        return known[plain(bare)], unit
    parts = [plain(part) for between in ("/", " og ", " and ", " or ", " eller ") for part in bare.split(between)[:4]]
    found = {known[part] for part in parts if part in known}
    return (found.pop(), unit) if len(found) == 1 else ("", "")


def columns(row: Sequence[str], known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what each cell of a row would name as a heading."""
    return [named(words, known) if words else ("", "") for words in row]


def is_head(row: Sequence[str], known: Mapping[str, str], needed: Sequence[str]) -> bool:
    """Tell whether a row names all columns that are needed."""
    found = {name for name, _unit in columns(row[:COLUMNS], known)}
    return all(name in found for name in needed)
