"""Money by year as it stands in one cell of the spreadsheet: a line for each year, the year and its amount."""

import re
from collections.abc import Container, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.languages import content_language
from core.numbers import NumberFault, format_decimal
from core.sheets.table import SheetCell
from core.sheets.values import number_in
from core.text import Language
from plans.rules.money import MOST_YEARS, Span
from plans.services.drafts import checked_amount

YEAR = re.compile(r"\s{0,9}([12][0-9]{3})\s{0,9}[:|]([^:|]{1,60})", re.ASCII)


class YearsFault(Exception):
    """What stands in the cell cannot be read; the message is for the person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def written_years(typed: Mapping[int, Decimal]) -> str:
    """Return amounts by year as the lines of a cell."""
    language = content_language()
    return "\n".join(f"{year}: {format_decimal(amount, language)}" for year, amount in sorted(typed.items()))


def years_in(words: str, language: Language, span: Span | None, known: Container[str]) -> dict[str, str]:
    """Return the amounts by year that a cell names; raise YearsFault for what is no such line.

    A year in which the activity does not run is refused, unless it stands there already.
    """
    found: dict[str, str] = {}
    for line in filter(None, (part.strip() for part in words.replace(";", "\n").splitlines())):
        match = YEAR.fullmatch(line)
        if match is None or match[1] in found:
            said = _("“%(line)s” is not a year and its amount. Write one year per line, for example 2027: 120000.")
            raise YearsFault(said % {"line": line[:60]})
        runs = span is not None and int(match[1]) in span.years and len(span.years) <= MOST_YEARS
        if not runs and match[1] not in known:
            raise YearsFault(_("The activity does not run in %(year)s.") % {"year": match[1]})
        try:
            amount = number_in(SheetCell("words", match[2].strip()), language, is_money=True).number
            found[match[1]] = _plain(checked_amount(amount))
        except NumberFault as fault:
            raise YearsFault(fault.message) from fault
        except ValidationError as fault:
            raise YearsFault(fault.messages[0]) from fault
    return found


def _plain(amount: Decimal) -> str:
    words = f"{amount:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words
