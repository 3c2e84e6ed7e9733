"""What becomes of what one person answered when a self-assessment is taken to another edition.

Everything follows from how an answer was given and from the edition that it is taken to: there and back is the same.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """How something was answered: in which edition, to which statement, and what."""

    edition: int
    key: str
    level: int | None
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class Worded:
    """A statement as it is asked: its levels, none of one for words, and what tells its words from others."""

    numbers: tuple[int, ...]
    wording: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an answer stands and what it says there; without a key it stands beside what is asked.

    `is_original` is that it stands as it was given.
    """

    key: str
    level: int | None
    is_unsure: bool
    is_reworded: bool = False
    is_original: bool = False


def placed(given: Given, key: str, before: Worded | None, after: Worded | None) -> Placed:
    """Return what an answer becomes at a statement; a level stands only where the levels are the same."""
    if after is None:
        return Placed("", given.level, given.is_unsure)
    if before == after:
        return Placed(key, given.level, given.is_unsure, is_original=key == given.key)
    if before is not None and before.numbers == after.numbers:
        return Placed(key, given.level, given.is_unsure, is_reworded=True)
    return Placed(key, None, is_unsure=False, is_reworded=True)


def restored(made: Placed, kept: Given | None) -> Placed:
    """Return what stood here before it was taken elsewhere, where what was given since cannot stand here."""
    if kept is None or kept.key != made.key or made.level is not None or made.is_unsure:
        return made
    return Placed(kept.key, kept.level, kept.is_unsure, is_original=True)


def place_of(key: str, heirs: Mapping[str, str], asked: Collection[str]) -> str:
    """Return at which statement an answer is asked for: its own, or the only one that takes its place; or none."""
    if key in asked:
        return key
    heir = heirs.get(key, "")
    is_alone = sum(one == heir for one in heirs.values()) == 1
    return heir if heir in asked and is_alone else ""


def first_come(wanted: Iterable[tuple[int, str, int]]) -> frozenset[int]:
    """Return which of them get the place that they ask for: (name, place, rank).

    A place is given once, to the lowest rank.
    """
    taken: set[str] = set()
    found = set()
    for name, place, _rank in sorted(wanted, key=lambda one: (one[2], one[0])):
        if place and place not in taken:
            taken.add(place)
            found.add(name)
    return frozenset(found)
