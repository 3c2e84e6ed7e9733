"""Plain data, as JSON holds it: what is stored, and its digest."""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from schema.faults import WHOLE_FILE, Fault
from schema.reading import DEEPEST

MOST_VALUES = 500_000


def plain_faults(data: Mapping[str, Any]) -> list[Fault]:
    """Return a fault when the data cannot be stored as JSON, or is too deep or too large to be a document."""
    level: list[Any] = [data]
    seen = 0
    for _depth in range(DEEPEST):
        seen += len(level)
        below: list[Any] = []
        for value in level:
            if seen + len(below) > MOST_VALUES:
                return [Fault(WHOLE_FILE, f"holds more than {MOST_VALUES:,} values")]
            if isinstance(value, dict):
                if not all(isinstance(key, str) for key in value):
                    return [Fault(WHOLE_FILE, "holds a key that is not text")]
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif not (value is None or isinstance(value, str | int | float)):
                return [Fault(WHOLE_FILE, f"holds a value of the type {type(value).__name__}, which JSON has not")]
            elif isinstance(value, float) and not math.isfinite(value):
                return [Fault(WHOLE_FILE, "holds a number that is not finite")]
        if not below:
            return []
        level = below
    return [Fault(WHOLE_FILE, f"is nested more than {DEEPEST} levels deep")]


def digest(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the data, the same whatever the order of its keys."""
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
