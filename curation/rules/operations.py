"""What can be done to a draft, each with what takes it back: set, insert, move, remove.

An operation makes a new document and leaves the one given as it is; what it did not touch is the very same object.
"""

import copy
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from curation.rules.paths import Gone, Step, at, join, name_of, path_of, place_of, resolve, split
from schema.upgrades import needs_second

Document = dict[str, Any]
Stored = dict[str, Any]


class Impossible(ValueError):
    """An operation that makes no sense of this document."""


@dataclass(frozen=True, slots=True)
class Operation(ABC):
    """One step of writing, at a path."""

    do: ClassVar[str] = ""
    path: str

    @abstractmethod
    def apply(self, document: Document) -> tuple[Document, "Operation"]:
        """Return the document after it, and the operation that takes it back; raises Gone or Impossible."""

    @property
    def touched(self) -> tuple[str, ...]:
        """The paths that another's change must not have touched meanwhile."""
        return (self.path,)

    @abstractmethod
    def stored(self) -> Stored:
        """Return it as plain data."""


@dataclass(frozen=True, slots=True)
class Set(Operation):
    """Write a value under a key; None takes it away, with the mappings that nothing is left in."""

    do: ClassVar[str] = "set"
    value: Any = None

    def apply(self, document: Document) -> tuple[Document, Operation]:
        steps = resolve(document, self.path)
        if not steps:
            raise Impossible("the whole document cannot be set")
        before, path = at(document, steps), path_of(document, steps)
        if self.value is None:
            return _without(document, steps), Set(path, before)
        if isinstance(at(document, steps[:-1]), list) and not isinstance(steps[-1], int):
            raise Gone(self.path)
        return _with(document, steps, self.value), Set(path, before)

    def stored(self) -> Stored:
        return {"do": self.do, "path": self.path, "value": self.value}


@dataclass(frozen=True, slots=True)
class Insert(Operation):
    """Put an entry into a list, at a place; None is its end. `path` is that of the list."""

    do: ClassVar[str] = "insert"
    value: Any = None
    place: int | None = None

    def apply(self, document: Document) -> tuple[Document, Operation]:
        steps = resolve(document, self.path)
        entries = at(document, steps, [])
        if not isinstance(entries, list):
            raise Impossible("something can only be inserted into a list")
        place = len(entries) if self.place is None else max(0, min(self.place, len(entries)))
        after = [*entries[:place], self.value, *entries[place:]]
        return _with(document, steps, after), Remove(join(path_of(document, steps), name_of(after, place)))

    @property
    def touched(self) -> tuple[str, ...]:
        """Nothing, where what is inserted has a key; where it has none, the places of the list."""
        return () if _has_key(self.value) else (self.path,)

    def stored(self) -> Stored:
        return {"do": self.do, "path": self.path, "value": self.value, "place": self.place}


@dataclass(frozen=True, slots=True)
class Remove(Operation):
    """Take an entry out of its list; `path` is that of the entry."""

    do: ClassVar[str] = "remove"

    def apply(self, document: Document) -> tuple[Document, Operation]:
        steps = resolve(document, self.path)
        entries, place = at(document, steps[:-1]), steps[-1] if steps else None
        if not isinstance(entries, list) or not isinstance(place, int):
            raise Gone(self.path)
        after = [*entries[:place], *entries[place + 1 :]]
        return _with(document, steps[:-1], after), Insert(path_of(document, steps[:-1]), entries[place], place)

    def stored(self) -> Stored:
        return {"do": self.do, "path": self.path}


@dataclass(frozen=True, slots=True)
class Move(Operation):
    """Move an entry to a place of a list, its own or another; `path` is that of the entry, `to` of the list."""

    do: ClassVar[str] = "move"
    to: str = ""
    place: int = 0

    def apply(self, document: Document) -> tuple[Document, Operation]:
        steps = resolve(document, self.path)
        entries, here = at(document, steps[:-1]), steps[-1] if steps else None
        if not isinstance(entries, list) or not isinstance(here, int):
            raise Gone(self.path)
        if resolve(document, self.to)[: len(steps)] == steps:
            raise Impossible("nothing can be moved into itself")
        entry = entries[here]
        without = _with(document, steps[:-1], [*entries[:here], *entries[here + 1 :]])
        target = resolve(without, self.to)
        list_of = at(without, target, [])
        if not isinstance(list_of, list):
            raise Impossible("something can only be moved into a list")
        place = max(0, min(self.place, len(list_of)))
        after = [*list_of[:place], entry, *list_of[place:]]
        moved = _with(without, target, after)
        back = path_of(moved, resolve(moved, path_of(document, steps[:-1])))
        return moved, Move(join(path_of(without, target), name_of(after, place)), back, here)

    @property
    def touched(self) -> tuple[str, ...]:
        """The entry; and, where entries have no keys, the places of both lists."""
        last = split(self.path)[-1:] or [""]
        return (join(*split(self.path)[:-1]), self.to) if last[0].isdecimal() else ()

    def stored(self) -> Stored:
        return {"do": self.do, "path": self.path, "to": self.to, "place": self.place}


KINDS: dict[str, type[Operation]] = {one.do: one for one in (Set, Insert, Remove, Move)}


def revived(stored: Stored) -> Operation:
    """Return the operation that plain data tells of."""
    return KINDS[stored["do"]](**{name: value for name, value in stored.items() if name != "do"})


def apply_all(document: Document, operations: list[Operation]) -> tuple[Document, list[Operation]]:
    """Return the document after all of them, and what takes them back, last first."""
    back: list[Operation] = []
    for operation in operations:
        document, inverse = operation.apply(document)
        back.insert(0, inverse)
    return document, back


def _has_key(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("key"), str)


def _with(document: Any, steps: tuple[Step, ...], value: Any) -> Any:
    """Return a copy in which this stands at the end of the steps; mappings on the way are made."""
    if not steps:
        return copy.deepcopy(value)
    first, rest = steps[0], steps[1:]
    if isinstance(document, list):
        return [_with(one, rest, value) if place == first else one for place, one in enumerate(document)]
    if document is None:
        document = {}
    if not isinstance(document, dict):
        raise Impossible("nothing can stand below a plain value")
    return {**document, first: _with(document.get(first), rest, value)}


def _without(document: Any, steps: tuple[Step, ...]) -> Any:
    """Return a copy without what stands there; a mapping that is left empty goes too, an entry of a list stays."""
    first, rest = steps[0], steps[1:]
    if isinstance(document, list):
        place = place_of(document, str(first))
        if not rest:
            return [one for number, one in enumerate(document) if number != place]
        return [_without(one, rest) if number == place else one for number, one in enumerate(document)]
    if not isinstance(document, dict) or first not in document:
        return document
    if not rest:
        return {key: value for key, value in document.items() if key != first}
    below = _without(document[first], rest)
    if below == {} and isinstance(document[first], dict):
        return {key: value for key, value in document.items() if key != first}
    return {**document, first: below}


def in_its_format(document: Document, operations: list[Operation]) -> list[Operation]:
    """Return the operations, and with them the newer format where they write something that the older does not know."""
    if document.get("format") != 1:
        return operations
    is_needed = any(
        _names_a_unit(one) or needs_second(*_written(_value_of(one), split(one.path))) for one in operations
    )
    return [*operations, Set("format", 2)] if is_needed else operations


def _value_of(operation: Operation) -> Any:
    return getattr(operation, "value", None)


def _names_a_unit(operation: Operation) -> bool:
    """Tell whether a KPI gets a unit of its own; the unit of a question has always been words."""
    steps = split(operation.path)
    return (
        steps[:1] == ["kpis"]
        and (steps[2:3] == ["unit"])
        and (len(steps) > 3 or isinstance(_value_of(operation), dict))
    )


def _written(value: Any, steps: list[str]) -> tuple[Any, str]:
    """Return what is written, and under which name; the type of a column with the column that it is of."""
    if steps[-1:] == ["type"] and steps[-3:-2] == ["columns"]:
        return {"type": value}, "columns"
    return value, (steps or [""])[-1]
