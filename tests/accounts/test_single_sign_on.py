"""Sign-in with an organisation's account, against a real issuer: who is let in, and every way to cheat."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from urllib3.util.retry import Retry

from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from tests import factories
from tests.pages import notes, tree
from toolkit.given import WrongSettingError, identity_provider, key_of_issuer

SIGN_IN = "/account/login/"
START = "/account/organisation/"
BACK = "/account/organisation/return/"
ALICE = {"email": "alice@example.com", "email_verified": True, "name": "Alice"}

pytestmark = pytest.mark.django_db


class Issuer:
    """What a test says to the issuer."""

    def __init__(self, address: str) -> None:
        self.address = address

    def knows(self, subject: str, **claims: Any) -> None:
        requests.put(f"{self.address}/users/{subject}", json=claims, timeout=10).raise_for_status()

    def lies(self, kind: str = "", **claims: Any) -> None:
        requests.put(f"{self.address}/mood", json={"kind": kind, "claims": claims}, timeout=10).raise_for_status()

    def sends_back(self, client: Client, subject: str, start: str = START) -> str:
        """Go to the issuer, sign in there, and return the address to which it sends the browser."""
        away = client.get(start)
        assert away["Location"].startswith(f"{self.address}/oauth2/authorize?"), away["Location"]
        answer = requests.post(away["Location"], data={"sub": subject}, allow_redirects=False, timeout=10)
        back = urlsplit(answer.headers["Location"])
        assert back.path == BACK
        return f"{back.path}?{back.query}"

    def signs_in(self, client: Client, subject: str, start: str = START) -> Any:
        return client.get(self.sends_back(client, subject, start))


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with subprocess.Popen([sys.executable, "-m", "tests.accounts.issuer", str(port)], env={**os.environ}) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(port, process)
            yield address
        finally:
            process.kill()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    session = requests.Session()
    session.mount("http://", requests.adapters.HTTPAdapter(max_retries=RETRIES))
    session.get(f"http://127.0.0.1:{port}/jwks", timeout=30).raise_for_status()
    assert process.poll() is None


RETRIES = Retry(total=12, connect=12, backoff_factor=0.1, backoff_max=2)


@pytest.fixture
def issuer(running: str, settings: Any) -> Issuer:
    use(settings, running)
    found = Issuer(running)
    found.lies()
    return found


def use(settings: Any, address: str) -> None:
    settings.OIDC_ISSUER, settings.OIDC_NAME, settings.OIDC_KEY = address, "Microsoft 365", key_of_issuer(address)
    settings.SOCIALACCOUNT_PROVIDERS = identity_provider(address, "toolkit", "secret", "Microsoft 365")


@pytest.fixture
def visitor(sign_in: Callable) -> Client:
    return sign_in(None)


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def words_of(client: Client, answer: Any) -> str:
    assert answer["Location"] == SIGN_IN
    return notes(client.get(SIGN_IN))[0]


def test_person_who_is_known_signs_in_and_comes_back(issuer: Issuer, visitor: Client, alice: User) -> None:
    issuer.knows("a-1", **ALICE)
    (link,) = tree(visitor.get(f"{SIGN_IN}?next=/c/havtorn/people/")).xpath("//main//a[contains(@href, 'organ')]/@href")

    answer = issuer.signs_in(visitor, "a-1", link)

    assert (answer["Location"], who(visitor)) == ("/c/havtorn/people/", str(alice.pk))
    account = SocialAccount.objects.get()
    assert (account.user, account.uid, account.extra_data) == (alice, "a-1", {})


def test_person_is_known_by_the_subject_when_the_email_has_changed(
    issuer: Issuer, visitor: Client, alice: User
) -> None:
    issuer.knows("a-1", **ALICE)
    issuer.signs_in(visitor, "a-1")
    visitor.logout()

    issuer.knows("a-1", email="somebody.else@example.com", email_verified=False)
    issuer.signs_in(visitor, "a-1")

    assert who(visitor) == str(alice.pk)


def test_stranger_is_told_and_nobody_is_made(issuer: Issuer, visitor: Client) -> None:
    issuer.knows("s-1", email="stranger@example.com", email_verified=True)

    assert "has been invited" in words_of(visitor, issuer.signs_in(visitor, "s-1"))
    assert not User.objects.exists()
    assert who(visitor) is None


def test_person_who_is_invited_joins_with_the_role_of_the_invitation(
    issuer: Issuer, visitor: Client, cluster: Cluster, alice: User
) -> None:
    factories.make_invitation(cluster, email="new@example.com", role=Role.READER, invited_by=alice)
    issuer.knows(
        "n-1", email="New@Example.com", email_verified=True, name="Nanna Ny", groups=["admins"], is_superuser=True
    )

    issuer.signs_in(visitor, "n-1")

    person = User.objects.get(email="new@example.com")
    assert (person.name, person.is_superuser, person.is_curator, person.has_usable_password()) == (
        "Nanna Ny",
        False,
        False,
        False,
    )
    assert Membership.objects.of(cluster).get(user=person).role == Role.READER
    assert who(visitor) == str(person.pk)


@pytest.mark.parametrize("change", [{"email_verified": False}, {"email_verified": "true"}, {"email_verified": None}])
def test_email_that_is_not_confirmed_opens_nothing(
    issuer: Issuer, visitor: Client, alice: User, change: dict[str, Any]
) -> None:
    issuer.knows("x-1", **{**ALICE, **change})

    assert "does not confirm" in words_of(visitor, issuer.signs_in(visitor, "x-1"))
    assert not SocialAccount.objects.exists()


def test_installation_may_believe_its_own_issuer(issuer: Issuer, visitor: Client, alice: User, settings: Any) -> None:
    settings.OIDC_TRUSTS_EMAIL = True
    issuer.knows("x-1", email=ALICE["email"])

    issuer.signs_in(visitor, "x-1")

    assert who(visitor) == str(alice.pk)


@pytest.mark.parametrize("claims", [{}, {"email": ""}, {"email": ["alice@example.com"]}, {"email": "alice"}])
def test_issuer_that_names_no_email_opens_nothing(issuer: Issuer, visitor: Client, alice: User, claims: Any) -> None:
    issuer.knows("x-2", email_verified=True, **claims)

    assert "does not say" in words_of(visitor, issuer.signs_in(visitor, "x-2"))


def test_another_subject_with_the_same_email_is_refused_until_it_is_forgotten(
    issuer: Issuer, visitor: Client, alice: User
) -> None:
    issuer.knows("a-1", **ALICE)
    issuer.signs_in(visitor, "a-1")
    visitor.logout()
    issuer.knows("a-2", **ALICE)

    assert "belongs to another sign-in" in words_of(visitor, issuer.signs_in(visitor, "a-2"))
    assert who(visitor) is None

    call_command("forget_sign_in", "Alice@example.com")
    issuer.signs_in(visitor, "a-2")
    assert who(visitor) == str(alice.pk)
    with pytest.raises(CommandError):
        call_command("forget_sign_in", "nobody@example.com")


def test_same_subject_of_another_issuer_is_somebody_else(
    issuer: Issuer, visitor: Client, alice: User, admin: User
) -> None:
    SocialAccount.objects.create(user=admin, provider=key_of_issuer("https://other.example"), uid="a-1")
    issuer.knows("a-1", **ALICE)

    issuer.signs_in(visitor, "a-1")

    assert who(visitor) == str(alice.pk)


def test_answer_counts_once_and_only_in_the_browser_that_asked(
    issuer: Issuer, visitor: Client, alice: User, sign_in: Callable
) -> None:
    issuer.knows("a-1", **ALICE)
    back = issuer.sends_back(visitor, "a-1")
    other = sign_in(None)

    assert "did not work" in words_of(other, other.get(back))
    assert who(other) is None
    visitor.get(back)
    assert who(visitor) == str(alice.pk)
    visitor.logout()
    assert "did not work" in words_of(visitor, visitor.get(back))
    assert who(visitor) is None


@pytest.mark.parametrize(
    ("kind", "claims"),
    [
        ("forged", {"sub": "a-1"}),
        ("unsigned", {}),
        ("by secret", {}),
        ("nothing", {}),
        ("rubbish", {}),
        ("another person", {"sub": "admin", "email": "anders@example.com"}),
    ],
)
def test_answer_that_is_not_the_issuers_own_opens_nothing(
    issuer: Issuer, visitor: Client, alice: User, admin: User, kind: str, claims: dict[str, Any]
) -> None:
    issuer.knows("a-1", **ALICE)
    issuer.lies(kind, **claims)

    assert "did not work" in words_of(visitor, issuer.signs_in(visitor, "a-1"))
    assert who(visitor) is None
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("claims", [{"issuer": "https://other.example"}, {"token_endpoint": "file:///etc/passwd"}])
def test_issuer_that_is_another_than_set_is_not_asked(issuer: Issuer, visitor: Client, claims: dict[str, Any]) -> None:
    cache.clear()
    issuer.lies("another issuer", **claims)

    assert "did not work" in words_of(visitor, visitor.get(START))


def test_issuer_that_is_away_is_said(visitor: Client, settings: Any) -> None:
    use(settings, "http://127.0.0.1:9")

    assert "did not work" in words_of(visitor, visitor.get(START))


def test_sign_in_that_was_given_up_is_said(issuer: Issuer, visitor: Client) -> None:
    state = parse_qs(urlsplit(visitor.get(START)["Location"]).query)["state"][0]

    assert "was not completed" in words_of(visitor, visitor.get(f"{BACK}?error=access_denied&state={state}"))


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_out_of_the_portal(issuer: Issuer, visitor: Client, alice: User, target: str) -> None:
    issuer.knows("a-1", **ALICE)

    assert issuer.signs_in(visitor, "a-1", f"{START}?next={target}")["Location"] == "/"


def test_address_adds_nothing_to_what_the_issuer_is_asked(issuer: Issuer, visitor: Client) -> None:
    away = visitor.get(f"{START}?scope=offline_access&auth_params=prompt%3Dnone&process=connect")["Location"]

    assert set(parse_qs(urlsplit(away).query)["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in away
    assert "code_challenge_method=S256" in away
    assert parse_qs(urlsplit(away).query)["redirect_uri"] == [f"http://127.0.0.1:8000{BACK}"]


def test_person_who_is_switched_off_stays_out(issuer: Issuer, visitor: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    issuer.knows("a-1", **ALICE)

    assert "switched off" in words_of(visitor, issuer.signs_in(visitor, "a-1"))


def test_second_step_is_asked_for_as_always(issuer: Issuer, visitor: Client, alice: User) -> None:
    TOTP.activate(alice, generate_totp_secret())
    issuer.knows("a-1", **ALICE)

    answer = issuer.signs_in(visitor, "a-1")

    assert answer["Location"].startswith("/account/second-step/")
    assert who(visitor) is None
    assert Authenticator.objects.filter(user=alice).exists()


def test_cluster_that_requires_two_steps_leads_to_set_them_up(
    issuer: Issuer, visitor: Client, cluster: Cluster, alice: User
) -> None:
    Cluster.objects.filter(pk=cluster.pk).update(requires_second_factor=True)
    issuer.knows("a-1", **ALICE)
    issuer.signs_in(visitor, "a-1")

    assert visitor.get("/c/havtorn/").status_code == 403
    assert visitor.get("/account/two-step/app/").status_code == 200


def test_password_is_taken_beside_it_or_not_at_all(issuer: Issuer, visitor: Client, alice: User, settings: Any) -> None:
    typed = {"login": alice.email, "password": factories.PASSWORD}
    settings.PASSWORDS = False

    assert visitor.post(SIGN_IN, typed).status_code == 422
    assert tree(visitor.get(SIGN_IN)).xpath("//input[@type='password']") == []
    assert visitor.get("/account/password/new/")["Location"] == SIGN_IN

    settings.PASSWORDS = True
    assert visitor.post(SIGN_IN, typed)["Location"] == "/"


def test_without_an_issuer_there_is_no_such_door(visitor: Client) -> None:
    assert (visitor.get(START).status_code, visitor.get(BACK).status_code) == (404, 404)
    assert "organisation" not in visitor.get(SIGN_IN).content.decode()


@pytest.mark.parametrize(
    ("issuer", "client"),
    [("http://login.example.org", "toolkit"), ("login.example.org", "toolkit"), ("https://login.example.org", "")],
)
def test_issuer_that_nobody_should_believe_stops_the_start(issuer: str, client: str) -> None:
    with pytest.raises(WrongSettingError):
        identity_provider(issuer, client, "secret", "")
