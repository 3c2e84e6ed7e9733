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
from core.planned import NAMELESS, Steady
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
def test_a_statement_that_cannot_be_told_takes_no_other_along(fresh: None) -> None:
    ask()
    ask(Steady("SELECT pg_typeof(%s)::text" if ON_POSTGRESQL else "SELECT typeof(%s)"), ("a",))

    with transaction.atomic():
        assert ask()[0] == 42
    assert QUERY not in told._whole
    assert names() == (1 if ON_POSTGRESQL else 0)


@pytest.mark.django_db(transaction=True)
def test_one_that_cannot_be_told_in_a_transaction_has_its_request_made_once_more() -> None:
    text = Steady("SELECT pg_typeof(%s)::text" if ON_POSTGRESQL else "SELECT typeof(%s)")
    with transaction.atomic():
        if ON_POSTGRESQL:
            with pytest.raises(DatabaseError, match="data type") as fault:
                ask(text, ("a",))
            assert has_lost(fault.value)
            transaction.set_rollback(True)

    with transaction.atomic():
        assert ask(text, ("a",)) == ask(str(text), ("a",))


@pytest.mark.django_db(transaction=True)
def test_a_server_that_does_not_know_the_name_gets_the_statement_whole() -> None:
    ask()
    forget()

    assert ask()[0] == 42
    assert NAMELESS.is_set() is ON_POSTGRESQL


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
def test_of_a_server_that_has_forgotten_one_nothing_is_asked_by_name_any_more(fresh: None) -> None:
    other = Steady("SELECT CAST(%s AS integer) + 1, 'b'")
    ask()
    ask(other)
    forget()
    ask()

    with transaction.atomic():
        assert ask(other)[0] == 42
    assert names() == 0


@pytest.mark.parametrize(
    "wrong", ["SELECT DISTINCT id FROM accounts_user FOR UPDATE", "SELECT id, count(*) FROM accounts_user"]
)
def test_what_is_wrong_in_itself_is_not_done_once_more(wrong: str) -> None:
    text = wrong if ON_POSTGRESQL else "SELECT nothing FROM accounts_user"

    with pytest.raises(DatabaseError) as fault, transaction.atomic():
        ask(text, ())

    assert not has_lost(fault.value)


@pytest.mark.django_db(transaction=True)
def test_a_column_of_another_type_costs_no_other_statement_its_transaction(fresh: None) -> None:
    def change(text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(text)

    changing = Steady("SELECT size FROM told_sample WHERE size = %s")
    change("CREATE TABLE told_sample (size integer)")
    try:
        change("INSERT INTO told_sample VALUES (1)")
        ask()
        ask(changing, (1,))
        if ON_POSTGRESQL:
            change("ALTER TABLE told_sample ALTER size TYPE bigint")

        assert ask(changing, (1,)) == (1,)
        with transaction.atomic():
            assert ask()[0] == 42
    finally:
        change("DROP TABLE told_sample")
