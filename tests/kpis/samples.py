"""KPIs and rounds to test with: a KPI that counts members every quarter, from 20 to 40 in a year and 60 in two."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from clusters.models import Cluster, SheetImport
from core.text import Text
from core.uploads import checked
from kpis.models import Evidence, Kpi, Measurement, MeasuringRound
from kpis.services import (
    DefinitionDraft,
    KpiDraft,
    MeasurementDraft,
    make_kpi,
    receive_import,
    record_measurement,
    set_targets,
    start_round,
)
from strategy.models import Goal, Strategy

BEGIN, MIDDLE, END = date(2024, 1, 1), date(2024, 12, 30), date(2025, 12, 30)


def definition(name: str = "Members exporting", **values: Any) -> DefinitionDraft:
    """Say what a KPI counts."""
    known = {
        "definition": Text(da="Medlemmer med eksport", en="Members that export"),
        "level": "outcome",
        "unit": "count",
        "direction": "up",
        "frequency": "baseline-midterm-final",
        "aggregation": "point",
    }
    return DefinitionDraft(name=Text(da=name, en=name), **{**known, **values})


def a_kpi(cluster: Cluster, by: User, goal: Goal | None = None, name: str = "Members exporting", **values: Any) -> Kpi:
    """Follow a KPI of the cluster's own."""
    return make_kpi(cluster=cluster, definition=definition(name, **values), draft=KpiDraft(goal=goal), by=by)


def value(kpi: Kpi, by: User, day: date, number: str | int, **more: Any) -> Measurement:
    """Enter a number for a day."""
    return record_measurement(kpi=kpi, draft=MeasurementDraft(day, Decimal(number)), by=by, **more)


def measured_kpi(cluster: Cluster, by: User, goal: Goal | None = None, **values: Any) -> Kpi:
    """Follow a KPI with a baseline of 20, targets of 40 and 60, and 28 when the path expects 30."""
    kpi = a_kpi(cluster, by, goal, **values)
    value(kpi, by, BEGIN, 20, is_baseline=True)
    set_targets(kpi=kpi, targets=[(MIDDLE, Decimal(40)), (END, Decimal(60))], by=by)
    value(kpi, by, date(2024, 7, 1), 28)
    return kpi


def proof(kpi: Kpi, by: User) -> Evidence:
    """Enter a value with a file that proves it; the file's words name nobody."""
    draft = MeasurementDraft(BEGIN, Decimal(20), proof=checked("count.txt", b"Counted in the register"))
    return record_measurement(kpi=kpi, draft=draft, by=by).evidence.get()


def sent_file(cluster: Cluster, by: User) -> SheetImport:
    """Send a file of one value of K1."""
    content = b"KPI;Date;Value\r\nK1;2024-01-01;20"
    return receive_import(cluster=cluster, name="values.csv", content=content, by=by)


def a_round(strategy: Strategy, by: User, kpis: list[Kpi], kind: str = "midterm", day: date = MIDDLE) -> MeasuringRound:
    """Plan a round in which Dana delivers."""
    return start_round(strategy=strategy, kind=kind, day=day, kpis=[(kpi, "Dana") for kpi in kpis], by=by)
