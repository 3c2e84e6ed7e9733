"""A real worker process, killed in the midst of sending reminders: each goes, and none goes twice."""

import selectors
import signal
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, time
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from clusters.models import Cluster
from core import workers
from reminders import services
from tests import factories
from tests.days import COPENHAGEN, clock_at
from tests.reminders.samples import TODAY, activity_of
from tests.toolkit.test_worker import Surroundings

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40
# The worker also looks by itself, on the day that it is, and finds the same things overdue: other mails.
OUTBOX = """SELECT "to", subject FROM accounts_outboxmail WHERE subject LIKE 'Due %' ORDER BY "to" """


class MailServer(threading.Thread):
    """Takes mail; to its first caller it says nothing once it has the mail's address, as a server in trouble does."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.called = threading.Event()
        self.taken: list[Message] = []

    def run(self) -> None:
        is_first = True
        while True:
            try:
                caller, _address = self.listening.accept()
            except OSError:
                return
            with caller, caller.makefile("rwb") as talk:
                self.talk(talk, is_silent=is_first)
            is_first = False

    def talk(self, talk: Any, *, is_silent: bool) -> None:
        def say(words: str) -> None:
            talk.write(words.encode() + b"\r\n")
            talk.flush()

        say("220 here")
        while words := talk.readline().upper():
            if words.startswith(b"RCPT") and is_silent:
                self.called.set()
                talk.read()
                return
            if words.startswith(b"DATA"):
                say("354 go on")
                lines = iter(talk.readline, b".\r\n")
                self.taken.append(message_from_bytes(b"".join(lines)))
            say("221 bye" if words.startswith(b"QUIT") else "250 good")


class Post(Surroundings):
    """The surroundings of a worker that sends mail."""

    mail = ""

    @property
    def variables(self) -> dict[str, str]:
        return {**super().variables, "TOOLKIT_EMAIL_URL": self.mail}

    def ask(self, question: str) -> list[tuple]:
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file, timeout=10) as file:
                return file.execute(question).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()

    def watch(self, process: subprocess.Popen[bytes], reached: Callable[[], Any]) -> None:
        """Look again and again, until it is reached or the process has ended."""
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            for _look in range(24000):
                if reached():
                    return
                if selector.select(timeout=0.01) and not process.stdout.read1():
                    break
        raise AssertionError("it ended first")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=120)

    def finish(self) -> None:
        """Let another worker do what is left."""
        second = self.start_worker("--batch")
        said, _nothing = second.communicate(timeout=240)
        assert second.returncode == 0, said


@pytest.fixture
def post(tmp_path: Path, settings: Any) -> Iterator[Post]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with clock_at(datetime.combine(TODAY, time(10), COPENHAGEN)):
        workers.beat("somebody")
        made = Post(tmp_path)
        yield made
    for process in made.processes:
        process.kill()
        process.communicate()


@pytest.fixture
def server() -> Iterator[MailServer]:
    made = MailServer()
    made.start()
    yield made
    made.listening.close()


def remind(cluster: Cluster, user: User) -> None:
    """Have somebody be reminded of something, by a worker that is to come."""
    services.change_preference(user=user, weekly=False, weekday=0, on_the_day=True, at_once=False)
    activity_of(user, cluster, TODAY)
    services.remind(user=user, today=TODAY)


def test_worker_killed_while_it_speaks_to_the_mail_server_has_its_mail_sent_once(
    post: Post, server: MailServer, cluster: Cluster, alice: User
) -> None:
    post.mail = f"smtp://127.0.0.1:{server.port}"
    remind(cluster, alice)
    # It is noted and asked for in one transaction: looking again asks for nothing more.
    services.remind(user=alice, today=TODAY)
    workers.leave("somebody")
    post.publish()

    first = post.start_worker()
    post.watch(first, server.called.is_set)
    post.kill(first)
    unsent = len(post.ask(OUTBOX))
    post.finish()

    assert unsent == 1
    taken = [(mail["To"], str(make_header(decode_header(mail["Subject"])))) for mail in server.taken]
    assert [mail for mail in taken if mail[1].startswith("Due ")] == [
        ("alice@example.com", "Due 23 November 2026: A1 Markedsbesøg")
    ]
    assert post.ask(OUTBOX) == []
    assert post.ask("SELECT stage FROM reminders_reminder WHERE stage = 'due'") == [("due",)]


def test_worker_killed_between_letters_leaves_none_out_and_sends_none_twice(post: Post, cluster: Cluster) -> None:
    people = [factories.make_user(f"Person {n:02}") for n in range(PEOPLE)]
    for person in people:
        factories.make_member(cluster, person)
        remind(cluster, person)
    workers.leave("somebody")
    post.publish()

    first = post.start_worker()
    post.watch(first, lambda: post.ask(OUTBOX))
    post.kill(first)
    gone = len(post.ask(OUTBOX))
    post.finish()

    assert 0 < gone < PEOPLE
    assert [to for to, _subject in post.ask(OUTBOX)] == sorted(person.email for person in people)
