"""Where a finding is mended: from the names that the rules give to addresses."""

from collections.abc import Sequence
from dataclasses import dataclass

from clusters.models import Cluster
from core.addresses import reverse


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its route, how many of the given words stand in the address, and what the next one is.

    It is the id of a field (`id_`) or of a part of the page, or with `query` a value in the address.
    """

    route: str
    args: int = 0
    prefix: str = ""
    query: str = ""
    of_strategy: bool = False


PLACES: dict[str, Place] = {
    "adopt-kpi": Place("kpis:catalogue", query="goal"),
    "add-activity": Place("plans:add", query="goal"),
    "goal": Place("strategy:goal_edit", 1, "id_", of_strategy=True),
    "baseline": Place("kpis:baseline", 1),
    "targets": Place("kpis:targets", 1),
    "kpi": Place("kpis:edit", 1, "id_"),
    "kpi-page": Place("kpis:detail", 1),
    "due": Place("kpis:due"),
    "activity": Place("plans:edit", 1, "id_"),
    "activity-page": Place("plans:activity", 1),
    "milestone": Place("plans:milestone", 2),
    "budget": Place("plans:budget"),
    "phase": Place("strategy:phase", 1, of_strategy=True),
    "question": Place("strategy:detail", 0, "a-", of_strategy=True),
    "languages": Place("strategy:translations", of_strategy=True),
    "rounds": Place("kpis:rounds"),
    "item": Place("checklists:detail", 1, "item-"),
    "statement": Place("assessments:detail", 1, "n-"),
    "people": Place("clusters:people"),
    "survey": Place("surveys:round", 1),
    "new-survey": Place("surveys:round_new"),
}

# A place that a room above has named with its address.
PAGE = "page"


def address(cluster: Cluster, strategy: int, place: Sequence[str]) -> str:
    """Return the address of the very field, as near as a page has one."""
    name, *rest = place
    if name == PAGE:
        return rest[0]
    known = PLACES[name]
    args = [strategy, *rest[: known.args]] if known.of_strategy else rest[: known.args]
    url = reverse(known.route, args=[cluster.slug, *args])
    more = rest[known.args :]
    if more and known.query:
        return f"{url}?{known.query}={more[0]}"
    return f"{url}#{known.prefix}{more[0]}" if more and known.prefix else url
