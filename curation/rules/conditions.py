"""A condition as plain data: of one question, or of several."""

from typing import Any

Document = dict[str, Any]


def parts_of(condition: Any) -> list[Document]:
    """Return the conditions of one question each that a condition consists of."""
    if not isinstance(condition, dict):
        return []
    for name in ("all", "any"):
        if isinstance(condition.get(name), list):
            return [one for one in condition[name] if isinstance(one, dict)]
    return [condition]
