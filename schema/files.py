"""What a stored answer says of a file: its name, how large it is, what it holds, and the digest that it is found by."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from schema.numbers import is_integer

# What may be kept, by what it is; the words are the same in every language.
KINDS: Mapping[str, str] = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "text/plain": "TXT",
}
LARGEST = 10 * 1024**2
LONGEST_NAME = 120
KEYS = frozenset({"name", "size", "type", "digest"})
_DIGEST = re.compile(r"[0-9a-f]{64}")
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]")


def file_fault(value: object) -> str | None:
    """Say what is wrong with what should name a file, or return None."""
    if not isinstance(value, dict) or set(value) != KEYS:
        return f"must be a mapping of {', '.join(sorted(KEYS))}"
    name, size = value["name"], value["size"]
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or _UNFIT.search(name):
        return "is not the name of a file"
    if not is_integer(size) or not 0 < size <= LARGEST:
        return f"a file has from 1 to {LARGEST} bytes"
    if not isinstance(value["type"], str) or value["type"] not in KINDS:
        return f"is none of {', '.join(KINDS.values())}"
    if not isinstance(value["digest"], str) or not _DIGEST.fullmatch(value["digest"]):
        return "has no digest"
    return None


def mark_of(value: Mapping[str, Any]) -> str:
    """Return what a file is known by within its cluster: the same name and the same bytes are the same file."""
    said = f"{value['digest']} {value['name']}"
    return hashlib.sha256(said.encode()).hexdigest()[:40]
