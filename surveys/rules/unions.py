"""What groups of one breakdown, added up, would tell of a few answers beside groups of another, added up as well.

Whoever knows of each company in which group of both breakdowns it is can add groups of either and subtract the sums. A
sum of the one then tells of one to four answers when it differs by so many from a sum of the other; when all differ by
five or more, no other way of weighing the groups tells more of a few: of any such weights the groups above one weight
are a sum of the one that differs by no more from a sum of the other.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from surveys.rules.hiding import Why, is_few
from surveys.rules.statistics import FEWEST

Group = TypeVar("Group", bound=Hashable)
# A breakdown, in groups that do not overlap, and whether a union of just such groups is known anyway.
Beside = tuple[Sequence[int], Callable[[int], bool]]


def hidden_beside(
    groups: Mapping[Group, int], hidden: Mapping[Group, Why], others: Sequence[Beside]
) -> dict[Group, Why]:
    """Return which groups are hidden so that no union of the shown ones tells of a few beside unions of the others.

    A group is a number with a bit for each answer in it. Those hidden are one, whose total follows from the others.
    """
    found = dict(hidden)
    while True:
        together = 0
        for group in found:
            together |= groups[group]
        shown = [group for group in groups if group not in found and groups[group]]
        blocks = [
            *sorted((groups[one] for one in shown), key=int.bit_count, reverse=True),
            *([together] if together else []),
        ]
        told = next((union for other, is_known in others if (union := _told(blocks, other, is_known))), 0)
        if not told or not shown:
            return found
        side = [one for one in shown if groups[one] & told] or shown
        found[min(side, key=lambda one: (groups[one].bit_count(), -shown.index(one)))] = Why.SUBTRACTION


def _told(blocks: Sequence[int], others: Sequence[int], is_known: Callable[[int], bool]) -> int:
    """Return a union of blocks that tells of a few beside some union of the others, or 0; its complement tells as much.

    The nearest union of the others takes each of them that is more within than without; what is taken and what is left
    of each grows with every block, so most are given up early.
    """
    whole = 0
    for one in blocks:
        whole |= one
    parts = [part for one in others if (part := one & whole)]

    def search(place: int, within: int, without: int) -> int:
        apart = sum(min((within & part).bit_count(), (without & part).bit_count()) for part in parts)
        if apart >= FEWEST:
            return 0
        if place == len(blocks):
            is_told = is_few(apart) or not is_known(within)
            return within if within and without and is_told else 0
        one = blocks[place]
        return search(place + 1, within | one, without) or search(place + 1, within, without | one)

    return search(1, blocks[0], 0) if blocks else 0
