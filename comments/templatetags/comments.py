"""What stands beside a spot, for templates."""

from django import template

from comments.shown import Beside, Talk

register = template.Library()


@register.filter
def open_at(beside: Beside, spot: str) -> list[Talk]:
    """Return the open conversations beside a spot."""
    return beside.at(spot)


@register.filter
def resolved_at(beside: Beside, spot: str) -> list[Talk]:
    """Return the resolved conversations beside a spot."""
    return beside.resolved_at(spot)


@register.filter
def more_at(beside: Beside, spot: str) -> int:
    """Return how many stand in the list only."""
    return beside.more_at(spot)


@register.filter
def has_any_at(beside: Beside, spot: str) -> bool:
    """Tell whether anything has been said beside a spot."""
    return bool(beside.by_spot.get(spot))
