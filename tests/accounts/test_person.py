"""Who asks: read once for each request, by a query of our own, and named in what is logged meanwhile."""

from typing import Any

import pytest
import structlog
from django.conf import LazySettings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.backends import PersonBackend
from accounts.middleware import PersonMiddleware
from accounts.models import User
from accounts.sessions import SessionStore
from tests import factories

pytestmark = pytest.mark.django_db


def asked_by(user: User | None) -> HttpRequest:
    """Return a request with the session of this person, or of nobody."""
    client = Client()
    if user:
        client.force_login(user)
    request = RequestFactory().get("/")
    request.session = SessionStore(client.cookies["sessionid"].value if user else None)
    return request


def test_person_is_read_as_django_reads_them() -> None:
    alice = factories.make_user("Alice")
    stored = User.objects.get(pk=alice.pk)

    read = PersonBackend().get_user(alice.pk)

    fields = [field.attname for field in User._meta.concrete_fields]
    assert read is not None
    assert [getattr(read, name) for name in fields] == [getattr(stored, name) for name in fields]
    assert (read._state.adding, read._state.db, read.get_deferred_fields()) == (False, "default", set())


def test_who_is_switched_off_or_gone_is_nobody(settings: LazySettings) -> None:
    off, gone = factories.make_user("Off"), factories.make_user("Gone")
    demo = factories.make_user("Demo")
    User.objects.filter(pk=off.pk).update(is_active=False)
    User.objects.filter(pk=demo.pk).update(is_demo=True)
    asked = [asked_by(person) for person in (off, gone, demo)]
    gone.delete()
    settings.DEMO = False

    assert [get_user(request) for request in asked] == [AnonymousUser()] * 3


def test_session_and_person_are_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    alice = factories.make_user("Alice")
    request = asked_by(alice)
    seen: list[Any] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request.user)
        return HttpResponse()

    with django_assert_num_queries(2):
        PersonMiddleware(answer)(request)

    assert seen == [alice]


def test_log_lines_name_the_person() -> None:
    alice = factories.make_user("Alice")
    named: list[dict[str, Any]] = []

    def answer(request: HttpRequest) -> HttpResponse:
        named.append(structlog.contextvars.get_contextvars())
        return HttpResponse()

    for person in (alice, None):
        PersonMiddleware(answer)(asked_by(person))

    assert [name["user"] for name in named] == [alice.pk, None]
