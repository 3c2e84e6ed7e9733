"""A mapping of the file being read: it hands out typed values and notes every fault with its path.

Where a value is missing or wrong a stand-in of the right type is handed out, so that reading goes on and finds the
other faults; a document that has a fault is never handed on.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from core.text import LANGUAGES, WRITTEN_LANGUAGES, Text, is_written_language
from schema.faults import WHOLE_FILE, Fault, Faults, shown
from schema.languages import BOTH, FileLanguages
from schema.numbers import as_decimal, is_integer
from schema.scalars import number_fault, read_day
from schema.texts import fresh_faults, is_one_line, is_plain_line, published_faults, text_faults

Word = TypeVar("Word", bound=StrEnum)

LONGEST_KEY = 80
LARGEST_INTEGER = 2_147_483_647
SNAKE = re.compile(r"[a-z][a-z0-9_]*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MIXED = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_NOTHING = Text()
_NO_DAY = date.min


class Node:
    """One mapping with its path and the list that its faults go to."""

    __slots__ = ("faults", "is_mapping", "path", "value")

    def __init__(self, value: object, path: str, faults: list[Fault]) -> None:
        self.path = path
        self.faults = faults
        self.is_mapping = isinstance(value, dict)
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not self.is_mapping:
            self.fault("must be a mapping")

    def __contains__(self, key: str) -> bool:
        return key in self.value

    def __getitem__(self, key: str) -> Any:
        return self.value.get(key)

    def at(self, key: str) -> str:
        """Return the path of this key."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, what: str, path: str | None = None) -> None:
        """Note a fault at the path, or at this mapping."""
        self.faults.append(Fault((self.path if path is None else path) or WHOLE_FILE, what))

    def keys(self, must: Collection[str], may: Collection[str] = ()) -> "Node":
        """Note keys that are unknown and keys that are missing."""
        if not self.is_mapping:
            return self
        for key in self.value:
            if key not in must and key not in may:
                self.fault(f"unknown key {shown(key)}")
        for key in sorted(must):
            if key not in self.value:
                self.fault(f"missing {key}")
        return self

    # Mappings and lists within this one

    def node(self, key: str) -> "Node":
        """Return the mapping under this key."""
        return Node(self[key], self.at(key), self.faults)

    def sequence(self, key: str, *, may_be_empty: bool = False) -> Iterator[tuple[Any, str]]:
        """Yield the entries of the list under this key with their paths; a missing list has none."""
        if key not in self.value:
            return
        entries, path = self.value[key], self.at(key)
        if not isinstance(entries, list):
            self.fault("must be a list", path)
            return
        if not entries and not may_be_empty:
            self.fault("must not be empty", path)
        for number, entry in enumerate(entries):
            yield entry, f"{path}[{number}]"

    def nodes(self, key: str, *, may_be_empty: bool = False) -> Iterator["Node"]:
        """Yield the mappings of the list under this key."""
        for entry, path in self.sequence(key, may_be_empty=may_be_empty):
            node = Node(entry, path, self.faults)
            if node.is_mapping:
                yield node

    # Texts

    def text(self, key: str, *, markdown: bool = False) -> Text:
        """Return the text under this key, a line or Markdown, in the languages of the file."""
        if key not in self.value:
            return _NOTHING
        return self.text_of(self.value[key], self.at(key), markdown=markdown)

    def text_or_none(self, key: str, *, markdown: bool = False) -> Text | None:
        """Return the text under this key, or None when there is none."""
        return self.text(key, markdown=markdown) if key in self.value else None

    def text_of(self, value: object, path: str, *, markdown: bool = False) -> Text:
        """Return this value as a text in the languages of the file."""
        languages = self.languages
        node = Node(value, path, self.faults)
        if languages is not BOTH:
            for language in [one for one in node.value if is_written_language(one) and one not in languages.may]:
                node.fault(f"{language} is not among the `languages` of this file", node.at(language))
        node.keys(languages.must, WRITTEN_LANGUAGES if languages is not BOTH else LANGUAGES)
        words = {
            language: self._words(node[language], node.at(language), markdown)
            for language in languages.may
            if language in node
        }
        return Text.of(words, languages.first)

    @property
    def languages(self) -> FileLanguages:
        """The languages of the file that is being read."""
        return self.faults.languages if isinstance(self.faults, Faults) else BOTH

    def _words(self, words: object, path: str, markdown: bool) -> str:
        if isinstance(words, bool | int | float):
            self.fault(f"must be a text that is not empty; {shown(words)} as a text needs quotes", path)
            return ""
        if not isinstance(words, str) or not words.strip():
            self.fault("must be a text that is not empty", path)
            return ""
        if not markdown and not is_one_line(words):
            self.fault("must be one line", path)
        for what in (*text_faults(words), *published_faults(words, markdown=markdown)):
            self.fault(what, path)
        if getattr(self.faults, "is_fresh", False):
            for what in fresh_faults(words, markdown=markdown):
                self.fault(what, path)
        return words if markdown else words.strip()

    def plain(self, key: str) -> str:
        """Return the line under this key that is the same in every language."""
        words = self[key]
        if key in self.value and (not is_plain_line(words) or any(text_faults(words))):
            self.fault("must be one line of text without HTML", self.at(key))
        return words if isinstance(words, str) else ""

    # Keys and words

    def key(self, key: str, seen: set[str], pattern: re.Pattern[str] = SNAKE) -> str:
        """Return the key under this key, which none of those seen may have; it is added to them."""
        if key not in self.value:
            return ""
        return self._key_of(self.value[key], self.at(key), seen, pattern)

    def _key_of(self, value: object, path: str, seen: set[str], pattern: re.Pattern[str]) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            letters = "letters" if pattern is MIXED else "small letters"
            self.fault(f"{shown(value)} is not a key ({letters}, digits and _, a letter first)", path)
        elif len(value) > LONGEST_KEY:
            self.fault(f"is longer than {LONGEST_KEY} characters", path)
        elif value in seen:
            self.fault(f"the key {shown(value)} is used twice", path)
        else:
            seen.add(value)
        return value if isinstance(value, str) else ""

    def names(self, key: str) -> tuple[str, ...]:
        """Return the list of keys under this key, none of them twice."""
        seen: set[str] = set()
        return tuple(self._key_of(entry, path, seen, SNAKE) for entry, path in self.sequence(key))

    def word(self, key: str, words: type[Word], allowed: Collection[Word] | None = None) -> Word | None:
        """Return the word under this key, one of those allowed, or None when it is missing or another."""
        if key not in self.value:
            return None
        value, among = self.value[key], list(words) if allowed is None else allowed
        if isinstance(value, str) and value in among:
            return words(value)
        self.fault(f"{shown(value)} is not one of {', '.join(sorted(among))}", self.at(key))
        return None

    def known(self, key: str, known: Collection[str], what: str) -> str:
        """Return the name under this key, which must be one of those known; `what` says of which there is none."""
        value = self[key]
        if key in self.value and not (isinstance(value, str) and value in known):
            self.fault(f"{what} {shown(value)}", self.at(key))
        return value if isinstance(value, str) else ""

    # Numbers, days, flags

    def flag(self, key: str) -> bool:
        """Return whether this key is set to true; without it, false."""
        value = self.value.get(key, False)
        if not isinstance(value, bool):
            self.fault("must be true or false", self.at(key))
        return value is True

    def day(self, key: str) -> date:
        """Return the day under this key."""
        return self.day_or_none(key) or _NO_DAY

    def day_or_none(self, key: str) -> date | None:
        """Return the day under this key, or None when there is none."""
        if key not in self.value:
            return None
        found = read_day(self.value[key])
        if found is None:
            self.fault(f"{shown(self.value[key])} is not a date (YYYY-MM-DD)", self.at(key))
        return found

    def integer(self, key: str, *, lowest: int, highest: int = LARGEST_INTEGER) -> int:
        """Return the integer under this key, which lies between the two."""
        value = self[key]
        if key in self.value and (not is_integer(value) or value < lowest):
            self.fault(f"must be an integer from {lowest}", self.at(key))
        elif key in self.value and value > highest:
            self.fault(f"must be an integer up to {highest}", self.at(key))
        return value if is_integer(value) else lowest

    def number(self, key: str, low: Decimal | None = None, high: Decimal | None = None) -> Decimal:
        """Return the number under this key."""
        found = self.number_or_none(key, low, high)
        return Decimal(0) if found is None else found

    def number_or_none(self, key: str, low: Decimal | None = None, high: Decimal | None = None) -> Decimal | None:
        """Return the number under this key, or None when there is none."""
        if key not in self.value:
            return None
        return self.number_of(self.value[key], self.at(key), low, high)

    def number_of(
        self, value: object, path: str, low: Decimal | None = None, high: Decimal | None = None
    ) -> Decimal | None:
        """Return this value as a number between the two, or None when it is not."""
        what = number_fault(value, low, high)
        if what:
            self.fault(what, path)
            return None
        return as_decimal(value)
