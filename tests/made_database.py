"""The tests' SQLite database, made once: walking through every migration takes longer than most tests do.

What the migrations lead to is kept in pytest's own folder under a digest of them all, and the next run begins with a
copy of it. Django still runs `migrate` on that copy and finds nothing to do; where a migration is new or different, so
is the digest, and the database is made from the beginning, quickly (`tests/quick_migrations.py`). PostgreSQL's is made
so in each run.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.days import NOW
from tests.quick_migrations import walk_quickly


def digest_of_migrations() -> str:
    """Return what stands for the migrations of all rooms and parts, the Django that runs them, and the tests' day."""
    found = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version} {NOW}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.label} {file.name} ".encode() + file.read_bytes())
    return found.hexdigest()[:32]


def place() -> Path:
    """Return where the database of these migrations is kept."""
    return Path(settings.BASE_DIR, ".pytest_cache", "made-databases", f"{digest_of_migrations()}.sqlite3")


def fill(kept: Path) -> None:
    """Copy the kept database into the one that the tests use."""
    connection.ensure_connection()
    with closing(sqlite3.connect(kept)) as file:
        file.backup(connection.connection)


def keep(kept: Path) -> None:
    """Keep the tests' database as it is now, whole or not at all; what older migrations led to is forgotten."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    # What has another ending is being written by another process of the same run.
    for old in kept.parent.glob("*.sqlite3"):
        if old != kept:
            old.unlink(missing_ok=True)
    new = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(new)) as file:
        connection.connection.backup(file)
    new.replace(kept)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, monkeypatch_session: pytest.MonkeyPatch
) -> None:
    """Let the tests' database be filled as soon as it is there, or else the walk through the migrations be quick."""
    kept = place()
    create = connection.creation._create_test_db

    def create_and_fill(*arguments: Any, **options: Any) -> str:
        name = create(*arguments, **options)
        connection.settings_dict["NAME"] = name
        fill(kept)
        return name

    if connection.vendor == "sqlite" and kept.exists():
        monkeypatch_session.setattr(connection.creation, "_create_test_db", create_and_fill)
    else:
        walk_quickly(monkeypatch_session)


@pytest.fixture(scope="session")
def monkeypatch_session() -> Iterator[pytest.MonkeyPatch]:
    """What is changed for making the database, changed back when it is there."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, monkeypatch_session: pytest.MonkeyPatch) -> None:
    """Keep the database where none was kept, and let every other walk through migrations be Django's own."""
    monkeypatch_session.undo()
    kept = place()
    if connection.vendor == "sqlite" and not kept.exists():
        with django_db_blocker.unblock():
            keep(kept)
