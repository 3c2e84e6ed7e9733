"""Which year a secretariat plans."""

from datetime import date

# From September on, the plan that is written is next year's.
PLANNING_BEGINS = 9


def planned_year(today: date) -> int:
    """Return the year whose plan is written on a day."""
    return today.year + (today.month >= PLANNING_BEGINS)
