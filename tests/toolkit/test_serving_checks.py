"""The real web server before it serves: what the checks of an installation find, and what ends them."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.toolkit.test_worker import Surroundings
from toolkit.serving.processes import listen

# What has not come by then does not come.
PATIENCE = 30
WRONG = "LANGUAGE_CODE = 'de'"
# A check that says which process it is in, and then does something for ever.
CHECK = """
import os, signal
from django.core import checks

@checks.register
def look(app_configs, **given):
    print(os.getpid(), flush=True)
    {}
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path, transactional_db: None) -> Iterator[Start]:
    """Start a server with these lines at the end of its settings, and these arguments."""
    made, started = Surroundings(tmp_path), []
    made.publish()

    def start(lines: str, *arguments: str, port: int = 0) -> subprocess.Popen[str]:
        (tmp_path / "changed_settings.py").write_text(f"from toolkit.settings import *\n{lines}\n")
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}", "--processes", "1", *arguments],
            cwd=settings.BASE_DIR,
            env={
                **made.variables,
                "DJANGO_SETTINGS_MODULE": "changed_settings",
                "PYTHONPATH": str(tmp_path),
                "TOOLKIT_DEBUG": "true",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        # Also what it has left behind.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_what_a_check_finds_wrong_is_told_and_nothing_is_served(start: Start) -> None:
    server = start(WRONG)

    _out, said = server.communicate(timeout=PATIENCE)

    assert server.returncode == 1
    assert "(translation.E004)" in said
    assert "Listening" not in said


def test_who_does_without_the_checks_is_served(start: Start) -> None:
    server = start(WRONG, "--skip-checks")

    assert server.stderr is not None
    assert any(re.match(r"Listening at 127\.0\.0\.1:\d+$", line) for line in server.stderr)


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_word_to_end_counts_while_it_is_checked(start: Start, word: signal.Signals) -> None:
    server = start(CHECK.format("signal.pause()"))
    assert server.stdout is not None
    checking = int(server.stdout.readline())

    server.send_signal(word)

    assert server.wait(timeout=PATIENCE) == -word
    assert not Path(f"/proc/{checking}").exists()


def test_port_is_free_when_the_server_is_killed_while_it_is_checked(start: Start) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = start(CHECK.format("signal.pause()"), port=port)
    assert server.stdout is not None
    checking = int(server.stdout.readline())

    server.kill()
    server.wait(timeout=PATIENCE)

    listen(("127.0.0.1", port)).close()
    assert Path(f"/proc/{checking}").exists()


@pytest.mark.parametrize(
    ("ending", "status", "said"),
    [
        # The limit is there, and is brought forward.
        ("assert signal.setitimer(signal.ITIMER_REAL, 0.01)[0]; signal.pause()", 142, "took longer than 60 seconds"),
        ("os.kill(os.getpid(), signal.SIGKILL)", 137, "were ended by SIGKILL"),
    ],
)
def test_checks_that_never_end_or_fall_are_told(start: Start, ending: str, status: int, said: str) -> None:
    server = start(CHECK.format(ending))

    _out, told = server.communicate(timeout=PATIENCE)

    assert server.returncode == status
    assert said in told
    assert "Listening" not in told
