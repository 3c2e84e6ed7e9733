"""Statements that PostgreSQL plans once for a connection, and not at each request.

To plan the few that stand before every page takes PostgreSQL two to four times as long as to carry them out. So each
connection is told of a statement once, by a name, and asked by that name from then on. SQLite's driver does so by
itself. Behind a pooler the next question may reach another server, which knows no name: there every statement is sent
whole, and where nobody has said that there is one, this is found out by the first answer. It holds for every statement
from then on: a transaction that finds it out is lost and made once more, and would be lost again by the next of them.
"""

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from threading import Event
from typing import Any

import structlog
from django.db import Error, connection

log = structlog.get_logger(__name__)

# https://www.postgresql.org/docs/15/errcodes-appendix.html: invalid_sql_statement_name, duplicate_prepared_statement,
# and feature_not_supported, which says that a migration has changed what comes back.
UNKNOWN = {"26000", "42P05", "0A000"}
# indeterminate_datatype, of a value that would be taken for whatever it is; and what stands twice with a value in it,
# in DISTINCT and ORDER BY, is not known to be the same when it is told.
UNTOLD = {"42P18", "42P10", "42803"}
# As Django has it: what stands behind another % is none.
PLACE = re.compile("(?<!%)%s")


class Steady(str):
    """The text of a statement that is the same each time, for the cursors that make use of it."""

    __slots__ = ()


# What a connection has been told of, noted with it.
STATEMENTS = "told_statements"

# Set in a process that has been told that there is no such name, or another one behind it: it asks by none any more.
NAMELESS = Event()


def ask(cursor: Any, query: str, values: Sequence[Any]) -> None:
    """Carry out a statement whose text is always the same."""
    vendor = connection.vendor
    if vendor == "sqlite":
        as_written(cursor)
    if vendor != "postgresql" or NAMELESS.is_set() or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        cursor.execute(query, values)
        return
    name, told = _named(query)
    try:
        names = known(STATEMENTS)
        if name not in names:
            _tell(told)
            names.add(name)
        places = f" ({', '.join(['%s'] * len(values))})" if values else ""
        cursor.execute(f"EXECUTE {name}{places}", values)
    except Error as error:
        if not is_unknown(getattr(error.__cause__ or error, "pgcode", None)):
            raise
        if connection.in_atomic_block:
            note_sent_whole_next(error.__cause__ or error)
            raise
        cursor.execute(query, values)


def is_unknown(code: str | None) -> bool:
    """Tell whether an error says that a name cannot be relied on, and rely on none from now on."""
    if code not in UNKNOWN:
        return False
    if not NAMELESS.is_set():
        NAMELESS.set()
        log.warning("statements_sent_whole", code=code)
    return True


def note_sent_whole_next(error: BaseException) -> None:
    """Note at the driver's error that a transaction was lost by a name alone: the next one will not ask by it."""
    error.is_sent_whole_next = True  # type: ignore[attr-defined]  # our own note


def is_sent_whole_next(error: BaseException) -> bool:
    """Tell whether that is why a transaction was lost; a statement that is wrong in itself says the same of itself."""
    return getattr(error.__cause__, "is_sent_whole_next", False)


def as_written(cursor: Any) -> None:
    """Have SQLite's cursor put each statement into its own form once, and not each time that it is carried out."""
    cursor.cursor.convert_query = _converted


@cache
def _converted(query: str, param_names: None = None) -> str:
    """Return the statement with SQLite's signs for its values, as Django writes them."""
    return PLACE.sub("?", query).replace("%%", "%")


@cache
def _named(query: str) -> tuple[str, str]:
    """Return the statement's name, and the text that tells a connection of it."""
    name = f"toolkit_{blake2b(query.encode(), digest_size=8).hexdigest()}"
    first, *others = PLACE.split(query)
    text = first + "".join(f"${place}{other}" for place, other in enumerate(others, start=1))
    return name, f"PREPARE {name} AS {text.replace('%%', '%')}"


def known(kind: str, on: Any = connection) -> set[str]:
    """Return the names of this kind that the connection knows: none, when it has just been opened."""
    opened, names = getattr(on, kind, (None, set()))
    if opened is not on.connection:
        names = set()
        setattr(on, kind, (on.connection, names))
    return names


def _tell(told: str) -> None:
    # Past Django, for which it is no question: whatever counts or refuses questions sees the one that follows.
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(told)
