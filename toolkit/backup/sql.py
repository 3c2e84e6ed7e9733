"""What a backup and a restore ask of the database by hand: tables, and the numbers that were given."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, connections, models


def begin_restore() -> None:
    """Take away the limit of a statement, and have rows checked at once: a table that waits for it is not altered."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def drop_everything() -> None:
    """Drop every table."""
    behind = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}{behind}")


def empty(found: Iterable[type[models.Model]]) -> None:
    """Delete all rows; from here on rows are checked when all of them are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in found:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 -- our own


def counters(using: str, found: Iterable[type[models.Model]]) -> dict[str, int]:
    """Return by table the highest number that was ever given: a number that was once a row's is not given again."""
    tables = [model._meta.db_table for model in found if isinstance(model._meta.pk, models.AutoField)]
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            known = dict(cursor.fetchall())
            return {table: int(known[table]) for table in tables if known.get(table)}
        given: dict[str, int] = {}
        for table in tables:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
            (name,) = cursor.fetchone()
            if name is None:
                continue
            cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 -- the database's own name
            last, is_called = cursor.fetchone()
            if is_called:
                given[table] = int(last)
        return given


def set_counters(using: str, found: Iterable[type[models.Model]], given: dict[str, Any]) -> None:
    """Have the numbers of each table go on where they had come to, and never below the highest that is there."""
    connection = connections[using]
    for model in found:
        if not isinstance(model._meta.pk, models.AutoField):
            continue
        table = model._meta.db_table
        highest = model._base_manager.using(using).aggregate(most=models.Max("pk"))["most"] or 0
        number = max(highest, int(given.get(table, 0)))
        if not number:
            continue
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [number, table])
                if not cursor.rowcount:
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f'"{table}"', number])
