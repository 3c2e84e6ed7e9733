"""Statements that SQLite carries out together, at one call, and for several threads that come at the same time.

Each call into SQLite lets the other threads of the process go first. In a transaction of four calls the lock that every
writer waits for is therefore held while others are at work, three times over. SQLite has no statement that changes two
tables; but what is put into a view is given to its trigger, and the statements of a trigger are one with what has set
it off: whole, or not at all. View and trigger are the connection's own (TEMP) and lie in its memory: no file, no backup
and no other process ever sees them.

Nor has SQLite a queue: who finds the lock taken sleeps for 1 ms, then for 2, 5, 10 and up to 100, whoever comes by
meanwhile goes first, and each waits for the disk by itself. So threads take turns (`core.turns`), and whose turn it is
puts the rows of all that wait into the view: one lock, one wait for the disk, and nobody is told of a row before it is
there. When one of them changes nothing or is refused, none is stored at that call, and each is put by itself. Other
processes and everything else that is written meet in SQLite's own lock, as ever.
"""

import sqlite3
from collections.abc import Hashable, Sequence
from functools import cache, lru_cache, partial
from hashlib import blake2b
from typing import Any

from django.db import IntegrityError, OperationalError, connection, connections

from core.planned import PLACE, as_written, known
from core.turns import NoTurnError, Turns

# What a connection has been told of, noted with it.
VIEWS = "told_views"
# Undoes what the call has done so far when the statement before has changed nothing.
LOST = "SELECT RAISE(ABORT, 'lost') WHERE changes() = 0"
# Rows that are stored at one call, and seconds for a turn: as long as SQLite itself waits for its lock.
MOST, WITHIN = 16, 10.0
# Every view that a connection of this process has been told of.
_views: set[str] = set()


def put(statements: tuple[str, ...], values: Sequence[Any]) -> bool:
    """Carry out statements whose text is always the same, if the first changes a row; else none, and return False.

    Outside a transaction what several threads put at the same time is carried out at one call.
    """
    name, _told = _named(statements)
    known_as = None if connection.in_atomic_block else getattr(connection, "opened_file", None)
    try:
        if known_as is None:
            _put(statements, [values])
        else:
            _turns(name, known_as).take(values, partial(_put, statements), _is_for_all)
    except NoTurnError as error:
        raise OperationalError("The database is locked: the turn did not come.") from _busy(error)
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
            return False
        raise
    return True


def _put(statements: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Carry the statements out for each row, or for none."""
    name, told = _named(statements)
    with connection.cursor() as cursor:
        views = known(VIEWS)
        if name not in views:
            _tell(name, told)
            # What is made in a transaction goes when it is undone.
            if not connection.in_atomic_block:
                views.add(name)
        as_written(cursor)
        cursor.execute(_query(name, len(rows[0]), len(rows)), [value for row in rows for value in row])


@lru_cache(64)
def _turns(_name: str, _file: Hashable) -> Turns[Sequence[Any]]:
    """Return the turns in which this is put into this very file: nobody writes into one that another has replaced."""
    return Turns(most=MOST, within=WITHIN)


def _is_for_all(error: Exception) -> bool:
    """Tell whether what kept several rows from being stored keeps each of them: no turn, no room, no disk."""
    return isinstance(error, OperationalError)


def _busy(error: Exception) -> sqlite3.OperationalError:
    """Return what SQLite itself says when the turn did not come, so that the request is made once more."""
    busy = sqlite3.OperationalError(str(error))
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return busy


def forget(*, using: str, **_given: Any) -> None:
    """Take the views away; called before migrations, which cannot rename a table that a trigger of theirs names."""
    told = connections[using]
    if told.vendor != "sqlite" or told.connection is None:
        return
    for name in list(_views):
        told.connection.execute(f"DROP VIEW IF EXISTS temp.{name}")
    known(VIEWS, told).clear()


@cache
def _named(statements: tuple[str, ...]) -> tuple[str, tuple[str, str]]:
    """Return the view's name, and what makes it with its trigger."""
    name = f"toolkit_{blake2b(';'.join(statements).encode(), digest_size=8).hexdigest()}"
    changing, *others = statements
    first, *rest = PLACE.split("; ".join([changing, LOST, *others]))
    names = [f"v{place}" for place in range(len(rest))]
    body = first + "".join(f"NEW.{one}{other}" for one, other in zip(names, rest, strict=True))
    columns = ", ".join(f"NULL AS {one}" for one in names)
    view = f"CREATE TEMP VIEW IF NOT EXISTS {name} AS SELECT {columns}"
    trigger = f"CREATE TEMP TRIGGER IF NOT EXISTS {name}_put INSTEAD OF INSERT ON {name} BEGIN {body}; END"
    return name, (view, trigger.replace("%%", "%"))


@cache
def _query(name: str, width: int, rows: int) -> str:
    """Return the statement that sets it off for so many rows."""
    row = f"({', '.join(['%s'] * width)})"
    return f"INSERT INTO {name} VALUES {', '.join([row] * rows)}"  # noqa: S608 -- own name


def _tell(name: str, told: tuple[str, str]) -> None:
    _views.add(name)
    # Past Django, for which it is no question: whatever counts or refuses questions sees the one that follows.
    for one in told:
        with connection.wrap_database_errors:
            connection.connection.execute(one)
