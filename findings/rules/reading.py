"""What a text says in figures: how many focus countries, and which years. Pure Python."""

import re

# How many focus countries a cluster can have, in words and in figures.
COUNTS = {
    **dict(zip(["to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti"], range(2, 11), strict=True)),
    **dict(zip(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], range(2, 11), strict=True)),
}
# Only where all of them are meant: a position may look after two focus countries of three.
ALL = "de|vores|klyngens|vælger|valgt|har|our|the|choose|chosen|have"
FOCUS = re.compile(
    rf"\b(?:{ALL})\s{{1,3}}(\d{{1,2}}|{'|'.join(COUNTS)})\s{{1,3}}(?:fokuslande|focus\s{{1,3}}countries)\b",
    re.IGNORECASE,
)
YEARS = re.compile(r"\b(20\d\d)\s{0,2}[–-]\s{0,2}(20\d\d)\b")


def focus_count(text: str) -> str:
    """Return the first number of focus countries that a text says there are, in figures, or nothing."""
    found = FOCUS.search(text)
    if found is None:
        return ""
    words = found[1].lower()
    return str(COUNTS.get(words, words))


def years_in(text: str) -> str:
    """Return the first two years that a text puts together, as 2025–2028, or nothing."""
    found = YEARS.search(text)
    return f"{found[1]}–{found[2]}" if found else ""
