"""Reading a YAML file into plain values, safely: no aliases, no double keys, no objects; a date stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.later import read_later
from schema.faults import WHOLE_FILE, Fault, SchemaError, shown

# Files are read when content is published; what shows it never sees one.
read_later("yaml")
import yaml  # noqa: E402 -- it waits

LARGEST_FILE = 5_000_000
DEEPEST = 40
# Forty times what the largest template has; a file can hold two million in its five megabytes.
MOST_VALUES = 200_000
LONGEST_NUMBER = 100

_TAG = "tag:yaml.org,2002:"
_AS_TEXT = {f"{_TAG}str", f"{_TAG}timestamp", "!"}
# YAML 1.1 reads `no` as false, `010` as 8 and `190:20:30` as seconds: only what everybody reads alike is a value.
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NOTHING = {"", "~", "null", "Null", "NULL"}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_MOST_FAULTS = 100
_A_NUMBER = "a number is written in plain decimals, such as 12 or -0.5"
_MEANT = {
    f"{_TAG}null": "nothing is written as null",
    f"{_TAG}bool": "a yes or no is written as true or false",
    f"{_TAG}int": _A_NUMBER,
    f"{_TAG}float": _A_NUMBER,
}


def read_file(path: Path) -> dict[str, Any]:
    """Read the one mapping that the file holds, or raise a SchemaError."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _fault(WHOLE_FILE, f"cannot be read: {error.strerror or error}") from error
    return read_text(content)


def read_text(content: bytes | str, *, is_all_text: bool = False) -> dict[str, Any]:
    """Read the one mapping that this YAML holds, or raise a SchemaError; with `is_all_text` each value stays text."""
    if len(content) > LARGEST_FILE:
        raise _fault(WHOLE_FILE, f"is larger than {LARGEST_FILE // 1_000_000} MB, the largest that is read")
    try:
        text = content if isinstance(content, str) else content.decode("utf-8")
        reader = _Reader(text, is_all_text=is_all_text)
        value = reader.read()
    except UnicodeDecodeError as error:
        raise _fault(WHOLE_FILE, f"is not text in UTF-8: byte {error.start + 1} cannot be read") from error
    except UnicodeEncodeError as error:
        raise _fault(WHOLE_FILE, f"holds a character that cannot be stored: {error.reason}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _fault(f"line {mark.line + 1}" if mark else WHOLE_FILE, f"not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise _fault(WHOLE_FILE, f"not readable: {str(error).splitlines()[0]}") from error
    if reader.faults:
        raise SchemaError(reader.faults)
    if not isinstance(value, dict):
        raise _fault(WHOLE_FILE, "must hold one mapping")
    return value


def _fault(path: str, what: str) -> SchemaError:
    return SchemaError([Fault(path, what)])


class _Reader:
    """Builds plain values from the events of the parser, on a stack of its own: no depth of nesting can exhaust it."""

    def __init__(self, text: str, *, is_all_text: bool = False) -> None:
        # The C parser is about eight times as fast; PyYAML can be built without it.
        loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.loader = loader(text)
        self.is_all_text = is_all_text
        self.faults: list[Fault] = []

    def read(self) -> object:
        try:
            return self._document()
        finally:
            self.loader.dispose()

    def _events(self) -> Iterator[yaml.Event]:
        while self.loader.check_event():
            yield self.loader.get_event()

    def _document(self) -> object:
        result: object = None
        stack: list[_Collection] = []
        documents = 0
        for count, event in enumerate(self._events()):
            value: object
            if count > MOST_VALUES:
                raise _error(f"holds more than {MOST_VALUES} values", event)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _error("a file holds one document, and here a second one begins", event)
                continue
            if isinstance(event, yaml.AliasEvent):
                raise _error(f"the alias *{event.anchor} is not allowed; write out what it stands for", event)
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                _check_collection_tag(event)
                if len(stack) >= DEEPEST:
                    raise _error(f"is nested more than {DEEPEST} levels deep", event)
                stack.append(_Mapping() if isinstance(event, yaml.MappingStartEvent) else _Sequence())
                continue
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                value = stack.pop().value
            elif isinstance(event, yaml.ScalarEvent):
                value = self._scalar(event, stack)
            else:
                continue
            if stack:
                stack[-1].add(value, event)
            else:
                result = value
        return result

    def _scalar(self, event: yaml.ScalarEvent, stack: list[_Collection]) -> object:
        tag = event.tag
        if self.is_all_text and tag in (None, "!"):
            return event.value
        if tag is None or tag == "!":
            tag = self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag in _AS_TEXT:
            return event.value
        words = event.value
        if tag == f"{_TAG}null" and words in _NOTHING:
            return None
        if tag == f"{_TAG}bool" and words in _BOOLEAN:
            return _BOOLEAN[words]
        if tag in (f"{_TAG}int", f"{_TAG}float"):
            if len(words) > LONGEST_NUMBER:
                raise _error(f"{shown(words)} is too long for a number; text that looks like one needs quotes", event)
            if tag == f"{_TAG}int" and _INTEGER.fullmatch(words):
                return int(words)
            if tag == f"{_TAG}float" and _DECIMAL.fullmatch(words):
                return float(words)
        if tag not in _MEANT:
            raise _error(f"the tag {shown(tag)} is not allowed", event)
        what = f"{shown(words)} needs quotes if it is meant as text; {_MEANT[tag]}"
        if stack and stack[-1].awaits_key:
            raise _error(f"the key {what}", event)
        self.faults.append(Fault("".join(one.place for one in stack).lstrip(".") or WHOLE_FILE, what))
        if len(self.faults) >= _MOST_FAULTS:
            raise SchemaError(self.faults)
        return None


def _check_collection_tag(event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
    own = "map" if isinstance(event, yaml.MappingStartEvent) else "seq"
    if event.tag not in (None, "!", f"{_TAG}{own}"):
        raise _error(f"the tag {shown(event.tag)} is not allowed", event)


def _error(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark: Any = event.start_mark  # the C parser has a class of its own for it
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


class _Mapping:
    def __init__(self) -> None:
        self.value: dict[str, object] = {}
        self.key: str | None = None

    @property
    def awaits_key(self) -> bool:
        return self.key is None

    @property
    def place(self) -> str:
        return f".{self.key}"

    def add(self, value: object, event: yaml.Event) -> None:
        if self.key is not None:
            self.value[self.key] = value
            self.key = None
        elif not isinstance(value, str):
            raise _error(f"the key {shown(value)} is not text", event)
        elif value in self.value:
            raise _error(f"the key {shown(value)} stands twice", event)
        else:
            self.key = value


class _Sequence:
    def __init__(self) -> None:
        self.value: list[object] = []
        self.awaits_key = False

    @property
    def place(self) -> str:
        return f"[{len(self.value)}]"

    def add(self, value: object, _event: yaml.Event) -> None:
        self.value.append(value)


_Collection = _Mapping | _Sequence
