"""The fixed words of the content format as people read them."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from answers.types import type_of
from core.languages import content_language, language_within
from core.numbers import format_decimal
from core.text import Text
from core.units import own_unit
from library.models import Edition, Kind
from schema.conditions import Condition, ConditionValue
from schema.documents import Template
from schema.languages import Lack
from schema.questions import Question

# What the search calls the things of this room.
SOURCE = "library"

Names = Mapping[str, str | Promise]

TOPICS: Names = {
    "strategy": pgettext_lazy("topic", "Strategy"),
    "measurement": pgettext_lazy("topic", "Measurement"),
    "markets": pgettext_lazy("topic", "Markets"),
    "people": pgettext_lazy("topic", "People"),
    "funding": pgettext_lazy("topic", "Funding"),
    "digital": pgettext_lazy("topic", "Digital"),
    "partners": pgettext_lazy("topic", "Partners"),
    "glossary": pgettext_lazy("topic", "Glossary"),
}
TOPIC_ICONS: Mapping[str, str] = {
    "strategy": "compass",
    "measurement": "chart-line",
    "markets": "globe",
    "people": "users",
    "funding": "hand-coins",
    "digital": "monitor",
    "partners": "handshake",
    "glossary": "book-open",
}
ICONS: Mapping[str, str] = {
    Kind.STRATEGY: "route",
    Kind.ASSESSMENT: "radar",
    Kind.ANALYSIS: "telescope",
    Kind.REPORT: "chart-bar",
    Kind.DOCUMENT: "file-text",
    Kind.SURVEY: "inbox",
    Kind.CHECKLIST: "clipboard-list",
    Kind.KPI_CATALOGUE: "chart-line",
    Kind.RESOURCE: "book-open",
    Kind.EXAMPLE: "eye",
}
LEVELS: Names = {
    "input": pgettext_lazy("KPI level", "Input"),
    "activity": pgettext_lazy("KPI level", "Activity"),
    "output": pgettext_lazy("KPI level", "Output"),
    "outcome": pgettext_lazy("KPI level", "Outcome"),
    "impact": pgettext_lazy("KPI level", "Impact"),
}
UNITS: Names = {
    "count": pgettext_lazy("unit", "Number"),
    "percent": pgettext_lazy("unit", "Per cent"),
    "dkk": pgettext_lazy("unit", "DKK"),
    "eur": pgettext_lazy("unit", "EUR"),
    "score": pgettext_lazy("unit", "Score"),
    "days": pgettext_lazy("unit", "Days"),
    "fte": pgettext_lazy("unit", "Full-time equivalents"),
}
DIRECTIONS: Names = {
    "up": gettext_lazy("Should rise"),
    "down": gettext_lazy("Should fall"),
}
FREQUENCIES: Names = {
    "monthly": gettext_lazy("Every month"),
    "quarterly": gettext_lazy("Every quarter"),
    "half-yearly": gettext_lazy("Every half-year"),
    "yearly": gettext_lazy("Every year"),
    "baseline-midterm-final": gettext_lazy("Baseline, mid-term and final"),
}
AGGREGATIONS: Names = {
    "point": gettext_lazy("The figure on the day it is measured"),
    "rolling-12-months": gettext_lazy("The past 12 months"),
    "period": gettext_lazy("The period alone"),
    "cumulative": gettext_lazy("Everything since the start"),
}
STATUSES: Names = {
    "planned": pgettext_lazy("activity", "Planned"),
    "in-progress": pgettext_lazy("activity", "Under way"),
    "delayed": pgettext_lazy("activity", "Delayed"),
    "done": pgettext_lazy("activity", "Done"),
    "dropped": pgettext_lazy("activity", "Dropped"),
}
STATUS_KINDS: Mapping[str, str] = {
    "planned": "none",
    "in-progress": "accent",
    "delayed": "warn",
    "done": "ok",
    "dropped": "none",
}


def extent(kind: str, number: int) -> str:
    """Say how large a publication is in the words of its kind."""
    match kind:
        case Kind.RESOURCE | Kind.EXAMPLE:
            words = ngettext("%(number)s min read", "%(number)s min read", number)
        case Kind.CHECKLIST:
            words = ngettext("%(number)s item", "%(number)s items", number)
        case Kind.KPI_CATALOGUE:
            words = ngettext("%(number)s KPI", "%(number)s KPIs", number)
        case _:
            words = ngettext("%(number)s question", "%(number)s questions", number)
    return words % {"number": number}


def published(number: int) -> str:
    """Say how many publications a list without a search shows."""
    return ngettext("%(number)s publication", "%(number)s publications", number) % {"number": number}


def results(number: int, query: str) -> str:
    """Say how many publications a search found."""
    sentence = ngettext("%(number)s result for “%(words)s”", "%(number)s results for “%(words)s”", number)
    return sentence % {"number": number, "words": query}


def due(days: int | None, after: str = "") -> str:
    """Say when an item is due, counted from day 0 or from what another item is called."""
    if days is None:
        return _("No date")
    if after:
        if days == 0:
            return _("When “%(item)s” is done") % {"item": after}
        words = ngettext("%(days)s day after “%(item)s”", "%(days)s days after “%(item)s”", days)
        return words % {"days": days, "item": after}
    if days == 0:
        return _("On day 0")
    if days < 0:
        return ngettext("%(days)s day before", "%(days)s days before", -days) % {"days": -days}
    return ngettext("%(days)s day after", "%(days)s days after", days) % {"days": days}


def unit_of(unit: str) -> "str | Promise":
    """Return what a unit is called, be it a known one or one that somebody has named."""
    own = own_unit(unit)
    return UNITS.get(unit, unit) if own is None else here(own.name)


def here(text: Text | None) -> str:
    """Return a text in the language of the page, or in the other one."""
    return text.resolve(content_language()).words if text else ""


def points(number: Decimal | None) -> str:
    """Say how many points something gives; nothing where that is not said."""
    if number is None:
        return ""
    said = ngettext("%(number)s point", "%(number)s points", 1 if number == 1 else 2)
    return said % {"number": format_decimal(number, content_language())}


def lack_words(lack: Lack, first: str) -> str:
    """Say what a document lacks in a language, and in which one it is shown instead."""
    given = {"language": language_within(lack.language), "first": language_within(first)}
    if lack.is_whole:
        return _("Not in %(language)s yet: shown in %(first)s.") % given
    sentence = ngettext(
        "%(number)s of %(texts)s text is not in %(language)s yet: shown in %(first)s.",
        "%(number)s of %(texts)s texts are not in %(language)s yet: shown in %(first)s.",
        lack.texts,
    )
    return sentence % {**given, "number": lack.missing, "texts": lack.texts}


def lack_here(edition: Edition) -> str:
    """Say that a document is not in the language of the page; nothing where it is, or names no languages."""
    language = content_language()
    if not edition.languages or language in edition.languages.split(","):
        return ""
    return lack_words(Lack(language, 1, 1), edition.first_language)


def condition(rule: Condition, template: Template) -> str:
    """Say when a question or a section is asked."""
    if len(rule.parts) == 1:
        return _asks_one(rule.parts[0], template)
    parts = [words for one in rule.parts if (words := _part(one, template))]
    joined = pgettext("all of these", " and ") if rule.all_ else pgettext("any of these", " or ")
    return _("Only if %(conditions)s.") % {"conditions": joined.join(parts)} if parts else ""


def _part(rule: Condition, template: Template) -> str:
    """Return a condition as a part of a sentence about several."""
    asked = template.question(rule.question)
    if asked is None:
        return ""
    told = {"question": here(asked.label)}
    if rule.answered is not None:
        words = _("“%(question)s” is answered") if rule.answered else _("“%(question)s” is not answered")
        return words % told
    if rule.is_not is not None:
        return _("“%(question)s” is not %(answer)s") % {**told, "answer": _value(rule.is_not, asked)}
    values = rule.in_ if rule.in_ is not None else (rule.is_,)
    return _("“%(question)s” is %(answers)s") % {**told, "answers": _either([_value(one, asked) for one in values])}


def _asks_one(rule: Condition, template: Template) -> str:
    asked = template.question(rule.question)
    if asked is None:
        return ""
    if rule.answered is not None:
        words = (
            _("Only if “%(question)s” is answered.") if rule.answered else _("Only if “%(question)s” is not answered.")
        )
        return words % {"question": here(asked.label)}
    several = type_of(asked).is_several
    label = here(asked.label)
    if rule.in_ is not None:
        sentence = (
            _("Only if the answers to “%(question)s” include %(answers)s.")
            if several
            else _("Only if the answer to “%(question)s” is %(answers)s.")
        )
        return sentence % {"question": label, "answers": _either([_value(one, asked) for one in rule.in_])}
    if rule.is_not is not None:
        sentence = (
            _("Only if the answers to “%(question)s” do not include %(answer)s.")
            if several
            else _("Only if the answer to “%(question)s” is not %(answer)s.")
        )
        return sentence % {"question": label, "answer": _value(rule.is_not, asked)}
    sentence = (
        _("Only if the answers to “%(question)s” include %(answers)s.")
        if several
        else _("Only if the answer to “%(question)s” is %(answers)s.")
    )
    return sentence % {"question": label, "answers": _value(rule.is_, asked)}


def _value(value: ConditionValue | None, asked: Question) -> str:
    return type_of(asked).name(asked, value, content_language())


def _either(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
