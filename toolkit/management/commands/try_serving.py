"""Sees whether this version serves: its probes, the page of sign-in and a style sheet."""

import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections import deque
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.errors import Refusal

PATIENCE = 180.0
# What hangs is asked once more, as long as there is patience.
A_TRY = 30.0
PAUSE = 0.3
LONGEST = 2_000_000


class Broken(Refusal):
    """The portal answered that it failed; asking again would bring the same."""


class Command(BaseCommand):
    """`manage.py try_serving`."""

    help = (
        "Starts the portal on a free port of this machine, asks it for a few pages and ends it; with --at asks the "
        "one that runs there. Fails with a sentence when something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", default="", help="the address of a portal that runs")

    def handle(self, *args: Any, at: str, **options: Any) -> None:
        try:
            if at:
                self.ask(at.rstrip("/"), None)
            else:
                self.start_and_ask()
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal

    def start_and_ask(self) -> None:
        """Serve on a port that the system chooses, and ask there."""
        command = [sys.executable, "manage.py", "serve", "--bind", "127.0.0.1:0", "--processes", "1", "--threads", "2"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=settings.BASE_DIR, stderr=pipe, text=True) as server:  # noqa: S603 -- ours
            try:
                said: deque[str] = deque(maxlen=20)
                for line in server.stderr or []:
                    said.append(line)
                    if line.startswith("Listening at "):
                        break
                else:
                    raise Refusal("The portal did not start:\n" + "".join(said))
                address = said[-1].removeprefix("Listening at ").strip()
                # Read on: a server whose words nobody reads stops once the pipe is full.
                threading.Thread(target=said.extend, args=(server.stderr or [],), daemon=True).start()
                self.ask(f"http://{address}", server)
            except Broken as refusal:
                raise Refusal(f"{refusal.message}\n{''.join(said)}") from refusal
            finally:
                server.terminate()

    def ask(self, address: str, server: subprocess.Popen[str] | None) -> None:
        """Ask for the pages; the first may take a while."""
        until = time.monotonic() + PATIENCE

        def patiently(path: str) -> bytes:
            while True:
                try:
                    return fetched(f"{address}{path}")
                except Broken:
                    raise
                except Refusal:
                    if time.monotonic() > until or (server is not None and server.poll() is not None):
                        raise
                    time.sleep(PAUSE)

        ready = json.loads(patiently("/readyz"))
        page = patiently("/account/login/").decode()
        patiently(page.partition('<link rel="stylesheet" href="')[2].partition('"')[0])
        self.stdout.write(f"{address} answers: {ready['status']}.")


def fetched(address: str) -> bytes:
    """Return what an address answers; refuse anything but 200, as the portal of this installation."""
    host = settings.BASE_URL.partition("://")[2].partition(":")[0]
    secure = {"X-Forwarded-Proto": "https"} if settings.SECURE_PROXY_SSL_HEADER else {}
    request = urllib.request.Request(address, headers={"Host": host, **secure})  # noqa: S310 -- our own portal
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=A_TRY) as answer:
            content: bytes = answer.read(LONGEST)
            return content
    except urllib.error.HTTPError as fault:
        refusal = Broken if fault.code == HTTPStatus.INTERNAL_SERVER_ERROR else Refusal
        raise refusal(f"{address} answered {fault.code}: {fault.read(300).decode(errors='replace')}") from fault
    except OSError as fault:
        raise Refusal(f"{address} did not answer: {fault}") from fault
