"""What an analysis comes to, in sentences of the active language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analyses.rules.carrying import Carried, CarriedOption
from analyses.rules.evidence import MONTHS, Evidence
from core.dates import format_date
from core.languages import both, content_language
from core.numbers import NBSP, format_decimal
from core.text import Text

SCORE_PLACES, WEIGHT_PLACES = 2, 1
# As many names as a sentence lists; the table has them all.
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know of a result: `kind` is ok, warn or nothing, the first words stand out."""

    kind: str
    head: str
    rest: str = ""


def decimal_of(number: Fraction) -> Decimal:
    """Return a fraction as a decimal, to be rounded for showing only."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def score_words(score: Fraction | None) -> str:
    """Write a score with two decimals; a dash where there is none."""
    return "–" if score is None else format_decimal(decimal_of(score), content_language(), places=SCORE_PLACES)


def weight_words(weight: Fraction) -> str:
    """Write a weight with a decimal only where it has one; one that is nearly nothing keeps its first digits."""
    number = decimal_of(weight)
    # A weight of half a tenth would read as none at all.
    places = WEIGHT_PLACES if abs(number) >= 1 or not number else WEIGHT_PLACES - number.adjusted()
    return format_decimal(round(number, places), content_language())


def percent_words(number: Fraction) -> str:
    """Write a percentage without decimals."""
    return f"{format_decimal(round(decimal_of(number)), content_language())}{NBSP}%"


def signed_percent(number: Fraction | None) -> str:
    """Write by how much something is more or less, in per cent; a dash where nothing can be compared with."""
    if number is None:
        return "–"
    words = percent_words(abs(number))
    return f"+{words}" if number > 0 else f"\u2212{words}"


def listed(names: Sequence[str]) -> str:
    """Join names in a sentence; of many the first, and how many more there are."""
    if len(names) > MOST_NAMES:
        rest = len(names) - MOST_NAMES + 1
        words = {"names": ", ".join(names[: MOST_NAMES - 1]), "count": rest}
        return ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", rest) % words
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def named(name: Text, number: int) -> str:
    """Return what an option is called; a row without a name is called by its number."""
    return name.resolve(content_language()).text or _("Row %(number)s") % {"number": number}


def age_words(one: Evidence, months: int | None) -> str:
    """Say how old a source is."""
    if months is None:
        return _("No date")
    if months < 1:
        return _("New")
    if months < MONTHS * 2:
        return ngettext("%(count)s month old", "%(count)s months old", months) % {"count": months}
    years = months // MONTHS
    return ngettext("%(count)s year old", "%(count)s years old", years) % {"count": years}


def dated_words(one: Evidence) -> str:
    """Write from when a source is: its day, or its year."""
    if one.dated is None:
        return ""
    return str(one.dated.year) if one.is_year else format_date(one.dated, content_language())


def option_words(one: CarriedOption) -> str:
    """Return what an option that is carried over is called."""
    return one.name.resolve(content_language()).text or _("An option without a name")


def place_words(one: CarriedOption, count: int, title: Text) -> Text:
    """Say in both languages which place an option has, and where that stands."""

    def said() -> str:
        language = content_language()
        words = {
            "rank": one.rank or "–",
            "count": count,
            "title": title.resolve(language).text,
            "score": score_words(Fraction(one.score)),
        }
        return _("No. %(rank)s of %(count)s in “%(title)s”, with a score of %(score)s.") % words

    return both(said)


def text_words(title: Text, day: date, found: Carried) -> Text:
    """Say in both languages what an analysis comes to, as a list in Markdown."""

    def said() -> str:
        language = content_language()
        head = _("From “%(title)s”, %(day)s:") % {
            "title": title.resolve(language).text,
            "day": format_date(day, language),
        }
        lines = [
            _("%(name)s, score %(score)s") % {"name": option_words(one), "score": score_words(Fraction(one.score))}
            for one in found.options
            if one.rank
        ]
        return "\n".join([head, "", *(f"{number}. {line}" for number, line in enumerate(lines, start=1))])

    return both(said)
