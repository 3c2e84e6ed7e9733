"""The KPIs of the demo: the example's eight with what was measured, a closed baseline and an open mid-term round.

A ninth is of the demo alone, taken up later: its quarters are summed to a year, as none of the eight's are.
"""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from kpis.models import Kpi, MeasuringRound
from kpis.services import (
    KpiDraft,
    MeasurementDraft,
    adopt_kpi,
    close_round,
    comment_on_goal,
    load_example_kpis,
    record_measurement,
    set_targets,
    start_round,
)
from library.models import Edition, Kind
from schema.examples import Example
from schema.kpis import KpiCatalogue
from strategy.models import Goal, Strategy

BASELINE, BASELINE_CLOSED, MIDTERM = date(2025, 3, 31), date(2025, 4, 24), date(2026, 9, 30)
SUMMED, OF_GOAL = "partner_meetings", "S2"
# The baseline is for all of 2025, whose quarters are known too: 3 + 4 + 4 + 5.
MEETINGS_IN_2025 = (date(2025, 12, 31), Decimal(16))
MEETINGS = (
    (date(2025, 3, 31), 3),
    (date(2025, 6, 30), 4),
    (date(2025, 9, 30), 4),
    (date(2025, 12, 30), 5),
    (date(2026, 3, 31), 4),
    (date(2026, 6, 30), 6),
    (date(2026, 9, 30), 6),
)
MEETINGS_TO_COME = [(date(2026, 12, 31), Decimal(20)), (date(2027, 12, 31), Decimal(24))]
COMMENTS = {
    "S1": Text(
        da="Parathedsforløbet har givet flere aktive medlemmer, og andelen følger planen. "
        "Tilfredsheden faldt efter et overfyldt webinar i foråret og er på vej op igen, efter at holdene blev mindre.",
        en="The readiness programme has brought more active members, and the share follows the plan. Satisfaction fell "
        "after an overcrowded webinar in spring and is rising again now that the groups are smaller.",
    ),
    "S4": Text(
        da="Opfølgningen virker: syv af ti kontakter bliver ringet op til tiden. Ordrerne lader vente på sig, "
        "fordi indkøberne venter på de endelige beregningsregler.",
        en="Following up works: seven in ten leads are called in time. Orders are slow to come, as buyers are awaiting "
        "the final calculation rules.",
    ),
}


def make_kpis(*, cluster: Cluster, example: Example, people: dict[str, User]) -> None:
    """Follow the example's KPIs, with their rounds; what is there already is left alone."""
    if Kpi.objects.of(cluster).exists():
        return
    catalogue = Edition.objects.newest().filter(publication__kind=Kind.KPI_CATALOGUE).first()
    definitions = catalogue.parsed if catalogue else None
    strategy = Strategy.objects.of(cluster).current().first()
    if strategy is None or not isinstance(definitions, KpiCatalogue):
        return
    strategy.cluster = cluster
    owner, editor = people["owner"], people["editor"]
    goals = list(strategy.goals.alive())
    kpis = load_example_kpis(cluster=cluster, example=example, definitions=definitions, goals=goals, by=editor)
    delivered = [(kpi, kpi.role_text.get("da")) for kpi in kpis]
    kind = MeasuringRound.Kind
    baseline = start_round(strategy=strategy, kind=kind.BASELINE, day=BASELINE, kpis=delivered, by=owner)
    close_round(
        round=baseline,
        closed_on=BASELINE_CLOSED,
        remark="Alle otte tal er hentet i klyngens egne registre og gennemgået på ledelsesmødet i april.",
        by=owner,
    )
    midterm = start_round(strategy=strategy, kind=kind.MIDTERM, day=MIDTERM, kpis=delivered, by=owner)
    for goal in goals:
        if goal.key in COMMENTS:
            comment_on_goal(round=midterm, goal=goal, text=COMMENTS[goal.key], by=owner)
    _summed(cluster, definitions, goals, owner)


def _summed(cluster: Cluster, definitions: KpiCatalogue, goals: list[Goal], by: User) -> None:
    """Follow a KPI of the catalogue whose quarters are summed; nothing where the catalogue has it no more."""
    definition = definitions.kpi(SUMMED)
    if definition is None:
        return
    goal = next((goal for goal in goals if goal.key == OF_GOAL), None)
    kpi = adopt_kpi(cluster=cluster, definition=definition, draft=KpiDraft(goal=goal, owner=by), by=by)
    day, value = MEETINGS_IN_2025
    if day > timezone.localdate():
        return
    record_measurement(kpi=kpi, draft=MeasurementDraft(day, value), by=by, is_baseline=True, log=False)
    set_targets(kpi=kpi, targets=MEETINGS_TO_COME, by=by, log=False)
    for day, number in MEETINGS:
        if day <= timezone.localdate():
            record_measurement(kpi=kpi, draft=MeasurementDraft(day, Decimal(number)), by=by, log=False)
