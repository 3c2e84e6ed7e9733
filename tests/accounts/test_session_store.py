"""Sessions are those of Django, read by a query of our own."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from pytest_django import DjangoAssertNumQueries

from accounts.sessions import SessionStore
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
