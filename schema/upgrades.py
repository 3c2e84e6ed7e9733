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
