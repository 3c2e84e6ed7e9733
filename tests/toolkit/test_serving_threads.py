"""Which threads of the web server answer: as few as people ask at once, since each that has served holds memory."""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread, get_ident
from typing import Any

import pytest

from toolkit.serving.server import WRITTEN, Dispatcher, LastFirst, Server, make_server

# What has not happened by then does not happen.
PATIENCE = 30
REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def sleepers(dispatcher: Dispatcher) -> int:
    with dispatcher.lock:
        return len(dispatcher.queue_cv._waiters)  # type: ignore[attr-defined]


def settle(dispatcher: Dispatcher) -> None:
    """Go on when all threads sleep: one that has just started looks at the queue, too."""
    while sleepers(dispatcher) < len(dispatcher.threads):
        pass


class Work:
    """A request, upon whose answer others ask."""

    def __init__(self, dispatcher: Dispatcher, *, comes_back: bool, then: int = 0) -> None:
        self.dispatcher, self.comes_back = dispatcher, comes_back
        self.is_done, self.asleep = Event(), -1
        self.then = [Next(self) for _request in range(then)]

    def service(self) -> None:
        """Look how many threads still sleep when the others have asked."""
        if self.comes_back:
            self.dispatcher.comes_back()
        for one in self.then:
            self.dispatcher.add_task(one)
        self.asleep = sleepers(self.dispatcher)
        self.is_done.set()


class Next:
    """A request whose thread does not fall asleep before the first has looked."""

    def __init__(self, first: Work) -> None:
        self.first, self.is_done = first, Event()

    def service(self) -> None:
        """Wait for it."""
        if self.first.is_done.wait(PATIENCE):
            self.is_done.set()


@pytest.fixture
def dispatcher() -> Iterator[Dispatcher]:
    made = Dispatcher()
    made.set_thread_count(4)
    settle(made)
    yield made
    made.shutdown()


@pytest.mark.parametrize(
    ("comes_back", "requests", "asleep"),
    [(True, 1, 3), (True, 2, 2), (False, 1, 2), (False, 2, 1)],
)
def test_as_many_threads_are_woken_as_requests_wait_for_one(
    dispatcher: Dispatcher, comes_back: bool, requests: int, asleep: int
) -> None:
    first = Work(dispatcher, comes_back=comes_back, then=requests)

    dispatcher.add_task(first)

    assert all(other.is_done.wait(PATIENCE) for other in first.then)
    assert first.asleep == asleep


def test_thread_that_came_back_once_and_sleeps_is_woken_again(dispatcher: Dispatcher) -> None:
    for _turn in range(3):
        work = Work(dispatcher, comes_back=True)
        dispatcher.add_task(work)
        assert work.is_done.wait(PATIENCE)
        settle(dispatcher)

    assert not dispatcher.coming_back


def test_thread_that_fell_asleep_last_is_woken_first() -> None:
    asleep = [Lock() for _thread in range(4)]
    for one in asleep:
        one.acquire()
    bed = LastFirst()
    with bed:
        bed._waiters.extend(asleep)  # type: ignore[attr-defined]
        seen = []
        for _task in range(2):
            bed.notify()
            seen.append([one.locked() for one in asleep])
        bed.notify_all()

    assert seen == [[True, True, True, False], [True, True, False, False]]
    assert not any(one.locked() for one in asleep)


class Answer:
    """A body that is tidied up after, as Django's is."""

    def __init__(self, pieces: list[bytes], tidy: Any) -> None:
        self.pieces, self.close = pieces, tidy

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)


@contextmanager
def answering(application: Any) -> Iterator[tuple[Server, Any]]:
    """Give a server with three threads, and what opens a connection to it."""
    goes_on = [True]
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        made = make_server(application, listening, 3)
        settle(made.task_dispatcher)
        running = Thread(target=made.serve, args=(lambda: goes_on[0],))
        running.start()
        opened: list[socket.socket] = []

        def connect() -> socket.socket:
            opened.append(socket.create_connection(listening.getsockname(), timeout=PATIENCE))
            return opened[-1]

        try:
            yield made, connect
        finally:
            goes_on[0] = False
            running.join(PATIENCE)
            for one in opened:
                one.close()
            for channel in list(made.active_channels.values()):
                channel.handle_close()
            made.close()


def test_answer_is_sent_when_the_thread_has_tidied_up_and_comes_back() -> None:
    seen: list[tuple[str, bool, bool, bool]] = []
    has_woken = Event()

    def look(what: str, within: float = 0) -> None:
        readable, _writable, _broken = select.select([asking], [], [], within)
        (channel,) = made.active_channels.values()
        # Who reads and writes for all would turn in circles for what is there and may not be sent.
        seen.append((what, bool(readable), channel.total_outbufs_len > 0, channel.writable()))

    def application(_environ: Any, start: Any) -> Answer:
        start("200 OK", [("Content-Length", "4")])
        return Answer([b"pa", b"ge"], lambda: look("tidied up"))

    with answering(application) as (made, connect):
        asking = connect()
        comes_back, wake = made.task_dispatcher.comes_back, made.pull_trigger

        def coming() -> None:
            look("comes back")
            comes_back()

        def waking() -> None:
            # By then the thread itself has sent it: the one that sends for all may have to wait for others.
            look("wakes who sends for all", PATIENCE)
            has_woken.set()
            wake()

        made.task_dispatcher.comes_back, made.pull_trigger = coming, waking
        asking.sendall(REQUEST)
        # Nothing is read before, or there would be nothing to see.
        assert has_woken.wait(2 * PATIENCE)
        with asking.makefile("rb") as answer:
            assert answer.readline() == b"HTTP/1.1 200 OK\r\n"

    assert seen[:3] == [
        ("tidied up", False, True, False),
        ("comes back", False, True, False),
        ("wakes who sends for all", True, False, False),
    ]


def test_long_answer_is_on_its_way_before_it_is_whole() -> None:
    arrived = Event()

    def application(_environ: Any, start: Any) -> Iterator[bytes]:
        start("200 OK", [("Content-Length", str(WRITTEN + 1))])
        yield b"x" * WRITTEN
        yield b"y" if arrived.wait(PATIENCE) else b""

    with answering(application) as (_made, connect):
        asking = connect()
        asking.sendall(REQUEST)
        with asking.makefile("rb") as answer:
            while answer.readline() != b"\r\n":
                pass
            assert answer.read(WRITTEN // 2)
            arrived.set()
            assert answer.read(WRITTEN // 2 + 1)[-2:] == b"xy"


def test_those_who_ask_one_after_another_on_many_connections_are_served_by_one_thread() -> None:
    threads = set()

    def application(_environ: Any, start: Any) -> list[bytes]:
        threads.add(get_ident())
        start("200 OK", [("Content-Length", "0")])
        return []

    with answering(application) as (_made, connect):
        connections = [connect() for _one in range(4)]
        for turn in range(200):
            connections[turn % 4].sendall(REQUEST)
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                answer += connections[turn % 4].recv(4096)

    assert len(threads) == 1
