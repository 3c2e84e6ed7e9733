"""PostgreSQL's cursor: a statement whose text is always the same is planned once for a connection.

The large queries of a page take PostgreSQL ten times as long to plan as to carry out, and plans them anew each time.
Those that are written once in a process (`core.prepared`) are told to each connection once, by a name, with the types
that their values have. Everything above the cursor, what counts or notes or refuses questions, sees the statement as it
was written.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from typing import Any
from weakref import WeakKeyDictionary

from psycopg2 import Error  # type: ignore[import-untyped]
from psycopg2.extensions import TRANSACTION_STATUS_INERROR, connection, cursor  # type: ignore[import-untyped]

from core.planned import NAMELESS, PLACE, UNTOLD, Steady, is_unknown, note_sent_whole_next

# The statements that each connection knows.
_told: "WeakKeyDictionary[connection, set[str]]" = WeakKeyDictionary()
# Those that cannot be told, and are sent whole from now on; the others keep their names.
_whole: set[str] = set()
SMALL = 2**31
# As psycopg2 writes them; what a text stands for follows from its place.
_TYPES: dict[type, str] = {
    str: "unknown",
    bool: "boolean",
    date: "date",
    datetime: "timestamptz",
    timedelta: "interval",
    Decimal: "numeric",
}


class ToldCursor(cursor):
    """A cursor that asks for what is always the same by its name."""

    # The statement that was asked for by its name, as it was written, with its values.
    asked: tuple[str, Any] | None = None

    @property
    def query(self) -> bytes | None:
        """What was asked last, as it would have been sent whole; for logs."""
        said: bytes | None = self.mogrify(*self.asked) if self.asked else super().query
        return said

    def execute(self, query: Any, vars: Any = None) -> None:
        """Carry out a statement."""
        self.asked = None
        if type(query) is not Steady or NAMELESS.is_set() or query in _whole or (types := _types(vars)) is None:
            super().execute(query, vars)
            return
        name, telling = _named(query, types)
        try:
            known = _told.setdefault(self.connection, set())
            if name not in known:
                super().execute(telling)
                known.add(name)
            super().execute(f"EXECUTE {name}{_places(len(vars))}", vars)
            self.asked = (query, vars)
        except Error as error:
            if error.pgcode in UNTOLD:
                _whole.add(query)
            elif not is_unknown(error.pgcode):
                raise
            if self.connection.info.transaction_status == TRANSACTION_STATUS_INERROR:
                note_sent_whole_next(error)
                raise
            super().execute(query, vars)


def _types(values: Sequence[Any] | None) -> tuple[str, ...] | None:
    """Return the types of the values, or None where one has none that is known."""
    if values is None:
        return None
    found = []
    for value in values:
        kind = type(value)
        if kind is int:
            if not -SMALL < value < SMALL:
                return None
            found.append("integer")
        elif kind in _TYPES:
            found.append(_TYPES[kind])
        elif isinstance(value, str):
            found.append("unknown")
        else:
            return None
    return tuple(found)


@cache
def _places(count: int) -> str:
    return f" ({', '.join(['%s'] * count)})" if count else ""


@cache
def _named(query: str, types: tuple[str, ...]) -> tuple[str, str]:
    """Return the statement's name, and the text that tells a connection of it."""
    known_by = f"{query}\0{types}".encode()
    name = f"toolkit_{blake2b(known_by, digest_size=8).hexdigest()}"
    first, *others = PLACE.split(query)
    text = first + "".join(f"${place}{other}" for place, other in enumerate(others, start=1))
    given = f" ({', '.join(types)})" if types else ""
    return name, f"PREPARE {name}{given} AS {text.replace('%%', '%')}"
