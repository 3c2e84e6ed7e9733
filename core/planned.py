"""Statements that PostgreSQL plans once for a connection, and not at each request.

To plan the few that stand before every page takes PostgreSQL two to four times as long as to carry them out. So each
connection is told of a statement once, by a name, and asked by that name from then on. SQLite's driver does so by
itself. Behind a pooler the next question may reach another server, which knows no name: there every statement is sent
whole, and where nobody has said that there is one, this is found out by the first answer.
"""

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

from django.db import Error, connection

# https://www.postgresql.org/docs/15/errcodes-appendix.html: invalid_sql_statement_name, duplicate_prepared_statement,
# and feature_not_supported, which says that a migration has changed what comes back.
UNKNOWN = {"26000", "42P05", "0A000"}
# As Django has it: what stands behind another % is none.
PLACE = re.compile("(?<!%)%s")


class Steady(str):
    """The text of a statement that is the same each time, for the cursors that make use of it."""

    __slots__ = ()


# What a connection has been told of, noted with it.
STATEMENTS = "told_statements"

# The statements that are sent whole from now on: who asks for them has been told that there is no such name.
_whole: set[str] = set()


def ask(cursor: Any, query: str, values: Sequence[Any]) -> None:
    """Carry out a statement whose text is always the same."""
    vendor = connection.vendor
    if vendor == "sqlite":
        as_written(cursor)
    if vendor != "postgresql" or query in _whole or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
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
        if getattr(error.__cause__ or error, "pgcode", None) not in UNKNOWN:
            raise
        _whole.add(query)
        if connection.in_atomic_block:
            # The transaction is lost; the next request sends it whole.
            raise
        cursor.execute(query, values)


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
