"""Attempts to sign in are counted once for the whole installation, and by the visitor's own address."""

from collections.abc import Callable

import pytest
from django.core.cache import cache, caches
from django.test import Client, RequestFactory

from accounts.addresses import UNKNOWN, client_address
from accounts.models import User
from tests import factories
from tests.pages import faults

SIGN_IN = "/account/login/"
TOO_MANY = ["There have been too many attempts. Wait five minutes, then try again."]


@pytest.fixture
def shared_cache(settings: object, db: None) -> None:
    """The cache that an installation has, in the database."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    cache.clear()


def attempt(client: Client, password: str = "wrong", **extra: str) -> list[str]:
    return faults(client.post(SIGN_IN, {"login": "alice@example.com", "password": password}, **extra))


def test_attempts_are_counted_in_the_database(shared_cache: None, sign_in: Callable, alice: User) -> None:
    for _ in range(5):
        attempt(sign_in(None))
    # Another process has nothing but the database.
    del caches["default"]

    assert attempt(sign_in(None), factories.PASSWORD) == TOO_MANY


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.1"),
        (0, "192.0.2.7", "10.0.0.1"),
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        (2, "203.0.113.9, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        (2, "192.0.2.7", "192.0.2.7"),
        (1, None, "10.0.0.1"),
        (1, "unknown", "10.0.0.1"),
        (1, "192.0.2.7:4711", "192.0.2.7"),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
        (1, "::ffff:192.0.2.7", "192.0.2.7"),
        (1, ", ,", "10.0.0.1"),
    ],
)
def test_address_is_the_one_that_the_outermost_own_proxy_saw(
    settings: object, proxies: int, forwarded: str | None, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.1")

    assert client_address(request) == address


def test_server_on_a_socket_has_no_address(sign_in: Callable, alice: User) -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == UNKNOWN
    assert sign_in(None).post(SIGN_IN, {"login": "x@example.com", "password": "y"}, REMOTE_ADDR="").status_code == 422


def test_one_visitor_does_not_lock_out_the_others_behind_the_same_proxy(
    sign_in: Callable, settings: object, alice: User
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = sign_in(None)

    def status(address: str, n: int) -> int:
        form = {"login": f"p{n}@example.com", "password": "x"}
        return client.post(SIGN_IN, form, headers={"X-Forwarded-For": f"203.0.113.{n % 200}, {address}"}).status_code

    machine = [status("192.0.2.66", n) for n in range(35)]

    assert (machine[-1], status("192.0.2.7", 1)) == (429, 422)


def test_strangers_lock_nobody_out_of_a_browser_that_is_known(sign_in: Callable, alice: User) -> None:
    known = sign_in(None)
    known.post(SIGN_IN, {"login": "alice@example.com", "password": factories.PASSWORD})
    known.post("/account/logout/")
    for n in range(6):
        attempt(sign_in(None), REMOTE_ADDR=f"192.0.2.{n}")

    elsewhere = attempt(sign_in(None), factories.PASSWORD, REMOTE_ADDR="192.0.2.9")

    assert elsewhere == TOO_MANY
    assert known.post(SIGN_IN, {"login": "alice@example.com", "password": factories.PASSWORD}).status_code == 302


def test_a_known_browser_counts_its_own_attempts(sign_in: Callable, alice: User, bob: User) -> None:
    known = sign_in(None)
    known.post(SIGN_IN, {"login": "bob@example.com", "password": factories.PASSWORD})
    known.post("/account/logout/")
    for n in range(5):
        known.post(SIGN_IN, {"login": "bob@example.com", "password": "wrong"}, REMOTE_ADDR=f"192.0.2.{n}")
        attempt(known, REMOTE_ADDR=f"192.0.2.{n}")

    bobs = faults(known.post(SIGN_IN, {"login": "bob@example.com", "password": factories.PASSWORD}))

    assert bobs == TOO_MANY
    # A browser that is known for one person is a stranger's for another.
    assert attempt(sign_in(None), factories.PASSWORD, REMOTE_ADDR="192.0.2.77") == TOO_MANY
