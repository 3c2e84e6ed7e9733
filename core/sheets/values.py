"""What stands in a cell as a number or a day, as people write them; a fault is a sentence."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core.dates import DateFault, check_day, parse_date
from core.numbers import SEPARATORS, NumberFault, format_decimal, no_number, parse_decimal, parse_typed
from core.sheets.table import SheetCell
from core.text import Language

LONGEST = 60
_UNITS = {
    **dict.fromkeys(("%", "pct", "pct.", "procent", "percent", "per cent"), "%"),
    **dict.fromkeys(("kr", "kr.", "dkk", "dkk.", "kroner"), "DKK"),
    **dict.fromkeys(("€", "eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("$", "usd"), "USD"),
    **dict.fromkeys(("£", "gbp"), "GBP"),
    "sek": "SEK",
    "nok": "NOK",
    "chf": "CHF",
}
_MILLION, _THOUSAND = Decimal(10**6), Decimal(1000)
_MULTIPLES = {
    **dict.fromkeys(("mio", "mio.", "mill", "mill.", "million", "millioner", "millions"), (_MILLION, "")),
    **dict.fromkeys(("mkr", "mkr."), (_MILLION, "DKK")),
    **dict.fromkeys(("m€", "meur"), (_MILLION, "EUR")),
    **dict.fromkeys(("t.kr.", "tkr", "tkr.", "t.kr"), (_THOUSAND, "DKK")),
    **dict.fromkeys(("t€", "teur"), (_THOUSAND, "EUR")),
    **dict.fromkeys(("k", "t", "tusind", "tusinde", "thousand"), (_THOUSAND, "")),
    "m": (_MILLION, ""),
    **dict.fromkeys(("mio.kr", "mio.kr."), (_MILLION, "DKK")),
    **dict.fromkeys(("mia", "mia.", "milliard", "milliarder", "billion", "bn"), (Decimal(10**9), "")),
}
MONEY = frozenset({"DKK", "EUR", "USD", "GBP", "SEK", "NOK", "CHF"})
# Three digits behind the sign of decimals: another language's thousands.
_TWO_READINGS = {"da": re.compile(r"[-+]?[1-9]\d{0,2},\d{3}"), "en": re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")}
# Of what a heading says behind its name, such as "Budget (tkr.)".
HEADING_UNITS = {
    "%": (Decimal(1), "%"),
    **{f"t{code}": (_THOUSAND, code) for code in ("DKK", "EUR")},
    **{f"m{code}": (_MILLION, code) for code in ("DKK", "EUR")},
}
_PARTS = re.compile(r"([^\d+\-\u2212\u2013]{0,12})([-+\u2212\u2013]?[ ]?\d[\d.,' \u00a0\u202f]*)([^\d]*)")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_MINUSES = ("-", "\u2013", "\u2014")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (`%`, a currency, or nothing), and what it was multiplied by."""

    number: Decimal
    unit: str = ""
    times: Decimal = Decimal(1)
    full: Decimal | None = None


def amount_of(words: str, language: Language, *, is_money: bool = False, is_typed: bool = False) -> Amount:
    """Read a number as people write it, with a unit before or behind it: kr. 1.250.000, 12 pct., 1.250.000,-.

    Of money nothing is guessed: nobody writes a thousandth of a krone, so 450,000 may be thousands to whoever typed it.
    What is typed into a field, and stands in no file, may have the other language's decimal mark (`parse_typed`).
    """
    bare = words.strip()
    found = _PARTS.fullmatch(bare) if len(bare) <= LONGEST else None
    if found is None:
        raise no_number(bare, language)
    before, digits, behind = found[1].strip(), found[2].strip(), found[3].strip()
    if digits.endswith((",", ".")) and behind.startswith(_MINUSES):
        # 1.250,- is money in whole kroner.
        digits, behind = digits[:-1], behind.lstrip("".join(_MINUSES)).strip()
    elif digits.endswith(".") and language == "da":
        raise no_number(bare, language)
    unit, times = _unit(f"{before} {behind}".casefold(), bare, language)
    counts_money = is_money or unit in MONEY
    if counts_money and _TWO_READINGS[language].fullmatch(digits.translate(_MINUS)):
        raise two_readings(digits, language)
    try:
        number = parse_typed(digits, language) if is_typed else parse_decimal(digits, language)
    except NumberFault as fault:
        raise (
            no_number(bare, language) if "\u201c" in fault.message or "\u201d" in fault.message else fault
        ) from fault
    return Amount(number * times, unit, times)


def two_readings(digits: str, language: Language) -> NumberFault:
    """Return the fault of an amount that Danes and Britons read differently, with both ways to write it."""
    decimal = SEPARATORS[language][1]
    whole = Decimal(digits.translate(_MINUS).replace(decimal, ""))
    return NumberFault(
        _("“%(typed)s” can be read in two ways. Write %(whole)s or %(part)s.")
        % {
            "typed": digits,
            "whole": format_decimal(whole, language),
            "part": format_decimal(whole / 1000, language, places=2),
        }
    )


def _unit(said: str, typed: str, language: Language) -> tuple[str, Decimal]:
    """Return unit and multiple of what stands around a number; a word that is neither is a fault."""
    unit, times = "", Decimal(1)
    whole = " ".join(said.split())
    if whole in _UNITS:
        return _UNITS[whole], times
    for word in whole.split():
        if word in _UNITS:
            own: str = _UNITS[word]
        elif word in _MULTIPLES and times == 1:
            times, own = _MULTIPLES[word]
        else:
            raise no_number(typed, language)
        if unit and own and own != unit:
            raise no_number(typed, language)
        unit = unit or own
    return unit, times


def number_in(cell: SheetCell, language: Language, heading_unit: str = "", *, is_money: bool = False) -> Amount:
    """Return the number in a cell; a formula without a result, an error and a word are faults."""
    match cell.kind:
        case "truth":
            raise NumberFault(_("This says yes or no where a number should be."))
        case "empty" | "formula":
            raise NumberFault(_("The cell is empty, or contains a formula that has not been calculated."))
        case "error":
            raise NumberFault(_("“%(typed)s” is an error in the spreadsheet.") % {"typed": cell.words})
        case "day":
            raise NumberFault(_("There is a date where a number should be."))
    if cell.number is not None:
        amount = Amount(cell.number, cell.unit, full=cell.full)
    else:
        if cell.words.lstrip().startswith(("=", "@")):
            raise NumberFault(_("“%(typed)s” is a formula. Enter the number itself.") % {"typed": cell.words[:40]})
        if cell.words.startswith("#"):
            raise NumberFault(_("“%(typed)s” is an error in the spreadsheet.") % {"typed": cell.words[:40]})
        amount = amount_of(cell.words, language, is_money=is_money)
    if not heading_unit:
        return amount
    times, unit = HEADING_UNITS.get(heading_unit, (Decimal(1), heading_unit))
    if amount.unit and unit and amount.unit != unit:
        named = {"unit": unit, "other": amount.unit}
        raise NumberFault(_("The heading says %(unit)s, and the cell says %(other)s. Keep one of the two.") % named)
    times = times if amount.times == 1 else Decimal(1)
    full = amount.full * times if amount.full is not None else None
    return Amount(amount.number * times, amount.unit or unit, amount.times * times, full)


def day_in(cell: SheetCell, language: Language) -> date | None:
    """Return the day in a cell, or None where nothing is seen."""
    if cell.is_empty:
        return None
    if cell.day is not None:
        return check_day(cell.day)
    if cell.kind == "formula":
        raise DateFault(_("The cell contains a formula that has not been calculated."))
    if cell.kind == "error":
        raise DateFault(_("“%(typed)s” is an error in the spreadsheet.") % {"typed": cell.words})
    return parse_date(cell.words, language)
