"""The language switch, and the pages for what went wrong."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from core.views import server_error
from tests.pages import heading

pytestmark = pytest.mark.django_db


def switch(client: Client, **values: str):
    return client.post(reverse("set_language"), values)


def test_language_is_switched_and_one_stays_on_the_page(client: Client) -> None:
    response = switch(client, language="en-gb", next="/account/login/?next=/c/demo/")

    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/c/demo/")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en-gb"
    assert client.get("/account/login/", headers={"Accept-Language": "da"})["Content-Language"] == "en-gb"


def test_choice_of_who_is_signed_in_is_remembered(alice: User, sign_in: Callable) -> None:
    switch(sign_in(alice), language="da")

    alice.refresh_from_db()
    assert alice.language == "da"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http:///x", ""])
def test_switch_never_leads_to_another_site(client: Client, target: str) -> None:
    assert switch(client, language="da", next=target)["Location"] == "/"


@pytest.mark.parametrize("language", ["", "de", "en", "da\x00", "x" * 5000])
def test_unknown_language_changes_nothing(alice: User, sign_in: Callable, language: str) -> None:
    client, before = sign_in(alice), alice.language

    response = switch(client, language=language)

    alice.refresh_from_db()
    assert (response.status_code, alice.language, settings.LANGUAGE_COOKIE_NAME in client.cookies) == (
        302,
        before,
        False,
    )


def test_switch_takes_only_post(client: Client) -> None:
    assert client.get(reverse("set_language")).status_code == 405


@pytest.mark.parametrize(
    ("name", "danish", "english"),
    [("editor", "Fed", "Bold"), ("sheet", "Celler fra et regneark", "Cells from a spreadsheet")],
)
def test_part_of_a_page_is_given_when_it_is_needed(client: Client, name: str, danish: str, english: str) -> None:
    found = {language: client.get(f"/parts/{name}/{language}/") for language in ("da", "en-gb")}

    assert danish in found["da"].content.decode()
    assert english in found["en-gb"].content.decode()
    assert found["da"]["Cache-Control"] == "private, max-age=3600"


@pytest.mark.parametrize("address", ["/parts/editor/de/", "/parts/other/da/", "/parts/..%2fbase/da/"])
def test_part_that_is_not_there_is_not_given(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_page_that_is_not_there_has_one_heading_and_a_way_on(client: Client) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert heading(response) != ""


def test_page_for_our_own_fault_needs_no_database(django_db_blocker, rf: RequestFactory) -> None:
    with django_db_blocker.block():
        response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert heading(response) != ""


def test_request_that_is_too_large_gets_a_page(alice: User, sign_in: Callable) -> None:
    body = "language=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)

    response = sign_in(alice).post(reverse("set_language"), body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400
    assert heading(response) != ""


def test_expired_form_gets_a_page_that_helps(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)

    response = client.post("/account/theme/", {"theme": "dark"})

    assert response.status_code == 403
    assert heading(response) == "The form has expired"
