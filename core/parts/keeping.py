"""Parts of pages that this process has drawn, by what they were drawn from; the longest unused goes first."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Part = TypeVar("Part")


class Keeper(Generic[Part]):
    """Keeps what was made, within a number of characters; several threads ask it at once."""

    def __init__(self, most: int, size: Callable[[Part], int]) -> None:
        self.most, self._size = most, size
        self._kept: OrderedDict[tuple[str, bytes], Part] = OrderedDict()
        self._lock = Lock()
        self.held = 0

    def get(self, key: tuple[str, bytes]) -> Part | None:
        """Return what is kept under this key."""
        with self._lock:
            part = self._kept.get(key)
            if part is not None:
                self._kept.move_to_end(key)
            return part

    def keep(self, key: tuple[str, bytes], part: Part) -> None:
        """Keep it, and let go of what was asked for longest ago."""
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = part
            self.held += self._weight(key, part)
            while self.held > self.most and self._kept:
                gone, what = self._kept.popitem(last=False)
                self.held -= self._weight(gone, what)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.held = 0

    def __len__(self) -> int:
        return len(self._kept)

    def _weight(self, key: tuple[str, bytes], part: Part) -> int:
        return len(key[1]) + self._size(part)
