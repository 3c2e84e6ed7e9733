"""From what people type to a country's code: the names in both languages, the codes, and what is said in daily life."""

from functools import cache

from schema.countries import COUNTRIES

# What Danes and Britons write that is no name of the list; casefolded.
DAILY_NAMES = {
    "holland": "NL",
    "the netherlands": "NL",
    "nederlandene": "NL",
    "usa": "US",
    "u.s.a.": "US",
    "us": "US",
    "america": "US",
    "amerika": "US",
    "uk": "GB",
    "u.k.": "GB",
    "england": "GB",
    "great britain": "GB",
    "storbritannien": "GB",
    "det forenede kongerige": "GB",
    "skotland": "GB",
    "scotland": "GB",
    "wales": "GB",
    "south korea": "KR",
    "sydkorea": "KR",
    "korea": "KR",
    "czech republic": "CZ",
    "tjekkiet": "CZ",
    "den tjekkiske republik": "CZ",
    "turkey": "TR",
    "tyrkiet": "TR",
    "russia": "RU",
    "rusland": "RU",
    "vietnam": "VN",
    "taiwan": "TW",
    "uae": "AE",
    "emiraterne": "AE",
    "kina": "CN",
    "china": "CN",
    "færøerne": "FO",
    "grønland": "GL",
}


@cache
def _codes() -> dict[str, str]:
    codes = dict(DAILY_NAMES)
    for code, name in COUNTRIES.items():
        codes[name.da.casefold()] = code
        codes[name.en.casefold()] = code
    return codes


def country_code(typed: str) -> str | None:
    """Return the two letters of the country that was typed, by name or by code, or None when it is unknown."""
    words = " ".join(typed.split())
    if words.upper() in COUNTRIES:
        return words.upper()
    return _codes().get(words.casefold())
