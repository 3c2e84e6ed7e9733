"""The red thread as its page draws it: each goal with its KPIs and activities, and the places where it is broken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from clusters.models import Cluster
from core.addresses import reverse
from core.dates import format_short
from core.languages import content_language
from core.text import Language
from findings.services import Thread
from findings.shown.findings import FindingRow, rows_of
from kpis.shown.kpis import ShownKpi, shown_kpi
from plans.shown.activities import PlanLine
from strategy.models import Goal

# As many activities as are read at a glance beside a goal.
MOST_IN_A_ROW = 12
# Rules whose break has a knot of its own in the drawing, with the column it stands in.
GAPS = {
    "goal-without-kpi": "kpis",
    "goal-without-activity": "activities",
}


@dataclass(frozen=True, slots=True)
class KpiKnot:
    """A KPI on the thread."""

    one: ShownKpi
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class ActivityKnot:
    """An activity on the thread."""

    line: PlanLine
    rows: tuple[FindingRow, ...]

    @property
    def url(self) -> str:
        """Its page."""
        return self.line.activity.get_absolute_url()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a strand leads anywhere: how many of its KPIs have a value, and what has been reached."""

    measured: int
    kpis: int
    latest: str
    reached: int
    milestones: int
    results: int

    @property
    def is_missing(self) -> bool:
        """Whether there is something that could be seen, and nothing has been."""
        return bool(self.kpis or self.milestones) and not (self.measured or self.reached or self.results)

    @property
    def is_broken(self) -> bool:
        """Whether the thread is broken at its end: nothing shows for it."""
        return self.is_missing or not self.words

    @property
    def words(self) -> tuple[str, ...]:
        """What is known, a line for each kind."""
        said = []
        if self.kpis:
            measured = ngettext("%(n)s of %(all)s KPI measured", "%(n)s of %(all)s KPIs measured", self.kpis)
            said.append(measured % {"n": self.measured, "all": self.kpis})
        if self.latest:
            said.append(gettext("latest %(day)s") % {"day": self.latest})
        if self.milestones:
            reached = ngettext(
                "%(n)s of %(all)s milestone reached", "%(n)s of %(all)s milestones reached", self.milestones
            )
            said.append(reached % {"n": self.reached, "all": self.milestones})
        return tuple(said)


def evidence_of(kpis: Iterable[ShownKpi], lines: Iterable[PlanLine], language: Language) -> Evidence:
    """Return what shows that KPIs and activities lead anywhere; the activities have their milestones."""
    own, work = list(kpis), list(lines)
    days = [one.latest.date for one in own if one.latest]
    steps = [step for line in work for step in line.milestones]
    return Evidence(
        measured=len(days),
        kpis=len(own),
        latest=format_short(max(days), language) if days else "",
        reached=sum(step.is_done for step in steps),
        milestones=len(steps),
        results=sum(bool(line.activity.result_text) for line in work),
    )


@dataclass(frozen=True, slots=True)
class Strand:
    """A goal with all that hangs on it; what hangs on no goal has none."""

    goal: Goal | None
    url: str
    kpis: tuple[KpiKnot, ...]
    activities: tuple[ActivityKnot, ...]
    rows: tuple[FindingRow, ...]

    @property
    def anchor(self) -> str:
        """The id of its place on the page."""
        return self.goal.key.lower() if self.goal else "loose"

    @property
    def breaks(self) -> list[FindingRow]:
        """Where this goal's thread is broken, in it and in what hangs on it."""
        found = [*self.rows, *(row for knot in self.kpis for row in knot.rows)]
        found += [row for knot in self.activities for row in knot.rows]
        return [row for row in found if row.kind == "error"]

    @property
    def no_kpi(self) -> FindingRow | None:
        """The gap where a KPI should be."""
        return next((row for row in self.rows if row.found.rule.name == "goal-without-kpi"), None)

    @property
    def no_activity(self) -> FindingRow | None:
        """The gap where an activity should be."""
        return next((row for row in self.rows if row.found.rule.name == "goal-without-activity"), None)

    @property
    def first_activities(self) -> list[ActivityKnot]:
        """As many as one row of the drawing holds; where there are more, what is late comes first."""
        return self._ordered[:MOST_IN_A_ROW]

    @property
    def more_activities(self) -> list[ActivityKnot]:
        """The others, folded."""
        return self._ordered[MOST_IN_A_ROW:]

    @property
    def _ordered(self) -> list[ActivityKnot]:
        if len(self.activities) <= MOST_IN_A_ROW:
            return list(self.activities)
        return sorted(self.activities, key=lambda knot: (not knot.line.is_late, knot.line.activity.is_closed))

    @property
    def evidence(self) -> Evidence:
        """What shows that it leads anywhere."""
        return evidence_of(
            [knot.one for knot in self.kpis], [knot.line for knot in self.activities], content_language()
        )

    @property
    def others(self) -> list[FindingRow]:
        """What else is to be said about the goal itself."""
        return [row for row in self.rows if row.found.rule.name not in GAPS]


def strands_of(cluster: Cluster, thread: Thread, today: date) -> list[Strand]:
    """Return the goals in their order, then what hangs on none; no query."""
    by_subject: dict[str, list[FindingRow]] = {}
    for row in rows_of(cluster, thread):
        by_subject.setdefault(":".join(row.found.hit.subject.split(":")[:2]), []).append(row)

    def about(kind: str, pk: int) -> tuple[FindingRow, ...]:
        return tuple(by_subject.get(f"{kind}:{pk}", ()))

    loaded, language = thread.loaded, content_language()
    goals = {goal.pk for goal in loaded.goals}
    kpis: dict[int | None, list[KpiKnot]] = {}
    for one in loaded.kpis:
        goal = one.kpi.goal_id if one.kpi.goal_id in goals else None
        kpis.setdefault(goal, []).append(KpiKnot(shown_kpi(one, language), about("kpi", one.kpi.pk)))
    activities: dict[int | None, list[ActivityKnot]] = {}
    for row in loaded.activities:
        row.cluster = cluster
        goal = row.goal_id if row.goal_id in goals else None
        activities.setdefault(goal, []).append(ActivityKnot(PlanLine(row, today), about("activity", row.pk)))

    def strand(goal: Goal | None) -> Strand:
        key = goal.pk if goal else None
        url = (
            reverse("strategy:goal_edit", args=[cluster.slug, loaded.shown.strategy.number, goal.number])
            if goal
            else ""
        )
        mine = about("goal", goal.pk) if goal else ()
        return Strand(goal, url, tuple(kpis.get(key, ())), tuple(activities.get(key, ())), mine)

    found = [strand(goal) for goal in loaded.goals]
    loose = strand(None)
    return [*found, loose] if loose.kpis or loose.activities else found
