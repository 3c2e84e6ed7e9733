"""A table drawn as a square of four boxes, each with its points and what follows from each."""

from dataclasses import dataclass, field
from math import ceil

from exports.columns import Words, plain

# Letters that fit on a line of a box, and lines that a page has room for.
_LINE, _PAGE = 40, 52


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of a box, and what follows from it."""

    words: Words
    follows: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of a square: what it is called, in a few words what belongs there, and its points."""

    title: Words
    hint: str = ""
    points: tuple[Point, ...] = ()

    @property
    def lines(self) -> int:
        """About how many lines of text it takes."""
        return 2 + sum(
            _lines(point.words) + (_lines(point.follows) if plain(point.follows) else 0) for point in self.points
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SquareBlock:
    """Four boxes, two above two: what helps to the left, what hinders to the right. `caption` says how to read it."""

    label: Words
    boxes: tuple[Box, Box, Box, Box]
    caption: Words = ""
    kind: str = field(default="square", init=False)

    @property
    def halves(self) -> tuple[tuple[Box, Box], tuple[Box, Box]]:
        """The boxes as they stand, two beside each other."""
        return self.boxes[:2], self.boxes[2:]

    @property
    def fits(self) -> bool:
        """Whether all of it can stand on one page."""
        return sum(max(box.lines for box in half) for half in self.halves) <= _PAGE


def _lines(words: Words) -> int:
    return max(1, ceil(len(plain(words)) / _LINE))
