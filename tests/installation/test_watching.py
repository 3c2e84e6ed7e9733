"""Administrators are told once when something is in a bad way for too long, and once when it is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import bounces
from accounts.models import OutboxMail, User
from core import workers
from core.models import Backup, Worker
from installation import health, watching
from installation.models import Alert
from tests import factories
from tests.accounts.test_bounces import Mailbox, mailbox
from tests.days import NOW

__all__ = ["mailbox"]
pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_SERVER = "accounts.outbox.OutboxBackend", True
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def admin(mail_server: None) -> User:
    return factories.make_user("Anders", is_superuser=True, language="en-gb")


def look(minutes: int) -> None:
    watching.look(now=NOW + minutes * MINUTE)


def told() -> list[str]:
    return [message.subject for message in mail.outbox]


def test_worker_that_stands_is_told_once_although_no_worker_sends_mail(admin: User) -> None:
    for minute in (0, 1, 2):
        look(minute)
    assert told() == []

    for minute in (3, 4, 60):
        look(minute)
    assert told() == ["http://127.0.0.1:8000: Background work: Is not running"]
    assert "Start “manage.py worker”" in str(mail.outbox[0].body)
    assert mail.outbox[0].to == [admin.email]


def test_end_of_it_is_told_once(admin: User) -> None:
    look(0)
    look(5)
    workers.beat("somebody")
    look(6)
    look(7)

    # With a worker there, the mail waits for it as every mail does.
    assert [waiting.subject for waiting in OutboxMail.objects.all()] == [
        "http://127.0.0.1:8000: Background work works again"
    ]
    assert not Alert.objects.exists()


def test_what_passes_by_itself_is_told_to_nobody(admin: User) -> None:
    look(0)
    workers.beat("somebody")
    look(1)
    Worker.objects.all().delete()
    look(2)
    look(4)

    assert told() == []


def test_only_administrators_who_can_sign_in_are_told(admin: User) -> None:
    User.objects.filter(pk=factories.make_user("Berit", is_superuser=True).pk).update(is_active=False)
    factories.make_user("Carl")
    look(0)
    look(5)

    assert [message.to for message in mail.outbox] == [[admin.email]]


def test_disk_mail_and_backup_are_watched(admin: User, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.BACKUP_KEEP = 14
    workers.beat("somebody")
    monkeypatch.setattr(health, "LEAST_ROOM", 10**18)
    OutboxMail.objects.create(to="a@example.com", subject="S", body="B", state="waiting", fault="550 no")
    Backup.objects.create(state=Backup.State.FAILED, fault="The disk is full.", started_at=NOW, finished_at=NOW)
    look(0)
    look(31)

    assert {alert.part: alert.state for alert in Alert.objects.all()} == {
        "disk": "nearly full",
        "mail": "failing",
        "backup": "failing",
    }


def test_mailbox_that_cannot_be_read_is_told_with_how_to_mend_it(admin: User, mailbox: Mailbox) -> None:
    workers.beat("somebody")
    mailbox.refused["LOGIN"] = b"[AUTHENTICATIONFAILED] Who is that?"
    bounces.read_mailbox()
    look(0)
    look(29)
    assert not OutboxMail.objects.exists()

    look(30)
    look(31)
    (told,) = OutboxMail.objects.all()
    assert told.subject == "http://127.0.0.1:8000: Returned email: The mailbox refuses"
    assert "Check user and password in TOOLKIT_BOUNCES_URL" in told.body

    mailbox.refused.clear()
    bounces.read_mailbox()
    look(32)
    assert OutboxMail.objects.filter(subject__endswith="Returned email works again").count() == 1


def test_backup_that_is_old_is_said(settings: Any) -> None:
    settings.BACKUP_KEEP = 14
    workers.beat("somebody")
    made = Backup.objects.create(
        state=Backup.State.DONE, started_at=NOW, finished_at=NOW - timedelta(hours=37), file="a.zip", size=1
    )
    assert Client().get("/readyz").json()["parts"]["backup"] == "old"

    Backup.objects.filter(pk=made.pk).update(finished_at=NOW - timedelta(hours=20))
    assert Client().get("/readyz").json()["parts"]["backup"] == "ok"


def test_without_a_mail_server_the_page_says_it_and_nobody_is_mailed(admin: User, settings: Any) -> None:
    settings.MAIL_SERVER = False
    look(0)
    look(5)

    assert Alert.objects.exclude(told_at=None).count() == 1
    assert not OutboxMail.objects.exists()
