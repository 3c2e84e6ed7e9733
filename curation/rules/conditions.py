"""A condition as plain data: of one question, or of several."""

from collections.abc import Sequence
from typing import Any

Document = dict[str, Any]


def unless_same(before: Sequence[Document], number: int, made: Document) -> Document:
    """Return the part as it was picked, or as it was written where that says the same: a file may say true or yes."""
    was = before[number] if number < len(before) else {}
    return was if {name: _in_words(value) for name, value in was.items()} == made else made


def _in_words(value: Any) -> Any:
    if isinstance(value, list):
        return [_in_words(one) for one in value]
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def parts_of(condition: Any) -> list[Document]:
    """Return the conditions of one question each that a condition consists of."""
    if not isinstance(condition, dict):
        return []
    for name in ("all", "any"):
        if isinstance(condition.get(name), list):
            return [one for one in condition[name] if isinstance(one, dict)]
    return [condition]
