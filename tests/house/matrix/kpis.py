"""The rows of KPIs, measurements and measuring rounds."""

from typing import Any

from clusters.permissions import Permission
from tests import factories
from tests.house.matrix.rows import Place, Row, with_value
from tests.house.matrix.strategies import a_strategy
from tests.kpis import samples


def followed(place: Place) -> dict[str, Any]:
    """Follow a KPI."""
    return {"number": samples.a_kpi(place.cluster, place.owner).number}


def a_measurement(place: Place) -> dict[str, Any]:
    """Follow a KPI with a value."""
    kpi = samples.a_kpi(place.cluster, place.owner)
    return {"number": kpi.number, "pk": samples.value(kpi, place.owner, samples.BEGIN, 20).pk}


def some_evidence(place: Place) -> dict[str, Any]:
    """Follow a KPI with a value and a file that proves it."""
    kpi = samples.a_kpi(place.cluster, place.owner)
    return {"number": kpi.number, "pk": samples.proof(kpi, place.owner).pk}


def a_measuring_round(place: Place) -> dict[str, Any]:
    """Plan a measuring round."""
    strategy = factories.make_strategy(place.cluster, place.owner)
    return {"number": samples.a_round(strategy, place.owner, [samples.a_kpi(place.cluster, place.owner)]).number}


def a_measurement_import(place: Place) -> dict[str, Any]:
    """Send a file of measurements."""
    return {"number": samples.sent_file(place.cluster, place.owner).number}


def a_sealed_import(place: Place) -> dict[str, Any]:
    """Send a file of measurements, and look at it with another eye than the seal says."""
    return {**a_measurement_import(place), "seal": "other"}


KPIS = {
    "kpis:index": Row(Permission.READ),
    "kpis:panel": Row(Permission.READ, a_strategy),
    "kpis:export_csv": Row(Permission.READ),
    "kpis:export_xlsx": Row(Permission.READ),
    "kpis:catalogue": Row(Permission.READ),
    "kpis:adopt": Row(Permission.EDIT_KPIS, with_value(key="none"), inside="hidden"),
    "kpis:choose": Row(Permission.EDIT_KPIS),
    "kpis:setup": Row(Permission.EDIT_KPIS),
    "kpis:setup_row": Row(Permission.EDIT_KPIS, followed),
    "kpis:new": Row(Permission.EDIT_KPIS),
    "kpis:due": Row(Permission.MEASURE),
    "kpis:import": Row(Permission.MEASURE),
    "kpis:import_template": Row(Permission.MEASURE),
    "kpis:import_preview": Row(Permission.MEASURE, a_measurement_import),
    "kpis:import_confirm": Row(Permission.MEASURE, a_sealed_import),
    "kpis:import_discard": Row(Permission.MEASURE, a_measurement_import),
    "kpis:rounds": Row(Permission.READ),
    "kpis:round_new": Row(Permission.EDIT_KPIS),
    "kpis:compare": Row(Permission.READ, a_strategy),
    "kpis:round": Row(Permission.READ, a_measuring_round),
    "kpis:round_edit": Row(Permission.EDIT_KPIS, a_measuring_round),
    "kpis:round_close": Row(Permission.EDIT_KPIS, a_measuring_round),
    "kpis:round_delete": Row(Permission.EDIT_KPIS, a_measuring_round),
    "kpis:round_comments": Row(Permission.EDIT_KPIS, a_measuring_round),
    "kpis:round_correct": Row(Permission.EDIT_KPIS, lambda place: {**a_measuring_round(place), "kpi": 1}),
    "kpis:detail": Row(Permission.READ, followed),
    "kpis:edit": Row(Permission.EDIT_KPIS, followed),
    "kpis:redefine": Row(Permission.EDIT_KPIS, followed),
    "kpis:targets": Row(Permission.EDIT_KPIS, followed),
    "kpis:measure": Row(Permission.MEASURE, followed),
    "kpis:baseline": Row(Permission.MEASURE, followed),
    "kpis:correct": Row(Permission.MEASURE, a_measurement),
    "kpis:withdraw": Row(Permission.MEASURE, a_measurement),
    "kpis:evidence": Row(Permission.READ, some_evidence),
    "kpis:drop": Row(Permission.EDIT_KPIS, followed),
    "kpis:restore": Row(Permission.EDIT_KPIS, followed),
}
