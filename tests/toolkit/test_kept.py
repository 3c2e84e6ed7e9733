"""Connections to the embedded database serve one request after another, but not from a file that was replaced."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import Client

from toolkit import env, kept


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Any:
    """A connection to a file of its own, as the settings ask for it."""
    entry = {**env.database("", tmp_path), "HOST": "", "USER": "", "PASSWORD": "", "PORT": "", "TIME_ZONE": None}
    made = {**connections.settings["default"], **entry, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True}
    monkeypatch.setitem(connections.settings, "own", made)
    with django_db_blocker.unblock():
        yield connections["own"]
        connections["own"].close()
    del connections["own"]


def put(file: Path, words: str) -> None:
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE said (words)")
        made.execute("INSERT INTO said VALUES (?)", [words])
    made.close()


def said(own: BaseDatabaseWrapper) -> str:
    with own.cursor() as cursor:
        cursor.execute("SELECT words FROM said")
        return str(cursor.fetchone()[0])


def test_one_connection_serves_request_after_request(own: BaseDatabaseWrapper, tmp_path: Path) -> None:
    put(tmp_path / "toolkit.sqlite3", "the first")
    opened = list[object]()

    def note(**given: object) -> None:
        opened.append(given["connection"])

    connection_created.connect(note)
    for _request in range(3):
        request_started.send(sender=None)
        assert said(own) == "the first"
        own.close_if_unusable_or_obsolete()
    connection_created.disconnect(note)

    assert opened == [own]


def test_file_in_place_of_another_is_read_from_the_next_request_on(own: BaseDatabaseWrapper, tmp_path: Path) -> None:
    file = tmp_path / "toolkit.sqlite3"
    put(file, "the first")
    assert said(own) == "the first"

    put(tmp_path / "restored", "the second")
    shutil.move(tmp_path / "restored", file)
    request_started.send(sender=None)

    assert said(own) == "the second"


@pytest.mark.django_db
def test_what_is_no_file_is_left_alone(client: Client) -> None:
    kept.let_go_of_what_was_replaced()
    assert client.get("/account/login/").status_code == 200
