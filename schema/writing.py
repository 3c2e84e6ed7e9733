"""Writing a document as YAML: a file that was read keeps every line that still says the same, the rest has one form.

Blocks of lines are the unit. What follows from `read_text` is checked against the document before anything is given
out, so that a file can never say something else than what it was made from.
"""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from core.text import LANGUAGES
from schema.faults import SchemaError
from schema.parsing.documents import READERS
from schema.reading import read_text
from schema.rules import ListOf, OneOfTypes, Part, rules_of

Document = Mapping[str, Any]
WIDTH = 110
_FIRST = ("format", "slug", "kind", "version", "languages", "title", "summary", "review_by", "key", "type")
_LATER_TEXT = (*LANGUAGES, "date", "value")
# What nobody can take for anything but text; everything else stands in quotes.
_PLAIN = re.compile(
    r"[A-Za-zÆØÅæøå(«][^\n:#\"'\\{}\[\],&*!|>%@`\x00-\x1f\x7f-\xa0]*[^\n:#\"'\\{}\[\],&*!|>%@`\s\x00-\x1f\x7f-\xa0]"
)
_WORDS_WITH_MEANING = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"})
_UNPRINTABLE = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\x85|\u2028|\u2029"
)


def written(document: Document, source: str = "") -> str:
    """Return the document as a file; with the file that it was once read from, whatever says the same stays."""
    document = dict(document)
    for attempt in (lambda: _spliced(document, source), lambda: _whole(document), lambda: _quoted(document)):
        try:
            text = attempt()
            if text and read_text(text) == document:
                return text
        except (SchemaError, yaml.YAMLError, ValueError, RecursionError):
            continue
    return _quoted(document)


# ---- one form


def _whole(document: Document) -> str:
    return "\n".join(_mapping(document, 0, _names(document))) + "\n"


def _quoted(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _names(document: Document) -> dict[str, int]:
    """Return the order of the keys of a kind: as its fields are declared, and those of what stands in it."""
    found: dict[str, int] = {}
    waiting: list[Any] = [READERS[document["kind"]].type] if document.get("kind") in READERS else []
    seen: set[Any] = set()
    while waiting:
        owner = waiting.pop(0)
        if owner in seen:
            continue
        seen.add(owner)
        for name, held in rules_of(owner).items():
            found.setdefault(name, len(found))
            if isinstance(held.rule, ListOf | Part | OneOfTypes):
                of: Any = held.rule.of
                waiting += [of, *of.__subclasses__()]
                waiting += [two for one in of.__subclasses__() for two in one.__subclasses__()]
    return found


def _in_order(keys: Iterator[str] | list[str], names: Mapping[str, int]) -> list[str]:
    def place(key: str) -> tuple[int, int, str]:
        if key in _FIRST:
            return 0, _FIRST.index(key), key
        if key in _LATER_TEXT:
            return 1, _LATER_TEXT.index(key), key
        return 2, names.get(key, len(names)), key

    return sorted(keys, key=place)


def _mapping(value: Document, indent: int, names: Mapping[str, int]) -> list[str]:
    lines: list[str] = []
    for key in _in_order(list(value), names):
        lines += _pair(key, value[key], indent, names)
    return lines


def _pair(key: str, value: Any, indent: int, names: Mapping[str, int]) -> list[str]:
    start = " " * indent + _scalar(key) + ":"
    if isinstance(value, dict) and value:
        return [start, *_mapping(value, indent + 2, names)]
    if isinstance(value, list) and value:
        return [start, *_list(value, indent + 2, names)]
    first, *rest = _text(value, indent + 2) if isinstance(value, str) else [_scalar(value)]
    return [f"{start} {first}", *rest]


def _list(value: list[Any], indent: int, names: Mapping[str, int]) -> list[str]:
    lines: list[str] = []
    for entry in value:
        lines += _item(entry, indent, names)
    return lines


def _item(entry: Any, indent: int, names: Mapping[str, int]) -> list[str]:
    dash = " " * indent + "- "
    if isinstance(entry, dict) and entry:
        inner = _mapping(entry, indent + 2, names)
    elif isinstance(entry, list) and entry:
        inner = _list(entry, indent + 2, names)
    else:
        first, *rest = _text(entry, indent + 2) if isinstance(entry, str) else [_scalar(entry)]
        return [dash + first, *rest]
    return [dash + inner[0][indent + 2 :], *inner[1:]]


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) or re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", value)
        return value if is_plain and value.lower() not in _WORDS_WITH_MEANING else _in_quotes(value)
    if isinstance(value, float):
        return format(value, "f").rstrip("0").rstrip(".") if abs(value) < 10**15 else json.dumps(value)
    return json.dumps(value, ensure_ascii=False)


def _in_quotes(words: str) -> str:
    return _UNPRINTABLE.sub(lambda found: json.dumps(found[0])[1:-1], json.dumps(words, ensure_ascii=False))


def _text(words: str, indent: int) -> list[str]:
    """Return a text, from where it begins behind its key."""
    lead = " " * indent
    if "\n" in words:
        lines = words.removesuffix("\n").split("\n")
        is_fit = lines[0][:1] not in ("", " ", "\t") and lines[-1].strip() and not _UNPRINTABLE.search(words)
        if is_fit and not words.endswith("\n\n") and "\t" not in words:
            return ["|" if words.endswith("\n") else "|-", *(lead + line if line else "" for line in lines)]
        return [_in_quotes(words)]
    one = _scalar(words)
    if len(one) + indent <= WIDTH:
        return [one]
    if words == " ".join(words.split(" ")) and not re.search(r"  |^ | $|\t", words) and not _UNPRINTABLE.search(words):
        folded = textwrap.wrap(words, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
        if " ".join(folded) == words:
            return [">-", *(lead + line for line in folded)]
    return [one]


# ---- a file that was read


def _spliced(document: Document, source: str) -> str:
    if not source:
        return ""
    before = read_text(source)
    if before == document:
        return source
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root: Any = yaml.compose(source, Loader=loader)
    lines = source.split("\n")
    ends_with_newline = source.endswith("\n")
    if ends_with_newline:
        lines.pop()
    splice = _Splice(lines, _names(document))
    made = [*lines[: root.start_mark.line], *splice.mapping(root, before, document, root.start_mark.line, len(lines))]
    return "\n".join(made) + ("\n" if ends_with_newline else "")


class _Splice:
    """The lines of a file, and what of them stays; `first` and `end` are the lines of the block that is written."""

    def __init__(self, lines: list[str], names: Mapping[str, int]) -> None:
        self.lines = lines
        self.names = names

    def mapping(self, node: Any, before: Document, after: Document, first: int, end: int) -> list[str]:
        indent = node.value[0][0].start_mark.column
        starts = [key.start_mark.line for key, _value in node.value]
        blocks: dict[str, list[str]] = {}
        for number, (key, value) in enumerate(node.value):
            last = starts[number + 1] if number + 1 < len(starts) else end
            name = key.value
            if name in after:
                blocks[name] = self._pair(name, key, value, before[name], after[name], last, indent)
        order = [key.value for key, _value in node.value if key.value in after]
        for name in _in_order([key for key in after if key not in before], self.names):
            blocks[name] = _pair(name, after[name], indent, self.names)
            order.insert(self._place(order, name), name)
        return [line for name in order for line in blocks[name]]

    def _place(self, order: list[str], name: str) -> int:
        """Return where a key that is new belongs: behind the last of those that come before it."""
        ranked = _in_order([*order, name], self.names)
        behind = set(ranked[: ranked.index(name)])
        return max((place + 1 for place, one in enumerate(order) if one in behind), default=0)

    def _pair(self, name: str, key: Any, value: Any, before: Any, after: Any, end: int, indent: int) -> list[str]:
        first = key.start_mark.line
        if before == after:
            return self.lines[first:end]
        below = value.start_mark.line
        if below > first and not getattr(value, "flow_style", True):
            inner: list[str] | None = None
            if isinstance(before, dict) and isinstance(after, dict) and before and after:
                inner = self.mapping(value, before, after, below, end)
            elif isinstance(before, list) and isinstance(after, list) and before and after:
                inner = self.sequence(value, before, after, end)
            if inner is not None:
                return [*self.lines[first:below], *inner]
        return [*_pair(name, after, indent, self.names), *self._blank_end(first, end)]

    def _blank_end(self, first: int, end: int) -> list[str]:
        """Return the empty lines and comments with which a block ends; they stay."""
        start = end
        while start > first + 1 and (
            not self.lines[start - 1].strip() or self.lines[start - 1].lstrip().startswith("#")
        ):
            start -= 1
        return self.lines[start:end]

    def sequence(self, node: Any, before: list[Any], after: list[Any], end: int) -> list[str]:
        indent = self._dash(node)
        starts = [one.start_mark.line for one in node.value]
        left = list(range(len(before)))
        made: list[str] = []
        for entry in after:
            found = self._twin(entry, before, left)
            if found is None:
                made += _item(entry, indent, self.names)
                continue
            left.remove(found)
            last = starts[found + 1] if found + 1 < len(starts) else end
            made += self._entry(node.value[found], before[found], entry, starts[found], last, indent)
        return made

    @staticmethod
    def _dash(node: Any) -> int:
        return int(node.start_mark.column)

    @staticmethod
    def _twin(entry: Any, before: list[Any], left: list[int]) -> int | None:
        """Return which of the entries before it was: the same, or the one with its key."""
        for place in left:
            if before[place] == entry:
                return place
        key = entry.get("key") if isinstance(entry, dict) else None
        if key is None:
            return None
        return next((p for p in left if isinstance(before[p], dict) and before[p].get("key") == key), None)

    def _entry(self, node: Any, before: Any, after: Any, first: int, end: int, indent: int) -> list[str]:
        if before == after:
            return self.lines[first:end]
        is_block = isinstance(node, yaml.MappingNode) and not node.flow_style and isinstance(after, dict) and after
        column = node.start_mark.column
        if is_block and self.lines[first][:column] == " " * indent + "- " and column == indent + 2:
            inner = self.mapping(node, before, after, first, end)
            # The first line carries the dash, whichever key comes first now.
            dash = " " * indent + "- "
            rest = [" " * column + line[column:] if line.startswith(dash) else line for line in inner[1:]]
            head = dash + inner[0][column:]
            return [head, *rest]
        return [*_item(after, indent, self.names), *self._blank_end(first, end)]
