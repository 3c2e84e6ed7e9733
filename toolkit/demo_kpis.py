"""The KPIs of the demo: the example's eight with what was measured, a closed baseline and an open mid-term round."""

from datetime import date

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from kpis.models import Kpi, MeasuringRound
from kpis.services import close_round, comment_on_goal, load_example_kpis, start_round
from library.models import Edition, Kind
from library.schema.examples import Example
from library.schema.kpis import KpiCatalogue
from strategy.models import Strategy

BASELINE, BASELINE_CLOSED, MIDTERM = date(2025, 3, 31), date(2025, 4, 24), date(2026, 9, 30)
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
