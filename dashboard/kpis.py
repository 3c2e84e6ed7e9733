"""What the KPIs put on the front page: tiles, the ones that need a look first."""

from collections.abc import Sequence

from kpis.rules.status import State
from kpis.shown.kpis import ShownKpi

MOST_TILES = 4
FIRST = (State.OFF_TRACK, State.OVERDUE, State.AT_RISK, State.NO_DATA, State.ON_TRACK)


def tiles_of(found: Sequence[ShownKpi]) -> list[ShownKpi]:
    """Return the few that are shown, those that need a look first."""
    return sorted(found, key=lambda one: (FIRST.index(one.state), one.kpi.number))[:MOST_TILES]
