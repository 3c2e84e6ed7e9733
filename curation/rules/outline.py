"""What of an outline stays where it is when something is added, moved or taken away."""

from collections.abc import Sequence
from difflib import SequenceMatcher


def staying(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Return what keeps its place among the others; all else is to be taken out and put in again."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return frozenset(name for block in blocks for name in before[block.a : block.a + block.size])
