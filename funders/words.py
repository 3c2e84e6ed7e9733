"""Figures and what is wrong with them in words, in one language or both."""

from decimal import Decimal
from functools import cache

from django.utils.translation import gettext as _

from core.dates import format_date
from core.languages import both
from core.numbers import format_money
from core.text import LANGUAGES, Language, Text
from funders.rules.figures import Difference, Why
from kpis.words import value_words

MONEY = "money:"


# The same for sentences that are filled in again and again; which they are does not change while the portal runs.
pattern = cache(both)


def filled(pattern: Text, **words: Text) -> Text:
    """Return a sentence with words put in, each in its language or in the other where it lacks this one."""
    found = Text()
    for language in LANGUAGES:
        given = {name: text.resolve(language).text for name, text in words.items()}
        found = found.with_language(language, pattern.get(language) % given)
    return found


def figure_words(value: Decimal | None, unit: str, language: Language) -> str:
    """Write a figure with its unit, in the active language; a dash where there is none."""
    if value is None:
        return "–"
    value = value.normalize() + 0
    if unit.startswith(MONEY):
        return format_money(value, unit.removeprefix(MONEY), language)
    return value_words(value, unit, language)


def why_words(one: Difference) -> str:
    """Say why a figure is flagged."""
    return {
        Why.DIFFERS: _("The figure is now different."),
        Why.LESS: _("Spending is now lower than you reported, and spending does not usually fall."),
        Why.CLOSED: _("The activity was over when it was reported, and its figure has changed since."),
        Why.SAME_PERIOD: _("The same period has been reported before with a different figure."),
        Why.GONE: _("It is no longer in the report."),
    }[one.why]


def before_words(one: Difference, language: Language) -> str:
    """Say what was reported, and when."""
    return _("%(value)s, sent on %(day)s in “%(title)s”") % {
        "value": figure_words(one.before, one.before_unit, language),
        "day": format_date(one.sent_on, language),
        "title": one.title.resolve(language).text,
    }


def now_words(one: Difference, language: Language) -> str:
    """Say what the figure is now."""
    return figure_words(one.now, one.now_unit, language) if one.now is not None else _("no longer there")
