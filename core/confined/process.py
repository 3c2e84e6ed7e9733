"""Asks a confined child for work, and waits no longer than it may: one task, one process, few at a time.

The processes of the portal share the places (`SLOTS`), so that eight large files at once leave room for the pages of
others; who finds no place within some seconds is told to try again.
"""

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import structlog
from django.conf import settings

from core.confined.limits import Fault, fault_of

log = structlog.get_logger(__name__)

SLOTS = 2
WAIT = 6.0
# Of the threads of one process: those that read a file or wait for a place. The others go on serving pages.
THREADS = 4
_TICK = 0.05
_threads = threading.BoundedSemaphore(THREADS)
_ROOT = Path(__file__).resolve().parent.parent.parent
MEGABYTE = 1024**2


@dataclass(frozen=True, slots=True)
class Cost:
    """What one task may cost: seconds on the clock and of the processor, bytes of memory, bytes of the answer.

    Who does the work counts what it reads and stops by that. The seconds stop only what nobody thought of: a busy
    machine needs three of its own for what a quiet one does in one, and an honest file is not to be refused for that.
    """

    seconds: float = 10.0
    processor: float = 4.0
    memory: int = 256 * MEGABYTE
    answer: int = 64 * MEGABYTE


class Stopped(Exception):
    """The child did not finish: `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def ask(
    job: str, content: bytes, asked: dict[str, Any], cost: Cost, wait: float = WAIT
) -> tuple[dict[str, Any], bytes]:
    """Have a child do this; return the head of its answer and what it made. Raises Stopped."""
    head = {
        "job": job,
        "size": len(content),
        "asked": asked,
        "seconds": cost.seconds,
        "processor": cost.processor,
        "memory": cost.memory,
    }
    with own_thread(), _place(wait):
        answer, exitcode = _run(json.dumps(head).encode() + b"\n" + content, cost.seconds)
    said, _newline, made = answer.partition(b"\n")
    if exitcode or not said or len(answer) > cost.answer:
        fault, where = fault_of(exitcode) if exitcode else ("size", "")
        raise _stopped(job, fault, where)
    found: dict[str, Any] = json.loads(said)
    if "fault" in found:
        raise _stopped(job, found["fault"], str(found.get("where", "")))
    return found, made


def _stopped(job: str, fault: Fault, where: str) -> Stopped:
    log.warning("confined_work_stopped", job=job, fault=fault, where=where)
    return Stopped(fault)


def _run(sent: bytes, seconds: float) -> tuple[bytes, int | None]:
    # -s: nothing of a person's own folder is loaded.
    command = [sys.executable, "-s", "-m", "core.confined"]
    surroundings = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(  # noqa: S603 -- our own interpreter, our own module
        command,
        cwd=_ROOT,
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
    ) as process:
        try:
            answer, _errors = process.communicate(sent, timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return b"", -14
        return answer, process.returncode


@contextmanager
def own_thread() -> Iterator[None]:
    """Be one of the threads of this process that may read a file or wait for a place; raises Stopped at once."""
    if not _threads.acquire(blocking=False):
        raise _stopped("any", "busy", "")
    try:
        yield
    finally:
        _threads.release()


@contextmanager
def _place(wait: float) -> Iterator[None]:
    """Hold one of the places; they belong to whoever has locked their file, and fall free when a process dies."""
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + wait
    while True:
        for number in range(SLOTS):
            file = (folder / f"confined-{number}").open("ab")
            if _locked(file):
                try:
                    yield
                finally:
                    file.close()
                return
            file.close()
        if time.monotonic() > end:
            raise _stopped("any", "busy", "")
        time.sleep(_TICK)


def _locked(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
