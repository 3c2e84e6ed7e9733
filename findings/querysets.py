"""Which waivers and months."""

from datetime import date
from typing import TYPE_CHECKING

from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from findings.models import MonthCount, Waiver  # noqa: F401


class WaiverSet(ClusterQuerySet["Waiver"]):
    """What was set aside of the red thread, also what no longer holds."""

    def holding(self, today: date) -> "WaiverSet":
        """Return those whose day has not passed and that nobody has ended."""
        return self.filter(ended_at=None, until__gte=today)

    def open(self) -> "WaiverSet":
        """Return those that nobody has ended, be their day over or not."""
        return self.filter(ended_at=None)


class MonthSet(ClusterQuerySet["MonthCount"]):
    """Counts of months."""

    def newest(self, most: int) -> "MonthSet":
        """Return the newest months, the latest first."""
        return self.order_by("-month")[:most]
