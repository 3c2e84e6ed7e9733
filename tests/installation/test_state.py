"""The page on which an administrator sees how the installation is, and what can be tried there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django_tasks_db.models import DBTaskResult

from accounts import bounces, outbox
from accounts.models import AdministrationEntry, OutboxMail, User
from core import workers
from installation.models import Trial
from installation.words import ADVICE, HINTS
from tests.accounts.test_bounces import Mailbox, mailbox
from tests.days import NOW
from tests.pages import notes, queries, rows, tree, words
from toolkit import checks

__all__ = ["mailbox"]
STATE = "/administration/state/"


@pytest.fixture
def client(sign_in: Callable, admin: User) -> Client:
    return sign_in(admin)


def failed_task(count: int = 1) -> list[DBTaskResult]:
    return DBTaskResult.objects.bulk_create(
        DBTaskResult(
            args_kwargs={"args": [1], "kwargs": {}},
            task_path="reminders.tasks.send",
            backend_name="default",
            run_after=NOW,
            status="FAILED",
            finished_at=NOW,
            worker_ids=["gone"],
            exception_class_path="builtins.ValueError",
            traceback="what somebody wrote",
        )
        for _ in range(count)
    )


def parts(client: Client) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in rows(client.get(STATE))}


def test_what_does_not_work_is_said_with_what_to_do(client: Client) -> None:
    found = parts(client)

    assert found["Database"][0] == "Works"
    assert found["Background work"][0] == "Is not running"
    assert "Start “manage.py worker”" in found["Background work"][1]
    assert found["Email"][0] == "No mail server"


def test_advice_and_what_to_do_about_it_stand_in_both_languages(client: Client, admin: User) -> None:
    ids = set(re.findall(r"toolkit\.[WI]\d+", Path(checks.__file__).read_text(encoding="utf-8")))
    assert ids
    assert ids <= HINTS.keys() & ADVICE.keys()
    in_english = " ".join(words(tree(client.get(STATE)).xpath("//main")[0]).split())
    admin.language = "da"
    admin.save()
    in_danish = " ".join(words(tree(client.get(STATE)).xpath("//main")[0]).split())

    assert "Set TOOLKIT_BASE_URL to the address that people use." in in_english
    assert "Angiv den adresse, som folk bruger, som TOOLKIT_BASE_URL." in in_danish
    assert "Set TOOLKIT" not in in_danish


def test_worker_that_is_there_is_named(client: Client) -> None:
    workers.beat("somebody")

    assert parts(client)["Background work"][0] == "Works"
    assert "process" in parts(client)["Background work"][1]


def test_no_password_stands_on_the_page(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_SERVER = True
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_PASSWORD = "mail.example.org", 587, "s3cr3t"
    monkeypatch.setitem(settings.DATABASES["default"], "PASSWORD", "s3cr3t")
    page = client.get(STATE).content.decode()

    assert "mail.example.org:587" in page
    assert "s3cr3t" not in page
    assert settings.SECRET_KEY not in page


def test_many_failures_cost_the_same_queries_and_are_counted(client: Client) -> None:
    failed_task()
    few = queries(client, STATE)
    failed_task(99)

    assert queries(client, STATE) == few <= 25
    assert "100 failed" in words(tree(client.get(STATE)))


def test_what_a_task_was_about_is_not_shown(client: Client) -> None:
    failed_task()
    page = client.get(STATE).content.decode()

    assert "builtins.ValueError" in page
    assert "what somebody wrote" not in page


def test_failed_task_is_run_again_once(client: Client) -> None:
    [task] = failed_task()

    client.post(f"{STATE}tasks/{task.pk}/run/")
    task.refresh_from_db()
    assert (task.status, task.worker_ids, task.exception_class_path) == ("READY", [], "")

    assert "no longer waits" in notes(client.post(f"{STATE}tasks/{task.pk}/run/", follow=True))[-1]
    assert "no longer waits" in notes(client.post(f"{STATE}tasks/{uuid4()}/run/", follow=True))[0]
    assert [entry.verb for entry in AdministrationEntry.objects.all()] == ["ran-task-again"]


def test_mail_is_tried_by_the_way_of_every_mail(client: Client, settings: Any, admin: User) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_SERVER = "accounts.outbox.OutboxBackend", True
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    client.post(f"{STATE}mail/")
    assert [mail.to for mail in OutboxMail.objects.all()] == [admin.email]
    assert "no answer yet" in parts(client)["Email"][1]

    outbox.deliver()
    assert "worked" in parts(client)["Email"][1]


def test_mail_that_is_refused_says_what_the_server_said(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_SERVER = "accounts.outbox.OutboxBackend", True
    settings.MAIL_BACKEND = "tests.accounts.broken_mail.Backend"

    client.post(f"{STATE}mail/")
    outbox.deliver()

    assert "failed" in parts(client)["Email"][1]
    assert parts(client)["Email"][0] == "The mail server refuses"


def test_mail_is_not_tried_without_a_mail_server(client: Client) -> None:
    assert "There is no mail server" in notes(client.post(f"{STATE}mail/", follow=True))[0]
    assert not Trial.objects.exists()


def test_storage_is_tried_and_leaves_nothing(client: Client) -> None:
    answer = client.post(f"{STATE}storage/", follow=True)

    assert notes(answer) == ["A file was written, read and deleted. The storage works."]
    assert default_storage.listdir("trials")[1] == []
    assert parts(client)["Storage of files"][0] == "Works"


def test_storage_that_does_not_work_says_why(client: Client, settings: Any, tmp_path: Any) -> None:
    (tmp_path / "files").write_text("no folder")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "core.room.Storage", "OPTIONS": {"location": tmp_path / "files"}},
    }

    assert "Files cannot be kept" in notes(client.post(f"{STATE}storage/", follow=True))[0]
    assert parts(client)["Storage of files"][0] == "Does not work"


def test_worker_is_tried(client: Client) -> None:
    client.post(f"{STATE}worker/")

    assert "worked" in parts(client)["Background work"][1]


def test_mailbox_that_is_not_read_says_why_and_what_to_do(client: Client, mailbox: Mailbox) -> None:
    mailbox.refused["LOGIN"] = b"[AUTHENTICATIONFAILED] Who is that?"
    bounces.read_mailbox()

    state, more = parts(client)["Returned email"][:2]
    assert state == "The mailbox refuses"
    assert "Check user and password in TOOLKIT_BOUNCES_URL" in more
    assert "the answer was: [AUTHENTICATIONFAILED] Who is that?" in more
    assert "se/cret" not in client.get(STATE).content.decode()

    mailbox.refused.clear()
    bounces.read_mailbox()
    state, more = parts(client)["Returned email"][:2]
    assert (state, more.startswith("Last read ")) == ("Works", True)


def test_mailbox_is_tried_by_the_background_work(client: Client, mailbox: Mailbox) -> None:
    mailbox.refused["SELECT"] = b"No such mailbox"
    client.post(f"{STATE}mailbox/")
    state, more = parts(client)["Returned email"][:2]
    assert (state, "failed: No such mailbox" in more) == ("The folder is missing", True)

    mailbox.refused.clear()
    client.post(f"{STATE}mailbox/")
    state, more = parts(client)["Returned email"][:2]
    assert (state, "worked" in more) == ("Works", True)


def test_without_a_mailbox_there_is_nothing_to_try(client: Client) -> None:
    assert parts(client)["Returned email"][0] == "Read by people"
    assert "There is no mailbox" in notes(client.post(f"{STATE}mailbox/", follow=True))[0]
    assert not Trial.objects.exists()


def test_tries_do_not_pile_up(client: Client) -> None:
    for _ in range(60):
        client.post(f"{STATE}storage/")

    assert Trial.objects.count() <= 51
