"""Signing in and out: right, wrong, too often, switched off, and back to where one was going."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts import services
from accounts.models import User
from clusters.models import Cluster
from tests import factories
from tests.days import NOW
from tests.pages import faults, heading, tree, value

SIGN_IN = "/account/login/"
MISMATCH = ["Email address and password do not match. Try again, or get a new password by email."]


@pytest.fixture
def visitor(sign_in: Callable) -> Client:
    return sign_in(None)


def credentials(email: str = "alice@example.com", password: str = factories.PASSWORD) -> dict[str, str]:
    return {"login": email, "password": password}


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("email", ["alice@example.com", "ALICE@Example.com", " alice@example.com "])
def test_person_signs_in(visitor: Client, alice: User, email: str) -> None:
    response = visitor.post(SIGN_IN, credentials(email))

    assert (response.status_code, response["Location"]) == (302, "/")
    assert who(visitor) == str(alice.pk)


def test_person_comes_back_to_where_they_were_going(visitor: Client, cluster: Cluster, alice: User) -> None:
    sent_away = visitor.get("/c/havtorn/people/?page=1")
    page = visitor.get(sent_away["Location"])
    (target,) = tree(page).xpath("//form[@action='/account/login/']//input[@name='next']/@value")
    response = visitor.post(SIGN_IN, {**credentials(), "next": target})

    assert response["Location"] == "/c/havtorn/people/?page=1"
    assert visitor.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_out_of_the_portal(visitor: Client, alice: User, target: str) -> None:
    response = visitor.post(f"{SIGN_IN}?next={target}", {**credentials(), "next": target})

    assert response["Location"] == "/"


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (credentials(password="wrong"), MISMATCH),
        (credentials(email="nobody@example.com"), MISMATCH),
        (credentials(email="alice"), ["Enter a valid email address."]),
        (credentials(email=""), ["This field is required."]),
        (credentials(password=""), ["This field is required."]),
        (credentials(email="a\x00@example.com"), ["Enter a valid email address."]),
        (credentials(password="x" * 100_000), ["Ensure this value has at most 1000 characters (it has 100000)."]),
    ],
)
def test_wrong_sign_in_says_what_to_do(visitor: Client, alice: User, form: dict[str, str], fault: list[str]) -> None:
    response = visitor.post(SIGN_IN, form)

    assert (response.status_code, sorted(faults(response))) == (422, sorted(fault))
    assert value(response, "login") == form["login"].replace("\x00", "\ufffd")
    assert value(response, "password") == ""
    assert who(visitor) is None


def test_known_and_unknown_email_get_the_same_answer(visitor: Client, alice: User) -> None:
    def page(email: str) -> str:
        content = visitor.post(SIGN_IN, credentials(email, "wrong")).content.decode().replace(email, "")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content)

    assert page("alice@example.com") == page("nobody@example.com")


def test_password_cannot_be_guessed_for_long(visitor: Client, alice: User) -> None:
    wrong = [faults(visitor.post(SIGN_IN, credentials(password=f"guess {n}"))) for n in range(7)]

    right = visitor.post(SIGN_IN, credentials())

    too_many = ["There have been too many attempts. Wait five minutes, then try again."]
    assert wrong == [MISMATCH] * 5 + [too_many] * 2
    assert (faults(right), who(visitor)) == (too_many, None)


def test_machine_that_asks_on_and_on_gets_a_page_that_says_so(visitor: Client, alice: User) -> None:
    responses = [visitor.post(SIGN_IN, credentials(f"p{n}@example.com")) for n in range(35)]

    assert responses[0].status_code == 422
    assert (responses[-1].status_code, heading(responses[-1])) == (429, "Too many attempts in a short time")


def test_person_who_is_switched_off_is_told_and_stays_out(visitor: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)

    response = visitor.post(SIGN_IN, credentials(), follow=True)

    assert heading(response) == "You cannot sign in"
    assert who(visitor) is None


def test_session_of_a_person_who_is_switched_off_ends(sign_in: Callable, cluster: Cluster, alice: User) -> None:
    client = sign_in(alice)
    before = client.get("/c/havtorn/people/").status_code

    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert (before, client.get("/c/havtorn/people/").status_code) == (200, 302)


def test_person_signs_out_by_post_only(sign_in: Callable, alice: User) -> None:
    client = sign_in(alice)

    asked = client.get("/account/logout/")
    still_in = who(client)
    response = client.post("/account/logout/")

    assert (heading(asked), still_in) == ("Sign out", str(alice.pk))
    assert (response["Location"], who(client)) == (SIGN_IN, None)


def test_nobody_can_register(visitor: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")

    statuses = [visitor.get(f"/account/{path}/").status_code for path in ("signup", "register", "login/code")]
    assert statuses == [404, 404, 404]
    assert "signup" not in visitor.get(SIGN_IN).content.decode()


def test_signed_in_person_is_led_on(sign_in: Callable, alice: User) -> None:
    response = sign_in(alice).get(SIGN_IN)

    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.fixture
def demo_person(db: None) -> User:
    return services.create_person(email="owner@example.org", name="Owner", password="demo", is_demo=True)


def test_demo_signs_in_while_the_demo_is_on(visitor: Client, demo_person: User, settings: object) -> None:
    settings.DEMO = True

    visitor.post(SIGN_IN, credentials("owner@example.org", "demo"))

    assert who(visitor) == str(demo_person.pk)
    assert visitor.get("/account/").status_code == 200


def test_demo_password_is_wrong_without_the_demo(visitor: Client, demo_person: User) -> None:
    response = visitor.post(SIGN_IN, credentials("owner@example.org", "demo"))

    assert (faults(response), who(visitor)) == (MISMATCH, None)


def test_session_of_the_demo_ends_with_the_demo(visitor: Client, demo_person: User, settings: object) -> None:
    settings.DEMO = True
    visitor.post(SIGN_IN, credentials("owner@example.org", "demo"))

    settings.DEMO = False

    assert visitor.get("/account/")["Location"] == "/account/login/?next=/account/"


def test_demo_gets_no_new_password_without_the_demo(visitor: Client, demo_person: User) -> None:
    link = services.first_sign_in_link(demo_person).removeprefix("http://127.0.0.1:8000")
    there = visitor.get(link, follow=True)
    visitor.post(there.request["PATH_INFO"], {"password1": factories.PASSWORD})

    assert visitor.get("/account/").status_code == 302
    assert visitor.post(SIGN_IN, credentials("owner@example.org", factories.PASSWORD)).status_code == 422


def test_fresh_installation_lets_nobody_in(visitor: Client, db: None) -> None:
    assert User.objects.count() == 0
    assert visitor.post(SIGN_IN, credentials("admin@example.org", "admin")).status_code == 422
    assert mail.outbox == []


def test_signing_in_is_remembered_on_the_device(visitor: Client, alice: User) -> None:
    visitor.post(SIGN_IN, credentials())

    left = visitor.session.get_expiry_date() - NOW
    assert 14 <= left.total_seconds() / 86400 < 14.1
