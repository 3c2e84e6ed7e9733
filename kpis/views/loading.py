"""Fetches the KPIs and rounds that an address names."""

from clusters.access import ClusterRequest
from core.shortcuts import get_or_404
from kpis.models import Kpi, MeasuringRound
from kpis.shown.kpis import ShownKpi, load_kpis


def opened(request: ClusterRequest, number: int) -> ShownKpi:
    """Return one KPI with all that belongs to it; a dropped one can still be read."""
    found = load_kpis(request.cluster, Kpi.objects.of(request.cluster).filter(number=number))
    if not found:
        get_or_404(Kpi.objects.of(request.cluster), number=number)
    return found[0]


def row(request: ClusterRequest, number: int) -> Kpi:
    """Return one KPI alone."""
    kpi = get_or_404(Kpi.objects.of(request.cluster).with_people(), number=number)
    kpi.cluster = request.cluster
    return kpi


def opened_round(request: ClusterRequest, number: int) -> MeasuringRound:
    """Return the measuring round that the address names, with its strategy, or answer 404."""
    found = get_or_404(
        MeasuringRound.objects.of(request.cluster).select_related("strategy", "closed_by"), number=number
    )
    found.cluster = request.cluster
    found.strategy.cluster = request.cluster
    return found
