"""The one door for SQL that is written by hand, and rows of it made into objects.

A few reads stand before every page of a signed-in person, and Django takes longer to write such a query, and to find
out which column is which field, than the database to answer it. All other queries stay Django's.
"""

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, models

from core.planned import Steady, as_written, ask

Row = TypeVar("Row", bound=models.Model)


@cache
def columns(model: type[models.Model], table: str = "") -> str:
    """Return the model's columns as a SELECT names them, each after its table or the short name given to it there."""
    return ", ".join(f"{table or model._meta.db_table}.{field.column}" for field in model._meta.concrete_fields)


def first(query: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Ask the database, and return the first row that it answers, or None; nothing may be changed by it.

    Django asks at each request whether a connection that was kept still lives, before anything else. A question whose
    answer is wanted shows that, too; where the connection has died meanwhile, it is put to a new one.
    """
    own: Any = connections[DEFAULT_DB_ALIAS]
    if own.in_atomic_block or own.connection is None or not own.health_check_enabled or own.health_check_done:
        return _first(query, values)
    own.health_check_done = True
    try:
        return _first(query, values)
    except Error:
        if own.is_usable():
            raise
        own.close()
    return _first(query, values)


def _first(query: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        ask(cursor, query, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


class Question(NamedTuple):
    """A question of one row at most, with its values and the number of columns that it is answered with."""

    text: str
    values: Sequence[Any]
    width: int


def first_of(*questions: Question) -> list[tuple[Any, ...] | None]:
    """Put several questions at one call, all as of one moment; return the row of each, or None where it has none."""
    query = _together(tuple(question.text for question in questions))
    row = first(query, [value for question in questions for value in question.values])
    rows, given = [], iter(row or ())
    for question in questions:
        is_there, *columns = islice(given, question.width + 1)
        rows.append(tuple(columns) if is_there else None)
    return rows


@cache
def _together(texts: tuple[str, ...]) -> str:
    """Return one statement for several: before the columns of each stands whether it has a row."""
    answers = ", ".join(f"q{place}.*" for place in range(len(texts)))
    joined = " ".join(
        f"LEFT JOIN (SELECT 1 AS is_there, x.* FROM ({text}) x) q{place} ON TRUE"  # noqa: S608 -- own statements
        for place, text in enumerate(texts)
    )
    return f"SELECT {answers} FROM (SELECT 1 AS always) one {joined}"  # noqa: S608 -- own names


def put_again(query: str, values: Sequence[Any] | None) -> list[tuple[Any, ...]]:
    """Put a question that was put before, as it was written then, and return every row."""
    with connection.cursor() as cursor:
        if isinstance(query, Steady) and connection.vendor == "sqlite":
            as_written(cursor)
        cursor.execute(query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def one(model: type[Row], column: str, value: Any) -> Row | None:
    """Return the row of the model whose column has the value, or None."""
    row = first(*of_one(model, column, value)[:2])
    return made(model, row) if row else None


def of_one(model: type[models.Model], column: str, value: Any) -> Question:
    """Return the question for the row of the model whose column has the value."""
    return Question(_of_one(model, column), [value], len(_names(model)))


@cache
def _of_one(model: type[models.Model], column: str) -> str:
    return f"SELECT {columns(model)} FROM {model._meta.db_table} WHERE {column} = %s"  # noqa: S608 -- own names


def changed(query: str, values: Sequence[Any]) -> bool:
    """Carry out a statement, and tell whether it has changed a row."""
    with connection.cursor() as cursor:
        ask(cursor, query, values)
        return bool(cursor.rowcount)


def made(model: type[Row], row: Sequence[Any]) -> Row:
    """Return the object of a row that holds the model's `columns`, as Django would read it."""
    values = list(row)
    # The connection itself: each look through Django's stand-in for it asks anew which thread this is.
    own = connections[DEFAULT_DB_ALIAS]
    for place, column, converters in _converted(model, own.vendor):
        for convert in converters:
            values[place] = convert(values[place], column, own)
    return model.from_db(own.alias, _names(model), values)


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _converted(model: type[models.Model], _vendor: str) -> list[tuple[int, Any, list[Any]]]:
    """Return the columns that a database does not give as they are: their places, and what makes them what they are."""
    found = []
    for place, field in enumerate(model._meta.concrete_fields):
        column = field.get_col(model._meta.db_table)
        converters = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]
        if converters:
            found.append((place, column, converters))
    return found


def size_of_database() -> int:
    """Return how many bytes the database takes."""
    if connection.vendor == "postgresql":
        row = first("SELECT pg_database_size(current_database())", [])
    else:
        row = first("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()", [])
    return int(row[0]) if row else 0


def begin_snapshot(using: str) -> None:
    """Have the transaction that has just begun see one moment, without the limits of time that are for pages."""
    with connections[using].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
