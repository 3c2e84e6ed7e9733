"""Waitress with limits of our own: on the size of a request by its path, on the time it takes to arrive, on the whole.

One thread reads and writes for all connections and never waits; the others only see requests that have arrived whole.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask

from toolkit.serving.bodies import UPLOADS, largest_body

HEADERS_WITHIN = 15.0
# A body may be as slow as a phone in a train, and no slower.
BODY_WITHIN, SLOWEST = 30.0, 8 * 1024
IDLE = 75
CONNECTIONS = 4000
# Of bodies that are on their way, in memory and in temporary files.
ON_THEIR_WAY = 1024**3
ENDING = 10.0
# An answer up to here lies in memory, and is sent when the work on it is done.
WRITTEN = 512 * 1024

log = structlog.get_logger(__name__)


class Parser(HTTPRequestParser):  # type: ignore[misc]  # the library has no types
    """A request on its way, which is cut short as soon as it is larger than it may be."""

    limit = UPLOADS

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.begun_at = time.monotonic()

    def received(self, data: bytes) -> int:
        """Take in some bytes; the portal itself answers to a request that is too large, in the reader's language."""
        was_known = self.headers_finished
        consumed: int = super().received(data)
        if self.error or self.empty or not self.headers_finished:
            return consumed
        if not was_known:
            self.limit = largest_body(self.path, self.headers.get("COOKIE", ""))
        if max(self.content_length, self.body_bytes_received) > self.limit:
            self.cut_short()
        return consumed

    def cut_short(self) -> None:
        """Hand the request on without its body, but with the length that shows why."""
        self.headers["CONTENT_LENGTH"] = str(max(self.content_length, self.body_bytes_received))
        self.headers["CONNECTION"] = "close"
        self.expect_continue = False
        self.completed = True

    def is_late(self, now: float) -> bool:
        """Tell whether headers or body should have arrived by now."""
        allowed = HEADERS_WITHIN
        if self.headers_finished:
            allowed = BODY_WITHIN + max(self.content_length, self.body_bytes_received) / SLOWEST
        return now - self.begun_at > allowed


class Task(WSGITask):  # type: ignore[misc]  # the library has no types
    """The work on a request; its last act is to send the answer, and its thread is free for who asks upon that."""

    def service(self) -> None:
        """Answer; what is left to do then is short and waits for nobody, unless more requests are there already."""
        try:
            super().service()
        finally:
            # Much that is yet to be sent would keep whoever relies on this thread.
            if len(self.channel.requests) == 1 and self.channel.total_outbufs_len < WRITTEN:
                self.channel.server.task_dispatcher.comes_back()
            self.channel.send_written()


class Channel(HTTPChannel):  # type: ignore[misc]  # the library has no types
    """A connection."""

    parser_class = Parser
    task_class = Task

    def writable(self) -> bool:
        """Tell whether there is something to send; the one thread would turn in circles for what is to wait."""
        waits = self.requests and self.total_outbufs_len < WRITTEN
        return bool(self.will_close or self.close_when_flushed or (self.total_outbufs_len and not waits))

    def send_written(self) -> None:
        """Send as much of what has been written as the connection takes at once; the rest goes as it is read."""
        with self.outbuf_lock:
            if self.connected and self.total_outbufs_len:
                self._flush_exception(self._flush_some, do_close=False)

    def is_late(self, now: float) -> bool:
        """Tell whether the connection has not brought in time what it was opened for."""
        if self.requests:
            return False
        request = self.request
        if request is not None:
            return bool(request.is_late(now))
        # A connection that has said nothing yet; one that has been served may be kept for the next request.
        is_new = self.last_activity == self.creation_time
        return is_new and time.time() - self.creation_time > HEADERS_WITHIN


class LastFirst(threading.Condition):
    """Wakes who fell asleep last: whose connection to the database is open, with what it has read and planned.

    Python wakes who has waited longest, so that one visitor after another goes through all threads, each of which then
    holds three megabytes of its own for nothing.
    """

    def notify(self, n: int = 1) -> None:
        """Wake one, or as many as are asked for."""
        waiting = self._waiters  # type: ignore[attr-defined]  # a deque, the longest waiting first
        waiting.rotate(min(n, len(waiting)))
        super().notify(n)


class Dispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]  # the library has no types
    """Gives requests to threads, and wakes none while one that has just answered is on its way back.

    Who has an answer asks for the next page while the thread is yet to fall asleep, and on a busy machine two of them:
    each time that happened one more thread was woken, which held three megabytes from then on.
    """

    def __init__(self) -> None:
        super().__init__()
        self.queue_cv = LastFirst(self.lock)
        # The threads that look at the queue next, whatever happens.
        self.coming_back: set[int] = set()

    def comes_back(self) -> None:
        """Say that the thread that calls looks at the queue as soon as it has tidied up."""
        with self.lock:
            self.coming_back.add(threading.get_ident())

    def add_task(self, task: Any) -> None:
        """Have a request answered by a thread that comes back, or else wake one."""
        with self.lock:
            self.queue.append(task)
            if len(self.queue) > len(self.coming_back):
                self.queue_cv.notify()
            waiting = len(self.queue) - (len(self.threads) - self.stop_count - self.active_count)
            if waiting > 0:
                self.queue_logger.warning("Task queue depth is %d", waiting)

    def handler_thread(self, thread_no: int) -> None:
        """Work on one request after another, as the library's does; who takes one no longer comes back for it."""
        me = threading.get_ident()
        while True:
            with self.lock:
                self.coming_back.discard(me)
                while not self.queue and self.stop_count == 0:
                    self.active_count -= 1
                    self.queue_cv.wait()
                    self.active_count += 1
                if self.stop_count > 0:
                    self.active_count -= 1
                    self.stop_count -= 1
                    self.threads.discard(thread_no)
                    self.thread_exit_cv.notify()
                    return
                task = self.queue.popleft()
            try:
                task.service()
            except BaseException:  # the thread goes on, as the library's does
                self.logger.exception("Exception when servicing %r", task)


class Server(TcpWSGIServer):  # type: ignore[misc]  # the library has no types
    """One process of the web server."""

    channel_class = Channel
    ending = False

    def maintenance(self, now: float) -> None:
        """Close what is late, then the longest idle if there are too many, and the largest if all is too much."""
        super().maintenance(now)
        channels = list(self.active_channels.values())
        for channel in channels:
            if channel.is_late(time.monotonic()):
                channel.will_close = True
        waiting = [one for one in channels if not one.requests and not one.will_close]
        if len(channels) > CONNECTIONS * 0.9:
            for channel in sorted(waiting, key=lambda one: one.last_activity)[: len(channels) - CONNECTIONS // 2]:
                channel.will_close = True
        arriving = [one for one in waiting if one.request is not None and not one.will_close]
        total = sum(one.request.body_bytes_received for one in arriving)
        for channel in sorted(arriving, key=lambda one: one.request.body_bytes_received, reverse=True):
            if total <= ON_THEIR_WAY:
                break
            total -= channel.request.body_bytes_received
            channel.will_close = True

    def serve(self, goes_on: Callable[[], bool]) -> None:
        """Serve until told otherwise; then finish what is in hand, for a few seconds."""
        while goes_on():
            wasyncore.loop(timeout=1, map=self._map, use_poll=True, count=1)
        self.accepting = False
        end = time.monotonic() + ENDING
        while time.monotonic() < end and self.is_busy():
            wasyncore.loop(timeout=0.1, map=self._map, use_poll=True, count=1)
        self.task_dispatcher.shutdown(timeout=1)

    def is_busy(self) -> bool:
        """Tell whether an answer is being made or sent."""
        return any(one.requests or one.total_outbufs_len for one in self.active_channels.values())


def make_server(application: Callable[[Any, Any], Iterable[bytes]], listening: socket.socket, threads: int) -> Server:
    """Return a server on a socket that listens already."""
    adjustments = Adjustments(
        sockets=[listening],
        threads=threads,
        ident=None,
        backlog=2048,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE,
        cleanup_interval=1,
        asyncore_use_poll=True,
        # Whose proxy may say who the visitor is, Django decides: TOOLKIT_TRUSTED_PROXIES, TOOLKIT_HTTPS.
        clear_untrusted_proxy_headers=False,
        max_request_header_size=32 * 1024,
        # What is too large the parser cuts short by itself.
        max_request_body_size=2**62,
        inbuf_overflow=64 * 1024,
        # A large file arrives in few pieces: each costs the thread that reads for everybody.
        recv_bytes=64 * 1024,
        # A slow reader keeps a file, not a thread: what an answer has beyond this lies on the disk until it is read.
        outbuf_overflow=WRITTEN,
        outbuf_high_watermark=512 * 1024**2,
    )
    # An option of its constructor is on its way out, the value is not.
    adjustments.send_bytes = WRITTEN
    dispatcher = Dispatcher()
    dispatcher.set_thread_count(threads)
    sockinfo = (listening.family, listening.type, listening.proto, listening.getsockname())
    return Server(
        application,
        map={},
        _sock=listening,
        dispatcher=dispatcher,
        adj=adjustments,
        sockinfo=sockinfo,
        bind_socket=False,
    )
