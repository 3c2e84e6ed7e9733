"""Where one is signed in: the list, ending what one does not know, and the mail about a new browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import translation

from accounts.browsers import browser_of
from accounts.models import Device, User
from clusters.models import Cluster
from tests import factories
from tests.accounts.codes import code_of, set_up_app
from tests.days import NOW
from tests.pages import buttons, heading, notes, queries, rows

SESSIONS = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def signed_in(alice: User) -> Callable[..., Client]:
    """`signed_in(PHONE)` is Alice's client in that browser; by the page, as people do it."""

    def client_of(agent: str, client: Client | None = None, address: str = "192.0.2.7") -> Client:
        client = client or Client(headers={"User-Agent": agent, "Accept-Language": "en-gb"}, REMOTE_ADDR=address)
        client.post("/account/login/", {"login": "alice@example.com", "password": factories.PASSWORD})
        return client

    return client_of


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_browsers_are_listed_in_words(signed_in: Callable) -> None:
    signed_in(PHONE, address="2001:db8::7")
    client = signed_in(FIREFOX)

    here, other = rows(client.get(SESSIONS))

    assert here == ["Firefox on Windows (this one)", "192.0.2.7", "Now", ""]
    assert (other[:2], other[3]) == (
        ["Safari on iPhone", "2001:db8::7"],
        "Sign out there Safari on iPhone, 2001:db8::7",
    )


def test_one_session_is_ended(signed_in: Callable) -> None:
    phone, laptop = signed_in(PHONE), signed_in(FIREFOX)
    device = Device.objects.get(user_agent=PHONE)

    response = laptop.post(f"{SESSIONS}{device.pk}/end/", follow=True)

    assert notes(response) == ["You are signed out there: Safari on iPhone."]
    assert (is_in(phone), is_in(laptop), len(rows(response))) == (False, True, 1)


def test_all_others_are_ended(signed_in: Callable) -> None:
    others = [signed_in(PHONE), signed_in(PHONE)]
    laptop = signed_in(FIREFOX)

    response = laptop.post(f"{SESSIONS}end/", follow=True)

    assert notes(response) == ["You are signed out in 2 other browsers."]
    assert ([is_in(client) for client in others], is_in(laptop)) == ([False, False], True)
    assert buttons(response) == []


def test_sessions_of_others_cannot_be_ended(signed_in: Callable, sign_in: Callable, bob: User) -> None:
    client = signed_in(PHONE)
    pk = Device.objects.get().pk
    stranger = sign_in(bob)

    answers = [stranger.post(f"{SESSIONS}{pk}/end/").status_code, stranger.post(f"{SESSIONS}end/").status_code]

    assert (answers, is_in(client)) == ([404, 302], True)


def test_ones_own_session_is_ended_by_signing_out(signed_in: Callable) -> None:
    client = signed_in(FIREFOX)

    response = client.post(f"{SESSIONS}{Device.objects.get().pk}/end/")

    assert (response["Location"], is_in(client)) == ("/account/logout/", True)


def test_session_that_is_over_is_not_listed(signed_in: Callable) -> None:
    signed_out, expired, laptop = signed_in(PHONE), signed_in(PHONE), signed_in(FIREFOX)
    signed_out.post("/account/logout/")
    Session.objects.filter(pk=expired.session.session_key).update(expire_date=NOW - timedelta(days=1))

    assert len(rows(laptop.get(SESSIONS))) == 1


def test_other_password_ends_the_others_and_this_one_stays_in_the_list(signed_in: Callable) -> None:
    phone, laptop = signed_in(PHONE), signed_in(FIREFOX)
    form = {"oldpassword": factories.PASSWORD, "password1": "quite another sentence"}

    laptop.post("/account/password/", form)

    assert is_in(phone) is False
    assert [row[0] for row in rows(laptop.get(SESSIONS))] == ["Firefox on Windows (this one)"]
    assert laptop.session.session_key in Device.objects.values_list("session_key", flat=True)


def test_list_takes_as_many_queries_for_one_as_for_ten(signed_in: Callable) -> None:
    client = signed_in(FIREFOX)
    few = queries(client, SESSIONS)
    for _ in range(9):
        signed_in(PHONE)

    assert (queries(client, SESSIONS), len(rows(client.get(SESSIONS)))) == (few, 10)


def test_visit_costs_no_query_until_ten_minutes_have_passed(signed_in: Callable) -> None:
    client = signed_in(FIREFOX)
    usual = queries(client, "/account/")
    long_ago = NOW - timedelta(minutes=11)
    Device.objects.update(last_seen_at=long_ago)
    session = client.session
    session["device"] = [*session["device"][:2], long_ago.timestamp()]
    session.save()

    late = queries(client, "/account/")

    assert Device.objects.get().last_seen_at > NOW - timedelta(minutes=1)
    assert (late > usual, queries(client, "/account/")) == (True, usual)


def test_first_browser_sends_no_mail_and_the_next_does(
    signed_in: Callable, alice: User, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = signed_in(FIREFOX)
        first.post("/account/logout/")
        signed_in(FIREFOX, first)
    silent = len(mail.outbox)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(PHONE)

    (sent,) = mail.outbox
    assert silent == 0
    assert (sent.to, sent.subject) == (["alice@example.com"], "You have signed in from a new browser")
    assert "Browser: Safari on iPhone\nAddress: 192.0.2.7\n" in sent.body
    assert sent.body.endswith("\n\nhttp://127.0.0.1:8000/account/sessions/\n")


def test_mail_about_a_new_browser_waits_for_the_second_step(
    signed_in: Callable, alice: User, django_capture_on_commit_callbacks: Callable
) -> None:
    Device.objects.create(user=alice, digest="x", address="192.0.2.1", last_seen_at=NOW)
    secret = set_up_app(alice)

    with django_capture_on_commit_callbacks(execute=True):
        client = signed_in(PHONE)
    before = len(mail.outbox)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/second-step/", {"code": code_of(secret)})

    assert (before, len(mail.outbox)) == (0, 1)


def test_known_browser_of_another_person_is_new_for_this_one(
    signed_in: Callable, alice: User, bob: User, django_capture_on_commit_callbacks: Callable
) -> None:
    Device.objects.create(user=alice, digest="x", address="192.0.2.1", last_seen_at=NOW)
    shared = Client(headers={"User-Agent": FIREFOX})
    shared.post("/account/login/", {"login": "bob@example.com", "password": factories.PASSWORD})
    shared.post("/account/logout/")

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(FIREFOX, shared)

    assert [sent.to for sent in mail.outbox] == [["alice@example.com"]]


def test_browser_that_has_forgotten_its_session_leaves_none_behind(signed_in: Callable) -> None:
    client = signed_in(FIREFOX)
    old = client.cookies.pop("sessionid").value

    signed_in(FIREFOX, client)

    assert Session.objects.filter(pk=old).exists() is False
    assert Device.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "x" * 101, "\x00" * 40])
def test_cookie_that_is_none_of_ours_is_replaced(signed_in: Callable, token: str) -> None:
    client = Client(headers={"User-Agent": FIREFOX})
    client.cookies["device"] = token

    signed_in(FIREFOX, client)

    cookie = client.cookies["device"]
    assert (len(cookie.value), bool(cookie["httponly"]), cookie["samesite"]) == (43, True, "Lax")
    assert cookie.value not in Device.objects.values_list("digest", flat=True)


def test_new_member_is_listed_too(cluster: Cluster, alice: User) -> None:
    factories.make_invitation(cluster, token="abc", invited_by=alice)
    client = Client(headers={"User-Agent": PHONE, "Accept-Language": "en-gb"})
    client.get("/invitation/abc/")
    client.post("/invitation/", {"name": "Dana", "password1": factories.PASSWORD})

    assert Device.objects.values_list("user__email", "session_key").get() == (
        "dana@example.com",
        client.session.session_key,
    )


def test_session_from_before_shows_as_this_one(sign_in: Callable, alice: User) -> None:
    response = sign_in(alice).get(SESSIONS)

    assert (heading(response), [row[0] for row in rows(response)]) == (
        "Where you are signed in",
        ["Unknown browser (this one)"],
    )


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Mac"),
        ("curl/8.5.0", "Unknown browser"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
    ],
)
def test_browser_is_named(agent: str, words: str) -> None:
    with translation.override("en-gb"):
        assert browser_of(agent) == words
