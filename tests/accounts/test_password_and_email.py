"""A new password by mail, another password, another e-mail."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import services
from accounts.models import OutboxMail, User
from tests import factories
from tests.pages import faults, heading, notes

NEW = "quite another sentence"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def visitor(sign_in: Callable) -> Client:
    return sign_in(None)


def link_in(sent: mail.EmailMessage) -> str:
    """Return the path of the one link in a mail."""
    (line,) = [line for line in sent.body.splitlines() if line.startswith(BASE)]
    return line.removeprefix(BASE)


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def opened(client: Client, link: str) -> str:
    """Open a link and return the address of the form it leads to."""
    return client.get(link, follow=True).request["PATH_INFO"]


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en-gb", "New password for the Internationalisation Toolkit")],
)
def test_new_password_by_mail(visitor: Client, alice: User, language: str, subject: str) -> None:
    User.objects.update(language=language)
    asked = visitor.post("/account/password/new/", {"email": "Alice@example.com"}, follow=True)
    (sent,) = mail.outbox
    link = link_in(sent)
    form = opened(visitor, link)
    response = visitor.post(form, {"password1": NEW})

    alice.refresh_from_db()
    assert heading(asked) == "Check your email"
    assert (sent.to, sent.subject) == (["alice@example.com"], subject)
    assert link.rstrip("/").rpartition("/")[2] not in form
    assert (response["Location"], who(visitor)) == ("/", str(alice.pk))
    assert alice.check_password(NEW)


def test_link_to_a_new_password_works_once(visitor: Client, sign_in: Callable, alice: User) -> None:
    visitor.post("/account/password/new/", {"email": "alice@example.com"})
    link = link_in(mail.outbox[0])
    visitor.post(opened(visitor, link), {"password1": NEW})

    again = sign_in(None).get(link)

    assert heading(again) == "This link no longer works"


def test_link_does_not_work_for_somebody_else(visitor: Client, alice: User, bob: User) -> None:
    link = services.first_sign_in_link(alice).removeprefix(BASE)
    token = link.rstrip("/").rpartition("/")[2]

    response = visitor.get(f"/account/password/new/{bob.pk}/{token}/")

    assert heading(response) == "This link no longer works"


def test_stranger_gets_the_same_answer_and_no_mail(visitor: Client, alice: User) -> None:
    response = visitor.post("/account/password/new/", {"email": "nobody@example.com"}, follow=True)

    assert heading(response) == "Check your email"
    assert mail.outbox == []


def steps_of(email: str) -> list[str]:
    """Return what the database is asked, in order, when a visitor asks for a new password."""
    with CaptureQueriesContext(connection) as asked:
        response = Client().post("/account/password/new/", {"email": email})
    assert (response.status_code, response["Location"]) == (302, "/account/password/new/sent/")
    named = re.compile(r'"s\d+_x\d+"| WHERE .*| VALUES .*', re.DOTALL)
    return [named.sub("", query["sql"]) for query in asked.captured_queries]


@pytest.mark.parametrize("email", ["nobody@example.com", "gone@example.com", "demo@example.com", "a@æøå.example"])
def test_stranger_takes_the_same_steps_as_who_is_known(alice: User, settings: object, email: str) -> None:
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"
    factories.make_user("Gone")
    User.objects.filter(name="Gone").update(is_active=False)
    factories.make_user("Demo", is_demo=True)
    steps_of("alice@example.com")
    known = steps_of("alice@example.com")
    written = OutboxMail.objects.count()

    assert steps_of(email) == known
    assert (written, OutboxMail.objects.count()) == (2, 2)


@pytest.mark.parametrize("backend", ["tests.accounts.broken_mail.Backend", "nowhere.that.is"])
@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
def test_answer_is_the_same_whatever_the_mail_server_does(
    visitor: Client, alice: User, settings: object, backend: str, email: str
) -> None:
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"
    settings.MAIL_SERVER, settings.MAIL_BACKEND = True, backend

    response = visitor.post("/account/password/new/", {"email": email}, follow=True)

    assert (response.redirect_chain, heading(response)) == (
        [("/account/password/new/sent/", 302)],
        "Check your email",
    )


def test_portal_without_people_answers_too(db: None) -> None:
    response = Client().post("/account/password/new/", {"email": "nobody@example.com"})

    assert response["Location"] == "/account/password/new/sent/"


def test_mail_leads_to_this_installation_whatever_the_request_says(visitor: Client, alice: User) -> None:
    visitor.post("/account/password/new/", {"email": "alice@example.com"}, headers={"Host": "localhost"})

    assert link_in(mail.outbox[0]).startswith("/account/password/new/")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", ["This field is required."]),
        ("short", ["This password is too short. It must contain at least 10 characters."]),
        ("alice@example.com", ["The password is too similar to the Email address."]),
    ],
)
def test_weak_new_password_is_refused(visitor: Client, alice: User, password: str, fault: list[str]) -> None:
    form = opened(visitor, services.first_sign_in_link(alice).removeprefix(BASE))

    response = visitor.post(form, {"password1": password})

    alice.refresh_from_db()
    assert (response.status_code, faults(response)) == (422, fault)
    assert alice.check_password(factories.PASSWORD)


def test_mails_about_passwords_are_limited(visitor: Client, alice: User) -> None:
    statuses = [visitor.post("/account/password/new/", {"email": "alice@example.com"}).status_code for _n in range(7)]

    assert (statuses[0], statuses[-1]) == (302, 429)
    assert len(mail.outbox) == 5


def test_password_is_changed_and_other_sessions_end(sign_in: Callable, alice: User) -> None:
    here, elsewhere = sign_in(alice), sign_in(alice)

    response = here.post("/account/password/", {"oldpassword": factories.PASSWORD, "password1": NEW}, follow=True)

    assert response.redirect_chain == [("/account/", 302)]
    assert notes(response) == ["Your password has been changed."]
    assert elsewhere.get("/account/").status_code == 302
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [(["alice@example.com"], "Your password was changed")]


def test_password_is_not_changed_without_the_old_one(sign_in: Callable, alice: User) -> None:
    response = sign_in(alice).post("/account/password/", {"oldpassword": "wrong", "password1": NEW})

    alice.refresh_from_db()
    assert response.status_code == 422
    assert faults(response) == ["This is not the password that you sign in with now. Try again."]
    assert alice.check_password(factories.PASSWORD)


@pytest.fixture
def confirmed(sign_in: Callable, alice: User) -> Client:
    """Alice, who has just typed her password once more."""
    client = sign_in(alice)
    client.post("/account/confirm/", {"password": factories.PASSWORD})
    return client


def change_to(client: Client, email: str) -> object:
    return client.post("/account/email/", {"email": email, "action_add": ""}, follow=True)


def test_email_is_changed_when_the_new_one_is_confirmed(confirmed: Client, sign_in: Callable, alice: User) -> None:
    asked = change_to(confirmed, "New@example.com")
    alice.refresh_from_db()
    still = alice.email
    (sent,) = mail.outbox
    page = sign_in(None).get(link_in(sent))
    confirmed.post(link_in(sent))

    alice.refresh_from_db()
    assert (still, alice.email) == ("alice@example.com", "new@example.com")
    assert (sent.to, sent.subject) == (["new@example.com"], "Confirm your new email address")
    assert heading(page) == "Confirm your email address"
    assert notes(asked)[0] == "An email is on its way to new@example.com. Open the link in it to complete the change."
    assert [(m.to, m.subject) for m in mail.outbox[1:]] == [(["alice@example.com"], "Your email address was changed")]
    assert list(alice.emailaddress_set.values_list("email", "verified")) == [("new@example.com", True)]


def test_looking_at_the_mail_changes_nothing(confirmed: Client, alice: User) -> None:
    change_to(confirmed, "new@example.com")

    confirmed.get(link_in(mail.outbox[0]))

    alice.refresh_from_db()
    assert alice.email == "alice@example.com"


def test_email_of_somebody_else_cannot_be_taken(confirmed: Client, alice: User, bob: User) -> None:
    change_to(confirmed, "bob@example.com")

    for sent in mail.outbox:
        confirmed.post(link_in(sent))

    alice.refresh_from_db()
    assert alice.email == "alice@example.com"


def test_change_of_email_is_dropped(confirmed: Client, alice: User) -> None:
    change_to(confirmed, "new@example.com")

    response = confirmed.post("/account/email/", {"email": "new@example.com", "action_remove": ""}, follow=True)

    assert notes(response) == ["The change to new@example.com has been cancelled."]
    assert list(alice.emailaddress_set.values_list("email", flat=True)) == ["alice@example.com"]


@pytest.mark.parametrize(
    ("email", "fault"),
    [
        ("", ["This field is required."]),
        ("alice@example.com", ["This is already your email address."]),
        ("new", ["Enter a valid email address."]),
        ("new@example.com\nBcc: x@example.com", ["Enter a valid email address."]),
    ],
)
def test_bad_email_is_refused(confirmed: Client, email: str, fault: list[str]) -> None:
    response = change_to(confirmed, email)

    assert (response.status_code, faults(response), mail.outbox) == (422, fault, [])


def test_open_session_alone_cannot_change_the_email(sign_in: Callable, alice: User) -> None:
    client = sign_in(alice)

    asked = change_to(client, "thief@example.com")
    wrong = client.post("/account/confirm/", {"password": "wrong"})
    sent_before = list(mail.outbox)
    client.post("/account/confirm/", {"password": factories.PASSWORD, "next": "/account/email/"})

    assert heading(asked) == "Confirm that it is you"
    assert faults(wrong) == ["This is not the password that you sign in with now. Try again."]
    assert sent_before == []
    assert [sent.to for sent in mail.outbox] == [["thief@example.com"]]


@pytest.mark.parametrize("key", ["abc", "MTI:1abc:xyz", "x" * 2000])
def test_key_that_is_none_helps_on(visitor: Client, db: None, key: str) -> None:
    response = visitor.get(f"/account/email/{key}/")

    assert heading(response) == "Confirm your email address"
    assert visitor.post(f"/account/email/{key}/").status_code == 404


def test_person_without_a_password_sets_one(sign_in: Callable, db: None) -> None:
    person = factories.make_user("Nora", password=None)
    client = sign_in(person)

    led = client.get("/account/password/", follow=True)
    client.post("/account/password/set/", {"password1": NEW})

    person.refresh_from_db()
    assert heading(led) == "Choose a password"
    assert person.check_password(NEW)
