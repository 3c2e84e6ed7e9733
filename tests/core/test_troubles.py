"""What keeps the database or the disk from it has a sentence of its own, and what was typed stands below it."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from accounts.models import User
from core.access import public_view
from core.troubles import Trouble, trouble_of
from tests.pages import form_fields, heading, tree, words
from toolkit.urls import handler500
from toolkit.urls import urlpatterns as of_the_portal

__all__ = ["handler500", "urlpatterns"]

pytestmark = pytest.mark.django_db(transaction=True)

BROWSER = {"Accept": "text/html,*/*", "Accept-Language": "en-gb"}
SLOW = {
    "postgresql": "SELECT pg_sleep(20)",
    "sqlite": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 1e9) SELECT max(n) FROM t",
}


@public_view
def takes_long(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(SLOW[connection.vendor])
    return HttpResponse("done")


urlpatterns = [*of_the_portal, path("long/", takes_long)]


@pytest.fixture
def client(alice: User) -> Client:
    client = Client(raise_request_exception=False, headers=BROWSER)
    client.force_login(alice)
    return client


@contextmanager
def away(fault: type[Exception] = OperationalError, words: str = "server closed the connection") -> Iterator[None]:
    """Let every question to the database end as where the server has gone."""

    def refuse(_execute: Callable, _sql: str, *_rest: Any) -> Any:
        raise fault(words)

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def with_setting(postgresql: str, sqlite: str, back: str) -> Iterator[None]:
    """Change a setting of the connection, and change it back."""
    with connection.cursor() as cursor:
        cursor.execute(postgresql if connection.vendor == "postgresql" else sqlite)
        yield
        cursor.execute(back)


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_words_are_shown_although_nobody_can_say_who_it_is(client: Client, alice: User, fault: type[Exception]) -> None:
    sent = form_fields(client.get(reverse("accounts:profile"))) | {"name": "Alice Æblegård"}

    with away(fault):
        answer = client.post(reverse("accounts:profile"), sent)

    assert (answer.status_code, heading(answer)) == (503, "The portal cannot reach its data right now")
    assert "Alice Æblegård" in words(tree(answer))
    assert answer["Retry-After"] == "10"
    alice.refresh_from_db()
    assert alice.name == "Alice"


def test_what_was_shown_can_be_sent_once_more(client: Client, alice: User) -> None:
    sent = form_fields(client.get(reverse("accounts:profile"))) | {"name": "Alice Æblegård"}
    with away():
        page = client.post(reverse("accounts:profile"), sent)

    client.post(reverse("accounts:profile"), form_fields(page, reverse("accounts:profile")))

    alice.refresh_from_db()
    assert alice.name == "Alice Æblegård"


def test_a_page_that_is_only_read_says_so_too(client: Client) -> None:
    with away():
        answer = client.get(reverse("accounts:profile"))

    assert (answer.status_code, heading(answer)) == (503, "The portal cannot reach its data right now")


def test_a_statement_that_takes_too_long_is_stopped(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.set_progress_handler(lambda: 1, 1_000_000)
    with with_setting("SET statement_timeout = '200ms'", "SELECT 1", "SELECT 1"):
        answer = client.get("/long/")
    connection.close()

    assert (answer.status_code, heading(answer)) == (503, "That took too long")


def test_who_saves_where_nothing_can_be_written_keeps_the_words(client: Client, alice: User) -> None:
    sent = form_fields(client.get(reverse("accounts:profile"))) | {"name": "Alice Æblegård"}

    with with_setting("SET default_transaction_read_only = on", "PRAGMA query_only = ON", "SELECT 1"):
        answer = client.post(reverse("accounts:profile"), sent)
    connection.close()

    assert (answer.status_code, heading(answer)) == (503, "The portal can be read, but not written in")
    assert "Alice Æblegård" in words(tree(answer))
    alice.refresh_from_db()
    assert alice.name == "Alice"


def from_postgresql(code: str, kind: type[Exception] = OperationalError) -> Exception:
    cause = type("DriverError", (Exception,), {"pgcode": code})()
    fault = kind("words of the driver")
    fault.__cause__ = cause
    return fault


def from_sqlite(code: int) -> Exception:
    fault, fault.__cause__ = OperationalError("words"), sqlite3.OperationalError("words")  # type: ignore[misc]
    fault.__cause__.sqlite_errorcode = code  # type: ignore[union-attr]
    return fault


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (from_postgresql("55P03"), Trouble.BUSY),
        (from_postgresql("57014"), Trouble.SLOW),
        (from_postgresql("25P03", InternalError), Trouble.SLOW),
        (from_postgresql("25006", InternalError), Trouble.READ_ONLY),
        (from_postgresql("53100"), Trouble.FULL),
        (from_postgresql("53300"), Trouble.AWAY),
        (from_postgresql("57P01"), Trouble.AWAY),
        (from_postgresql("08P01"), Trouble.AWAY),
        (from_postgresql("42P01"), None),
        (from_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Trouble.BUSY),
        (from_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), Trouble.READ_ONLY),
        (from_sqlite(sqlite3.SQLITE_CANTOPEN), Trouble.AWAY),
        (OSError(errno.EROFS, "Read-only file system"), Trouble.READ_ONLY),
        (OSError(errno.ENOENT, "No such file"), None),
        (OperationalError("could not connect to server"), Trouble.AWAY),
        (ValueError("x"), None),
        (None, None),
    ],
)
def test_each_trouble_is_told_from_the_others(fault: Exception | None, trouble: Trouble | None) -> None:
    assert trouble_of(fault) == trouble
