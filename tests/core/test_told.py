"""Statements that are written once are told to PostgreSQL once a connection; elsewhere they are sent as they are."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from core import told
from core.contention import has_lost
from core.planned import Steady
from tests.days import NOW, TODAY

ON_POSTGRESQL = connection.vendor == "postgresql"
QUERY = Steady("SELECT CAST(%s AS integer) + 1, 'a' LIKE 'a%%'")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told_nothing() -> Iterator[None]:
    told._whole.clear()
    yield
    told._whole.clear()


def ask(query: str = QUERY, values: tuple[Any, ...] = (41,)) -> Any:
    """Put a question, and return its one row."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


def names() -> int:
    """Return how many of our statements the connection knows by name."""
    if not ON_POSTGRESQL:
        return 0
    (count,) = ask("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ("%+ 1, 'a' LIKE%",))
    return int(count)


def forget() -> None:
    """Have the server know no name, as the one behind a pooler does, and the cursor believe that it does."""
    if ON_POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")


@pytest.fixture
def fresh() -> Iterator[None]:
    """Begin and end with a connection that knows nothing."""
    connection.close()
    yield
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_told_once_and_answered_each_time(fresh: None) -> None:
    assert [ask()[0], ask(values=(1,))[0], ask()[0]] == [42, 2, 42]
    assert names() == (1 if ON_POSTGRESQL else 0)


@pytest.mark.django_db(transaction=True)
def test_what_may_be_another_each_time_is_sent_whole(fresh: None) -> None:
    assert ask(str(QUERY))[0] == 42
    assert names() == 0


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "Ærø"),
        ("date", TODAY),
        ("timestamptz", NOW),
        ("interval", timedelta(days=7)),
        ("numeric", Decimal("1.50")),
        ("boolean", True),
        ("integer", -7),
        ("bigint", 2**40),
    ],
)
def test_a_value_is_what_it_is_when_the_statement_is_sent_whole(kind: str, value: Any) -> None:
    text = f"SELECT CAST(%s AS {kind})" if ON_POSTGRESQL else "SELECT %s"
    given = str(value) if isinstance(value, date | timedelta | Decimal) and not ON_POSTGRESQL else value

    assert ask(Steady(text), (given,)) == ask(text, (given,))


def test_one_text_with_values_of_other_types_is_another_statement() -> None:
    text = Steady("SELECT pg_typeof(%s)::text" if ON_POSTGRESQL else "SELECT typeof(%s)")
    values = [(1,), (2**40,), (True,), (1,)]

    assert [ask(text, one) for one in values] == [ask(str(text), one) for one in values]


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_cannot_be_told_is_sent_whole() -> None:
    text = Steady("SELECT pg_typeof(%s)::text" if ON_POSTGRESQL else "SELECT typeof(%s)")

    assert ask(text, ("a",)) == ask(str(text), ("a",))
    assert told._whole == ({text} if ON_POSTGRESQL else set())


@pytest.mark.django_db(transaction=True)
def test_a_server_that_does_not_know_the_name_gets_the_statement_whole() -> None:
    ask()
    forget()

    assert ask()[0] == 42
    assert told._whole == ({QUERY} if ON_POSTGRESQL else set())


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_the_next_one_gets_it_whole() -> None:
    ask()
    forget()
    with transaction.atomic():
        if ON_POSTGRESQL:
            with pytest.raises(DatabaseError, match="does not exist") as fault:
                ask()
            # So that the request is made once more, which sends it whole.
            assert has_lost(fault.value)
            transaction.set_rollback(True)

    assert ask()[0] == 42


@pytest.mark.django_db(transaction=True)
def test_what_else_the_server_has_forgotten_is_told_anew() -> None:
    other = Steady("SELECT CAST(%s AS integer) + 2")
    ask()
    ask(other)
    forget()
    ask()

    with transaction.atomic():
        assert ask(other)[0] == 43
    assert told._whole == ({QUERY} if ON_POSTGRESQL else set())
