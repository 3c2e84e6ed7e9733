"""The one form of an e-mail address, whatever it is pasted from."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts import emails
from accounts.fields import EmailField, NameField
from accounts.models import User
from accounts.services import create_person
from clusters.models import Cluster
from core.errors import Refusal
from tests import factories
from tests.pages import faults, tree

BLUEBERRY = "anna@xn--blbr-roah.dk"
LONG = "a" * 64


@pytest.mark.parametrize(
    "pasted",
    [
        "anna@blåbær.dk",
        "Anna@BLÅBÆR.DK",
        "anna@bla\u030abær.dk",
        BLUEBERRY,
        f"ANNA@{BLUEBERRY.partition('@')[2].upper()}",
        "Jensen, Anna <anna@blåbær.dk>",
        '"Jensen, Anna" <anna@blåbær.dk>',
        "“Anna” <anna@blåbær.dk>",
        f"anna@blåbær.dk<mailto:{BLUEBERRY}>",
        "mailto:anna@blåbær.dk",
        "mailto:anna%40bl%C3%A5b%C3%A6r.dk",
        "[Anna](mailto:anna@blåbær.dk)",
        "anna\ufe0f@blåbær.dk\u2800",
        "an\U0001d173na@blåbær.dk",
        "MAILTO:anna@blåbær.dk?subject=Hej",
        "<mailto:anna@blåbær.dk>",
        "[anna@blåbær.dk](mailto:anna@blåbær.dk)",
        "'anna@blåbær.dk'",
        '"anna@blåbær.dk"',
        "<anna@blåbær.dk>",
        "(anna@blåbær.dk)",
        "Anna Jensen (anna@blåbær.dk)",
        "anna@blåbær.dk (Anna Jensen)",
        "Anna Jensen anna@blåbær.dk",
        "Jensen\tAnna\tanna@blåbær.dk\tOdense",
        "anna@blåbær.dk.",
        "anna@blåbær.dk, ",
        "anna@blåbær.dk;",
        "\u00a0anna@blåbær.dk\u00a0",
        "an\u200bna@blå\u00adbær.dk\ufeff",
        "anna\uff20blåbær。dk",
        "\u202aanna@blåbær.dk\u202c\r\n",
    ],
)
def test_every_shape_of_an_address_is_the_same_person(pasted: str) -> None:
    assert emails.read_list(pasted) == ["anna@blåbær.dk"]
    assert EmailField().clean(pasted) == "anna@blåbær.dk"


def test_address_with_a_plus_is_read_from_a_link_as_it_is() -> None:
    assert emails.normal("mailto:anna%2Btest@example.org?subject=Hej") == "anna+test@example.org"
    # A sign that no address has is neither dropped nor made a line of its own.
    assert not emails.is_address(emails.normal("mailto:anna%00@example.org"))
    assert "\n" not in emails.normal("mailto:anna%0Abcc%3Ab@example.org")


@pytest.mark.parametrize(
    "gap", ["\r\n", "\r", "\n", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\t", "\u00a0", "; ", " , "]
)
def test_whatever_parts_two_addresses_keeps_them_apart(gap: str) -> None:
    assert emails.read_list(f"a@example.org{gap}b@example.org") == ["a@example.org", "b@example.org"]


def test_names_of_several_people_are_passed_over_and_what_is_none_is_not() -> None:
    pasted = 'Jensen, Anna <a@example.org>; "Bo, K." <b@example.org>, carl, d@example.org emil\nfie'

    assert emails.read_list(pasted) == ["a@example.org", "b@example.org", "carl", "d@example.org", "emil", "fie"]


@pytest.mark.parametrize("sign", ["a", "a@", "<", '"', "a ", "a@b ", '"a', "@", "å@å.", "(", ",", "\t", "a.", "<a@"])
def test_a_hundred_thousand_hostile_signs_are_read_once(sign: str) -> None:
    # The expression that this took the place of needed minutes for so many.
    assert len(emails.read_list(sign * 100_000)) <= 100_000


def test_a_longer_list_than_anybody_invites_is_refused_in_words(sign_in: Callable, alice: User) -> None:
    form = {"emails": "a" * 120_000, "role": "reader", "language": "da"}

    response = sign_in(alice).post("/c/havtorn/people/invite/", form)

    assert response.status_code == 422
    assert faults(response) == ["This is too long. Invite at most 30 people at a time."]


@pytest.mark.parametrize(
    ("email", "told"),
    [
        (f"a@{LONG}.dk", "there can be at most 63 characters between two full stops"),
        (f"a@{'å' * 60}.dk", "there can be at most 63 characters between two full stops"),
        (f"a@b.{LONG}.dk", "there can be at most 63 characters between two full stops"),
        (f"{LONG}b@example.org", "the address is too long"),
        (f"a@{'.'.join(['b' * 60] * 5)}.dk", "the address is too long"),
    ],
)
def test_an_address_that_no_mail_reaches_is_refused_at_the_field(
    sign_in: Callable, alice: User, email: str, told: str
) -> None:
    form = {"emails": email, "role": "reader", "language": "da"}

    response = sign_in(alice).post("/c/havtorn/people/invite/", form)

    assert response.status_code == 422
    assert told in faults(response)[0]


@pytest.mark.parametrize("email", ["a@xn--a.dk", "a@xn--blbr-roah9.dk", "a@xn--.dk", f"a@xn--{'0' * 200}.dk"])
def test_a_domain_that_is_not_encoded_well_stays_as_it_is(email: str) -> None:
    assert emails.normal(email) == email


def test_who_is_kept_in_letters_signs_in_with_the_encoded_address(sign_in: Callable, db: None) -> None:
    person = create_person(email=BLUEBERRY, name="Anna", password=factories.PASSWORD)
    visitor: Client = sign_in()

    visitor.post("/account/login/", {"login": BLUEBERRY, "password": factories.PASSWORD})

    assert person.email == "anna@blåbær.dk"
    assert visitor.session["_auth_user_id"] == str(person.pk)


def test_who_is_kept_in_letters_gets_a_new_password_under_the_encoded_address(sign_in: Callable, db: None) -> None:
    create_person(email="anna@blåbær.dk", name="Anna", password=factories.PASSWORD)

    sign_in().post("/account/password/new/", {"email": BLUEBERRY})

    assert len(mail.outbox) == 1


def test_one_address_in_two_forms_is_one_person(db: None) -> None:
    create_person(email="anna@blåbær.dk", name="Anna")

    with pytest.raises(Refusal):
        create_person(email=BLUEBERRY, name="Anna")


def test_invited_under_one_form_joins_under_the_other(
    sign_in: Callable, cluster: Cluster, alice: User, django_capture_on_commit_callbacks: Callable
) -> None:
    form = {"emails": f"Anna <{BLUEBERRY}>", "role": "reader", "language": "da"}
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(alice).post("/c/havtorn/people/invite/", form)
    address = next(line for line in str(mail.outbox[0].body).splitlines() if "/invitation/" in line)
    visitor: Client = sign_in()
    page = visitor.get(address, follow=True)
    visitor.post("/invitation/", {"name": "Anna", "password1": factories.PASSWORD})

    assert tree(page).xpath("//input[@autocomplete='username']/@value") == ["anna@blåbær.dk"]
    assert cluster.memberships.filter(user__email="anna@blåbær.dk").exists()


def test_password_is_the_same_from_every_keyboard(sign_in: Callable, db: None) -> None:
    person = create_person(email="a@example.org", password="rødgrød på ½ å")
    before = create_person(email="b@example.org")
    super(User, before).set_password("kept as typed a\u030a")

    assert person.check_password("rødgrød pa\u030a ½ a\u030a")
    assert person.check_password("rødgrød\u00a0på ½ å")
    assert not person.check_password("rodgrod pa ½ a")
    assert before.check_password("kept as typed a\u030a")


@pytest.mark.parametrize(
    "name",
    [
        "Vind en iPad: https://evil.example/x",
        "www.evil.dk",
        "evil@example.org",
        "Klik på evil.com nu",
        "mailto:x",
        "Se vind-nu.dk",
    ],
)
def test_a_name_is_no_letter(sign_in: Callable, alice: User, name: str) -> None:
    response = sign_in(alice).post("/account/", {"name": name, "language": "da", "theme": "auto"})

    assert (response.status_code, faults(response)) == (422, ["Enter a name without a web or email address in it."])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("J.P. Hansen", "J.P. Hansen"),
        ("Chr. Hansen", "Chr. Hansen"),
        ("Anne-Marie O'Neill, ph.d.", "Anne-Marie O'Neill, ph.d."),
        ("Anna\r\nBcc: alle\u2028Hej", "Anna Bcc: alle Hej"),
        ("A\u200bn\u202ena", "Anna"),
    ],
)
def test_a_name_is_one_line(name: str, kept: str) -> None:
    assert NameField().clean(name) == kept


def test_service_puts_names_on_one_line_too(db: None) -> None:
    assert create_person(email="a@example.org", name="Anna\nKøb nu").name == "Anna Køb nu"


@pytest.mark.parametrize("address", ["/account/password/", "/account/confirm/"])
def test_password_managers_are_told_whose_password_it_is(sign_in: Callable, alice: User, address: str) -> None:
    field = tree(sign_in(alice).get(address)).xpath("//input[@autocomplete='username']")[0]

    assert (field.get("value"), field.get("type"), field.get("class")) == (
        "alice@example.com",
        "email",
        "visually-hidden",
    )
