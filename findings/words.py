"""The rules in words: what is broken, and what to do, in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.dates import format_date
from core.languages import content_language
from core.numbers import format_decimal, format_money
from core.text import Text
from findings.rules import Hit, Severity
from findings.rules.base import Param
from schema.countries import country_name

Lazy = str | Promise

SEVERITIES: dict[Severity, Lazy] = {
    Severity.ERROR: gettext_lazy("Error"),
    Severity.WARNING: gettext_lazy("Warning"),
    Severity.HINT: pgettext_lazy("finding", "Advice"),
}
ICONS = {Severity.ERROR: "octagon-alert", Severity.WARNING: "triangle-alert", Severity.HINT: "lightbulb"}


@dataclass(frozen=True, slots=True)
class Words:
    """A rule in words: what it looks for, a heading that names the thing, what to do, and the button to go there."""

    kind: Lazy
    title: Lazy
    advice: Lazy
    button: Lazy


WORDS: dict[str, Words] = {
    "goal-without-kpi": Words(
        gettext_lazy("Goals without a KPI"),
        gettext_lazy("Goal %(key)s has no KPI"),
        gettext_lazy("Nobody can see whether “%(title)s” is reached. Choose a KPI, or create one."),
        gettext_lazy("Give the goal a KPI"),
    ),
    "goal-without-activity": Words(
        gettext_lazy("Goals without an activity"),
        gettext_lazy("Nothing in the action plan leads to goal %(key)s"),
        gettext_lazy("“%(title)s” has no activity. Add the first one, with an owner and a date."),
        gettext_lazy("Add an activity"),
    ),
    "goal-without-owner": Words(
        gettext_lazy("Goals without an owner"),
        gettext_lazy("Goal %(key)s has no owner"),
        gettext_lazy("“%(title)s” has no owner. Choose a person or a role."),
        gettext_lazy("Choose an owner"),
    ),
    "goal-idle-this-year": Words(
        gettext_lazy("Goals that nobody works on this year"),
        gettext_lazy("Nobody works on goal %(key)s in %(year)s"),
        gettext_lazy("The activities for “%(title)s” all lie in other years. Add one, or say that it can wait."),
        gettext_lazy("Add an activity"),
    ),
    "goal-deadline-outside-period": Words(
        gettext_lazy("Deadlines outside the period"),
        gettext_lazy("The deadline of goal %(key)s is outside the strategy’s period"),
        gettext_lazy("The deadline of “%(title)s” is %(day)s. Change the deadline, or the period."),
        gettext_lazy("Change the deadline"),
    ),
    "kpi-without-baseline": Words(
        gettext_lazy("KPIs without a baseline"),
        gettext_lazy("%(key)s has no baseline"),
        gettext_lazy("Without one nobody can tell how far “%(title)s” has come. Enter where you started."),
        gettext_lazy("Enter the baseline"),
    ),
    "kpi-without-target": Words(
        gettext_lazy("KPIs without a target"),
        gettext_lazy("%(key)s has no target"),
        gettext_lazy("“%(title)s” promises nothing. Enter what it is to reach, and when."),
        gettext_lazy("Set a target"),
    ),
    "kpi-without-owner": Words(
        gettext_lazy("KPIs without an owner"),
        gettext_lazy("%(key)s has no owner"),
        gettext_lazy("Nobody is reminded when a value of “%(title)s” is due. Choose a person or a role."),
        gettext_lazy("Choose an owner"),
    ),
    "kpi-without-source": Words(
        gettext_lazy("KPIs without a source"),
        gettext_lazy("%(key)s does not say where its values come from"),
        gettext_lazy("Whoever takes over cannot measure “%(title)s” in the same way. Enter the source."),
        gettext_lazy("Enter the source"),
    ),
    "kpi-without-goal": Words(
        gettext_lazy("KPIs that measure no goal"),
        gettext_lazy("%(key)s measures no goal"),
        gettext_lazy("“%(title)s” does not belong to any of the strategy’s goals. Choose one, or drop the KPI."),
        gettext_lazy("Choose a goal"),
    ),
    "kpi-target-no-better": Words(
        gettext_lazy("Targets no better than the baseline"),
        gettext_lazy("The target of %(key)s is no better than its baseline"),
        gettext_lazy("“%(title)s” began at %(baseline)s and is to reach %(value)s. Check the two numbers."),
        gettext_lazy("Check the targets"),
    ),
    "kpi-value-overdue": Words(
        gettext_lazy("Missing values"),
        gettext_lazy("A value of %(key)s is missing"),
        gettext_lazy("“%(title)s” should have been measured by %(day)s. Enter the value."),
        gettext_lazy("Enter the value"),
    ),
    "kpi-off-track-unanswered": Words(
        gettext_lazy("KPIs off track without an answer"),
        gettext_lazy("%(key)s is off track, and nothing has been done about it"),
        gettext_lazy(
            "“%(title)s” has been off track %(count)s times in a row, since %(day)s. Write what you will do, in the "
            "action plan or as a note to the value."
        ),
        gettext_lazy("Open the KPI"),
    ),
    "activity-without-owner": Words(
        gettext_lazy("Activities without an owner"),
        gettext_lazy("%(key)s has no owner"),
        gettext_lazy("Nobody is responsible for “%(title)s”. Choose a person or a role."),
        gettext_lazy("Choose an owner"),
    ),
    "activity-without-end": Words(
        gettext_lazy("Activities without an end date"),
        gettext_lazy("%(key)s has no end date"),
        gettext_lazy("“%(title)s” never falls due, so nobody is reminded of it. Enter when it ends."),
        gettext_lazy("Enter the end date"),
    ),
    "activity-without-budget": Words(
        gettext_lazy("Activities without a budget"),
        gettext_lazy("%(key)s has no budget"),
        gettext_lazy("Enter what “%(title)s” costs, or 0 when it costs nothing."),
        gettext_lazy("Enter the budget"),
    ),
    "activity-without-goal": Words(
        gettext_lazy("Activities that lead to no goal"),
        gettext_lazy("%(key)s leads to no goal"),
        gettext_lazy("“%(title)s” does not belong to any of the strategy’s goals. Choose the one it supports."),
        gettext_lazy("Choose a goal"),
    ),
    "activity-past-its-end": Words(
        gettext_lazy("Activities that should have ended"),
        gettext_lazy("%(key)s should have ended"),
        gettext_lazy("“%(title)s” was due to end on %(day)s. Mark it as done, or enter a new date and the reason."),
        gettext_lazy("Update the activity"),
    ),
    "activity-over-budget": Words(
        gettext_lazy("Activities over budget"),
        gettext_lazy("%(key)s has spent more than its budget"),
        gettext_lazy(
            "“%(title)s” has spent %(spent)s of %(budget)s. Correct the budget, or write what covers the rest."
        ),
        gettext_lazy("Check the budget"),
    ),
    "milestone-outside-activity": Words(
        gettext_lazy("Milestones outside their activity"),
        gettext_lazy("A milestone of %(key)s is outside the activity’s dates"),
        gettext_lazy("“%(milestone)s” is due on %(day)s. Move the milestone, or change the activity’s dates."),
        gettext_lazy("Move the milestone"),
    ),
    "activity-waits-too-long": Words(
        gettext_lazy("Activities that start too early"),
        gettext_lazy("%(key)s starts before what it waits for has ended"),
        gettext_lazy("“%(title)s” waits for %(other)s, which ends on %(day)s. Move one of the two."),
        gettext_lazy("Change the dates"),
    ),
    "year-over-frame": Words(
        gettext_lazy("Years over budget"),
        gettext_lazy("The plan spends more than the budget for %(year)s"),
        gettext_lazy("The activities come to %(amount)s, and the strategy sets aside %(frame)s."),
        gettext_lazy("Look at the money"),
    ),
    "answers-missing": Words(
        gettext_lazy("Missing answers"),
        gettext_lazy("Answers are missing in phase %(number)s, %(label)s"),
        gettext_lazy("Required answers that are missing: %(count)s."),
        gettext_lazy("Go to the phase"),
    ),
    "answers-wrong": Words(
        gettext_lazy("Answers that do not add up"),
        gettext_lazy("Answers do not add up in phase %(number)s, %(label)s"),
        gettext_lazy("Answers that contradict themselves or each other: %(count)s. The phase shows which."),
        gettext_lazy("Go to the phase"),
    ),
    "language-missing": Words(
        gettext_lazy("Missing translations"),
        gettext_lazy("Texts lack a language in phase %(number)s, %(label)s"),
        gettext_lazy("Texts that are missing, or older, in one of the two languages: %(count)s."),
        gettext_lazy("Show them"),
    ),
    "focus-country-unscored": Words(
        gettext_lazy("Focus countries without a score"),
        gettext_lazy("%(country)s is a focus country without a score"),
        gettext_lazy("The board will ask why it was chosen. Give it points in the table of countries."),
        gettext_lazy("Go to the question"),
    ),
    "focus-country-not-carried": Words(
        gettext_lazy("Focus countries whose score is not in the strategy"),
        gettext_lazy("%(country)s has a score in “%(title)s” and none in the strategy"),
        gettext_lazy("Carry the result over, so that the board sees why it was chosen."),
        gettext_lazy("Open the analysis"),
    ),
    "focus-country-contradiction": Words(
        gettext_lazy("Focus countries that do not agree"),
        gettext_lazy("%(country)s is a focus in the scores and not in the list of focus countries"),
        gettext_lazy("The two answers contradict each other. Correct one of them."),
        gettext_lazy("Go to the question"),
    ),
    "focus-count-contradiction": Words(
        gettext_lazy("Numbers of focus countries that do not agree"),
        gettext_lazy("“%(label)s” speaks of %(count)s focus countries, and %(real)s have been chosen"),
        gettext_lazy("The text and the list of focus countries contradict each other. Correct one of them."),
        gettext_lazy("Go to the question"),
    ),
    "period-contradiction": Words(
        gettext_lazy("Years that are not the period’s"),
        gettext_lazy("%(years)s is not the strategy’s period"),
        gettext_lazy("“%(label)s” says %(years)s, and the period is %(period)s. Correct one of them."),
        gettext_lazy("Go to the question"),
    ),
    "budget-contradiction": Words(
        gettext_lazy("Budgets that do not add up"),
        gettext_lazy("The total budget is not the sum of its years"),
        gettext_lazy("The total is %(amount)s, and the years add up to %(sum)s. Correct one of them."),
        gettext_lazy("Go to the question"),
    ),
    "plan-over-total": Words(
        gettext_lazy("Plan over the total budget"),
        gettext_lazy("The action plan costs more than the total budget"),
        gettext_lazy("The activities come to %(amount)s, and the strategy has %(frame)s."),
        gettext_lazy("Look at the money"),
    ),
    "period-without-round": Words(
        gettext_lazy("Measuring rounds that are not planned"),
        gettext_lazy("No %(kind)s is planned"),
        gettext_lazy("Plan it now, so that it appears in the strategy year and nobody is surprised."),
        gettext_lazy("Plan the round"),
    ),
    "follow-up-overdue": Words(
        gettext_lazy("Follow-up that is overdue"),
        gettext_lazy("“%(title)s” has not been done"),
        gettext_lazy("It was due on %(day)s after “%(list)s”. Contacts go cold: do it, or set it aside."),
        gettext_lazy("Open the checklist"),
    ),
    "weak-statement-without-step": Words(
        gettext_lazy("Weak points that have led to nothing"),
        gettext_lazy("A weak point in your self-assessment has led to nothing: %(title)s"),
        gettext_lazy("You are at level %(value)s. Make it a goal, an activity or a note in the strategy."),
        gettext_lazy("See what the next level takes"),
    ),
    "carried-result-changed": Words(
        gettext_lazy("Results that have changed"),
        gettext_lazy("“%(title)s” does not say the same as the strategy"),
        gettext_lazy(
            "Its result was carried over and has changed since. Carry it over again, or leave it and say why."
        ),
        gettext_lazy("Look at the analysis"),
    ),
    "carried-evidence-stale": Words(
        gettext_lazy("Results that rest on old figures"),
        gettext_lazy("“%(title)s” rests on old figures"),
        gettext_lazy("The strategy has its result. Figures that are over two years old: %(count)s. Find newer ones."),
        gettext_lazy("Look at the sources"),
    ),
    "approved-changed-unexplained": Words(
        gettext_lazy("Approved, and changed without a reason"),
        gettext_lazy("%(key)s was changed after the approval without a reason"),
        gettext_lazy(
            "“%(title)s” was changed on %(day)s. Tell the board why: change it again with the reason, or back."
        ),
        gettext_lazy("Write the reason"),
    ),
    "survey-not-sent": Words(
        gettext_lazy("Surveys that are not sent"),
        gettext_lazy("The survey “%(title)s” has not been sent"),
        gettext_lazy("The last day to answer is %(day)s. Send it, or choose a later day."),
        gettext_lazy("Open the survey’s page"),
    ),
    "survey-not-closed": Words(
        gettext_lazy("Surveys that have ended and are not closed"),
        gettext_lazy("The survey “%(title)s” has ended and is not closed"),
        gettext_lazy("The last day to answer was %(day)s. Its results and the KPIs’ values wait until it is closed."),
        gettext_lazy("Close the survey"),
    ),
    "survey-response-low": Words(
        gettext_lazy("Surveys that few have answered"),
        gettext_lazy("Few companies have answered “%(title)s”"),
        gettext_lazy(
            "%(answered)s of %(invited)s have answered, and you want at least %(least)s per cent. Ring those who have "
            "not, or give them more time."
        ),
        gettext_lazy("Open the survey’s page"),
    ),
    "survey-result-not-taken": Words(
        gettext_lazy("KPIs without a value from their survey"),
        gettext_lazy("KPIs got no value from the survey “%(title)s”"),
        gettext_lazy(
            "KPIs that were to take their value from it and have none: %(count)s. The survey’s page says why. Enter "
            "the values in another way, or say why they are missing."
        ),
        gettext_lazy("See what the KPIs were given"),
    ),
    "round-without-survey": Words(
        gettext_lazy("Rounds whose survey is not prepared"),
        gettext_lazy("A %(kind)s is near, and its survey is not prepared"),
        gettext_lazy(
            "The round is on %(day)s. KPIs in it that take their value from a survey: %(count)s. Companies need about "
            "three weeks to answer."
        ),
        gettext_lazy("Prepare the survey"),
    ),
    "person-overloaded": Words(
        gettext_lazy("People responsible for too much"),
        gettext_lazy("%(name)s is responsible for %(count)s things"),
        gettext_lazy("You have said that %(most)s are enough for one person. Hand some of them over."),
        gettext_lazy("See who has what"),
    ),
}
ROUNDS: Mapping[str, Lazy] = {
    "baseline": gettext_lazy("baseline round"),
    "midterm": gettext_lazy("mid-term measuring round"),
    "final": gettext_lazy("final measuring round"),
}
MONEY = frozenset({"spent", "budget", "amount", "frame", "sum"})


def words_of(name: str) -> Words:
    """Return a rule in words; one that has none says its name, so that nothing is hidden."""
    return WORDS.get(name, Words(name, name, "", gettext_lazy("Open")))


def said(words: Lazy, hit: Hit) -> str:
    """Return a sentence with what the finding is about, in the language of the page."""
    currency = str(hit.params.get("currency", "DKK"))
    told = str(words) % {name: _said(name, value, currency) for name, value in hit.params.items()}
    # An amount in kroner ends with the full stop of its own that a sentence needs.
    return told.replace("kr..", "kr.")


def _said(name: str, value: Param, currency: str) -> str:
    language = content_language()
    if isinstance(value, Text):
        return value.resolve(language).text
    if name == "day":
        return format_date(date.fromisoformat(str(value)), language)
    if name == "kind":
        return str(ROUNDS.get(str(value), value))
    if name == "country":
        return country_name(str(value), language)
    if name in MONEY and isinstance(value, str):
        return format_money(Decimal(value).normalize() + 0, currency, language)
    if name in ("value", "baseline") and isinstance(value, str):
        return format_decimal(Decimal(value), language)
    return str(value)


def broken(count: int, failed: int = 0) -> str:
    """Say how often the thread is broken; it holds only where every rule has run."""
    if count:
        words = ngettext("%(count)s thing breaks the thread.", "%(count)s things break the thread.", count)
        return words % {"count": count}
    return unchecked(failed) if failed else _("The thread holds from goal to value.")


def unchecked(failed: int) -> str:
    """Say that it is not known whether the thread holds."""
    words = ngettext(
        "%(count)s rule could not be checked. The others found nothing that breaks the thread.",
        "%(count)s rules could not be checked. The others found nothing that breaks the thread.",
        failed,
    )
    return words % {"count": failed}


def summary(errors: int, warnings: int, hints: int, failed: int = 0) -> str:
    """Say in one sentence how the thread stands."""
    if errors or failed:
        return broken(errors, failed)
    if warnings:
        words = ngettext(
            "The thread holds. %(count)s thing needs a look.",
            "The thread holds. %(count)s things need a look.",
            warnings,
        )
        return words % {"count": warnings}
    if hints:
        return broken(0)
    return _("The thread holds from goal to value, and nothing is left to correct.")
