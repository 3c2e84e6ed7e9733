"""Administrators show the second step again before they change something, where the installation says so."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from accounts.models import User
from tests import factories
from tests.accounts.codes import code_of, set_up_app
from tests.days import NOW, clock_at
from tests.pages import notes, tree, value

PERSON = "/administration/people/new/"
FORM = {"email": "dana@example.com", "name": "Dana", "language": "da", "is_curator": "on"}


@pytest.fixture
def asked(settings: object) -> None:
    settings.ADMIN_SECOND_FACTOR_MINUTES = 15


@pytest.fixture
def client(sign_in: Callable, admin: User, asked: None) -> Client:
    return sign_in(admin)


def with_key(client: Client, page: str) -> dict[str, str]:
    """Return what was typed into a page's form, with the form's own key."""
    return {**FORM, "form_key": key_on(client.get(page))}


def key_on(response: object) -> str:
    return tree(response).xpath("//main//form[@method='post']//input[@name='form_key']/@value")[0]


def people() -> list[str]:
    return list(User.objects.filter(name="Dana").values_list("email", flat=True))


def test_without_the_setting_nobody_is_asked(sign_in: Callable, admin: User) -> None:
    sign_in(admin).post(PERSON, FORM)

    assert people() == ["dana@example.com"]


def test_act_waits_for_the_code_and_keeps_what_was_typed(client: Client, admin: User) -> None:
    secret = set_up_app(admin)

    asked = client.post(PERSON, with_key(client, PERSON))
    confirm, _question, query = asked["Location"].partition("?")
    back = unquote(query.removeprefix("next="))
    assert (asked.status_code, confirm, people()) == (302, "/account/confirm/code/", [])

    confirmed = client.post(confirm, {"code": code_of(secret), "next": back})
    again = client.get(confirmed["Location"], headers={"Accept": "text/html"})
    client.post(PERSON, {**FORM, "form_key": key_on(again)})

    assert value(again, "email") == "dana@example.com"
    assert people() == ["dana@example.com"]


def test_code_holds_for_the_minutes_of_the_setting(client: Client, admin: User) -> None:
    secret = set_up_app(admin)
    client.post("/account/confirm/code/", {"code": code_of(secret), "next": PERSON})

    with clock_at(NOW + timedelta(minutes=14)):
        early = client.post(PERSON, FORM)
    with clock_at(NOW + timedelta(minutes=16)):
        late = client.post(PERSON, {**FORM, "email": "emil@example.com"})

    assert (early["Location"], people()) == ("/administration/people/", ["dana@example.com"])
    assert late["Location"].startswith("/account/confirm/code/")


def test_password_alone_is_not_enough(client: Client, admin: User) -> None:
    set_up_app(admin)
    client.post("/account/confirm/", {"password": factories.PASSWORD, "next": PERSON})

    client.post(PERSON, FORM)

    assert people() == []


def test_administrator_without_a_second_step_is_led_to_set_one_up(client: Client) -> None:
    response = client.post(PERSON, FORM)

    assert response["Location"].startswith("/account/two-step/?")
    assert notes(client.get("/account/two-step/")) == [
        "Set up two-step sign-in first. This portal asks administrators for it before changes."
    ]
    assert people() == []


@pytest.mark.parametrize(
    "url",
    [
        "/administration/new-cluster/",
        "/administration/clusters/havtorn/",
        "/administration/people/1/send/",
        "/administration/people/1/two-step/",
        "/administration/outbox/1/send/",
    ],
)
def test_every_act_of_the_administration_asks(client: Client, admin: User, url: str) -> None:
    set_up_app(admin)

    assert client.post(url)["Location"].startswith("/account/confirm/code/")


def test_reading_asks_nobody(client: Client) -> None:
    assert client.get("/administration/").status_code == 200


def test_who_is_no_administrator_is_refused_as_ever(sign_in: Callable, asked: None, bob: User) -> None:
    assert sign_in(bob).post(PERSON, FORM).status_code == 403
