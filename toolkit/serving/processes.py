"""The processes of the web server: they share one listening socket, and one that falls is followed by another."""

import contextlib
import ctypes
import gc
import os
import resource
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

import structlog
from django.core.management.base import SystemCheckError
from django.db import connections
from django.urls import get_resolver

from installation import watching
from toolkit.serving.server import CONNECTIONS, make_server

# A process that falls sooner than this has a reason that will be there again.
SOON = 5.0
# Connections, their temporary files, and what the portal itself opens.
OPEN_FILES = 3 * CONNECTIONS
# The checks take a second or two; who waits for a database that does not answer would wait for ever.
CHECKED_WITHIN = 60.0
STOPPED_BY = (signal.SIGTERM, signal.SIGINT)
# The name of glibc's option.
M_ARENA_MAX = -8

log = structlog.get_logger(__name__)


class Master:
    """Starts the processes, and ends them all together."""

    def __init__(self, *, address: tuple[str, int], processes: int, threads: int) -> None:
        self.socket = listen(address)
        self.wanted, self.threads = processes, threads
        self.started: dict[int, float] = {}
        self.watchman = 0
        self.ending = 0

    def prepare(self, check: Callable[[], None]) -> int:
        """Take everything in and look whether it can be served; return the status for the shell when it cannot, or 0.

        `check` raises SystemCheckError. A process that is told to stop before it serves ends by that very signal.
        """
        allow_open_files()
        for one in STOPPED_BY:
            signal.signal(one, self.end)
        load()
        connections.close_all()
        status = 0 if self.ending else self.checked(check)
        if self.ending:
            signal.signal(self.ending, signal.SIG_DFL)
            signal.raise_signal(self.ending)
            return 128 + self.ending  # the first process of a container is never ended by a signal
        return status

    def checked(self, check: Callable[[], None]) -> int:
        """Return the status for the shell after a check, in a process that ends, with what it has put together."""
        # Nothing may come between, while the two do not know each other.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPED_BY)
        pid = os.fork()
        if not pid:
            look(check, self.socket)
        self.started[pid] = time.monotonic()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPED_BY)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        del self.started[pid]
        if status >= 0 or self.ending:
            return status
        if -status == signal.SIGALRM:
            why = f"took longer than {CHECKED_WITHIN:g} seconds; most often a database does not answer"
        else:
            why = f"were ended by {signal.Signals(-status).name}; most often there is too little memory"
        sys.stderr.write(f"Nothing is served: the checks of the installation {why}.\n")
        sys.stderr.write(
            "`manage.py check` does them alone, and `manage.py serve --skip-checks` serves without them.\n"
        )
        return 128 - status

    def run(self) -> int:
        """Serve until told to stop; return the status for the shell."""
        while not self.ending:
            while len(self.started) - bool(self.watchman) < self.wanted and not self.ending:
                self.start()
            if not self.watchman and not self.ending:
                self.watchman = self.fork(lambda: watch(os.getppid()))
            self.wait()
        while self.started:
            self.wait()
        return 0

    def start(self) -> None:
        """Start one process that serves."""
        self.fork(lambda: work(self.socket, self.threads))

    def fork(self, do: Callable[[], None]) -> int:
        """Start a process that does something, and return its number; in it this does not return."""
        pid = os.fork()
        if pid:
            self.started[pid] = time.monotonic()
            if self.ending:
                os.kill(pid, signal.SIGTERM)
            return pid
        status = 1
        try:
            do()
            status = 0
        except BaseException:  # nothing may run on into the code of the first process
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def wait(self) -> None:
        """Wait until a process has ended."""
        try:
            pid, status = os.wait()
        except ChildProcessError:
            self.started.clear()
            return
        lived = time.monotonic() - self.started.pop(pid, 0.0)
        if pid == self.watchman:
            self.watchman = 0
        if not self.ending:
            log.error("server_process_ended", process=pid, status=os.waitstatus_to_exitcode(status))
            if lived < SOON:
                time.sleep(1)

    def end(self, signum: int, frame: FrameType | None) -> None:
        """End every process; what is in hand is finished."""
        self.ending = signum
        for pid in list(self.started):
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                continue


def look(check: Callable[[], None], listening: socket.socket) -> NoReturn:
    """Do a check and end: with 0, with 1 when something is wrong, or by a signal, also when it takes too long."""
    status = 1
    try:
        # The port is free when the first process is gone, and a word to end counts at once.
        listening.close()
        for one in STOPPED_BY:
            signal.signal(one, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPED_BY)
        signal.setitimer(signal.ITIMER_REAL, CHECKED_WITHIN)
        check()
        status = 0
    except SystemCheckError as fault:
        sys.stderr.write(f"{fault}\n")
    except BaseException:  # as where a process serves
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def listen(address: tuple[str, int]) -> socket.socket:
    """Return a socket that listens; raise OSError when the address cannot be used."""
    host, port = address
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(2048)
    listening.setblocking(False)
    return listening


def load() -> None:
    """Take in before the fork what every process would take in for itself, so that they share it."""
    hold_together()
    import toolkit.wsgi  # noqa: F401, PLC0415 -- the settings must have been read

    get_resolver().url_patterns  # noqa: B018 -- reading it imports every view
    gc.collect()
    # What is here now stays: nobody need look at it again, and so nobody writes to its pages.
    gc.freeze()


def hold_together() -> None:
    """Have threads share two heaps: each would keep one of its own for good, as large as its largest page ever was."""
    with contextlib.suppress(OSError, AttributeError):  # another library of C has no such option
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def allow_open_files() -> None:
    """Take as many open files as the machine allows, up to what the connections need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def watch(master: int) -> None:
    """Look every minute whether the installation is well, and have somebody told when it is not."""
    state = {"ending": False}

    def end(signum: int, frame: FrameType | None) -> None:
        state["ending"] = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    watching.keep_watch(lambda: not state["ending"] and os.getppid() == master)


def work(listening: socket.socket, threads: int) -> None:
    """Be one process of the server."""
    state = {"ending": False}
    master = os.getppid()

    def end(signum: int, frame: FrameType | None) -> None:
        state["ending"] = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    from toolkit.wsgi import application  # noqa: PLC0415 -- the first process has loaded it

    server = make_server(application, listening, threads)
    # A process whose master was killed would go on holding the port.
    server.serve(lambda: not state["ending"] and os.getppid() == master)
