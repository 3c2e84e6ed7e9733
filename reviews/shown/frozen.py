"""A snapshot as its pages show it: read from what was frozen, and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from clusters.models import Cluster
from core.languages import content_language
from reviews.freezing import page_of
from reviews.models import Snapshot
from reviews.rules.content import FrozenStrategy
from reviews.shown.parked import ShownParked, shown_parked
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from strategy.shown.read_view import ReadPhase, read_view

PANELS = ("kpis", "activities")


@dataclass(frozen=True, slots=True)
class ShownSnapshot:
    """What a snapshot holds, as a page; `left` is what no panel of its template shows, to stand at the foot."""

    snapshot: Snapshot
    content: FrozenStrategy
    then: StrategyPage
    parts: list[ReadPhase]
    left: set[str]
    parked: list[ShownParked]

    @classmethod
    def of(cls, snapshot: Snapshot, cluster: Cluster, strategy: Strategy) -> "ShownSnapshot":
        """Return what a snapshot holds, in the language of the page; no query."""
        content = snapshot.frozen
        then = page_of(cluster, strategy, snapshot.edition, content)
        parts = read_view(then, (), content_language(), PANELS)
        parked = shown_parked(content.parked, content_language())
        return cls(snapshot, content, then, parts, left_of(parts), parked)


def left_of(parts: Sequence[ReadPhase]) -> set[str]:
    """Return what no panel of the template shows: it stands at the foot of the page."""
    items = [item for part in parts for item in part.questions]
    seen = {item.panel for item in items if item.panel} | {"goals" for item in items if item.goals is not None}
    return {"goals", *PANELS} - seen
