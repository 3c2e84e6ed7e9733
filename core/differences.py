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
    if len(old) + len(new) > MOST_WORDS:
        old, new = [before], [after]
    pieces: list[Piece] = []
    # With autojunk: without it a word that stands a thousand times takes minutes.
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
            continue
        if a < b and (gone := "".join(old[a:b])):
            pieces.append(Piece("removed", gone))
        if c < d and (come := "".join(new[c:d])):
            pieces.append(Piece("added", come))
    return pieces


def _split(text: str) -> list[str]:
    return _PIECES.findall(text)
