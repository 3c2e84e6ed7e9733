"""What a part of a page was drawn from, as bytes: equal for equal values, and different for any that differ.

Rows are taken with every column and with the rows they were loaded with, so that no change of a template can read
something that was not compared. Numbers, days and marked-up texts keep their type: `1`, `True` and `1.0` are written
differently on a page.
"""

import marshal
from collections.abc import Callable, Mapping, Set
from dataclasses import Field, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString

# Written down by marshal as they are. Its second version knows no reference from one value to another.
PLAIN = frozenset({str, int, float, bool, type(None), bytes})
VERSION = 2


class NotValuesError(TypeError):
    """Something was to be drawn from that is more than its values: a request, a form, a function."""


def drawn_from(*values: object) -> bytes:
    """Return what these values are; raises NotValuesError for what has no value that can be compared."""
    return marshal.dumps([_plain(value) for value in values], VERSION)


class _Same:
    """One object, and no other that equals it."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


def of_lasting(value: object) -> bytes:
    """Return the same for an object that lives long and never changes, such as a question: taken down once."""
    return _of_same(_Same(value))


@lru_cache(4000)
def _of_same(same: _Same) -> bytes:
    return drawn_from(same.value)


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in PLAIN:
        return value
    if (say := _SAYS.get(kind)) is not None:
        return say(value)
    return _way(kind)(value)


def _whole(values: Any) -> bytes | None:
    """Return what is JSON through and through at once, as stored answers are."""
    try:
        return marshal.dumps(values, VERSION)
    except ValueError:
        return None


def _items(values: Any) -> Any:
    if (whole := _whole(values)) is not None:
        return whole
    return (type(values).__name__, [_plain(value) for value in values])


def _mapping(values: Mapping[Any, Any]) -> Any:
    if (whole := _whole(values)) is not None:
        return whole
    return ("{", [(_plain(key), _plain(value)) for key, value in values.items()])


def _set(values: Set[Any]) -> Any:
    return ("set", sorted(marshal.dumps(_plain(value), VERSION) for value in values))


_SAYS: dict[type, Callable[[Any], Any]] = {
    list: _items,
    tuple: _items,
    dict: _mapping,
    frozenset: _set,
    set: _set,
    SafeString: lambda value: ("safe", str(value)),
    Decimal: lambda value: ("decimal", str(value)),
    datetime: lambda value: ("datetime", value.isoformat()),
    date: lambda value: ("date", value.isoformat()),
    time: lambda value: ("time", value.isoformat()),
    UUID: lambda value: ("uuid", value.bytes),
}


@cache
def _way(kind: type) -> Callable[[Any], Any]:
    """Return how values of this type are taken down."""
    if (own := getattr(kind, "drawn_from", None)) is not None:
        return lambda value: (kind.__qualname__, _plain(own(value)))
    if issubclass(kind, Model):
        return _row(kind)
    if is_dataclass(kind):
        return _dataclass(kind)
    if issubclass(kind, Enum):
        return lambda value: (kind.__qualname__, value.name)
    if issubclass(kind, Promise | str):
        return lambda value: (kind.__qualname__, str(value))
    if issubclass(kind, QuerySet):
        return lambda value: _items(list(_loaded(value)))
    if issubclass(kind, tuple | list):
        return _items
    if issubclass(kind, Mapping):
        return _mapping

    def refuse(_value: object) -> Any:
        raise NotValuesError(f"{kind.__qualname__} is more than its values")

    return refuse


def _loaded(rows: "QuerySet[Any]") -> list[Any]:
    found: list[Any] | None = rows._result_cache
    if found is None:
        raise NotValuesError("Rows that have not been loaded have no values")
    return found


def _is_drawn(field: "Field[Any]") -> bool:
    return bool(field.metadata.get("drawn", True))


def _dataclass(kind: Any) -> Callable[[Any], Any]:
    names = tuple(field.name for field in fields(kind) if _is_drawn(field))
    name = kind.__qualname__
    return lambda value: (name, [_plain(getattr(value, one)) for one in names])


def _row(kind: type[Model]) -> Callable[[Any], Any]:
    """Take every column that was loaded, what the query added, and the rows that came with it."""
    name = kind._meta.label
    computed = {one for base in kind.__mro__ for one, what in vars(base).items() if isinstance(what, cached_property)}
    skipped = computed | {"_state", "_prefetched_objects_cache"}

    def taken(value: Any) -> Any:
        with_it = [(one, _plain(row)) for one, row in value._state.fields_cache.items()]
        with_it += [(one, _plain(rows)) for one, rows in value.__dict__.get("_prefetched_objects_cache", {}).items()]
        return (name, [(one, _plain(what)) for one, what in value.__dict__.items() if one not in skipped], with_it)

    return taken
