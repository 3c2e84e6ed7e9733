"""Errors go to a collector that really listens, with where and ids, and without a word of anybody."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

from toolkit.given import WrongSettingError, check_collector

CODE = """
import django, structlog
django.setup()
from django.db import models
from django.test import Client
from accounts import forms
def fail(self, *args, **kwargs):
    typed = "a very secret answer"
    raise ValueError("quoting " + typed)
forms.SignInForm.__init__ = fail
client = Client(raise_request_exception=False, headers={"Cookie": "theme=hidden-cookie"})
answer = client.get("/account/login/?next=/shared/hidden-link/")
print(answer["X-Request-ID"])
import sentry_sdk
sentry_sdk.flush(20)
"""


class Collector(ThreadingHTTPServer):
    """Takes what is reported."""

    taken: list[str]


class Taker(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.taken.append(body.decode())  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector(("127.0.0.1", 0), Taker)
    server.taken = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_error_is_reported_with_where_and_ids_and_no_words(collector: Collector) -> None:
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "toolkit.settings",
        "TOOLKIT_ERRORS_DSN": f"http://key@127.0.0.1:{collector.server_port}/1",
        "TOOLKIT_ALLOWED_HOSTS": "testserver,127.0.0.1",
        # Static files are not collected for a test, and the error page names some.
        "TOOLKIT_DEBUG": "true",
    }
    said = subprocess.run(
        [sys.executable, "-c", CODE], cwd=settings.BASE_DIR, env=variables, check=True, capture_output=True, text=True
    )
    request = said.stdout.strip()

    reports = [json.loads(line) for body in collector.taken for line in body.splitlines() if '"exception"' in line]
    assert len(reports) == 1
    fault = reports[0]["exception"]["values"][-1]
    assert fault["type"] == "ValueError"
    assert fault["stacktrace"]["frames"][-1]["function"] == "fail"
    assert reports[0]["tags"] == {"request": request}
    assert reports[0]["release"] == settings.VERSION
    for word in ("a very secret answer\\", "quoting a", "hidden-cookie", "hidden-link", "testserver"):
        assert word not in json.dumps(reports[0]).replace('typed = \\"a very secret answer\\"', "")


@pytest.mark.parametrize("dsn", ["collector", "https://errors.example.org", "ftp://key@errors.example.org/1"])
def test_address_that_is_no_collector_stops_the_start(dsn: str) -> None:
    with pytest.raises(WrongSettingError):
        check_collector(dsn)
