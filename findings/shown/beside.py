"""What the red thread says of one thing, beside it: what is open about it, and which self-assessment it came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.pages import origin_of
from clusters.models import Cluster
from findings.rules import Found
from findings.services import Thread
from findings.shown.addresses import address
from findings.shown.findings import FindingRow, rows_of
from schema.documents import Template

GOAL, KPI, ACTIVITY, PHASE = "goal", "kpi", "activity", "phase"
# More belongs on the page of all findings.
MOST = 5
# The panel at which a finding is mended, by the name of its place (`findings.shown.addresses.PLACES`).
PANELS = {
    **dict.fromkeys(("goal",), "goals"),
    **dict.fromkeys(("adopt-kpi", "baseline", "targets", "kpi", "kpi-page", "due", "rounds"), "kpis"),
    **dict.fromkeys(("add-activity", "activity", "activity-page", "milestone", "budget", "item"), "activities"),
    **dict.fromkeys(("statement",), "assessment"),
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """The statement that a goal or an activity was made of."""

    name: str
    statement: object
    url: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a thing; `more` are the findings for which there is no room."""

    rows: tuple[FindingRow, ...] = ()
    more: int = 0
    beginning: Beginning | None = None


def beside(cluster: Cluster, thread: Thread, kind: str, what: str) -> Beside:
    """Return what is said of a goal, KPI or activity by its number, or of a phase by its key.

    What the thread does not hang together of, because it was dropped or belongs to another strategy, has no findings.
    """
    if kind == PHASE:
        phases = phases_of(thread.loaded.shown.sheet.document)
        return _said(cluster, thread, [one for one in thread.open if phase_of(one, phases) == what])
    loaded = thread.loaded
    known = {
        GOAL: {str(one.number): one.pk for one in loaded.goals},
        KPI: {str(one.kpi.number): one.kpi.pk for one in loaded.kpis},
        ACTIVITY: {str(one.number): one.pk for one in loaded.activities},
    }[kind]
    pk = known.get(what)
    if pk is None:
        return Beside()
    about = f"{kind}:{pk}"
    found = [one for one in thread.open if one.hit.subject == about or one.hit.subject.startswith(f"{about}:")]
    return _said(cluster, thread, found, None if kind == KPI else _beginning(cluster, kind, pk))


def _said(cluster: Cluster, thread: Thread, found: list[Found], beginning: Beginning | None = None) -> Beside:
    rows = rows_of(cluster, thread, found[:MOST])
    return Beside(tuple(rows), max(len(found) - MOST, 0), beginning)


def _beginning(cluster: Cluster, kind: str, pk: int) -> Beginning | None:
    step = origin_of(cluster, goal=pk) if kind == GOAL else origin_of(cluster, activity=pk)
    if step is None:
        return None
    text = step.assessment.form.by_key.get(step.key)
    place = address(cluster, 0, ("statement", str(step.assessment.number), step.key))
    return Beginning(step.assessment.name, text.label if text else step.key, place)


def phases_of(document: Template) -> Mapping[str, str]:
    """Return the phase in which each panel stands, and each question."""
    found: dict[str, str] = {}
    for section in document.sections:
        for question in section.questions:
            found[question.shows_panel or question.key] = section.key
    return found


def phase_of(found: Found, phases: Mapping[str, str]) -> str:
    """Return the phase in which a finding is mended, or nothing where it belongs to the cluster as a whole."""
    name, *rest = found.hit.place
    if found.hit.phase:
        return found.hit.phase
    if name == "question":
        return phases.get(rest[0], "")
    return phases.get(PANELS.get(name, ""), "")
