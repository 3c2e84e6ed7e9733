"""The panels of a phase: live objects that stand among the questions.

The goals are this room's own. A room above offers its panel by a view of the name here; while the room does not exist
the name leads nowhere, and the panel is left out of page and document.
"""

from contextlib import suppress
from typing import Any

from django.urls import NoReverseMatch, reverse

from clusters.access import ClusterRequest
from clusters.permissions import Permission
from strategy.selectors.phases import StrategyPage
from workbooks.shown.cards import Panel

ROUTES = {
    "kpis": "kpis:panel",
    "activities": "plans:panel",
    "assessment": "assessments:panel",
    "surveys": "surveys:panel",
}


def panels(request: ClusterRequest, shown: StrategyPage) -> dict[str, Panel]:
    """Return the panels that exist, by the name that templates use for them."""
    found = {name: Panel(url=url) for name, url in addresses(shown).items()}
    found["goals"] = Panel(template="strategy/goals_panel.html", context=goals_context(request, shown))
    return found


def addresses(shown: StrategyPage) -> dict[str, str]:
    """Return the address of each panel that a room above offers."""
    found = {}
    # A panel of the cluster's own, the same beside every strategy, has no number in its address.
    ways: list[list[Any]] = [[shown.cluster.slug, shown.strategy.number], [shown.cluster.slug]]
    for name, route in ROUTES.items():
        for args in ways:
            with suppress(NoReverseMatch):
                found[name] = reverse(route, args=args)
    return found


def goals_context(request: ClusterRequest, shown: StrategyPage) -> dict[str, object]:
    """Return what the panel of goals shows: the goals in their order, and those that can be brought back."""
    goals = list(shown.strategy.goals.select_related("owner").order_by("position", "number"))
    return {
        "goals": [goal for goal in goals if goal.deleted_at is None],
        "deleted": [goal for goal in goals if goal.deleted_at is not None],
        "shown": shown,
        "cluster": shown.cluster,
        "strategy": shown.strategy,
        "may_write": request.membership.may(Permission.WRITE),
        "is_decided": shown.strategy.is_decided,
    }
