"""Rows that many tests begin with, made once in a run: publishing the starter content takes longer than most tests do.

What was made is read from the database and, when another test begins with the same, put in again as it was: only into
tables that are empty, and only what added to no table that already held something; otherwise it is made anew.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from library.loading import STARTER_CONTENT, load
from tests.days import seconds
from toolkit.demo import make_demo

A_DAY = 24 * 60 * 60
# What migrations fill, and Django after them.
FROM_MIGRATIONS = {"django_content_type", "auth_permission", "django_migrations"}
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
KEPT: dict[tuple[object, ...], Rows] = {}


def starter_content() -> None:
    """Publish the content that a new installation begins with."""
    _made_once("starter content", lambda: load([STARTER_CONTENT]))


def starter_and_demo() -> None:
    """Publish the starter content and make the demo of it."""

    def make() -> None:
        load([STARTER_CONTENT])
        make_demo()

    _made_once("starter content and demo", make)


def _made_once(name: str, make: Callable[[], object]) -> None:
    # The days in it, and whether the demo's people may come in, are those of the first test that asked.
    key = (name, seconds() // A_DAY, settings.DEMO)
    before = _counts()
    kept = KEPT.get(key)
    if kept is not None and not any(before[table] for table in kept):
        _put_in(kept)
        return
    make()
    after = _counts()
    if all(not count or after[table] == count for table, count in before.items()):
        KEPT[key] = {table: _rows(table) for table, count in after.items() if count and not before[table]}


@cache
def _tables() -> tuple[str, ...]:
    models = apps.get_models(include_auto_created=True)
    return tuple(sorted({one._meta.db_table for one in models if one._meta.managed} - FROM_MIGRATIONS))


def _counts() -> dict[str, int]:
    """Return how many rows each table holds, in one query."""
    name = connection.ops.quote_name
    asked = ", ".join(f"(SELECT COUNT(*) FROM {name(table)})" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return dict(zip(_tables(), cursor.fetchone(), strict=True))


def _rows(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [one[0] for one in cursor.description], cursor.fetchall()


def _put_in(kept: Rows) -> None:
    name = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.items():
            places = ", ".join(["%s"] * len(columns))
            into = f"INSERT INTO {name(table)} ({', '.join(map(name, columns))}) VALUES ({places})"
            cursor.executemany(into, rows)
        models = [one for one in apps.get_models(include_auto_created=True) if one._meta.db_table in kept]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
