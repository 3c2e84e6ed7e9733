"""Which mails one wants, and the address that turns one off."""

from collections.abc import Callable

import pytest
from django.core import mail, signing
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from reminders import services
from reminders.letters import SALT, stop_token
from reminders.models import Letter, Preference
from tests.reminders.samples import TODAY, activity_of

SETTINGS = "/account/reminders/"


def chosen(user: User) -> tuple[bool, int, bool, bool]:
    found = Preference.objects.get(user=user)
    return found.weekly, found.weekday, found.on_the_day, found.at_once


def test_choice_of_mails_is_kept(sign_in: Callable, alice: User) -> None:
    client = sign_in(alice)
    before = client.get(SETTINGS).context["form"].initial

    response = client.post(SETTINGS, {"weekly": "on", "weekday": "3", "at_once": "on"}, follow=True)

    assert before == {"weekly": True, "weekday": 0, "on_the_day": True, "at_once": True, "comments": "at-once"}
    assert response.redirect_chain == [(SETTINGS, 302)]
    assert [str(message) for message in response.context["messages"]] == ["Email choices saved."]
    assert chosen(alice) == (True, 3, False, True)


@pytest.mark.parametrize("weekday", ["", "7", "-1", "monday", "1.5"])
def test_day_that_is_none_is_refused_and_nothing_is_changed(sign_in: Callable, alice: User, weekday: str) -> None:
    client = sign_in(alice)

    response = client.post(SETTINGS, {"weekday": weekday})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["weekday"]
    assert chosen(alice) == (True, 0, True, True)


def test_profile_leads_to_it(sign_in: Callable, alice: User) -> None:
    assert f'href="{SETTINGS}"' in sign_in(alice).get("/account/").content.decode()


def address(user: User, kind: str) -> str:
    return f"/reminders/stop/{stop_token(user, kind)}/"


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        (Letter.Kind.WEEKLY, (False, 0, True, True)),
        (Letter.Kind.ON_THE_DAY, (True, 0, False, True)),
        (Letter.Kind.AT_ONCE, (True, 0, True, False)),
    ],
)
def test_mail_is_turned_off_without_signing_in(alice: User, kind: str, left: tuple) -> None:
    services.preference_of(alice, TODAY)
    visitor = Client(enforce_csrf_checks=True)

    asked = visitor.get(address(alice, kind))
    untouched = chosen(alice)
    # As a mail programme posts, of itself (RFC 8058).
    answered = visitor.post(address(alice, kind), {"List-Unsubscribe": "One-Click"})

    assert (asked.status_code, asked.context["state"], untouched) == (200, "asked", (True, 0, True, True))
    assert (answered.status_code, answered.context["state"]) == (200, "stopped")
    assert chosen(alice) == left


def test_address_in_the_mail_is_the_one(alice: User, cluster: Cluster, client: Client) -> None:
    activity_of(alice, cluster, TODAY)
    services.remind(user=alice, today=TODAY)
    (message,) = mail.outbox
    url = message.extra_headers["List-Unsubscribe"].strip("<>")

    client.post(url.removeprefix("http://127.0.0.1:8000"))

    assert url in message.body
    assert chosen(alice) == (False, 0, True, True)


def test_page_speaks_the_language_of_the_mails_reader(alice: User, client: Client) -> None:
    danish = client.get(address(alice, Letter.Kind.WEEKLY), headers={"Accept-Language": "da"})

    assert "Turn off the weekly email" in danish.content.decode()


@pytest.mark.parametrize(
    "made",
    [
        lambda user: "abc",
        lambda user: stop_token(user, "weekly")[:-1],
        lambda user: stop_token(user, "everything"),
        lambda user: signing.dumps([user.pk, "weekly"], salt="another"),
        lambda user: signing.dumps("weekly", salt=SALT),
    ],
)
def test_broken_address_turns_nothing_off_and_says_what_to_do(alice: User, client: Client, made: Callable) -> None:
    services.preference_of(alice, TODAY)
    broken = made(alice)

    found = [client.get(f"/reminders/stop/{broken}/"), client.post(f"/reminders/stop/{broken}/")]

    assert [(response.status_code, response.context["state"]) for response in found] == [(404, "unknown")] * 2
    assert chosen(alice) == (True, 0, True, True)


def test_address_of_somebody_who_is_gone_turns_nothing_off(alice: User, client: Client) -> None:
    url = address(alice, Letter.Kind.WEEKLY)
    alice.delete()

    assert client.post(url).status_code == 404
