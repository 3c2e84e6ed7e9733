"""Parts of pages that this process has drawn, by what they were drawn from; the longest unused goes first.

Nothing here is told that something has changed: what has changed was drawn from other values. So no part can be stale,
in whichever process, and none is shown to somebody who would not have been shown the same, letter by letter.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache, wraps
from hashlib import sha256
from threading import Lock
from typing import Any, ParamSpec

from django.db import connections
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.parts.values import NotValuesError, drawn_from

Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class Part:
    """A part: texts, with something fresh between each two of them, drawn by the node in its place.

    Of a page's main part, what is shown around it, too.
    """

    texts: tuple[str, ...]
    holes: tuple[Any, ...] = ()
    around: Any = None


class NotGivenError(Exception):
    """What was to be kept looked at more than the values that it was given: at the database, or at the request."""


class Keeper:
    """Keeps parts within a number of characters; several threads ask it at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        # Whether a part that looks at more than its values is an error, as in the tests, or drawn anew each time.
        self.is_strict = False
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

    def drop(self, key: tuple[str, bytes]) -> None:
        """Let go of one, if it is there."""
        with self._lock:
            if (part := self._kept.pop(key, None)) is not None:
                self.held -= self._weight(key, part)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.held = 0

    def __len__(self) -> int:
        return len(self._kept)

    def _weight(self, key: tuple[str, bytes], part: Part) -> int:
        return len(key[1]) + sum(map(len, part.texts))


# All pages of a cluster are less than half a million. A part that a change has left behind is kept, too, until then.
KEEPER = Keeper(2_000_000)
# The main parts of pages by themselves: four roles and two languages of a cluster have 700,000, which crowded out what
# is shared by all.
MAIN_PARTS = Keeper(1_500_000)


def key_of(name: str, *values: object) -> tuple[str, bytes]:
    """Return the key of a part that is drawn from these values, in the language and on the day of this moment."""
    zone = timezone.get_current_timezone()
    values_then = drawn_from(get_language(), _day_in(zone, int(timezone.now().timestamp()) // QUARTER), *values)
    # By itself it would be as long as the part: up to seventy thousand signs.
    return name, sha256(values_then).digest()


# In every time zone a day begins at a full quarter of an hour.
QUARTER = 15 * 60


@lru_cache(16)
def _day_in(zone: tzinfo, quarter: int) -> str:
    return datetime.fromtimestamp(quarter * QUARTER, zone).date().isoformat()


@contextmanager
def no_queries() -> Iterator[None]:
    """Have the database refuse to answer, while something is drawn that is to be kept.

    A template takes no notice of an error in a condition, so that something was refused is said at the end once more.
    """
    refused: list[str] = []

    def refuse(_execute: Any, sql: str, *_rest: Any) -> Any:
        refused.append(sql)
        raise NotGivenError(sql)

    with ExitStack() as stack:
        for connection in connections.all(initialized_only=True):
            stack.enter_context(connection.execute_wrapper(refuse))
        yield
    if refused:
        raise NotGivenError(refused[0])


def drawn_once(draw: Callable[Given, SafeString]) -> Callable[Given, SafeString]:
    """Have a function draw once for the same values; it must look at nothing else."""

    @wraps(draw)
    def kept(*values: Given.args, **named: Given.kwargs) -> SafeString:
        try:
            key = key_of(f"{draw.__module__}.{draw.__qualname__}", list(values), list(named.items()))
        except NotValuesError:
            return draw(*values, **named)
        if (part := KEEPER.get(key)) is None:
            part = Part((draw(*values, **named),))
            KEEPER.keep(key, part)
        return SafeString(part.texts[0])

    return kept
