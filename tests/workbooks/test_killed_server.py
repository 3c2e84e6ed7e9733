"""A real web server, killed in the midst of saves: every save that was answered with "saved" is there.

`bench/kill_saves.py` does the same a hundred times, and looks at the pages too.
"""

import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from library.services import publish_edition
from tests.schema.samples import question, template
from tests.toolkit.test_worker import Surroundings
from workbooks.models import Workbook
from workbooks.services.workbooks import start_workbook

pytestmark = pytest.mark.django_db(transaction=True)

KEYS = ("first", "second", "third", "fourth")
KILLS = 3
ENOUGH = 8
TOKEN = "t" * 32


class Server(Surroundings):
    """A web server as `script/run` starts it, on the database of the tests."""

    @property
    def variables(self) -> dict[str, str]:
        return {**super().variables, "TOOLKIT_SECRET_KEY": settings.SECRET_KEY}

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Read the database past Django."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file, timeout=10)) as file:
                return file.execute(query).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def start(self) -> tuple[subprocess.Popen[bytes], int]:
        """Start it; gives the process and its port."""
        process = subprocess.Popen(
            [
                *(sys.executable, "manage.py", "serve", "--bind", "127.0.0.1:0"),
            ],
            cwd=settings.BASE_DIR,
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(rb"Listening at 127\.0\.0\.1:(\d+)", line):
                return process, int(found[1])
        raise AssertionError("the server did not start")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill it with everything it started."""
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def history(self) -> list[tuple[str, int, str]]:
        """Return question, revision and words of every change, oldest first."""
        rows = self.ask("SELECT question_key, revision, value FROM workbooks_answerchange ORDER BY id")
        return [(key, revision, words_of(value)) for key, revision, value in rows]

    def answers(self) -> dict[str, tuple[int, str]]:
        """Return revision and words of every answer."""
        rows = self.ask("SELECT question_key, revision, value FROM workbooks_answer")
        return {key: (revision, words_of(value)) for key, revision, value in rows}


def words_of(value: Any) -> str:
    found = json.loads(value) if isinstance(value, str) else value
    return str(found["da"])


class Saver(threading.Thread):
    """Saves one answer again and again until the server is gone, and notes what was confirmed."""

    def __init__(self, port: int, session: str, address: str, key: str, based_on: int, enough: threading.Semaphore):
        super().__init__()
        self.port, self.address, self.key, self.based_on, self.enough = port, address, key, based_on, enough
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.confirmed: list[tuple[str, int, str]] = []

    def run(self) -> None:
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        head = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookies,
            "X-CSRFToken": TOKEN,
            "HX-Request": "true",
        }
        for count in range(10_000):
            words = f"{self.key} {self.port} {count}"
            sent = urlencode({f"a-{self.key}-da": words, f"rev-{self.key}": self.based_on})
            try:
                server.request("POST", self.address, sent, head)
                answer = server.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return
            assert answer.status == 200
            self.based_on = int(answer.headers["X-Revision"])
            self.confirmed.append((self.key, self.based_on, words))
            self.enough.release()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    for process in made.processes:
        if process.poll() is None:
            made.kill(process)


@pytest.fixture
def workbook(cluster: Cluster, alice: User) -> Workbook:
    edition = publish_edition(data=template(*map(question, KEYS)), by=None)
    return start_workbook(cluster=cluster, edition=edition, title="Prøve", by=alice)


def test_server_killed_in_the_midst_of_saves_has_kept_every_one_it_confirmed(
    server: Server, workbook: Workbook, alice: User
) -> None:
    client = Client()
    client.force_login(alice)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    addresses = {key: reverse("workbooks:answer", args=[workbook.cluster.slug, workbook.pk, key]) for key in KEYS}
    server.publish()
    confirmed: list[tuple[str, int, str]] = []

    for _kill in range(KILLS):
        process, port = server.start()
        stands, enough = server.answers(), threading.Semaphore(0)
        savers = [
            Saver(port, session, addresses[key], key, stands[key][0] if key in stands else 0, enough) for key in KEYS
        ]
        for saver in savers:
            saver.start()
        for _saved in range(ENOUGH):
            assert enough.acquire(timeout=60)
        server.kill(process)
        for saver in savers:
            saver.join()
            confirmed += saver.confirmed

    history, answers = server.history(), server.answers()
    assert len(confirmed) >= KILLS * ENOUGH
    assert [saved for saved in confirmed if saved not in history] == []
    for key in KEYS:
        revisions = [(revision, words) for of, revision, words in history if of == key]
        assert [revision for revision, _words in revisions] == list(range(1, len(revisions) + 1))
        assert answers[key] == revisions[-1]
