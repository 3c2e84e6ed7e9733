"""Goals: measured, worked on, answered for, within the period."""

from collections.abc import Iterator

from findings.rules.base import Hit, Severity, rule
from findings.rules.facts import Facts, GoalFact


def _hit(goal: GoalFact, *place: str, **params: str) -> Hit:
    return Hit(
        f"goal:{goal.pk}", place, {"key": goal.key, "title": goal.title, **params}, goal=goal.pk, owner=goal.owner
    )


@rule("goal-without-kpi", Severity.ERROR)
def without_kpi(facts: Facts) -> Iterator[Hit]:
    """Find goals that nobody measures."""
    for goal in facts.goals:
        if not facts.kpis_of(goal.pk):
            yield _hit(goal, "adopt-kpi", str(goal.pk))


@rule("goal-without-activity", Severity.ERROR)
def without_activity(facts: Facts) -> Iterator[Hit]:
    """Find goals that nothing leads to."""
    for goal in facts.goals:
        if not facts.activities_of(goal.pk):
            yield _hit(goal, "add-activity", str(goal.pk))


@rule("goal-without-owner", Severity.WARNING)
def without_owner(facts: Facts) -> Iterator[Hit]:
    """Find goals that nobody answers for."""
    for goal in facts.goals:
        if not goal.has_owner:
            yield _hit(goal, "goal", goal.key.removeprefix("S"), "owner")


@rule("goal-idle-this-year", Severity.HINT)
def idle_this_year(facts: Facts) -> Iterator[Hit]:
    """Find goals whose open activities all lie in other years."""
    year = facts.today.year
    for goal in facts.goals:
        activities = [one for one in facts.activities_of(goal.pk) if not one.is_closed]
        dated = [(one.starts or one.ends, one.ends or one.starts) for one in activities]
        spans = [(first, last) for first, last in dated if first and last]
        if activities and spans and not any(first.year <= year <= last.year for first, last in spans):
            yield _hit(goal, "add-activity", str(goal.pk), year=str(year))


@rule("goal-deadline-outside-period", Severity.WARNING)
def deadline_outside(facts: Facts) -> Iterator[Hit]:
    """Find deadlines before the strategy begins or after it ends."""
    begins, ends = facts.strategy.begins, facts.strategy.ends
    for goal in facts.goals:
        if goal.deadline and ((begins and goal.deadline < begins) or (ends and goal.deadline > ends)):
            yield _hit(goal, "goal", goal.key.removeprefix("S"), "deadline", day=goal.deadline.isoformat())
