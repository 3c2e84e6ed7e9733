"""What everybody is to know, and a portal that is closed for maintenance."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AdministrationEntry, User
from clusters.models import Cluster
from core import notices
from core.notices import Notice
from tests.days import NOW, TODAY, clock_at
from tests.pages import faults, form_fields, heading, notes, tree, words

pytestmark = pytest.mark.django_db
ANNOUNCE = "/administration/state/announcement/"


@pytest.fixture(autouse=True)
def nothing_said() -> Iterator[None]:
    yield
    notices.take_down()
    notices.reopen()


def text(response: object) -> str:
    return words(tree(response))


def test_an_announcement_stands_on_every_page_in_the_readers_language(
    sign_in: Callable, cluster: Cluster, alice: User, django_assert_num_queries: Callable
) -> None:
    notices.announce(Notice("Vi opgraderer i aften kl. 22.", "We upgrade tonight at 10 pm."))

    assert "We upgrade tonight at 10 pm." in text(sign_in(alice).get("/c/havtorn/people/"))
    assert "We upgrade tonight at 10 pm." in text(sign_in(None).get("/account/login/"))
    danish = Client(headers={"Accept-Language": "da"}).get("/account/login/")
    assert "Vi opgraderer i aften kl. 22." in text(danish)
    with django_assert_num_queries(0):
        assert notices.announcement() is not None


def test_it_ends_by_itself(sign_in: Callable) -> None:
    notices.announce(Notice("Snart", "Soon", (NOW + timedelta(hours=4)).isoformat()))

    with clock_at(NOW + timedelta(hours=5)):
        assert notices.announcement() is None
        assert "Soon" not in text(sign_in(None).get("/account/login/"))


def test_an_administrator_announces_and_takes_down(sign_in: Callable, admin: User) -> None:
    client = sign_in(admin)

    shown = client.post(ANNOUNCE, {"da": "Ny version", "en": "", "hours": "24"}, follow=True)

    assert "It is now shown on every page." in notes(shown)
    assert "Ny version" in text(client.get("/administration/"))
    client.post(f"{ANNOUNCE}take-down/")
    assert "Ny version" not in text(client.get("/administration/"))
    verbs = list(AdministrationEntry.objects.order_by("pk").values_list("verb", "subject"))
    assert verbs == [("announced", "Ny version"), ("took-down-announcement", "Ny version")]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Write what everybody is to know, in Danish or English."),
        ({"da": "x" * 301}, "at most 300 characters"),
        ({"da": "a", "hours": "1000000000"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_announced_is_said(sign_in: Callable, admin: User, sent: dict, said: str) -> None:
    answer = sign_in(admin).post(ANNOUNCE, sent)

    assert answer.status_code == 422
    assert any(said in fault for fault in faults(answer))
    assert notices.announcement() is None


def test_signs_are_shown_as_they_are(sign_in: Callable) -> None:
    notices.announce(Notice(en="<script>alert(1)</script>"))

    assert b"<script>alert" not in sign_in(None).get("/account/login/").content


@pytest.mark.parametrize("content", ["", "{", "[]", '{"until": "tomorrow"}', "\x00"])
def test_a_file_that_cannot_be_read_announces_nothing_and_breaks_nothing(sign_in: Callable, content: str) -> None:
    (Path(settings.DATA_DIR) / "announcement.json").write_text(content)

    assert notices.announcement() is None
    assert sign_in(None).get("/account/login/").status_code == 200


def test_a_closed_portal_says_so_and_shows_what_was_typed(sign_in: Callable, cluster: Cluster, alice: User) -> None:
    client = sign_in(alice)
    address = "/c/havtorn/settings/"
    fields = {**form_fields(client.get(address)), "name_en": "Seaberry of the North"}
    day = TODAY + timedelta(days=1)
    call_command("maintenance", "on", until=f"{day} 12:30", en="We move to a new server.")

    closed = client.post(address, fields)

    assert closed.status_code == 503
    assert closed["Retry-After"] == "120"
    assert heading(closed) == "The portal is closed for maintenance"
    said = text(closed)
    assert f"We move to a new server. We expect to be back by {day.day} {day:%B %Y}" in said
    assert "Seaberry of the North" in said
    assert client.get("/c/havtorn/").status_code == 503
    call_command("maintenance", "off")
    assert client.post(address, fields).status_code == 302
    cluster.refresh_from_db()
    assert cluster.name_en == "Seaberry of the North"


def test_administrators_get_in_and_are_reminded_that_it_is_closed(sign_in: Callable, admin: User) -> None:
    call_command("maintenance", "on")

    page = sign_in(admin).get("/administration/")

    assert page.status_code == 200
    assert "The portal is closed for maintenance." in text(page)
    assert sign_in(None).get("/account/login/").status_code == 200
    assert sign_in(None).get("/").status_code == 503


def test_a_balancer_is_answered_as_ever(client: Client) -> None:
    call_command("maintenance", "on")

    assert client.get("/healthz").status_code == 200


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="is no time"):
        call_command("maintenance", "on", until="in the evening")

    assert notices.maintenance() is None
