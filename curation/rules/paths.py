"""Where something stands in a draft: `sections/needs/questions/markets/label/da`.

What has a key is named by it, so that a path stays right while others insert and move; what has none is named by its
place, `terms/3`. A question that was moved to another section is still found under its old path.
"""

import re
from collections.abc import Iterator
from typing import Any

from schema.outlines import keys_of

Step = str | int
_PLACE = re.compile(r"\[(\d+)\]")
DEEPEST = 24
LONGEST = 1_000


class Gone(LookupError):
    """There is nothing at this path (any more)."""


def split(path: str) -> list[str]:
    """Return the steps of a path."""
    return [step for step in path.split("/") if step]


def join(*steps: object) -> str:
    """Return the path of these steps."""
    return "/".join(str(step) for step in steps if step != "")


def place_of(entries: list[Any], step: str) -> int:
    """Return where in a list the step leads, by key or by place; raises Gone."""
    if step.isdecimal() and len(step) < 7:
        place = int(step)
        if place < len(entries):
            return place
        raise Gone(step)
    for place, entry in enumerate(entries):
        if isinstance(entry, dict) and entry.get("key") == step:
            return place
    raise Gone(step)


def name_of(entries: list[Any], place: int) -> str:
    """Return the step that leads to a place of a list: its key where no other before it has the same."""
    entry = entries[place]
    key = entry.get("key") if isinstance(entry, dict) else None
    if (
        isinstance(key, str)
        and key
        and not key.isdecimal()
        and "/" not in key
        and keys_of(entries[:place]).count(key) == 0
    ):
        return key
    return str(place)


def resolve(document: dict[str, Any], path: str) -> tuple[Step, ...]:
    """Return the keys and places that lead to what a path names; the last step of a mapping need not be there.

    Raises Gone where there is nothing.
    """
    steps = split(path)
    if len(steps) > DEEPEST or len(path) > LONGEST:
        raise Gone(path)
    try:
        return _resolve(document, steps)
    except Gone:
        moved = _moved(document, steps)
        if moved is None:
            raise
        return moved


def _resolve(document: Any, steps: list[str]) -> tuple[Step, ...]:
    found: list[Step] = []
    here = document
    for number, step in enumerate(steps):
        if isinstance(here, list):
            place = place_of(here, step)
            found.append(place)
            here = here[place]
        elif isinstance(here, dict):
            found.append(step)
            if step not in here:
                rest = steps[number + 1 :]
                if any(one.isdecimal() for one in rest):
                    raise Gone(step)
                return (*found, *rest)
            here = here[step]
        else:
            raise Gone(step)
    return tuple(found)


def _moved(document: dict[str, Any], steps: list[str]) -> tuple[Step, ...] | None:
    """Look for what was moved into another of the same lists: a question in the other sections and their groups."""
    if len(steps) < 4:
        return None
    # The innermost list comes first: of what stands in a group, not the group.
    for number in range(len(steps) - 2 + len(steps) % 2, 1, -2):
        inner, key, rest = steps[number], steps[number + 1 : number + 2], steps[number + 2 :]
        if not key or key[0].isdecimal():
            continue
        for owner in _owners(document.get(steps[0]), (steps[0],)):
            entries = at(document, (*owner, inner))
            if isinstance(entries, list) and key[0] in keys_of(entries):
                return (*owner, inner, *_resolve(entries, [*key, *rest]))
    return None


def _owners(entries: Any, path: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    """Give the ways to the entries of a list, and to those of the groups in them."""
    for place, entry in enumerate(entries if isinstance(entries, list) else ()):
        yield (*path, place)
        if isinstance(entry, dict):
            yield from _owners(entry.get("groups"), (*path, place, "groups"))


def at(document: Any, steps: tuple[Step, ...], otherwise: Any = None) -> Any:
    """Return what stands at the end of these steps."""
    here: Any = document
    for step in steps:
        is_there = step < len(here) if isinstance(here, list) and isinstance(step, int) else False
        if not is_there and not (isinstance(here, dict) and step in here):
            return otherwise
        here = here[step]
    return here


def find(document: dict[str, Any], path: str, otherwise: Any = None) -> Any:
    """Return what stands at a path, or something else where there is nothing."""
    try:
        return at(document, resolve(document, path), otherwise)
    except Gone:
        return otherwise


def named(document: dict[str, Any], path: str) -> str:
    """Return the path, with its owner's present name, of something that may have been moved; raises Gone."""
    return path_of(document, resolve(document, path))


def path_of(document: Any, steps: tuple[Step, ...]) -> str:
    """Return the path of these steps, by keys where there are some."""
    found: list[str] = []
    here = document
    for step in steps:
        found.append(name_of(here, step) if isinstance(here, list) and isinstance(step, int) else str(step))
        here = at(here, (step,))
    return join(*found)


def of_fault(document: dict[str, Any], path: str) -> str:
    """Return the path by keys of what a fault names by places: `sections[0].questions[3].label`."""
    steps: list[str] = _PLACE.sub(r".\1", path).split(".")
    found: list[str] = []
    here: Any = document
    for step in steps:
        if isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            found.append(name_of(here, int(step)))
            here = here[int(step)]
        elif isinstance(here, dict):
            found.append(step)
            here = here.get(step)
        else:
            break
    return join(*found)


def is_within(path: str, outer: str) -> bool:
    """Tell whether a path is the other one, or below it."""
    return path == outer or path.startswith(f"{outer}/") or outer == ""


def touches(one: str, other: str) -> bool:
    """Tell whether one of two paths is within the other."""
    return is_within(one, other) or is_within(other, one)


def outline_paths(document: Any, path: str = "") -> list[str]:
    """Return the paths of all entries of all lists, by their keys."""
    found: list[str] = []
    if isinstance(document, dict):
        for name, value in document.items():
            found += outline_paths(value, join(path, name))
    elif isinstance(document, list):
        for place in range(len(document)):
            here = join(path, name_of(document, place))
            found += [here, *outline_paths(document[place], here)]
    return found
