"""Installations of a test's own: a data folder and a database each, in which commands run as processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg2
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[3]
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
