"""What is kept whole for ever: plain data out of dataclasses and back, with a digest over canonical JSON.

A closed round, a sending and whatever else is frozen is stored as plain data. Numbers are text and dates ISO: the same
content always gives the same digest, on every database. A field that is not there, because an older version of the
portal froze it, gets its default. Documents of what is frozen read nothing else.
"""

import dataclasses
import hashlib
import json
import types
from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from core.text import Text

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Return the value as JSON holds it."""
    if isinstance(value, Text):
        return value.to_value()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Decimal):
        words = f"{value:f}"
        return words.rstrip("0").rstrip(".") if "." in words else words
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return str(value) if isinstance(value, StrEnum) else value


class UnreadableError(Exception):
    """What was frozen has been changed so that nothing can be made of it; it carries what stands there."""

    def __init__(self, value: Any) -> None:
        super().__init__("frozen content cannot be read")
        self.value = value


def revived(cls: type[T], value: Any) -> T:
    """Return the dataclass that `plain` made this of; raise UnreadableError where somebody has changed its shape."""
    try:
        return _revived(cls, value)
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        raise UnreadableError(value) from error


def _revived(cls: type[T], value: Any) -> T:
    hints = _hints(cast("Hashable", cls))
    return cls(**{name: _of(hints[name], value[name]) for name in hints if name in value})


@cache
def _hints(cls: Any) -> dict[str, Any]:
    known = get_type_hints(cls)
    return {field.name: known[field.name] for field in dataclasses.fields(cls)}


def _of(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        if value is None:
            return None
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple:
        first, *rest = get_args(hint)
        if rest == [Ellipsis]:
            return tuple(_of(first, one) for one in value)
        return tuple(_of(one, part) for one, part in zip((first, *rest), value, strict=True))
    if hint is Text:
        # What was frozen as one line of words reads the same in both languages, as it did when it was sent.
        return Text(da=value, en=value) if isinstance(value, str) else Text.from_value(value)
    if hint is date:
        return date.fromisoformat(value)
    if hint is Decimal or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return hint(value)
    return _revived(hint, value) if dataclasses.is_dataclass(hint) and isinstance(hint, type) else value


def digest_of(value: Any) -> str:
    """Return the SHA-256 of plain data, whatever the order of its keys."""
    words = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


def is_untouched(value: Any, digest: str) -> bool:
    """Tell whether plain data is still what it was when its digest was taken."""
    return digest_of(value) == digest
