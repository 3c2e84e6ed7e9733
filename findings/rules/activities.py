"""Activities: who, when, for how much, for which goal; and what has slipped."""

from collections.abc import Iterator

from findings.rules.base import Hit, Param, Severity, rule
from findings.rules.facts import ActivityFact, Facts


def _hit(activity: ActivityFact, *place: str, **params: Param) -> Hit:
    known: dict[str, Param] = {"key": activity.key, "title": activity.title, **params}
    where = (place[0] if place else "activity-page", str(activity.number), *place[1:])
    return Hit(f"activity:{activity.pk}", where, known, goal=activity.goal, owner=activity.owner)


def _open(facts: Facts) -> list[ActivityFact]:
    return [one for one in facts.activities if not one.is_closed]


@rule("activity-without-owner", Severity.WARNING)
def without_owner(facts: Facts) -> Iterator[Hit]:
    """Find activities that nobody answers for."""
    for one in _open(facts):
        if not one.has_owner:
            yield _hit(one, "activity", "owner")


@rule("activity-without-end", Severity.WARNING)
def without_end(facts: Facts) -> Iterator[Hit]:
    """Find activities that never end."""
    for one in _open(facts):
        if one.ends is None:
            yield _hit(one, "activity", "ends")


@rule("activity-without-budget", Severity.HINT)
def without_budget(facts: Facts) -> Iterator[Hit]:
    """Find activities of which nobody has said what they cost."""
    for one in _open(facts):
        if one.budget is None:
            yield _hit(one, "activity", "budget")


@rule("activity-without-goal", Severity.WARNING)
def without_goal(facts: Facts) -> Iterator[Hit]:
    """Find activities that lead to no goal of the strategy."""
    goals = {one.pk for one in facts.goals}
    for one in _open(facts):
        if one.goal not in goals:
            yield _hit(one, "activity", "goal")


@rule("activity-past-its-end", Severity.WARNING)
def past_its_end(facts: Facts) -> Iterator[Hit]:
    """Find activities whose end has passed, and which are not done."""
    for one in _open(facts):
        if one.ends and one.ends < facts.today:
            yield _hit(one, "activity-page", day=one.ends.isoformat())


@rule("activity-over-budget", Severity.WARNING)
def over_budget(facts: Facts) -> Iterator[Hit]:
    """Find activities on which more has been spent than was set aside."""
    for one in facts.activities:
        if one.budget is not None and one.spent is not None and one.spent > one.budget:
            amounts = {"spent": f"{one.spent:f}", "budget": f"{one.budget:f}", "currency": one.currency}
            yield _hit(one, "activity", "budget", **amounts)


@rule("milestone-outside-activity", Severity.WARNING)
def milestone_outside(facts: Facts) -> Iterator[Hit]:
    """Find milestones before their activity begins or after it ends."""
    for one in _open(facts):
        for step in one.milestones:
            if (one.starts and step.day < one.starts) or (one.ends and step.day > one.ends):
                found = _hit(one, "activity-page", milestone=step.title, day=step.day.isoformat())
                place = ("milestone", str(one.number), str(step.pk))
                yield Hit(f"milestone:{step.pk}", place, found.params, goal=one.goal, owner=one.owner)


@rule("activity-waits-too-long", Severity.WARNING)
def waits_too_long(facts: Facts) -> Iterator[Hit]:
    """Find activities that begin before something ends that they wait for."""
    known = {one.pk: one for one in facts.activities}
    for one in _open(facts):
        for pk in one.waits_for:
            other = known.get(pk)
            begins = one.starts or one.ends
            if other and not other.is_closed and begins and other.ends and other.ends > begins:
                found = _hit(one, "activity-page", other=other.key, day=other.ends.isoformat())
                subject = f"activity:{one.pk}:{other.pk}"
                yield Hit(subject, found.place, found.params, goal=one.goal, owner=one.owner)


@rule("year-over-frame", Severity.WARNING)
def over_frame(facts: Facts) -> Iterator[Hit]:
    """Find years for which the plan spends more than the strategy sets aside."""
    for one in facts.years:
        most = max(one.planned, one.spent)
        if most > one.frame:
            params: dict[str, Param] = {"year": str(one.year), "amount": f"{most:f}", "frame": f"{one.frame:f}"}
            yield Hit(f"year:{one.year}", ("budget",), params)
