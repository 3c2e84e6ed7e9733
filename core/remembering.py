"""What was computed of values that never change, remembered under these values; the longest unused goes first.

Whoever remembers names a result by everything that it was computed from. Then it cannot be out of date, whoever has
changed what in whichever process, and it can be forgotten at any time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Remembering(Generic[Result]):
    """So many results at most, by what they were computed from; several threads ask it at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._known: OrderedDict[Hashable, Result] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return what is known under the key, or compute it; two threads may do so at once, and either will do."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        found = compute()
        self.put(key, found)
        return found

    def put(self, key: Hashable, found: Result) -> None:
        """Remember a result in the place of what is known under the key, if anything is."""
        with self._lock:
            self._known[key] = found
            self._known.move_to_end(key)
            while len(self._known) > self.most:
                self._known.popitem(last=False)

    def known(self, key: Hashable) -> Result | None:
        """Return what is known under the key, or None; it counts as no use of it."""
        with self._lock:
            return self._known.get(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()

    def __len__(self) -> int:
        return len(self._known)
