"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A word with the space behind it, so that the pieces put together give the text again.
_PIECES = re.compile(r"\S+\s*|\s+")
# Beyond this the comparison takes longer than anybody waits; the texts are then compared paragraph by paragraph.
MOST_WORDS = 5_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in reading order; put together without what was removed they give `after`."""
    old, new = _split(before), _split(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
            continue
        if a < b:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if c < d:
            pieces.append(Piece("added", "".join(new[c:d])))
    return pieces


def _split(text: str) -> list[str]:
    return _PIECES.findall(text)
