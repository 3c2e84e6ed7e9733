"""What stands beside a spot, for templates."""

from collections.abc import Iterable
from typing import Protocol

from django import template

from comments.shown import Beside, Talk

register = template.Library()


class Spot(Protocol):
    """A place beside which something may be said."""

    @property
    def spot(self) -> str:
        """What it is called by."""


@register.filter
def open_at(beside: Beside, spot: str) -> list[Talk]:
    """Return the open conversations beside a spot."""
    return beside.at(spot)


@register.filter
def resolved_at(beside: Beside, spot: str) -> list[Talk]:
    """Return the resolved conversations beside a spot."""
    return beside.resolved_at(spot)


@register.filter
def is_quiet_at(beside: Beside, spots: Iterable[Spot]) -> bool:
    """Tell whether nothing has been said beside any of some spots."""
    return not any(beside.by_spot.get(one.spot) for one in spots)


@register.filter
def more_at(beside: Beside, spot: str) -> int:
    """Return how many stand in the list only."""
    return beside.more_at(spot)


@register.filter
def has_any_at(beside: Beside, spot: str) -> bool:
    """Tell whether anything has been said beside a spot."""
    return bool(beside.by_spot.get(spot))
