"""Sessions are those of Django, read by a query of our own."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from pytest_django import DjangoAssertNumQueries

from accounts.sessions import SessionStore, guesses
from core.sql import first
from tests.days import NOW

pytestmark = pytest.mark.django_db


def test_either_store_reads_what_the_other_has_written(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ours, theirs = SessionStore(), DatabaseStore()
    ours["word"], theirs["word"] = "hav", "land"
    ours.save()
    theirs.save()

    with django_assert_num_queries(2):
        read = [DatabaseStore(ours.session_key).load(), SessionStore(theirs.session_key).load()]

    assert read == [{"word": "hav"}, {"word": "land"}]


@pytest.mark.parametrize("key", ["", "x" * 32, "x" * 500, "'; --"])
def test_session_that_nobody_has_is_empty_and_gets_no_such_key(key: str) -> None:
    store = SessionStore(key)

    assert (store.load(), store.session_key) == ({}, None)


def test_session_ends_when_its_time_is_over() -> None:
    store = SessionStore()
    store["word"] = "hav"
    store.save()
    Session.objects.update(expire_date=NOW - timedelta(seconds=1))

    late = SessionStore(store.session_key)

    assert (late.load(), late.session_key) == ({}, None)


def test_who_signs_in_is_guessed_at_the_next_request() -> None:
    store, nobodys = SessionStore(), SessionStore()
    store[SESSION_KEY] = "7"
    for one in (store, nobodys):
        one.save()

    assert (guesses.known(store.session_key), guesses.known(nobodys.session_key)) == (7, None)


def test_row_that_was_read_with_something_else_is_taken_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    stored = SessionStore()
    stored["word"] = "hav"
    stored.save()
    store = SessionStore(stored.session_key)
    assert store.question is not None
    store.tell(first(*store.question[:2]))

    with django_assert_num_queries(1):
        told = store.load()
        Session.objects.all().delete()
    assert (told, store.load()) == ({"word": "hav"}, {})
    assert SessionStore().question is None
