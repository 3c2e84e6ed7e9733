"""The fixed words of the content format as people read them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.languages import content_language
from core.numbers import format_decimal
from core.text import Text
from library.models import Kind
from schema.conditions import Condition, ConditionValue
from schema.documents import Template
from schema.questions import (
    ClauseQuestion,
    CountriesQuestion,
    MoneyQuestion,
    MultiChoiceQuestion,
    NumberQuestion,
    PanelQuestion,
    Question,
    TableQuestion,
)
from schema.tables import Column, MoneyColumn, NumberColumn
from schema.traits import HasOptions, HasRange, HasScale

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
    "point": gettext_lazy("The state on the day it is measured"),
    "rolling-12-months": gettext_lazy("The past 12 months"),
    "period": gettext_lazy("The time since the last measurement"),
    "cumulative": gettext_lazy("Everything since the strategy began"),
}
STATUSES: Names = {
    "planned": pgettext_lazy("activity", "Planned"),
    "in-progress": pgettext_lazy("activity", "In progress"),
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
PANELS: Names = {
    "goals": gettext_lazy("Here stand your goals, each with owner and deadline"),
    "kpis": gettext_lazy("Here stand your KPIs, with baseline, targets and measurements"),
    "activities": gettext_lazy("Here stand the activities of your action plan"),
    "assessment": gettext_lazy("Here stands the result of your self-assessment"),
    "surveys": gettext_lazy("Here stand the results of your member surveys"),
}
# Types whose words depend on nothing but the type.
TYPES: Names = {
    "text": gettext_lazy("One line of text"),
    "longtext": gettext_lazy("Text in paragraphs"),
    "percent": gettext_lazy("A percentage"),
    "date": gettext_lazy("A date"),
    "country": gettext_lazy("A country"),
    "weighted": gettext_lazy("Calculated from the weights"),
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


def due(days: int) -> str:
    """Say when an item is due, counted from day 0."""
    if days == 0:
        return _("On day 0")
    if days < 0:
        return ngettext("%(days)s day before", "%(days)s days before", -days) % {"days": -days}
    return ngettext("%(days)s day after", "%(days)s days after", days) % {"days": days}


def here(text: Text | None) -> str:
    """Return a text in the language of the page, or in the other one."""
    return text.resolve(content_language()).text if text else ""


def answer_type(asked: Question | Column) -> str:
    """Say what kind of answer a question or a column takes."""
    if asked.type in TYPES:
        return str(TYPES[asked.type])
    match asked:
        case NumberQuestion() | NumberColumn():
            return _range(asked)
        case MoneyQuestion() | MoneyColumn():
            return _("An amount in %(currency)s") % {"currency": asked.currency}
        case MultiChoiceQuestion() | CountriesQuestion():
            return _several(asked)
        case HasOptions():
            return _("One of %(number)s options") % {"number": len(asked.options)}
        case HasScale():
            return _("A score from %(low)s to %(high)s") % {"low": asked.min, "high": asked.max}
        case TableQuestion(rows=None):
            return _("A table with rows you add")
        case TableQuestion():
            return ngettext("A table with %(number)s row", "A table with %(number)s rows", len(asked.rows or ())) % {
                "number": len(asked.rows or ())
            }
        case ClauseQuestion():
            return _("A clause that you can leave out") if asked.optional else _("A fixed clause")
        case PanelQuestion():
            return str(PANELS[asked.panel])
    raise TypeError(f"No words for the type {asked.type}")


def _several(asked: MultiChoiceQuestion | CountriesQuestion) -> str:
    most = asked.max_choices
    if isinstance(asked, CountriesQuestion):
        return (
            ngettext("At most %(most)s country", "At most %(most)s countries", most) % {"most": most}
            if most
            else _("Countries")
        )
    if most:
        return _("At most %(most)s of %(number)s options") % {"most": most, "number": len(asked.options)}
    return _("Any of %(number)s options") % {"number": len(asked.options)}


def _range(asked: HasRange) -> str:
    language = content_language()
    low = "" if asked.min is None else format_decimal(asked.min, language)
    high = "" if asked.max is None else format_decimal(asked.max, language)
    if low and high:
        words = _("A number from %(low)s to %(high)s") % {"low": low, "high": high}
    elif low and asked.min:
        words = _("A number of at least %(low)s") % {"low": low}
    elif high:
        words = _("A number of at most %(high)s") % {"high": high}
    else:
        words = _("A number")
    return _("%(number)s, in %(unit)s") % {"number": words, "unit": here(asked.unit)} if asked.unit else words


def condition(rule: Condition, template: Template) -> str:
    """Say when a question or a section is asked."""
    asked = template.question(rule.question)
    if asked is None:
        return ""
    several = isinstance(asked, MultiChoiceQuestion)
    label = here(asked.label)
    if rule.in_ is not None:
        sentence = (
            _("Only if the answers to “%(question)s” include %(answers)s.")
            if several
            else _("Only if “%(question)s” is answered with %(answers)s.")
        )
        return sentence % {"question": label, "answers": _either([_value(one, asked) for one in rule.in_])}
    if rule.is_not is not None:
        sentence = (
            _("Only if the answers to “%(question)s” do not include %(answer)s.")
            if several
            else _("Only if “%(question)s” is answered with something other than %(answer)s.")
        )
        return sentence % {"question": label, "answer": _value(rule.is_not, asked)}
    sentence = (
        _("Only if the answers to “%(question)s” include %(answers)s.")
        if several
        else _("Only if “%(question)s” is answered with %(answers)s.")
    )
    return sentence % {"question": label, "answers": _value(rule.is_, asked)}


def _value(value: ConditionValue | None, asked: Question) -> str:
    if isinstance(value, str):
        option = asked.option(value) if isinstance(asked, HasOptions) else None
        return _("“%(words)s”") % {"words": here(option.label) if option else value}
    return format_decimal(value, content_language()) if value is not None else ""


def _either(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
