"""Surveys among the member companies: sent in time, answered by enough, closed, and taken into the KPIs."""

from collections.abc import Iterator
from datetime import timedelta

from findings.rules.base import Hit, Param, Severity, rule
from findings.rules.facts import Facts, SurveyFact

# A survey that is not sent so long before its last day cannot be answered at leisure.
IN_TIME = timedelta(days=14)
# So near to the end the rate says something, and a reminder still helps.
NEAR_THE_END = timedelta(days=7)
# Preparing a survey, and three weeks in which it is answered.
AHEAD = timedelta(days=45)


def _hit(one: SurveyFact, **params: Param) -> Hit:
    return Hit(f"survey:{one.number}", ("survey", str(one.number)), {"title": one.title, **params})


@rule("survey-not-sent", Severity.WARNING)
def not_sent(facts: Facts) -> Iterator[Hit]:
    """Find surveys that are prepared, and whose last day is near or has passed."""
    for one in facts.surveys:
        if one.is_draft and one.closes_on - IN_TIME <= facts.today:
            yield _hit(one, day=one.closes_on.isoformat())


@rule("survey-not-closed", Severity.WARNING)
def not_closed(facts: Facts) -> Iterator[Hit]:
    """Find surveys whose last day has passed: their results and the KPIs wait."""
    for one in facts.surveys:
        if one.is_open and one.closes_on < facts.today:
            yield _hit(one, day=one.closes_on.isoformat())


@rule("survey-response-low", Severity.WARNING)
def response_low(facts: Facts) -> Iterator[Hit]:
    """Find surveys that fewer have answered than the cluster says there must be."""
    for one in facts.surveys:
        is_late = not one.is_draft and (not one.is_open or one.closes_on - NEAR_THE_END <= facts.today)
        if is_late and one.invited and 100 * one.answered < facts.least_rate * one.invited:
            yield _hit(one, answered=one.answered, invited=one.invited, least=facts.least_rate)


@rule("survey-result-not-taken", Severity.WARNING)
def result_not_taken(facts: Facts) -> Iterator[Hit]:
    """Find the newest closed survey when KPIs that take their value from it have none."""
    for one in facts.surveys:
        if one.without:
            yield _hit(one, count=one.without)


@rule("round-without-survey", Severity.WARNING)
def round_without_survey(facts: Facts) -> Iterator[Hit]:
    """Find measuring rounds that are near, whose KPIs take their values from a survey that nobody has prepared."""
    for one in facts.due_rounds:
        if one.day - AHEAD <= facts.today:
            params: dict[str, Param] = {"kind": one.kind, "day": one.day.isoformat(), "count": one.kpis}
            yield Hit(f"survey-round:{one.kind}", ("new-survey",), params)
