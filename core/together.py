"""Statements that SQLite carries out together, at one call.

Each call into SQLite lets the other threads of the process go first. In a transaction of four calls the lock that every
writer waits for is therefore held while others are at work, three times over. SQLite has no statement that changes two
tables; but what is put into a view is given to its trigger, and the statements of a trigger are one with what has set
it off: whole, or not at all. View and trigger are the connection's own (TEMP) and lie in its memory: no file, no backup
and no other process ever sees them.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

from django.db import connection, connections

from core.planned import PLACE, as_written, known

# What a connection has been told of, noted with it.
VIEWS = "told_views"
# Every view that a connection of this process has been told of.
_views: set[str] = set()


def put(statements: tuple[str, ...], values: Sequence[Any]) -> bool:
    """Carry out statements whose text is always the same, and tell whether a row was changed.

    By `changes()` each can ask how many rows the one before has changed.
    """
    name, told, query = _named(statements)
    with connection.cursor() as cursor:
        views = known(VIEWS)
        if name not in views:
            _tell(name, told)
            # What is made in a transaction goes when it is undone.
            if not connection.in_atomic_block:
                views.add(name)
        as_written(cursor)
        before = connection.connection.total_changes
        cursor.execute(query, values)
        changed: bool = connection.connection.total_changes > before
    return changed


def forget(*, using: str, **_given: Any) -> None:
    """Take the views away; called before migrations, which cannot rename a table that a trigger of theirs names."""
    told = connections[using]
    if told.vendor != "sqlite" or told.connection is None:
        return
    for name in list(_views):
        told.connection.execute(f"DROP VIEW IF EXISTS temp.{name}")
    known(VIEWS, told).clear()


@cache
def _named(statements: tuple[str, ...]) -> tuple[str, tuple[str, str], str]:
    """Return the view's name, what makes it with its trigger, and the statement that sets it off."""
    name = f"toolkit_{blake2b(';'.join(statements).encode(), digest_size=8).hexdigest()}"
    first, *others = PLACE.split("; ".join(statements))
    names = [f"v{place}" for place in range(len(others))]
    body = first + "".join(f"NEW.{one}{other}" for one, other in zip(names, others, strict=True))
    columns = ", ".join(f"NULL AS {one}" for one in names)
    view = f"CREATE TEMP VIEW IF NOT EXISTS {name} AS SELECT {columns}"
    trigger = f"CREATE TEMP TRIGGER IF NOT EXISTS {name}_put INSTEAD OF INSERT ON {name} BEGIN {body}; END"
    places = ", ".join(["%s"] * len(names))
    return name, (view, trigger.replace("%%", "%")), f"INSERT INTO {name} VALUES ({places})"  # noqa: S608 -- own name


def _tell(name: str, told: tuple[str, str]) -> None:
    _views.add(name)
    # Past Django, for which it is no question: whatever counts or refuses questions sees the one that follows.
    for one in told:
        with connection.wrap_database_errors:
            connection.connection.execute(one)
