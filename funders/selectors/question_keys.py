"""The keys under which a template asks for what its report needs to know (docs/content-format.md).

A template that does not ask is served all the same: without a period all activities are shown, and without a stage it
is a plan.
"""

from collections.abc import Mapping
from datetime import date

from answers.base import Stored
from answers.days import as_day
from answers.types import type_of
from core.text import Text
from funders.rules.figures import REPORT, Period
from schema.documents import Section, Template
from schema.questions import Question

STAGE = "stage"
PERIOD = ("period_from", "period_to")
CLUSTER, FUNDER, GRANT = "cluster_name", "funder_name", "grant_reference"
# A section that begins with this tells of one theme of the action plan.
THEME = "theme_"
ACTIVITIES, KPIS = "activities", "kpis"
# Columns of a table in which one writes what is intended; numbers in any other are results.
INTENDED = frozenset({"target", "budget", "planned", "plan", "baseline"})
# Where a row of a table says how far it has come.
ROW_STATE = "status"


def stage_of(answers: Mapping[str, Stored]) -> str:
    """Return whether the report is a plan, or plan and report."""
    return REPORT if answers.get(STAGE) == REPORT else "plan"


def period_of(answers: Mapping[str, Stored]) -> Period:
    """Return the first and the last day, as far as they are answered and in order."""
    first, last = (as_day(answers.get(key)) for key in PERIOD)
    return (first, None) if first and last and last < first else (first, last)


def funder_of(answers: Mapping[str, Stored]) -> Text:
    """Return who the report is for."""
    return Text.from_value(answers.get(FUNDER))


def grant_of(answers: Mapping[str, Stored]) -> Text:
    """Return which grant it is about."""
    return Text.from_value(answers.get(GRANT))


def theme_of(section: Section) -> str:
    """Return the theme that the section tells of, or nothing."""
    return section.key.removeprefix(THEME) if section.key.startswith(THEME) else ""


def themes_of(document: Template) -> list[str]:
    """Return the themes that the template asks for, in its order."""
    return [theme for section in document.sections if (theme := theme_of(section))]


def is_result(question: Question, section: Section | None = None) -> bool:
    """Tell whether the question is asked only when the year is over."""
    rules = section.conditions_of(question) if section else (question.show_if,)
    return any(
        one.question == STAGE and one.is_ == REPORT
        for rule in rules
        if rule is not None and not rule.any_
        for one in rule.parts
    )


def is_day(question: Question) -> bool:
    """Tell whether the question asks for a day, which belongs to one year."""
    return type_of(question).is_day


def last_day(period: Period, today: date) -> date:
    """Return the day on which the report looks at the KPIs: the period's last, or today while it runs."""
    return min(period[1], today) if period[1] else today
