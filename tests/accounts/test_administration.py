"""The administration's pages of people and of mail that was not sent; the first administrator."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core import mail
from django.core.mail import EmailMessage, send_mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from model_bakery import baker

from accounts import services
from accounts.models import OutboxMail, User
from accounts.outbox import KEPT, OutboxBackend
from core.errors import Refusal
from tests import factories
from tests.pages import faults, heading, notes, queries, rows, tree, value, words

PEOPLE = "/administration/people/"
NEW = "/administration/people/new/"
OUTBOX = "/administration/outbox/"


@pytest.fixture
def client(sign_in: Callable, admin: User) -> Client:
    return sign_in(admin)


def test_people_are_listed_with_their_rights(client: Client, alice: User, curator: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert rows(client.get(PEOPLE)) == [
        ["Alice", "alice@example.com", "Cannot sign in"],
        ["Anders", "anders@example.com", "Administrator"],
        ["Karen", "karen@example.com", "National curator"],
    ]


@pytest.mark.parametrize(
    ("search", "found"), [("ALI", ["Alice"]), ("karen@", ["Karen"]), ("ørsted", ["Ørsted"]), ("_", []), ("'", [])]
)
def test_people_are_searched(client: Client, alice: User, curator: User, search: str, found: list[str]) -> None:
    person = factories.make_user("Oersted")
    User.objects.filter(pk=person.pk).update(name="Ørsted")

    assert [row[0] for row in rows(client.get(PEOPLE, {"q": search}))] == found


def test_many_people_are_paged_with_the_same_queries(client: Client) -> None:
    few = queries(client, PEOPLE)
    made = [baker.prepare(User, email=f"p{n}@example.com", name=f"Person {n:03}") for n in range(120)]
    User.objects.bulk_create(made)

    assert queries(client, PEOPLE) == few <= 6
    assert [len(rows(client.get(PEOPLE, {"page": page}))) for page in (1, 2, 3)] == [50, 50, 21]


def rights(client: Client, person: User, **flags: bool) -> object:
    ticked = {name: "on" for name, value_ in flags.items() if value_}
    return client.post(f"{PEOPLE}{person.pk}/", ticked, follow=True)


def test_person_becomes_curator_and_administrator(client: Client, alice: User) -> None:
    response = rights(client, alice, is_curator=True, is_superuser=True, is_active=True)

    alice.refresh_from_db()
    assert notes(response) == ["Permissions for Alice saved."]
    assert (alice.is_curator, alice.is_superuser, alice.is_active) == (True, True, True)


def test_only_administrator_stays_one(client: Client, admin: User) -> None:
    demoted = rights(client, admin, is_active=True)
    shut_out = rights(client, admin, is_superuser=True)

    admin.refresh_from_db()
    sentence = ["This is the only administrator. Make somebody else administrator first."]
    assert (demoted.status_code, faults(demoted), faults(shut_out)) == (422, sentence, sentence)
    assert (admin.is_superuser, admin.is_active) == (True, True)


def test_administrator_of_the_demo_does_not_count_without_the_demo(admin: User) -> None:
    factories.make_user("Demo", is_superuser=True, is_demo=True)

    with pytest.raises(Refusal):
        services.change_rights(person=admin, is_curator=False, is_superuser=False, is_active=True, by=admin)


def test_two_administrators_cannot_both_go(admin: User) -> None:
    other = factories.make_user("Other", is_superuser=True)

    services.change_rights(person=admin, is_curator=False, is_superuser=False, is_active=True, by=admin)
    with pytest.raises(Refusal):
        services.change_rights(person=other, is_curator=False, is_superuser=True, is_active=False, by=admin)

    assert list(User.objects.administrators()) == [other]


def test_administrator_who_steps_down_is_led_away(client: Client, admin: User) -> None:
    factories.make_user("Other", is_superuser=True)

    response = client.post(f"{PEOPLE}{admin.pk}/", {"is_active": "on"})

    assert (response["Location"], client.get(PEOPLE).status_code) == ("/", 403)


def test_curator_is_added_and_chooses_a_password(
    client: Client, sign_in: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    form = {"email": "New@example.com", "name": "Nina", "language": "en-gb", "is_curator": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(NEW, form, follow=True)
    (sent,) = mail.outbox
    (link,) = [line for line in sent.body.splitlines() if line.startswith("http")]
    visitor = sign_in(None)
    page = visitor.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    visitor.post(page.request["PATH_INFO"], {"password1": factories.PASSWORD})

    nina = User.objects.get(email="new@example.com")
    assert notes(response) == ["new@example.com has been added and will get an email."]
    assert (sent.to, sent.subject) == (["new@example.com"], "Your account in the Internationalisation Toolkit")
    assert visitor.session["_auth_user_id"] == str(nina.pk)
    assert (nina.is_curator, nina.is_superuser, nina.language) == (True, False, "en-gb")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"email": "ANDERS@example.com"}, ["Somebody else already uses this email address."]),
        ({"email": "x"}, ["Enter a valid email address."]),
        ({"name": ""}, ["This field is required."]),
        (
            {"is_curator": ""},
            ["Choose what the person will be. The staff of a cluster are invited by one of its owners."],
        ),
    ],
)
def test_bad_person_is_not_added(client: Client, change: dict[str, str], fault: list[str]) -> None:
    form = {"email": "new@example.com", "name": "Nina", "language": "da", "is_curator": "on", **change}

    response = client.post(NEW, {name: given for name, given in form.items() if given})

    assert (response.status_code, faults(response)) == (422, fault)
    assert value(response, "email") == form["email"]
    assert (User.objects.count(), mail.outbox) == (1, [])


def test_sign_in_is_mailed_again(client: Client, alice: User) -> None:
    response = client.post(f"{PEOPLE}{alice.pk}/send/", follow=True)

    assert notes(response) == ["An email is on its way to alice@example.com."]
    assert [sent.to for sent in mail.outbox] == [["alice@example.com"]]


def test_nobody_has_an_email_twice_whatever_its_case(alice: User) -> None:
    with pytest.raises(IntegrityError):
        User(email="ALICE@example.com").save()


@pytest.fixture
def outbox(settings: object) -> None:
    """No mail server."""
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"


def test_mail_without_a_server_waits_in_the_outbox(client: Client, outbox: None) -> None:
    body = "Hello,\n\nOpen http://127.0.0.1:8000/invitation/abc/\n<script>alert(1)</script>"
    send_mail("Come <b>in</b>", body, None, ["dana@example.com"])

    response = client.get(OUTBOX)

    (article,) = tree(response).xpath("//article")
    assert words(article).startswith("Come <b>in</b> To dana@example.com, ")
    assert article.xpath(".//a/@href") == ["http://127.0.0.1:8000/invitation/abc/"]
    assert "<script>alert" not in response.content.decode()


def test_newest_thousand_are_kept(db: None) -> None:
    OutboxMail.objects.bulk_create(OutboxMail(to="x", subject=f"{n}", body="") for n in range(KEPT))

    OutboxBackend().send_messages([EmailMessage("new", "", to=["a@example.com"]), EmailMessage("newer", "")])

    subjects = list(OutboxMail.objects.order_by("pk").values_list("subject", flat=True))
    assert (len(subjects), subjects[0], subjects[-2:]) == (KEPT, "2", ["new", "newer"])


def test_outbox_takes_the_same_queries_for_one_mail_and_for_many(client: Client, outbox: None) -> None:
    send_mail("One", "x", None, ["dana@example.com"])
    few = queries(client, OUTBOX)
    for n in range(30):
        send_mail(f"{n}", "x", None, ["dana@example.com"])

    assert queries(client, OUTBOX) == few <= 6
    assert [len(tree(client.get(OUTBOX, {"page": page})).xpath("//article")) for page in (1, 2)] == [20, 11]


def test_empty_outbox_says_what_it_is_for(client: Client) -> None:
    assert heading(client.get(OUTBOX)) == "Outbox"
    assert "No emails are waiting" in words(tree(client.get(OUTBOX)))


def created(email: str, **options: str) -> list[str]:
    out = StringIO()
    call_command("create_admin", email, stdout=out, **options)
    return out.getvalue().splitlines()


def test_first_administrator_chooses_a_password_by_a_link(sign_in: Callable, db: None) -> None:
    said, link = created("Root@example.org", name="Rod")

    visitor = sign_in(None)
    page = visitor.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    visitor.post(page.request["PATH_INFO"], {"password1": factories.PASSWORD})

    root = User.objects.get()
    assert said.startswith("root@example.org is an administrator.")
    assert (root.name, root.is_superuser, visitor.session["_auth_user_id"]) == ("Rod", True, str(root.pk))
    assert visitor.get("/administration/").status_code == 200


def test_known_person_is_made_administrator(alice: User) -> None:
    created("alice@example.com")

    alice.refresh_from_db()
    assert (alice.is_superuser, alice.name, User.objects.count()) == (True, "Alice", 1)


@pytest.mark.parametrize("email", ["", "root", "root@", "a b@example.org"])
def test_administrator_needs_an_email(email: str, db: None) -> None:
    with pytest.raises(CommandError):
        created(email)

    assert User.objects.count() == 0
