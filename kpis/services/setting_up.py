"""Setting up many KPIs at once: taking up those that were ticked, and what one row of the table says of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.locking import lock
from clusters.models import Cluster
from clusters.revisions import change
from core.errors import Conflict, Refusal
from core.text import Text
from kpis.models import Kpi, Measurement
from kpis.services.following import KpiDraft, adopt_kpi, check_targets
from kpis.services.measuring import MeasurementDraft, correct_measurement, record_measurement
from schema.kpis import KpiDefinition
from strategy.models import Goal


@dataclass(frozen=True, slots=True)
class SetUp:
    """What a row of the table says of a KPI; a target is a day with its value."""

    goal: Goal | None
    owner: User | None
    role: Text
    frequency: str
    targets: Mapping[date, Decimal]
    baseline: tuple[date, Decimal] | None = None


@transaction.atomic
def adopt_several(*, cluster: Cluster, definitions: Sequence[KpiDefinition], goal: Goal | None, by: User) -> list[Kpi]:
    """Start following several KPIs of the catalogue, all or none of them; those that are followed stay as they are."""
    lock(cluster)
    return [
        adopt_kpi(cluster=cluster, definition=definition, draft=KpiDraft(goal=goal), by=by)
        for definition in definitions
    ]


def set_up_kpi(
    *, kpi: Kpi, draft: SetUp, based_on: int, baseline: Measurement | None, read_baseline: int | None, by: User
) -> Kpi:
    """Store what a row says, on top of what was read: its revision, and the baseline that the page showed.

    Raises Refusal with the field that it belongs to, and Conflict where a colleague was first; what of the row is not
    in dispute is stored. No transaction may be open around it.
    """
    check_targets(list(draft.targets.items()), draft.baseline[0] if draft.baseline else None)
    _set_baseline(kpi, draft.baseline, baseline, read_baseline, by)
    fields = {
        "goal": draft.goal,
        "owner": draft.owner,
        "owner_role": draft.role.to_value(),
        "frequency": draft.frequency,
        "targets": dict(draft.targets),
    }
    return change(kpi, fields, based_on=based_on, by=by, by_piece=True)


def _set_baseline(
    kpi: Kpi, wanted: tuple[date, Decimal] | None, standing: Measurement | None, read: int | None, by: User
) -> None:
    same = standing is not None and wanted == (standing.date, standing.value)
    if same or (wanted is None and standing is None):
        return
    if wanted is None:
        raise Refusal(
            _("A baseline is not removed here. Withdraw it on the KPI’s own page, where you say why."), "baseline"
        )
    if read != (standing.pk if standing else None):
        raise Conflict(
            _("A colleague entered a baseline while you were writing. Nothing has been overwritten."), "baseline"
        )
    draft = MeasurementDraft(date=wanted[0], value=wanted[1])
    try:
        if standing is None:
            record_measurement(kpi=kpi, draft=draft, by=by, is_baseline=True)
        else:
            correct_measurement(measurement=standing, draft=draft, reason=_("Corrected in the table of KPIs."), by=by)
    except Refusal as refusal:
        field = "baseline_on" if refusal.field == "date" else "baseline"
        raise type(refusal)(refusal.message, field) from refusal
