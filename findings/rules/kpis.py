"""KPIs: where they begin, what is promised, who answers for them, and what the values say."""

from collections.abc import Iterator

from findings.rules.base import Hit, Severity, rule
from findings.rules.facts import Facts, KpiFact

# Off track for as many periods in a row, and nobody has answered.
PERIODS = 2


def _hit(kpi: KpiFact, *place: str, **params: str | int) -> Hit:
    known = {"key": kpi.key, "title": kpi.name, **params}
    return Hit(f"kpi:{kpi.pk}", (place[0], str(kpi.number), *place[1:]), known, goal=kpi.goal, owner=kpi.owner)


@rule("kpi-without-baseline", Severity.WARNING)
def without_baseline(facts: Facts) -> Iterator[Hit]:
    """Find KPIs of which nobody knows where they began."""
    for kpi in facts.kpis:
        if kpi.baseline is None:
            yield _hit(kpi, "baseline")


@rule("kpi-without-target", Severity.WARNING)
def without_target(facts: Facts) -> Iterator[Hit]:
    """Find KPIs that promise nothing."""
    for kpi in facts.kpis:
        if not kpi.targets:
            yield _hit(kpi, "targets")


@rule("kpi-without-owner", Severity.WARNING)
def without_owner(facts: Facts) -> Iterator[Hit]:
    """Find KPIs that nobody answers for."""
    for kpi in facts.kpis:
        if not kpi.has_owner:
            yield _hit(kpi, "kpi", "owner")


@rule("kpi-without-source", Severity.HINT)
def without_source(facts: Facts) -> Iterator[Hit]:
    """Find KPIs of which nobody has said where the values come from."""
    for kpi in facts.kpis:
        if not kpi.has_source:
            yield _hit(kpi, "kpi", "source")


@rule("kpi-without-goal", Severity.HINT)
def without_goal(facts: Facts) -> Iterator[Hit]:
    """Find KPIs that measure no goal of the strategy."""
    goals = {one.pk for one in facts.goals}
    for kpi in facts.kpis:
        if kpi.goal not in goals:
            yield _hit(kpi, "kpi", "goal")


@rule("kpi-target-no-better", Severity.WARNING)
def target_no_better(facts: Facts) -> Iterator[Hit]:
    """Find last targets that are no better than where the KPI began."""
    for kpi in facts.kpis:
        if kpi.baseline is None or not kpi.targets:
            continue
        last = kpi.targets[-1]
        if last <= kpi.baseline if kpi.is_up else last >= kpi.baseline:
            yield _hit(kpi, "targets", value=f"{last.normalize():f}", baseline=f"{kpi.baseline.normalize():f}")


@rule("kpi-value-overdue", Severity.WARNING)
def value_overdue(facts: Facts) -> Iterator[Hit]:
    """Find KPIs whose value should have been entered."""
    for kpi in facts.kpis:
        if kpi.due_since is not None and kpi.due_since < facts.today:
            yield _hit(kpi, "due", day=kpi.due_since.isoformat())


@rule("kpi-off-track-unanswered", Severity.ERROR)
def off_track(facts: Facts) -> Iterator[Hit]:
    """Find KPIs that were off track twice in a row, and no activity or note since answers it."""
    for kpi in facts.kpis:
        if kpi.off_periods < PERIODS or kpi.off_since is None:
            continue
        since = kpi.off_since
        works_on_it = [one for one in facts.activities if kpi.pk in one.kpis or (kpi.goal and one.goal == kpi.goal)]
        answered = any(one.changed_on and one.changed_on >= since and not one.is_closed for one in works_on_it)
        if not answered and not (kpi.noted_on and kpi.noted_on >= since):
            yield _hit(kpi, "kpi-page", count=kpi.off_periods, day=since.isoformat())
