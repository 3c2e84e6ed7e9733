"""What differs between two editions of a publication: each thing that has a key, and what became of it.

Only the keys decide, and what a later edition says that it `replaces`. The words for it are said by the rooms above.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

from core.text import Text
from schema.documents import Document
from schema.questions import Question

# What stands in a document, and in a part of one, as things of their own; all other lists belong to their thing.
ENTRIES = {
    "sections": "section",
    "questions": "question",
    "groups": "group",
    "items": "item",
    "clauses": "clause",
    "defined_terms": "term",
    "kpis": "kpi",
    "goals": "goal",
    "activities": "activity",
}
BESIDE = "beside"
PARTS = {"options": "option", "columns": "column", "rows": "row"}
# An edition differs in these by being one.
ITS_OWN = frozenset({"format", "version", "slug", "kind", "review_by"})
# What a thing is known by, and where it stands.
NAMES = frozenset({"key", "replaces", "group", "beside", "measure"})


class Fate(StrEnum):
    """What became of a thing; where several are true, the first of these."""

    NEW = "new"
    GONE = "gone"
    REPLACED = "replaced"
    RETYPED = "retyped"
    CHANGED = "changed"
    REWORDED = "reworded"
    MOVED = "moved"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with a key, and the key of what it stands in; the document itself has none."""

    kind: str
    key: str
    thing: Any
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in both editions, or in one of them.

    `words` and `rules` name the fields that say something else and that ask for something else; `parts` are options,
    columns and rows. `replaces` are the entries of the earlier edition whose place it takes.
    """

    kind: str
    key: str
    before: Entry | None
    after: Entry | None
    is_moved: bool = False
    words: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    parts: tuple["Change", ...] = ()
    replaces: tuple[Entry, ...] = ()

    @property
    def fate(self) -> Fate:
        """What became of it, the weightiest first."""
        if self.after is None:
            return Fate.GONE
        if self.replaces:
            return Fate.REPLACED
        if self.before is None:
            return Fate.NEW
        if "type" in self.rules:
            return Fate.RETYPED
        if self.rules or any(part.fate not in (Fate.REWORDED, Fate.KEPT) for part in self.parts):
            return Fate.CHANGED
        if self.words or any(part.fate is not Fate.KEPT for part in self.parts):
            return Fate.REWORDED
        return Fate.MOVED if self.is_moved else Fate.KEPT

    @property
    def entry(self) -> Entry:
        """The thing in the later edition, or in the earlier one where it is gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 -- one of the two is always there
        return found

    def part(self, kind: str, key: str) -> "Change | None":
        """Return what became of an option, a column or a row."""
        return next((one for one in self.parts if (one.kind, one.key) == (kind, key)), None)


@dataclass(frozen=True)
class Difference:
    """All that differs between two editions; the changes stand in the order of the later, what is gone where it was."""

    before: Document
    after: Document
    changes: tuple[Change, ...]
    # The fields of the document itself that differ, such as its title.
    own: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[Change, ...]:
        """Return the changes of one kind of thing."""
        return tuple(one for one in self.changes if one.kind == kind)

    def fated(self, *fates: Fate, kind: str = "question") -> tuple[Change, ...]:
        """Return the things of a kind that one of these became of."""
        return tuple(one for one in self.of(kind) if one.fate in fates)

    @cached_property
    def counts(self) -> Mapping[str, Mapping[Fate, int]]:
        """How many things of each kind became what."""
        found: dict[str, dict[Fate, int]] = {}
        for one in self.changes:
            of_kind = found.setdefault(one.kind, dict.fromkeys(Fate, 0))
            of_kind[one.fate] += 1
        return found

    @property
    def is_empty(self) -> bool:
        """Whether both say and ask the same."""
        return not self.own and all(one.fate is Fate.KEPT for one in self.changes)

    @cached_property
    def heirs(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions of the later edition at which an answer of the earlier one is asked for, by its key."""
        found: dict[str, list[Question]] = {}
        for one in (*self.of("question"), *self.of(BESIDE)):
            if one.after is None:
                continue
            for source in (*((one.before,) if one.before else ()), *one.replaces):
                found.setdefault(source.key, []).append(one.after.thing)
        return {key: tuple(questions) for key, questions in found.items()}


def difference(before: Document, after: Document, between: Sequence[Document] = ()) -> Difference:
    """Return what differs; `between` are the editions that were published in the meantime, the oldest first.

    They are asked only for what they replaced, so that a name that was changed twice is followed.
    """
    if before is after:
        return Difference(before, after, tuple(_same(entry) for entry in entries_of(before)))
    old, new = list(entries_of(before)), list(entries_of(after))
    sources = _replaced(old, new, [list(entries_of(one)) for one in between])
    changes = _compared(old, new, sources)
    return Difference(before, after, tuple(_in_order(old, changes)), _own(before, after))


def entries_of(owner: Any, parent: str = "") -> Iterator[Entry]:
    """Give everything that has a key, each before what stands in it."""
    for name in _shape_of(owner).entries:
        # The questions of a section are all of them; those of its groups stand in these.
        for thing in getattr(owner, "ungrouped", owner.questions) if name == "questions" else getattr(owner, name):
            # What stands beside a question goes where that goes, and is told with it.
            kind = BESIDE if getattr(thing, "beside", "") else ENTRIES[name]
            entry = Entry(kind, thing.key, thing, parent)
            yield entry
            yield from entries_of(thing, thing.key)


@dataclass(frozen=True, slots=True)
class _Shape:
    entries: tuple[str, ...]
    parts: tuple[str, ...]
    others: tuple[str, ...]


def _shape_of(thing: Any) -> _Shape:
    return _shape(thing.__class__)


@cache
def _shape(owner: Any) -> _Shape:
    names = [one.name for one in fields(owner) if one.name not in NAMES]
    entries = [name for name in names if name in ENTRIES]
    parts = [name for name in names if name in PARTS]
    return _Shape(tuple(entries), tuple(parts), tuple(name for name in names if name not in (*entries, *parts)))


def _same(entry: Entry) -> Change:
    return Change(entry.kind, entry.key, entry, entry)


def _replaced(old: list[Entry], new: list[Entry], between: list[list[Entry]]) -> dict[tuple[str, str], list[Entry]]:
    """Return the entries of the old edition that each new one replaces.

    What is asked under its own key replaces nothing of that name; what an edition between renamed is looked for under
    the name that it had there. Who goes back to an earlier edition finds what the later one had put in its place.
    """
    here, there = {(one.kind, one.key): one for one in old}, {(one.kind, one.key) for one in new}
    former: dict[tuple[str, str], list[str]] = {}
    for edition in between:
        for one in edition:
            if names := getattr(one.thing, "replaces", ()):
                former.setdefault((one.kind, one.key), []).extend(names)
    found: dict[tuple[str, str], list[Entry]] = {}
    for one in new:
        waiting, seen = [*getattr(one.thing, "replaces", ()), *former.get((one.kind, one.key), ())], {one.key}
        while waiting:
            name = waiting.pop(0)
            if name in seen:
                continue
            seen.add(name)
            source = here.get((one.kind, name))
            if source is None:
                waiting += former.get((one.kind, name), ())
            elif (one.kind, name) not in there:
                found.setdefault((one.kind, one.key), []).append(source)
    for source in old:
        if (source.kind, source.key) in there:
            continue
        for name in getattr(source.thing, "replaces", ()):
            if (source.kind, name) in there and (source.kind, name) not in here:
                sources = found.setdefault((source.kind, name), [])
                sources += [] if source in sources else [source]
    return found


def _compared(old: list[Entry], new: list[Entry], sources: Mapping[tuple[str, str], list[Entry]]) -> list[Change]:
    here = {(one.kind, one.key): one for one in old}
    taken = {(one.kind, one.key) for found in sources.values() for one in found}
    # The parent that a thing would stand in if nobody had moved it.
    now_called = {one.key: new_key for (_kind, new_key), found in sources.items() for one in found}
    moved = _moved(old, new, now_called)
    changes = []
    for entry in new:
        name = (entry.kind, entry.key)
        before, replaced = here.get(name), tuple(sources.get(name, ()))
        if before is None and not replaced:
            changes.append(Change(entry.kind, entry.key, None, entry))
            continue
        was = before or replaced[0]
        words, rules, parts = compare(was.thing, entry.thing)
        changes.append(Change(entry.kind, entry.key, before, entry, name in moved, words, rules, parts, replaced))
    known = {(one.kind, one.key) for one in new} | taken
    return changes + [Change(one.kind, one.key, one, None) for one in old if (one.kind, one.key) not in known]


def compare(before: Any, after: Any) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Change, ...]]:
    """Return which fields of two things say something else, which ask for something else, and their parts."""
    words: list[str] = []
    rules: list[str] = []
    if type(before) is not type(after):
        rules.append("type")
    elif before == after:
        return (), (), ()
    old, new = _shape_of(before), _shape_of(after)
    for name in new.others:
        was, now = getattr(before, name, None), getattr(after, name)
        if was != now and (name in old.others or now):
            (words if _is_words(was) and _is_words(now) else rules).append(name)
    rules += [name for name in old.others if name not in new.others and getattr(before, name)]
    parts: list[Change] = []
    for name in dict.fromkeys((*old.parts, *new.parts)):
        was, now = getattr(before, name, None) or (), getattr(after, name, None) or ()
        if was != now:
            parts += _parts(PARTS[name], was, now)
            if bool(was) != bool(now) and type(before) is type(after):
                rules.append(name)
    return tuple(words), tuple(rules), tuple(parts)


def _parts(kind: str, before: Iterable[Any], after: Iterable[Any]) -> list[Change]:
    old, new = [Entry(kind, one.key, one) for one in before], [Entry(kind, one.key, one) for one in after]
    return list(_in_order(old, _compared(old, new, _replaced(old, new, []))))


def _is_words(value: object) -> bool:
    if isinstance(value, tuple):
        return all(isinstance(one, Text) for one in value)
    return value is None or isinstance(value, Text)


def _own(before: Document, after: Document) -> tuple[str, ...]:
    others = [name for name in _shape_of(after).others if name not in ITS_OWN]
    return tuple(name for name in others if getattr(before, name, None) != getattr(after, name))


def _moved(old: list[Entry], new: list[Entry], now_called: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return what stands in another part, or among its neighbours at another place: as few things as can be."""
    place = {(one.kind, one.key): (number, one.parent) for number, one in enumerate(old)}
    moved: set[tuple[str, str]] = set()
    rows: dict[tuple[str, str], list[tuple[int, tuple[str, str]]]] = {}
    for one in new:
        name = (one.kind, one.key)
        if name not in place:
            continue
        number, parent = place[name]
        if now_called.get(parent, parent) != one.parent:
            moved.add(name)
        else:
            rows.setdefault((one.kind, one.parent), []).append((number, name))
    for row in rows.values():
        stayed = _longest_rising([number for number, _name in row])
        moved |= {name for number, name in row if number not in stayed}
    return moved


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return the longest run of numbers that rise, not side by side: those that need not have moved."""
    if all(one < other for one, other in pairwise(numbers)):
        return set(numbers)
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    kept: set[int] = set()
    last: int | None = ends[-1]
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _in_order(old: list[Entry], changes: list[Change]) -> Iterator[Change]:
    """Give the changes of the later edition in its order, and what is gone behind what stood before it."""
    gone: dict[tuple[str, str] | None, list[Change]] = {}
    left = {(one.kind, one.key): one for one in changes if one.after is None}
    there = {(one.kind, one.key) for one in changes if one.after is not None}
    there |= {(one.kind, source.key) for one in changes for source in one.replaces}
    last: tuple[str, str] | None = None
    for entry in old:
        name = (entry.kind, entry.key)
        if name in left:
            gone.setdefault(last, []).append(left[name])
        elif name in there:
            last = name
    yield from gone.get(None, ())
    for one in changes:
        if one.after is None:
            continue
        yield one
        for name in dict.fromkeys([(one.kind, one.key), *((one.kind, source.key) for source in one.replaces)]):
            yield from gone.pop(name, ())
