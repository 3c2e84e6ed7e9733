"""The real web server, and strangers who send half of something, too much, or nothing."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.pages import heading
from tests.toolkit.test_worker import Surroundings
from toolkit.serving.bodies import FORMS, STRANGERS, UPLOADS, largest_body

# An answer that has not come by then does not come.
PATIENCE = 30
SESSION = f"{settings.SESSION_COOKIE_NAME}=abc"
HEAD = b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
HALF_A_FORM = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogin="


class Server(Surroundings):
    """The web server, with few threads, and with static files that nobody has collected."""

    port = 0

    def start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--bind", "127.0.0.1:0", "--processes", "1", "--threads", "2"],
            cwd=settings.BASE_DIR,
            env={**self.variables, "TOOLKIT_DEBUG": "true"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(rb"Listening at 127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                return process
        raise AssertionError("the server did not start")

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def get(self, path: str) -> int:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            asking.request("GET", path)
            return asking.getresponse().status
        finally:
            asking.close()

    def answer_to(self, sent: bytes) -> bytes:
        """Return the first bytes of the answer to what is sent."""
        with self.connect() as asking:
            asking.sendall(sent)
            return asking.recv(4096)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Give a server of the tests' database that runs, and end it whatever has become of it."""
    made = Server(folder)
    try:
        made.publish()
        made.start()
        yield made
    finally:
        for process in made.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Server]:
    """One server for all tests that leave it as they found it: a start takes longer than what they do with it."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            made = stack.enter_context(serving(tmp_path_factory.mktemp("serving")))
        yield made


@pytest.fixture
def server(running: Server, transactional_db: None) -> Server:
    return running


@pytest.mark.parametrize(
    ("count", "sent"),
    [
        (20, HALF_A_FORM),
        (20, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow"),
        (20, HEAD + b"Transfer-Encoding: chunked\r\n\r\n400\r\nlogin="),
        (500, b""),
    ],
    ids=["half a form", "half of the headers", "half of a chunk", "nothing"],
)
def test_who_sends_half_of_something_holds_nobody_up(server: Server, count: int, sent: bytes) -> None:
    with ExitStack() as held:
        for _one in range(count):
            stranger = held.enter_context(server.connect())
            stranger.sendall(sent)

        assert (server.get("/healthz"), server.get("/account/login/")) == (200, 200)


def test_who_reads_nothing_holds_nobody_up(server: Server) -> None:
    with ExitStack() as held:
        for _one in range(20):
            stranger = held.enter_context(server.connect())
            stranger.sendall(b"GET /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20)

        assert server.get("/account/login/") == 200


def test_body_that_is_too_large_is_refused_before_it_is_sent(server: Server) -> None:
    # Not one byte of the body is sent, so that who waits for it would wait for ever.
    said = server.answer_to(HEAD + b"Content-Length: 300000000\r\n\r\n")

    assert said.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in said.lower()


def test_body_in_chunks_is_refused_when_it_has_become_too_large(server: Server) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

    said = server.answer_to(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 5)

    assert said.startswith(b"HTTP/1.1 413 ")


def test_server_ends_at_the_first_word_and_one_that_falls_is_followed(tmp_path: Path, transactional_db: None) -> None:
    with serving(tmp_path) as server:
        assert server.get("/healthz") == 200
        (process,) = server.processes
        children = f"/proc/{process.pid}/task/{process.pid}/children"
        with open(children, encoding="ascii") as file:
            (child, watchman) = map(int, file.read().split())
        os.kill(child, signal.SIGKILL)
        os.kill(watchman, signal.SIGKILL)

        assert server.get("/healthz") == 200
        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0


@pytest.mark.parametrize(
    ("path", "cookies", "most"),
    [
        ("/account/login/", "", STRANGERS),
        ("/c/demo/plan/", "theme=dark", STRANGERS),
        ("/account/", SESSION, FORMS),
        ("/c/demo/plan/", f"theme=dark; {SESSION}", UPLOADS),
    ],
)
def test_a_body_may_be_as_large_as_its_page_needs(path: str, cookies: str, most: int) -> None:
    assert largest_body(path, cookies) == most


def test_any_server_refuses_by_length_with_a_page(client: Client, db: None) -> None:
    client.cookies.clear()

    response = client.post("/account/login/", {"login": "x" * (STRANGERS + 1)}, headers={"Accept-Language": "en-gb"})

    assert response.status_code == 413
    assert heading(response) == "That is too much at once"
