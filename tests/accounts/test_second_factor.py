"""Two-step sign-in: setting it up, signing in with it, recovery, removing it."""

import json
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.second_factor import has_second_factor
from tests import factories
from tests.accounts.codes import code_of, recovery_codes_of, set_up_app
from tests.pages import buttons, faults, heading, notes, queries, tree, words

SIGN_IN = "/account/login/"
SECOND = "/account/second-step/"
INDEX = "/account/two-step/"
APP = "/account/two-step/app/"
CODES = "/account/two-step/codes/"
PASSKEY = "/account/two-step/passkey/"
WRONG = ["This is not the right code. It changes every 30 seconds; enter the one that is shown now."]


@pytest.fixture
def visitor(sign_in: Callable) -> Client:
    return sign_in(None)


@pytest.fixture
def client(visitor: Client, alice: User) -> Client:
    """Alice, who has just signed in with her password."""
    password(visitor)
    return visitor


def password(client: Client, to: str = "") -> str:
    """Sign in with the password, and return where that leads."""
    form = {"login": "alice@example.com", "password": factories.PASSWORD, **({"next": to} if to else {})}
    return client.post(SIGN_IN, form)["Location"]


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def key_on(response: object) -> str:
    """Return the key that the page shows beside the picture."""
    return words(tree(response).xpath("//code")[0])


def codes_on(response: object) -> list[str]:
    return [words(code) for code in tree(response).xpath("//main//li/code")]


def test_app_is_set_up_and_codes_are_shown(
    client: Client, alice: User, django_capture_on_commit_callbacks: Callable
) -> None:
    secret = key_on(client.get(APP))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(APP, {"code": code_of(secret)})
    shown = client.get(response["Location"])

    assert (response["Location"], heading(shown)) == (CODES, "Recovery codes")
    assert codes_on(shown) == recovery_codes_of(alice)
    assert len(set(codes_on(shown))) == 10
    assert has_second_factor(alice)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["alice@example.com"], "Your two-step sign-in was changed")
    ]
    assert mail.outbox[0].body.startswith("An authenticator app was set up for your account")


@pytest.mark.parametrize("code", ["000000", "", "abc", "١٢٣٤٥٦", "1" * 41, "a\x00b"])
def test_app_that_shows_something_else_is_not_set_up(client: Client, alice: User, code: str) -> None:
    secret = key_on(client.get(APP))

    response = client.post(APP, {"code": code})

    assert (response.status_code, len(faults(response)), key_on(response)) == (422, 1, secret)
    assert not has_second_factor(alice)


def test_secrets_are_not_readable_in_the_database(alice: User) -> None:
    secret = set_up_app(alice)

    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert (secret in stored, "gAAAA" in stored) == (False, True)


def test_secret_whose_key_is_lost_lets_nobody_in(visitor: Client, alice: User, settings: object) -> None:
    secret = set_up_app(alice)
    settings.SECRET_KEY = "another one"
    password(visitor)

    response = visitor.post(SECOND, {"code": code_of(secret)})

    assert (response.status_code, faults(response), who(visitor)) == (422, WRONG, None)


def test_secret_is_readable_after_the_key_was_changed_with_care(visitor: Client, alice: User, settings: object) -> None:
    secret = set_up_app(alice)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one"
    password(visitor)

    visitor.post(SECOND, {"code": code_of(secret)})

    assert who(visitor) == str(alice.pk)


def test_sign_in_asks_for_the_code_and_leads_where_one_was_going(visitor: Client, alice: User) -> None:
    secret = set_up_app(alice)

    after_password = (password(visitor, "/c/havtorn/people/?page=1"), who(visitor))
    asked = heading(visitor.get(SECOND))
    wrong = visitor.post(SECOND, {"code": "000000"})
    right = visitor.post(SECOND, {"code": code_of(secret)})

    assert (after_password, asked) == ((SECOND, None), "Second step")
    assert (wrong.status_code, faults(wrong)) == (422, WRONG)
    assert (right["Location"], who(visitor)) == ("/c/havtorn/people/?page=1", str(alice.pk))


def test_code_works_once(visitor: Client, sign_in: Callable, alice: User) -> None:
    code = code_of(set_up_app(alice))
    password(visitor)
    visitor.post(SECOND, {"code": code})
    other = sign_in(None)
    password(other)

    response = other.post(SECOND, {"code": code})

    assert (response.status_code, who(other)) == (422, None)


def test_recovery_code_lets_in_once(visitor: Client, sign_in: Callable, alice: User) -> None:
    set_up_app(alice)
    code = recovery_codes_of(alice)[3]

    def with_code(client: Client) -> str | None:
        password(client)
        client.post(SECOND, {"code": code})
        return who(client)

    assert with_code(visitor) == str(alice.pk)
    assert with_code(sign_in(None)) is None
    assert len(recovery_codes_of(alice)) == 9


def test_codes_cannot_be_guessed_for_long(visitor: Client, alice: User) -> None:
    secret = set_up_app(alice)
    password(visitor)

    for n in range(5):
        visitor.post(SECOND, {"code": f"{n:06}"})
    response = visitor.post(SECOND, {"code": code_of(secret)})

    assert faults(response) == ["There have been too many attempts. Wait five minutes, then try again."]
    assert who(visitor) is None


def test_second_step_without_a_first_leads_to_sign_in(visitor: Client, alice: User) -> None:
    set_up_app(alice)

    answers = [visitor.get(SECOND), visitor.post(SECOND, {"code": recovery_codes_of(alice)[0]})]

    assert [answer["Location"] for answer in answers] == [SIGN_IN, SIGN_IN]


def test_new_password_by_mail_does_not_go_round_it(visitor: Client, alice: User) -> None:
    set_up_app(alice)
    visitor.post("/account/password/new/", {"email": "alice@example.com"})
    (link,) = [line for line in mail.outbox[0].body.splitlines() if line.startswith("http")]
    form = visitor.get(link.removeprefix("http://127.0.0.1:8000"), follow=True).request["PATH_INFO"]

    response = visitor.post(form, {"password1": "quite another sentence"})

    assert (response["Location"], who(visitor)) == (SECOND, None)


def test_setting_up_asks_for_the_password_when_one_has_been_signed_in_for_long(sign_in: Callable, alice: User) -> None:
    client = sign_in(alice)

    answers = [client.get(url)["Location"] for url in (APP, PASSKEY, f"{CODES}new/")]
    confirmed = client.post("/account/confirm/", {"password": factories.PASSWORD, "next": APP})

    assert [unquote(answer) for answer in answers] == [
        f"/account/confirm/?next={url}" for url in (APP, PASSKEY, f"{CODES}new/")
    ]
    assert (confirmed["Location"], heading(client.get(APP))) == (APP, "Set up an app")


def test_open_session_alone_shows_no_codes(sign_in: Callable, alice: User) -> None:
    set_up_app(alice)
    client = sign_in(alice)

    answers = [client.get(url) for url in (CODES, f"{CODES}download/", f"{APP}remove/")]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/account/confirm/"}


def test_one_confirms_with_a_code_instead_of_the_password(sign_in: Callable, alice: User) -> None:
    secret = set_up_app(alice)
    client = sign_in(alice)

    way = tree(client.get(f"/account/confirm/?next={CODES}")).xpath("//main//a[text()='use a code']/@href")
    wrong = client.post("/account/confirm/code/", {"code": "1", "next": CODES})
    right = client.post("/account/confirm/code/", {"code": code_of(secret), "next": CODES})

    assert way == [f"/account/confirm/code/?next={CODES.replace('/', '%2F')}"]
    assert (wrong.status_code, faults(wrong)) == (422, WRONG)
    assert (right["Location"], codes_on(client.get(CODES))) == (CODES, recovery_codes_of(alice))


def test_codes_are_saved_as_a_file(client: Client, alice: User) -> None:
    set_up_app(alice)

    response = client.get(f"{CODES}download/")

    text = response.content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert response["Cache-Control"].startswith("max-age=0")
    assert [line for line in text.splitlines() if line.isdigit()] == recovery_codes_of(alice)


def test_new_codes_take_the_place_of_the_old(client: Client, alice: User) -> None:
    set_up_app(alice)
    old = recovery_codes_of(alice)

    response = client.post(f"{CODES}new/")

    assert response["Location"] == CODES
    assert set(old) & set(recovery_codes_of(alice)) == set()


def test_person_without_a_second_step_has_no_codes(client: Client) -> None:
    page = client.get(CODES)
    made = client.post(f"{CODES}new/")

    assert page["Location"] == INDEX
    assert (made.status_code, notes(made)) == (
        422,
        ["Set up an app or a passkey first. You then get the codes as well."],
    )


def test_app_is_removed_and_its_codes_go_with_it(client: Client, visitor: Client, alice: User) -> None:
    set_up_app(alice)

    asked = heading(client.get(f"{APP}remove/"))
    response = client.post(f"{APP}remove/", follow=True)

    assert (asked, notes(response)) == ("Remove the app", ["The app has been removed."])
    assert Authenticator.objects.count() == 0
    assert mail.outbox[-1].body.startswith("The authenticator app was removed")


def test_overview_says_what_is_set_up(client: Client, alice: User) -> None:
    before = buttons(client.get(INDEX))
    few = queries(client, INDEX)
    set_up_app(alice)
    after = buttons(client.get(INDEX))

    assert before == ["Set up an app"]
    assert after == ["Remove the app", "Show the codes", "Create new codes"]
    assert queries(client, INDEX) <= few + 1


def test_passkeys_are_offered_where_browsers_make_them(client: Client) -> None:
    by_name = buttons(client.get(INDEX, headers={"Host": "localhost"}))

    assert by_name == ["Set up an app", "Set up a passkey"]


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "null", "7", '"x"', "{", '{"id": "x", "rawId": "x", "response": {}}', '{"id": 1, "response": 7}'],
)
def test_passkey_that_no_browser_made_is_refused(client: Client, alice: User, credential: str) -> None:
    client.get(PASSKEY)

    response = client.post(PASSKEY, {"name": "Mine", "credential": credential})

    assert (response.status_code, notes(response)[:1]) == (422, ["That did not work. Try again, or use another way."])
    assert not has_second_factor(alice)


FORGED = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA", "signature": "AA"},
}


def test_forged_passkey_is_refused_everywhere(client: Client, visitor: Client, sign_in: Callable, alice: User) -> None:
    added = client.post(PASSKEY, {"credential": json.dumps(FORGED)})
    set_up_app(alice)
    other = sign_in(None)
    password(other)
    signed_in = other.post(SECOND, {"credential": json.dumps(FORGED)})

    assert (added.status_code, signed_in.status_code, who(other)) == (422, 422, None)


def test_another_persons_passkey_cannot_be_touched(client: Client, alice: User, bob: User) -> None:
    other = Authenticator.objects.create(
        user=bob, type=Authenticator.Type.WEBAUTHN, data={"name": "Bob's", "credential": {}}
    )

    answers = [
        client.get(f"{PASSKEY}{other.pk}/").status_code,
        client.post(f"{PASSKEY}{other.pk}/", {"name": "Mine"}).status_code,
        client.get(f"{PASSKEY}{other.pk}/remove/").status_code,
        client.post(f"{PASSKEY}{other.pk}/remove/").status_code,
    ]

    other.refresh_from_db()
    assert (answers, other.data["name"]) == ([404] * 4, "Bob's")


def test_passkey_is_renamed_and_removed(client: Client, alice: User) -> None:
    key = Authenticator.objects.create(user=alice, type=Authenticator.Type.WEBAUTHN, data={"name": "a"})

    refused = client.post(f"{PASSKEY}{key.pk}/", {"name": "x" * 61})
    renamed = client.post(f"{PASSKEY}{key.pk}/", {"name": "Work laptop"}, follow=True)
    removed = client.post(f"{PASSKEY}{key.pk}/remove/", follow=True)

    assert (refused.status_code, len(faults(refused))) == (422, 1)
    assert "Work laptop" in renamed.content.decode()
    assert (notes(removed), has_second_factor(alice)) == (["The passkey has been removed."], False)


def test_mail_server_that_sleeps_stops_nobody(
    client: Client, alice: User, django_capture_on_commit_callbacks: Callable, settings: object
) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.broken_mail.Backend"
    secret = key_on(client.get(APP))

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(APP, {"code": code_of(secret)})

    assert (response["Location"], has_second_factor(alice)) == (CODES, True)
