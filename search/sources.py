"""What a room offers to be found, and the one list of the rooms that offer anything."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from clusters.models import Cluster
from clusters.permissions import Permission
from core.text import LANGUAGES, Text, is_text

NOTHING = Text()


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be found: what it is called, what it says, where it is, and what it is a part of."""

    row: int
    kind: str
    path: str
    title: Text
    text: Text = NOTHING
    part: str = ""
    of: Text = NOTHING
    weight: int = 0


class Source(ABC):
    """The things of one kind of row. `is_shared` are those of the library, which belong to no cluster.

    What a source offers is found by whoever has its right in the cluster, and by nobody else. Its words mend slips only
    where everybody may read it: a mended word tells that it stands somewhere.
    """

    name: ClassVar[str]
    is_shared: ClassVar[bool] = False
    right: ClassVar[Permission] = Permission.READ
    # A row that is changed is newer than before; a row that goes makes them fewer.
    changed: ClassVar[str] = "changed_at"
    # What a group of results is called, by the kind of its pieces, and its icon.
    kinds: ClassVar[dict[str, tuple[str | Promise, str]]]

    @abstractmethod
    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the rows that can be found now."""

    @abstractmethod
    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return what can be found of these rows, in a fixed number of queries."""


@cache
def sources() -> tuple[Source, ...]:
    """Return what every room offers, in the order of the setting."""
    return tuple(import_string(name)() for name in settings.FOUND)


def closed_to(may: Callable[[Permission], bool]) -> tuple[str, ...]:
    """Return the sources that somebody with these rights may not see anything of; reading the cluster they may."""
    return tuple(one.name for one in sources() if one.right != Permission.READ and not may(one.right))


@cache
def kinds() -> dict[str, tuple[str | Promise, str]]:
    """Return what each kind of thing is called in the results, and its icon."""
    return {kind: words for source in sources() for kind, words in source.kinds.items()}


def texts_in(value: Any) -> Text:
    """Return every text in a stored value, in each language, one a paragraph."""
    found: dict[str, list[str]] = {}
    for language, words in _texts(value):
        found.setdefault(language, []).append(words)
    return Text.of({language: "\n\n".join(words) for language, words in found.items()})


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        languages = value if is_text(value) else LANGUAGES
        for key, one in value.items():
            if isinstance(one, str):
                if key in languages:
                    yield key, one
            else:
                yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
