"""Keys that are made from a label, once: people never type one."""

import copy
import re
import unicodedata
from collections.abc import Collection
from typing import Any

from schema.parsing.node import LONGEST_KEY

LETTERS = {"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "œ": "oe"}
# A key is read by people who export data; what follows the first words helps nobody.
LONGEST_MADE = 40
_OTHER = re.compile(r"[^a-z0-9]+")


def plain_letters(words: str) -> str:
    """Return the words in small letters from a to z, digits and blanks."""
    small = "".join(LETTERS.get(letter, letter) for letter in words[:400].lower())
    bare = unicodedata.normalize("NFKD", small).encode("ascii", "ignore").decode()
    return _OTHER.sub(" ", bare).strip()


def key_from(words: str, taken: Collection[str], otherwise: str = "item") -> str:
    """Return a key for these words that nothing else has."""
    made = _cut(plain_letters(words).replace(" ", "_"), "_") or otherwise
    if not made[0].isalpha():
        made = f"{otherwise}_{made}"
    return _free(made, taken, "_")


def slug_from(words: str, taken: Collection[str], otherwise: str = "untitled") -> str:
    """Return a slug for these words that nothing else has."""
    return _free(_cut(plain_letters(words).replace(" ", "-"), "-") or otherwise, taken, "-")


def _cut(made: str, joint: str) -> str:
    if len(made) <= LONGEST_MADE:
        return made
    cut = made[:LONGEST_MADE]
    return cut.rpartition(joint)[0] or cut


def _free(made: str, taken: Collection[str], joint: str) -> str:
    if made not in taken:
        return made
    number = 2
    while f"{made[: LONGEST_KEY - 8]}{joint}{number}" in taken:
        number += 1
    return f"{made[: LONGEST_KEY - 8]}{joint}{number}"


def keys_in(document: Any, lists: Collection[str]) -> set[str]:
    """Return the keys of all entries of the lists of these names, wherever they stand."""
    found: set[str] = set()
    if isinstance(document, dict):
        for name, value in document.items():
            if name in lists and isinstance(value, list):
                found |= {one["key"] for one in value if isinstance(one, dict) and isinstance(one.get("key"), str)}
            found |= keys_in(value, lists) if isinstance(value, dict | list) else set()
    elif isinstance(document, list):
        for value in document:
            found |= keys_in(value, lists) if isinstance(value, dict | list) else set()
    return found


def copied(entry: dict[str, Any], key: str) -> dict[str, Any]:
    """Return a copy of an entry under another key."""
    return {**copy.deepcopy(entry), "key": key}
