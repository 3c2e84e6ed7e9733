"""Installations of a test's own: a data folder and a database each, in which commands run as processes."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[3]
# Indexes without words are those that SQLite makes by itself for a constraint.
IN_SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY 1, 2"
IN_POSTGRESQL = """
SELECT table_name, column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default,
    is_identity, collation_name) FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
ORDER BY 1, 2, 3
"""
OLD = Path(__file__).with_name("2026-11-29.zip")


class Place:
    """One installation."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder, self.address = folder, address

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py here."""
        surroundings = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.toolkit.backup.child_settings",
            "TOOLKIT_DATA_DIR": str(self.folder),
            "TOOLKIT_DATABASE_URL": self.address,
            "TOOLKIT_DEMO": "true",
            "TOOLKIT_SECRET_KEY": "",
            **more,
        }
        program = [sys.executable, "manage.py", *command]
        return subprocess.run(program, cwd=ROOT, env=surroundings, check=False, capture_output=True, text=True)

    def tables(self) -> list[tuple[Any, ...]]:
        """Return what the database of this place holds, as `tables_here` does."""
        if not self.address:
            with closing(sqlite3.connect(self.folder / "toolkit.sqlite3")) as database:
                return database.execute(IN_SQLITE).fetchall()
        with closing(psycopg2.connect(self.address)) as database, database.cursor() as cursor:
            cursor.execute(IN_POSTGRESQL)
            return cursor.fetchall()


def tables_here() -> list[tuple[Any, ...]]:
    """Return what the tests' own database holds: each table, column, index and constraint as the database words it."""
    with connection.cursor() as cursor:
        cursor.execute(IN_POSTGRESQL if connection.vendor == "postgresql" else IN_SQLITE)
        return cursor.fetchall()


@contextmanager
def a_place(folder: Path) -> Iterator[Place]:
    """Give an empty installation on the database that the tests run on."""
    folder.mkdir()
    if connection.vendor != "postgresql":
        yield Place(folder)
        return
    given = settings.DATABASES["default"]
    name = f"place_{uuid4().hex}"
    login = {"user": given["USER"], "password": given["PASSWORD"], "host": given["HOST"], "port": given["PORT"]}
    server = psycopg2.connect(dbname="postgres", **login)
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        at = f"{given['HOST']}:{given['PORT']}"
        yield Place(folder, f"postgresql://{given['USER']}:{given['PASSWORD']}@{at}/{name}")
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        server.close()
