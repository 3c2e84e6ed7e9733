"""What a part of a page was drawn from, as bytes: equal for equal values, and different for any that differ.

Rows are taken with every column and with the rows they were loaded with, so that no change of a template can read
something that was not compared. Numbers, days and marked-up texts keep their type: `1`, `True` and `1.0` are written
differently on a page.
"""

import marshal
from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString

# Written down by marshal as they are. Its second version knows no reference from one value to another.
PLAIN = frozenset({str, int, float, bool, type(None), bytes})
VERSION = 2


# The rows that have been taken down already, by identity, with the row itself so that it lives as long as the call.
Seen = dict[int, tuple[str, Any]]
Lasting = TypeVar("Lasting")
Taking = Callable[[Any, Seen], Any]


class NotValuesError(TypeError):
    """Something was to be drawn from that is more than its values: a request, a form, a function."""


def drawn_from(*values: object) -> bytes:
    """Return what these values are; raises NotValuesError for what has no value that can be compared."""
    seen: Seen = {}
    return marshal.dumps([_plain(value, seen) for value in values], VERSION)


class Same(Generic[Lasting]):
    """One object, and no other that equals it, as the key of what is made of an object that lasts."""

    __slots__ = ("value",)

    def __init__(self, value: Lasting) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value

    def drawn_from(self) -> bytes:
        """Return what stands for it in a key."""
        return _of_same(self)  # type: ignore[arg-type]


def of_lasting(value: object) -> bytes:
    """Return a digest of the same for an object that lives long and never changes, such as a question: taken once."""
    return _of_same(Same(value))


@lru_cache(4000)
def _of_same(same: Same[object]) -> bytes:
    # A question with its options is many times as long as its answer, and would be copied into each key.
    return sha256(drawn_from(same.value)).digest()


def _plain(value: Any, seen: Seen) -> Any:
    kind = type(value)
    if kind in PLAIN:
        return value
    if (say := _SAYS.get(kind)) is not None:
        return say(value, seen)
    way: Taking = _way(kind)  # type: ignore[arg-type]
    return way(value, seen)


def _whole(values: Any) -> tuple[str, bytes] | None:
    """Return what is JSON through and through at once, as stored answers are."""
    try:
        return "=", marshal.dumps(values, VERSION)
    except ValueError:
        return None


def _items(values: Any, seen: Seen) -> Any:
    if (whole := _whole(values)) is not None:
        return whole
    return (type(values).__name__, [_plain(value, seen) for value in values])


def _mapping(values: Mapping[Any, Any], seen: Seen) -> Any:
    if (whole := _whole(values)) is not None:
        return whole
    return ("{", [(_plain(key, seen), _plain(value, seen)) for key, value in values.items()])


def _set(values: Set[Any], _seen: Seen) -> Any:
    return ("set", sorted(marshal.dumps(_plain(value, {}), VERSION) for value in values))


_SAYS: dict[type, Taking] = {
    list: _items,
    tuple: _items,
    dict: _mapping,
    frozenset: _set,
    set: _set,
    SafeString: lambda value, _seen: ("safe", str.__str__(value)),
    Decimal: lambda value, _seen: ("decimal", str(value)),
    datetime: lambda value, _seen: ("datetime", value.isoformat()),
    date: lambda value, _seen: ("date", value.isoformat()),
    time: lambda value, _seen: ("time", value.isoformat()),
    UUID: lambda value, _seen: ("uuid", value.bytes),
}


@cache
def _way(kind: type) -> Taking:
    """Return how values of this type are taken down."""
    name = kind.__qualname__
    if (own := getattr(kind, "drawn_from", None)) is not None:
        return lambda value, seen: (name, _plain(own(value), seen))
    if issubclass(kind, Model):
        return _row(kind)
    if is_dataclass(kind):
        return _dataclass(kind)
    if issubclass(kind, Enum):
        return lambda value, _seen: (name, value.name)
    if issubclass(kind, Promise | str):
        return lambda value, _seen: (name, str.__str__(str(value)))
    if issubclass(kind, QuerySet):
        return lambda value, seen: _items(_loaded(value), seen)
    if issubclass(kind, tuple | list):
        return _items
    if issubclass(kind, Mapping):
        return _mapping

    def refuse(_value: object, _seen: Seen) -> Any:
        raise NotValuesError(f"{name} is more than its values")

    return refuse


def _loaded(rows: "QuerySet[Any]") -> list[Any]:
    found: list[Any] | None = rows._result_cache
    if found is None:
        raise NotValuesError("Rows that have not been loaded have no values")
    return found


def _dataclass(kind: Any) -> Taking:
    names = tuple(field.name for field in fields(kind) if field.metadata.get("drawn", True))
    name = kind.__qualname__
    return lambda value, seen: (name, [_plain(getattr(value, one), seen) for one in names])


def _row(kind: type[Model]) -> Taking:
    """Take every column that was loaded, what the query added, and the rows that came with it.

    A row that stands in many places is taken down once, and then called by its turn.
    """
    name = kind._meta.label
    computed = {one for base in kind.__mro__ for one, what in vars(base).items() if isinstance(what, cached_property)}
    skipped = frozenset({"_state", "_prefetched_objects_cache", *computed})

    def taken(value: Any, seen: Seen) -> Any:
        if (before := seen.get(id(value))) is not None:
            return before[0]
        seen[id(value)] = (f"row {len(seen)} again", value)
        own = value.__dict__
        with_it = [(one, _plain(row, seen)) for one, row in value._state.fields_cache.items()]
        with_it += [(one, _plain(rows, seen)) for one, rows in own.get("_prefetched_objects_cache", {}).items()]
        columns = [
            (one, what if type(what) in PLAIN else _plain(what, seen))
            for one, what in own.items()
            if one not in skipped
        ]
        return (name, columns, with_it)

    return taken
