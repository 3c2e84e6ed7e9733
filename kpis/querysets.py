"""Which KPIs, measurements and rounds."""

from typing import TYPE_CHECKING

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from accounts.querysets import unseen
from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from kpis.models import (  # noqa: F401
        Evidence,
        Kpi,
        KpiDefinition,
        Measurement,
        MeasuringRound,
        RoundComment,
        RoundCorrection,
        RoundEntry,
        Target,
    )


class KpiSet(ClusterQuerySet["Kpi"]):
    """KPIs."""

    def alive(self) -> "KpiSet":
        """Return the KPIs that the cluster follows."""
        return self.filter(dropped_at=None)

    def dropped(self) -> "KpiSet":
        """Return the KPIs that can be taken up again."""
        return self.filter(dropped_at__isnull=False)

    def with_people(self) -> "KpiSet":
        """Add the goal and who answers for the KPI."""
        return self.select_related("goal", "owner")

    def in_strategy(self, strategy: int) -> "KpiSet":
        """Return the KPIs of this strategy's goals."""
        return self.filter(goal__strategy=strategy, goal__deleted_at=None)


class DefinitionSet(ClusterQuerySet["KpiDefinition"]):
    """Versions of what KPIs count."""

    def followed(self) -> "DefinitionSet":
        """Return those of the KPIs that the cluster follows, with the KPI, its goal and its owner, in order."""
        alive = self.filter(kpi__dropped_at=None).select_related("kpi__goal", "kpi__owner")
        return alive.defer(*unseen("kpi__owner")).order_by("kpi__number", "version")


class TargetSet(ClusterQuerySet["Target"]):
    """What KPIs are to reach, and by which day."""


class MeasurementSet(ClusterQuerySet["Measurement"]):
    """Values of KPIs, corrected and withdrawn ones too: they stay visible."""

    def standing(self) -> "MeasurementSet":
        """Return the measurements that hold, without those that were corrected or withdrawn."""
        return self.filter(superseded_at=None)

    def superseded(self) -> "MeasurementSet":
        """Return the measurements that were corrected or withdrawn."""
        return self.filter(superseded_at__isnull=False)

    def newest_of_each(self, most: int) -> "MeasurementSet":
        """Return the newest of each KPI, and every baseline."""
        place = Window(RowNumber(), partition_by=F("kpi"), order_by=[F("date").desc(), F("pk").desc()])
        return self.annotate(place=place).filter(Q(place__lte=most) | Q(is_baseline=True))

    def with_history(self) -> "MeasurementSet":
        """Add who entered and who superseded, the kind of the round it belongs to, and its evidence.

        One with several files comes several times, once with each: all of a KPI's history is one query.
        """
        return (
            self.select_related("created_by", "superseded_by", "survey_round")
            .annotate(
                round_kind=F("round_entries__round__kind"), proof=F("evidence__pk"), proof_name=F("evidence__name")
            )
            .order_by("date", "pk", "evidence__pk")
        )


class EvidenceSet(ClusterQuerySet["Evidence"]):
    """Files that prove a measurement."""


class RoundSet(ClusterQuerySet["MeasuringRound"]):
    """Measuring rounds."""

    def open(self) -> "RoundSet":
        """Return the rounds that are being measured."""
        return self.filter(closed_at=None)

    def closed(self) -> "RoundSet":
        """Return the rounds that are frozen."""
        return self.filter(closed_at__isnull=False)


class EntrySet(ClusterQuerySet["RoundEntry"]):
    """What belongs to a round."""


class CorrectionSet(ClusterQuerySet["RoundCorrection"]):
    """Corrections of closed rounds."""


class CommentSet(ClusterQuerySet["RoundComment"]):
    """What a cluster says about a goal in a round."""
