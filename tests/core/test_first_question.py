"""The first question of a request shows whether the connection lives, and is put to a new one where it has died."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import Error, connection
from django.test.utils import CaptureQueriesContext

from core.sql import first

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "SELECT CAST(%s AS integer)"


@pytest.fixture(autouse=True)
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mock]:
    """A request has just begun: nobody knows whether the connection lives."""
    connection.ensure_connection()
    own = Mock(wraps=connection.is_usable)
    monkeypatch.setattr(connection, "is_usable", own)
    monkeypatch.setattr(connection, "health_check_enabled", True)
    monkeypatch.setattr(connection, "health_check_done", False)
    yield own
    connection.close()


def kill(looked_at: Mock) -> Any:
    """End the connection behind Django's back, as a server that is started again does; return what it was."""
    dead = connection.connection
    dead.close()
    looked_at.side_effect = lambda: connection.connection is not dead
    return dead


def test_connection_that_lives_is_asked_nothing_else(looked_at: Mock) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert first(QUESTION, [1]) == first(QUESTION, [1]) == (1,)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    assert len(asked) == 3
    assert not looked_at.called


def test_question_to_a_connection_that_has_died_is_put_to_a_new_one(looked_at: Mock) -> None:
    dead = kill(looked_at)

    assert first(QUESTION, [1]) == (1,)
    assert connection.connection is not dead


def test_connection_that_dies_within_a_request_is_told(looked_at: Mock) -> None:
    first(QUESTION, [1])
    kill(looked_at)

    with pytest.raises(Error):
        first(QUESTION, [1])


def test_question_that_is_wrong_is_asked_once(looked_at: Mock) -> None:
    with CaptureQueriesContext(connection) as asked, pytest.raises(Error):
        first("SELECT nothing FROM nowhere", [])

    assert len(asked) <= 1
    assert looked_at.called
