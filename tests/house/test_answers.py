"""What holds for the answer of every route: HEAD, caches, and secrets that stand in no log."""

import logging
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Permission
from core.access import Access
from tests.house.matrix import ROWS, Place
from tests.house.test_access import ROUTES, address
from toolkit.logs import without_secrets

SECRETS = ("<str:token>", "<str:key>")
SECRET = "9xQw-secret_secret-7Z"
WITH_SECRET = sorted(name for name, route in ROUTES.items() if any(part in route.address for part in SECRETS))


def secret_address(name: str) -> str:
    """Return an address of the route with a secret that is easily found."""
    found = ROUTES[name].address.replace("<slug:uidb36>", "1")
    for part in SECRETS:
        found = found.replace(part, SECRET)
    return f"/{found}"


def test_routes_with_a_secret_are_known() -> None:
    assert {"calendars:feed", "clusters:invitation", "reminders:stop", "account_confirm_email"} <= set(WITH_SECRET)


@pytest.mark.parametrize("name", WITH_SECRET)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PROPFIND", "POST", "PUT", "DELETE", "TRACE"])
def test_no_log_holds_the_secret_of_an_address(
    name: str, method: str, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    formatter = next(iter(logging.getLogger().handlers))
    where = secret_address(name)
    client = Client(raise_request_exception=False)
    for path in (where, where.rstrip("/"), f"{where}x", where.replace(".ics", ""), f"/account/login/?next={where}"):
        client.generic(method, path)

    assert formatter is not None
    assert all(SECRET not in without_secrets(caplog.handler.format(record)) for record in caplog.records)


def test_log_keeps_what_is_no_secret() -> None:
    line = 'Not Found: /calendar/abc.ics in "/c/havtorn/people/?next=%2Finvitation%2Fabc%2F" /account/email/'

    assert without_secrets(line) == (
        'Not Found: /calendar/*** in "/c/havtorn/people/?next=%2Finvitation%2F***" /account/email/'
    )


@pytest.fixture
def place(cluster: Cluster, alice: User) -> Place:
    return Place(cluster, alice)


@pytest.mark.parametrize("name", sorted(set(ROWS) & set(ROUTES)))
def test_head_is_answered_where_get_is_and_no_cache_keeps_it_for_others(
    name: str, place: Place, alice: User, admin: User, curator: User, sign_in: Callable
) -> None:
    row = ROWS[name]
    person = {Access.ADMIN: admin, Access.CURATOR: curator}.get(row.access, alice)  # type: ignore[arg-type]
    where = address(name, place, row.objects(place) if row.objects else {})

    head, get = sign_in(person).head(where), sign_in(person).get(where)

    assert head.status_code == get.status_code
    assert head.streaming or head.content == b""
    cached = get.get("Cache-Control", "")
    assert "private" in cached or "no-store" in cached
    assert "public" not in cached
    assert isinstance(row.access, Permission | Access)
