"""The strategy's own texts: whole, in both languages, and saying what the plan and the KPIs say."""

from collections.abc import Iterator

from findings.rules.base import Hit, Param, Severity, rule
from findings.rules.facts import Facts

FOCUS, TOTAL = "focus_countries", "total_budget"


@rule("answers-missing", Severity.WARNING)
def answers_missing(facts: Facts) -> Iterator[Hit]:
    """Find phases in which something must be answered and is not."""
    for one in facts.phases:
        if one.missing:
            params: dict[str, Param] = {"number": one.number, "label": one.label, "count": one.missing}
            yield Hit(f"phase:{one.key}", ("phase", one.key), params, phase=one.key)


@rule("answers-wrong", Severity.ERROR)
def answers_wrong(facts: Facts) -> Iterator[Hit]:
    """Find phases in which answers do not add up."""
    for one in facts.phases:
        if one.faulty:
            params: dict[str, Param] = {"number": one.number, "label": one.label, "count": one.faulty}
            yield Hit(f"phase:{one.key}", ("phase", one.key), params, phase=one.key)


@rule("language-missing", Severity.HINT)
def language_missing(facts: Facts) -> Iterator[Hit]:
    """Find phases whose texts lack one of the cluster's languages, or are older there."""
    for one in facts.phases:
        if one.untranslated:
            params: dict[str, Param] = {"number": one.number, "label": one.label, "count": one.untranslated}
            yield Hit(f"phase:{one.key}", ("languages",), params, phase=one.key)


@rule("focus-country-unscored", Severity.WARNING)
def focus_unscored(facts: Facts) -> Iterator[Hit]:
    """Find focus countries that nobody has given a score, here or in an analysis."""
    if "country_priorities" not in facts.strategy.asks:
        return
    examined = {one.country for one in facts.examined}
    for country in facts.strategy.focus:
        if country not in facts.strategy.scored and country not in examined:
            yield Hit(f"country:{country}", ("question", "country_priorities"), {"country": country})


@rule("focus-country-not-carried", Severity.HINT)
def focus_not_carried(facts: Facts) -> Iterator[Hit]:
    """Find focus countries that have a score in an analysis and none in the strategy that the board reads."""
    if "country_priorities" not in facts.strategy.asks:
        return
    for one in facts.examined:
        params: dict[str, Param] = {"country": one.country, "title": one.title}
        yield Hit(f"country:{one.country}", ("page", one.url), params)


@rule("focus-country-contradiction", Severity.WARNING)
def focus_contradiction(facts: Facts) -> Iterator[Hit]:
    """Find countries that the table of scores calls a focus and the list of focus countries does not name."""
    if FOCUS not in facts.strategy.asks or not facts.strategy.focus:
        return
    for country in sorted(facts.strategy.in_focus_by_score - set(facts.strategy.focus)):
        yield Hit(f"country:{country}", ("question", FOCUS), {"country": country})


@rule("focus-count-contradiction", Severity.WARNING)
def focus_count_contradiction(facts: Facts) -> Iterator[Hit]:
    """Find texts that speak of another number of focus countries than have been chosen."""
    real = len(facts.strategy.focus)
    for one in facts.strategy.focus_counts:
        if real and one.said != str(real):
            params: dict[str, Param] = {"label": one.label, "count": one.said, "real": real}
            yield Hit(f"focus:{one.question}", ("question", one.question), params)


@rule("period-contradiction", Severity.WARNING)
def period_contradiction(facts: Facts) -> Iterator[Hit]:
    """Find a title, or a year of the budget, that names other years than the period's."""
    begins, ends = facts.strategy.begins, facts.strategy.ends
    if begins is None or ends is None:
        return
    period = str(begins.year) if begins.year == ends.year else f"{begins.year}–{ends.year}"
    for one in facts.strategy.years_said:
        first, last = (int(year) for year in one.said.split("–"))
        # A title names the whole period; a table may speak of some of its years.
        if (first, last) != (begins.year, ends.year) if not one.question else first < begins.year or last > ends.year:
            said = one.said if first != last else str(first)
            params: dict[str, Param] = {"label": one.label, "years": said, "period": period}
            yield Hit(f"years:{one.question}", ("question", one.question or "period_start"), params)


@rule("budget-contradiction", Severity.WARNING)
def budget_contradiction(facts: Facts) -> Iterator[Hit]:
    """Find a total that is not the sum of its years."""
    total, years = facts.strategy.total_budget, facts.strategy.frames_total
    if total is not None and years is not None and total != years:
        yield Hit("strategy:budget", ("question", TOTAL), {"amount": f"{total:f}", "sum": f"{years:f}"})


@rule("plan-over-total", Severity.WARNING)
def plan_over_total(facts: Facts) -> Iterator[Hit]:
    """Find a plan that costs more than the whole strategy may."""
    total = facts.strategy.total_budget
    planned = sum((one.budget for one in facts.activities if one.budget and one.currency == "DKK"), start=0)
    if total is not None and planned > total:
        yield Hit("strategy:plan", ("budget",), {"amount": f"{planned:f}", "frame": f"{total:f}"})


@rule("period-without-round", Severity.HINT)
def without_round(facts: Facts) -> Iterator[Hit]:
    """Find a strategy that has KPIs, and in whose period no mid-term or final round is planned."""
    if not facts.kpis or not facts.strategy.ends:
        return
    for kind in ("midterm", "final"):
        if kind not in facts.strategy.rounds:
            yield Hit(f"round:{kind}", ("rounds",), {"kind": kind})


@rule("follow-up-overdue", Severity.WARNING)
def follow_up_overdue(facts: Facts) -> Iterator[Hit]:
    """Find what should have followed an event, and has not."""
    for one in facts.follow_ups:
        params: dict[str, Param] = {"title": one.title, "list": one.list_title, "day": one.due.isoformat()}
        yield Hit(f"item:{one.pk}", ("item", str(one.checklist), str(one.number)), params)


@rule("weak-statement-without-step", Severity.WARNING)
def weak_without_step(facts: Facts) -> Iterator[Hit]:
    """Find what the cluster itself finds weakest, and has made no goal, activity or note of."""
    for one in facts.weak:
        params: dict[str, Param] = {"title": one.title, "value": one.figure}
        yield Hit(f"statement:{one.assessment}:{one.key}", ("statement", str(one.assessment), one.key), params)


@rule("carried-result-changed", Severity.WARNING)
def carried_changed(facts: Facts) -> Iterator[Hit]:
    """Find answers that were carried over from an analysis that says something else by now."""
    for one in facts.carried:
        if one.has_changed:
            yield Hit(f"carried:{one.question}", ("page", one.url), {"title": one.title})


@rule("carried-evidence-stale", Severity.WARNING)
def carried_stale(facts: Facts) -> Iterator[Hit]:
    """Find answers that were carried over from an analysis whose figures are too old to decide on."""
    for one in facts.carried:
        if one.stale:
            params: dict[str, Param] = {"title": one.title, "count": one.stale}
            yield Hit(f"carried:{one.question}", ("page", one.url), params)


@rule("approved-changed-unexplained", Severity.ERROR)
def approved_changed(facts: Facts) -> Iterator[Hit]:
    """Find goals and targets that were changed under an approved strategy, and no reason has been recorded."""
    for one in facts.unexplained:
        params: dict[str, Param] = {"key": one.key, "title": one.title, "day": one.day.isoformat()}
        place = ("goal", str(one.number), "reason") if one.kind == "goal" else ("targets", str(one.number))
        yield Hit(f"{one.kind}:{one.pk}:approved", place, params, goal=one.pk if one.kind == "goal" else None)


@rule("person-overloaded", Severity.HINT)
def overloaded(facts: Facts) -> Iterator[Hit]:
    """Find people who answer for more than the cluster says that one can."""
    for person, count in facts.loads.items():
        if count > facts.most:
            params: dict[str, Param] = {"name": facts.people.get(person, ""), "count": count, "most": facts.most}
            yield Hit(f"person:{person}", ("people",), params, owner=person)
