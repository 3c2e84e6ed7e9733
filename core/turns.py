"""Taking turns in a process: whose turn it is does its own part, and with it what the others have laid down meanwhile.

For what can be done for several as quickly as for one, since it waits for a lock and a disk: whoever waits would wait
for both anew. Nothing here outlives the process, and nobody waits without end: neither for a turn nor for who has
taken one's part in hand.
"""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class NoTurnError(Exception):
    """The turn did not come in time."""


class _Part(Generic[Value]):
    """What one thread has laid down, and how it learns what has become of it."""

    def __init__(self, value: Value) -> None:
        self.value = value
        self.is_next = self.is_done = False
        self.error: BaseException | None = None
        self.told = Lock()
        self.told.acquire()


class Turns(Generic[Value]):
    """One thread at a time does what it brings, with at most so many parts; each waits so many seconds at most."""

    def __init__(self, *, most: int, within: float) -> None:
        self.most, self.within = most, within
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[_Part[Value]] = deque()

    def take(
        self, value: Value, do: Callable[[Sequence[Value]], None], is_for_all: Callable[[Exception], bool]
    ) -> None:
        """Have it done, and return when it is; raises NoTurnError, or what kept it from being done.

        `do` does all that it is given, or nothing and raises. When that is not everybody's fault, each does its own
        part by itself.
        """
        mine = _Part(value)
        with self._lock:
            mine.is_next = not self._is_taken
            if self._is_taken:
                self._waiting.append(mine)
            self._is_taken = True
        if not mine.is_next:
            try:
                self._wait(mine)
            except BaseException:
                self._leave(mine)
                raise
        if mine.is_next:
            self._do_with_others(mine, do, is_for_all)
        if mine.error is not None:
            raise mine.error
        if not mine.is_done:
            do([value])

    def _wait(self, mine: _Part[Value]) -> None:
        if mine.told.acquire(timeout=self.within):
            return
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                raise NoTurnError
        # Somebody has it in hand by now, who may have to wait himself, or it has just become this one's turn.
        if not mine.told.acquire(timeout=3 * self.within):
            raise NoTurnError

    def _leave(self, mine: _Part[Value]) -> None:
        """Take back what was laid down by a thread that goes; a turn that has just come is the next one's."""
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
        if mine.is_next:
            self._pass_on([])

    def _do_with_others(
        self, mine: _Part[Value], do: Callable[[Sequence[Value]], None], is_for_all: Callable[[Exception], bool]
    ) -> None:
        others: list[_Part[Value]] = []
        try:
            with self._lock:
                while self._waiting and len(others) < self.most - 1:
                    others.append(self._waiting.popleft())
            parts = [mine, *others]
            do([part.value for part in parts])
            for part in parts:
                part.is_done = True
        except Exception as error:
            if not others:
                raise
            if is_for_all(error):
                for part in parts:
                    part.error = _again(error)
        finally:
            self._pass_on(others)

    def _pass_on(self, done: list[_Part[Value]]) -> None:
        with self._lock:
            following = self._waiting.popleft() if self._waiting else None
            self._is_taken = following is not None
            # Whoever goes at this moment either waits still, or knows that it is the next.
            if following is not None:
                following.is_next = True
        if following is not None:
            following.told.release()
        for part in done:
            part.told.release()


def _again(error: Exception) -> Exception:
    """Return another of the same error: each thread writes into its own where it was raised."""
    other = type(error)(*error.args)
    other.__cause__ = error.__cause__
    return other
