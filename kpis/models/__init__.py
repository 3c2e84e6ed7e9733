"""KPIs with their definitions, targets and measurements, and the measuring rounds."""

from kpis.models.following import Kpi, KpiDefinition, Target
from kpis.models.measuring import Evidence, Measurement
from kpis.models.rounds import MeasuringRound, RoundComment, RoundCorrection, RoundEntry

__all__ = [
    "Evidence",
    "Kpi",
    "KpiDefinition",
    "Measurement",
    "MeasuringRound",
    "RoundComment",
    "RoundCorrection",
    "RoundEntry",
    "Target",
]
