"""Reading documents of older formats: one step for each format that was left; stored documents stay as they are."""

from collections.abc import Callable, Mapping
from typing import Any

from schema.numbers import is_integer

FORMAT = 2
OLDEST = 1

Step = Callable[[dict[str, Any]], dict[str, Any]]
# The step under 1 turns a document of format 1 into one of format 2, and so on.
STEPS: Mapping[int, Step] = {1: lambda data: {**data, "format": 2}}  # all that format 1 has is in format 2


def upgrade(data: dict[str, Any], steps: Mapping[int, Step] = STEPS) -> dict[str, Any]:
    """Return the document in the newest format that the steps lead to; the one given is left as it is."""
    while is_integer(data.get("format")) and data["format"] in steps:
        data = steps[data["format"]](data)
    return data


# What format 2 has brought: other languages, types of questions and columns, tables as cards, groups of questions and
# what stands beside them, keys of a condition, points that answers give, links from a question and what it proposes,
# KPIs without a section and units that a catalogue names; items of checklists without a day or a role, and those that
# are part of another or counted from it.
NEW_TYPES = frozenset({"yesno", "email", "address", "file", "computed"})
NEW_COLUMNS = frozenset({"multichoice", "longtext"})
MAY_BE_LEFT_OUT = frozenset({"section", "due_days", "role"})
NEW_KEYS = frozenset({"within", "after", "decimals", "links", "default", "points"})
NEW_IN_A_CONDITION = frozenset({"all", "any", "answered"})


def needs_second(value: Any, name: str = "") -> bool:
    """Tell whether a piece of a document says something that a file of format 1 cannot."""
    if name == "languages" and value:
        return True
    if isinstance(value, list):
        return any(needs_second(one, name) for one in value)
    if (name in ("remark", "other", "as_points") and value is True) or (name == "layout" and value is not None):
        return True
    if not isinstance(value, dict):
        if value is None:  # what is taken away is written as nothing
            return name in MAY_BE_LEFT_OUT
        return name in NEW_KEYS or (name == "type" and value in NEW_TYPES)
    if name in NEW_KEYS:
        return True
    if name == "columns" and value.get("type") in NEW_COLUMNS:
        return True
    # A group of questions; those of a checklist hold items.
    if name == "groups" and "questions" in value:
        return True
    # A KPI; only there a direction stands.
    if name == "kpis" and "direction" in value and ("section" not in value or isinstance(value.get("unit"), dict)):
        return True
    if name == "items" and "label" in value and not {"due_days", "role"} <= set(value):
        return True
    if name == "show_if":
        return not NEW_IN_A_CONDITION.isdisjoint(value)
    return any(needs_second(one, key) for key, one in value.items())
