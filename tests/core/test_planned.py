"""Statements that PostgreSQL knows by name: told once a connection, and sent whole where nobody knows the name."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import planned, told
from core.contention import has_lost
from core.sql import changed, first

QUERY = "SELECT CAST(%s AS integer) + 1, 'a' LIKE 'a%%'"
ASKED = "EXECUTE" if connection.vendor == "postgresql" else "SELECT"

pytestmark = pytest.mark.django_db


def sent() -> str:
    """Ask, and return what was sent."""
    with CaptureQueriesContext(connection) as asked:
        assert first(QUERY, [41]) in [(42, True), (42, 1)]
    (query,) = asked.captured_queries
    return str(query["sql"]).split(" ", 1)[0]


def forget() -> None:
    """Have the server know no name, as the one behind a pooler does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        # What the cursor has told this connection is gone as well, and the tests that follow have the same one.
        told._told.pop(connection.connection, None)


def test_statement_is_asked_by_its_name_as_one_question() -> None:
    assert [sent(), sent()] == [ASKED, ASKED]


def test_what_it_has_changed_is_told(django_user_model: type) -> None:
    named = "UPDATE accounts_user SET name = %s WHERE email = %s"

    assert not changed(named, ["Alice", "nobody@example.org"])


def test_another_connection_is_told_anew() -> None:
    sent()
    name, _told = planned._named(QUERY)
    setattr(connection, planned.STATEMENTS, (object(), {name}))
    forget()

    assert sent() == ASKED


@pytest.mark.django_db(transaction=True)
def test_server_that_does_not_know_the_name_gets_the_statement_whole() -> None:
    sent()
    forget()

    assert first(QUERY, [41]) in [(42, True), (42, 1)]
    assert sent() == "SELECT"


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_the_next_one_gets_it_whole() -> None:
    sent()
    forget()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with pytest.raises(Exception, match="does not exist"):
                first(QUERY, [41])
            transaction.set_rollback(True)

    assert sent() == "SELECT"


@pytest.mark.django_db(transaction=True)
def test_a_transaction_of_many_statements_that_were_forgotten_is_lost_once() -> None:
    many = [f"SELECT CAST(%s AS integer) + {number}" for number in range(5)]
    for one in many:
        first(one, [1])
    forget()
    faults = []
    for _try in range(2):
        try:
            with transaction.atomic():
                found = [first(one, [1]) for one in many]
        except DatabaseError as fault:
            faults.append(fault)

    assert found == [(number,) for number in range(1, 6)]
    assert list(map(has_lost, faults)) == ([True] if connection.vendor == "postgresql" else [])


def test_behind_a_pooler_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)

    assert sent() == "SELECT"


def test_what_stands_behind_a_sign_of_its_own_is_no_value() -> None:
    assert first("SELECT '%%s|' || %s || '|100 %%'", ["Havn"]) == ("%s|Havn|100 %",)
