"""The languages that a file is written in, and what it lacks in them.

A file that says nothing is in Danish and English, and each of its texts is in both. One that names its languages must
have every text in the first; what is missing in another is shown in the first, and counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import KEYED, LANGUAGES, is_text, is_written_language


@dataclass(frozen=True, slots=True)
class FileLanguages:
    """The languages of a file: those that a text may be in, those that it must be in, and the one that stands in."""

    may: tuple[str, ...] = LANGUAGES
    must: tuple[str, ...] = LANGUAGES
    first: str = ""


BOTH = FileLanguages()


@dataclass(frozen=True, slots=True)
class Lack:
    """A language in which a file lacks texts, and how many of how many; all of them, where it is not written in it."""

    language: str
    missing: int
    texts: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is there in this language."""
        return self.missing == self.texts


def languages_of(data: Mapping[str, Any]) -> FileLanguages:
    """Return the languages of a file as far as it names any that are known, once each."""
    named = data.get("languages")
    known = tuple(dict.fromkeys(one for one in named if is_written_language(one))) if isinstance(named, list) else ()
    return FileLanguages(known, known[:1], known[0]) if known else BOTH


def lacks_of(data: Mapping[str, Any]) -> tuple[Lack, ...]:
    """Return what a file lacks in its own languages and in those in which the portal is read.

    A file that names no languages lacks nothing, or it would not load.
    """
    if "languages" not in data:
        return ()
    texts = list(_texts(data))
    wanted = dict.fromkeys((*languages_of(data).may, *LANGUAGES))
    counted = ((one, sum(not text.get(one) for text in texts)) for one in wanted)
    return tuple(Lack(one, missing, len(texts)) for one, missing in counted if missing)


def _texts(value: Any, name: str = "") -> Iterator[Mapping[str, object]]:
    if isinstance(value, Mapping):
        if name not in KEYED and is_text(value):
            yield value
        else:
            for key, one in value.items():
                # What is keyed by chosen keys holds no further such thing under one of them.
                yield from _texts(one, "" if name in KEYED else key)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
