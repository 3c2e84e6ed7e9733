"""What the standard library writes anew for each of seven hundred dataclasses, once for all of them.

A dataclass of this project can and refuses what it could and refused; five of the functions that belong to it are
everybody's, or are written when somebody first compares. Six megabytes of each process are not there for them.
"""

import dataclasses
from collections.abc import Callable
from reprlib import recursive_repr
from typing import Any

_standard = dataclasses.dataclass


def share_methods(rooms: frozenset[str]) -> None:
    """Have dataclasses of these packages share what is alike; those that are there already stay as they are."""

    def dataclass(cls: type | None = None, /, **chosen: Any) -> Any:
        def made(cls: type) -> type:
            is_ours = cls.__module__.partition(".")[0] in rooms
            return _lean(cls, chosen) if is_ours else _standard(**chosen)(cls)

        return made if cls is None else made(cls)

    dataclass.__doc__ = _standard.__doc__
    dataclasses.dataclass = dataclass


def _lean(cls: type, chosen: dict[str, Any]) -> type:
    """Return what the standard library makes of a class, with these methods for those that it need not write."""
    for name in ("__eq__", "__hash__"):
        if cls.__dict__.get(name) is _Shared.__dict__[name]:
            # Taken over from a base by its name: what is meant are the base's fields, not those that are added here.
            setattr(cls, name, _written(cls.__mro__[1:], name))
    own: dict[str, Any] = dict(cls.__dict__)
    refuses: Any = cls.__setattr__
    is_frozen, is_compared = chosen.get("frozen", False), chosen.get("eq", True)
    # What orders and what is hashed though it changes is rare, and left to the standard library as a whole.
    waits = is_compared and not chosen.get("order") and not chosen.get("unsafe_hash") and not _hashes_by_choice(cls)
    is_plain = refuses in (object.__setattr__, _Shared.__setattr__)
    made: Any = _standard(**{**chosen, "repr": False, **({"eq": False} if waits else {})})(cls)
    if chosen.get("repr", True) and "__repr__" not in own:
        made.__repr__ = _Shared.__repr__
    if is_frozen and is_plain:
        made.__setattr__, made.__delattr__ = _Shared.__setattr__, _Shared.__delattr__
    if waits:
        # A class that says how it is compared, and not how it is hashed, has None there from Python.
        has_hash = "__hash__" in own and not (own["__hash__"] is None and "__eq__" in own)
        if "__eq__" not in own:
            made.__eq__ = _Shared.__eq__
        if not has_hash:
            made.__hash__ = _Shared.__hash__ if is_frozen else None
    return made  # type: ignore[no-any-return]  # it is what a class decorator gives


def _hashes_by_choice(cls: type) -> bool:
    """Tell whether a field says itself whether it is hashed."""
    taken = [*getattr(cls, "__dataclass_fields__", {}).values(), *vars(cls).values()]
    return any(isinstance(one, dataclasses.Field) and one.hash is not None for one in taken)


class _Shared:
    """The methods; none of them looks at more than the fields of what it is asked of."""

    @recursive_repr()
    def __repr__(self) -> str:
        # A class that is not to show its own fields is shown as the one that it derives from.
        owner = next(one for one in type(self).__mro__ if one.__dict__.get("__repr__") is _Shared.__dict__["__repr__"])
        shown = [f"{one.name}={getattr(self, one.name)!r}" for one in _fields(owner) if one.repr]
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __setattr__(self, name: str, value: Any) -> None:
        if _is_fixed(type(self), name):
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        if _is_fixed(type(self), name):
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        object.__delattr__(self, name)

    def __eq__(self, other: object) -> bool:
        return _written(type(self).__mro__, "__eq__")(self, other)  # type: ignore[no-any-return]

    def __hash__(self) -> int:
        return _written(type(self).__mro__, "__hash__")(self)  # type: ignore[no-any-return]


def _fields(cls: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(cls)


def _is_fixed(cls: Any, name: str) -> bool:
    """Tell whether nobody may set this: a dataclass refuses everything, and what only derives from one its fields."""
    return "__dataclass_fields__" in cls.__dict__ or name in {one.name for one in _fields(cls)}


def _written(classes: tuple[type, ...], name: str) -> Callable[..., Any]:
    """Return how instances are compared, or hashed; the standard library writes both now, and its words hold on."""
    for owner in classes:
        if owner.__dict__.get(name) is _Shared.__dict__[name]:
            _write(owner)
            return owner.__dict__[name]  # type: ignore[no-any-return]
    return getattr(classes[0], name)  # type: ignore[no-any-return]  # another thread was here first


def _write(owner: type) -> None:
    names = {one.name: object for one in _fields(owner) if one.compare}
    model: Any = _standard(frozen=True)(type(owner.__name__, (), {"__annotations__": names}))
    for name in ("__eq__", "__hash__"):
        if owner.__dict__.get(name) is _Shared.__dict__[name]:
            setattr(owner, name, model.__dict__[name])
