"""Numbers as people type and read them, strict for each language.

Danish writes 1.250.000,5 and English 1,250,000.5. What could be read in two ways is never guessed at: a separator of
thousands, be it a space, must stand before exactly three digits, or the number is refused with a sentence that shows
the right form.

Of what is typed into a field the other language's decimal mark is read as well where it cannot be thousands: the
keyboard of a phone offers one mark alone, and it is the phone's language that chooses it. Files are read by the
strict rule: what language a file is in, it says itself.
"""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from core.text import Language

# thousands, decimal
SEPARATORS: dict[Language, tuple[str, str]] = {"da": (".", ","), "en": (",", ".")}
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
MOST_DIGITS, LONGEST = 20, 100
NBSP = "\u00a0"


class NumberFault(ValueError):
    """The text is not a number in this language; `message` says what to write instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def parse_decimal(text: str, language: Language) -> Decimal:
    """Read a number typed in this language; raise NumberFault with a sentence for anything else."""
    thousands, decimal = SEPARATORS[language]
    if len(text) > LONGEST:
        raise no_number(text, language)
    words = _SPACES.sub(" ", text.strip()).translate(_MINUS)
    pattern = rf"[-+]? ?(\d+|\d{{1,3}}(\{thousands}\d{{3}})+|\d{{1,3}}( \d{{3}})+)(\{decimal}\d+)?"
    if not re.fullmatch(pattern, words, re.ASCII):
        raise no_number(text, language)
    if sum(c.isdigit() for c in words) > MOST_DIGITS:
        raise NumberFault(_("The number is too long. Enter at most %(most)s digits.") % {"most": MOST_DIGITS})
    try:
        return Decimal(words.replace(" ", "").replace(thousands, "").replace(decimal, "."))
    except InvalidOperation as error:  # pragma: no cover -- the pattern leaves nothing that Decimal refuses
        raise NumberFault(_("This is not a number.")) from error


def parse_typed(text: str, language: Language) -> Decimal:
    """Read a number typed on a page in this language, also with the other's decimal mark; raise NumberFault.

    That mark is taken where it stands once, beside none of the page's own, and is followed by one digit or two: three
    are thousands, and four a slip of them. Behind a single nought it may be any, since no thousands begin with it.
    """
    other, decimal = SEPARATORS[language]
    words = _SPACES.sub(" ", text.strip()) if len(text) <= LONGEST else ""
    pattern = rf"[-+\u2212\u2013]? ?(\d+|\d{{1,3}}(?: \d{{3}})+)\{other}(\d+)"
    found = re.fullmatch(pattern, words, re.ASCII)
    if found is not None:
        places = len(found[2])
        if found[1] == "0" or places < 3:
            return parse_decimal(words.replace(other, decimal), language)
    return parse_decimal(text, language)


def whole_number(words: str) -> int | None:
    """Return a number from nought up as an address or a form sends it, no larger than a database keeps; or None.

    Unicode has more digits than these ten, and a number of five thousand digits is nobody's.
    """
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else None


def no_number(typed: str, language: Language) -> NumberFault:
    """Return the fault of what is no number, with what would be one."""
    return NumberFault(
        _("“%(typed)s” is not a number. Enter it in digits, for example %(example)s.")
        % {"typed": typed.strip()[:40], "example": format_decimal(Decimal("1250.5"), language)}
    )


def format_decimal(value: Decimal | int, language: Language, *, grouped: bool = True, places: int | None = None) -> str:
    """Write a number in this language: groups of three, no needless zeros, or exactly `places` decimals."""
    thousands, decimal = SEPARATORS[language]
    number = Decimal(value)
    number = round(number, places) if places is not None else number
    text = f"{number:,f}" if grouped else f"{number:f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate({ord(","): thousands, ord("."): decimal}).replace("-", "\u2212")


def format_short_number(value: Decimal | int, language: Language) -> str:
    """Write a large number as people say it, with two decimals at most: 1,5 mia., 250 million."""
    number = Decimal(value)
    for size, words in ((10**9, _("%(number)s bn")), (10**6, _("%(number)s million"))):
        if abs(number) >= 10 * size or (abs(number) >= size and not number % (size // 100)):
            return (words % {"number": format_decimal(round(number / size, 2), language)}).replace(" ", NBSP)
    return format_decimal(number, language)


def format_input(value: Decimal | int, language: Language) -> str:
    """Write a number as it stands in a field to be edited: no groups, an ordinary minus."""
    return format_decimal(value, language, grouped=False).replace("\u2212", "-")


def format_percent(value: Decimal | int, language: Language) -> str:
    """Write a percentage: 48 % in both languages."""
    return f"{format_decimal(value, language)}{NBSP}%"


def format_money(value: Decimal | int, currency: str, language: Language) -> str:
    """Write an amount: 1.250.000 kr. in Danish, DKK 1,250,000 in English."""
    number = Decimal(value)
    amount = format_decimal(number, language, places=None if number == number.to_integral_value() else 2)
    if language == "en":
        return f"{currency}{NBSP}{amount}"
    return f"{amount}{NBSP}{'kr.' if currency == 'DKK' else currency}"
