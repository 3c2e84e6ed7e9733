"""What the buttons of the editor do, as operations: add, copy, move, delete, change the type."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from curation.rules.keys import copied, key_from, keys_in
from curation.rules.operations import Insert, Move, Operation, Remove, Set
from curation.rules.paths import Gone, at, find, join, name_of, named, resolve, split
from curation.rules.shapes import (
    ONCE_IN_A_FILE,
    has_made_key,
    is_list,
    is_outlined,
    lists_of,
    naming_field,
    one_line,
    outline_of,
    retyped,
    root_of,
    spot_at,
    started,
    types_of,
)

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """The operations of an act, and the path of what it is about afterwards."""

    operations: list[Operation]
    path: str = ""


def _list_of(document: Document, path: str) -> list[Any]:
    entries = find(document, path, [])
    if not is_list(spot_at(document, resolve(document, path)).rule) or not isinstance(entries, list):
        raise Gone(path)
    return entries


def _entry_of(document: Document, path: str) -> tuple[str, list[Any], int]:
    """Return the path of the list that an entry stands in, the list, and its place; raises Gone for anything else."""
    steps = resolve(document, path)
    if not steps or not isinstance(steps[-1], int):
        raise Gone(path)
    list_path = _owner(named(document, path))
    return list_path, _list_of(document, list_path), steps[-1]


def _owner(path: str) -> str:
    return join(*split(path)[:-1])


def taken_keys(document: Document, list_path: str, reserved: Collection[str] = ()) -> set[str]:
    """Return the keys that a new entry of the list may not have."""
    name = split(list_path)[-1]
    if name in ONCE_IN_A_FILE:
        return keys_in(document, ONCE_IN_A_FILE) | set(reserved)
    return keys_in({name: find(document, list_path, [])}, {name})


def add(
    document: Document,
    list_path: str,
    place: int | None,
    *,
    kind: str = "",
    name: dict[str, str] | str | None = None,
    key: str = "",
    reserved: Collection[str] = (),
) -> Act:
    """Add an entry to a list: of a type, where it has several, and under a name, from which its key is made."""
    entries = _list_of(document, list_path)
    held = spot_at(document, resolve(document, list_path))
    rule = held.rule
    assert rule is not None  # noqa: S101 -- it is a list's
    types = types_of(rule)
    if types and kind not in types:
        kind = next(iter(types))
    owner = types.get(kind) or getattr(rule, "of", None)
    if owner is None:  # a list of lines
        return Act([Insert(list_path, name if isinstance(name, dict) else {}, place)], "")
    entry = started(owner, kind)
    if isinstance(name, dict):
        name = {language: one_line(words) for language, words in name.items() if words.strip()}
    if name and (field := naming_field(owner)):
        entry = {**entry, field: name}
    if has_made_key(owner):
        words = (
            (name.get("en") or name.get("da") or next(iter(name.values()), ""))
            if isinstance(name, dict)
            else str(name or "")
        )
        singular = split(list_path)[-1].rstrip("s") or "item"
        entry = {"key": key_from(words, taken_keys(document, list_path, reserved), singular), **entry}
    elif key:
        entry = {"key": key, **entry}
    where = len(entries) if place is None else max(0, min(place, len(entries)))
    after = [*entries[:where], entry, *entries[where:]]
    return Act([Insert(list_path, entry, where)], join(list_path, name_of(after, where)))


def remove(document: Document, path: str) -> Act:
    """Take an entry out; the last one of a list that need not be there takes the list with it."""
    list_path, entries, place = _entry_of(document, path)
    held = spot_at(document, resolve(document, list_path)).held
    if len(entries) == 1 and held is not None and not held.is_required:
        return Act([Set(list_path, None)], _owner(list_path))
    beside = [one for one in (place + 1, place - 1) if 0 <= one < len(entries)]
    nearest = join(list_path, name_of(entries, beside[0])) if beside else _owner(list_path)
    return Act([Remove(path)], nearest)


def copy(document: Document, path: str, reserved: Collection[str] = ()) -> Act:
    """Put a copy of an entry below it; what it holds gets keys of its own."""
    list_path, entries, place = _entry_of(document, path)
    made = entry = entries[place]
    if isinstance(entry, dict) and isinstance(entry.get("key"), str):
        made = copied(entry, key_from(entry["key"], taken_keys(document, list_path, reserved)))
        made = _with_own_keys(made, keys_in(document, ONCE_IN_A_FILE) | set(reserved) | {made["key"]})
    after = [*entries[: place + 1], made, *entries[place + 1 :]]
    return Act([Insert(list_path, made, place + 1)], join(list_path, name_of(after, place + 1)))


def _with_own_keys(entry: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    found = dict(entry)
    for name in sorted(ONCE_IN_A_FILE & set(entry)):
        below = []
        for one in entry[name] if isinstance(entry[name], list) else ():
            if isinstance(one, dict) and isinstance(one.get("key"), str):
                key = key_from(one["key"], taken)
                taken.add(key)
                below.append(_with_own_keys({**one, "key": key}, taken))
            else:
                below.append(one)
        found[name] = below
    return found


def shift(document: Document, path: str, by: int) -> Act:
    """Move an entry up (-1) or down (1); from the end of its list it goes on into the next list of the same kind."""
    list_path, entries, place = _entry_of(document, path)
    if 0 <= place + by < len(entries):
        return _moved(document, path, list_path, place + by)
    lists = sister_lists(document, list_path)
    here = lists.index(list_path) if list_path in lists else -1
    if here < 0 or not 0 <= here + by < len(lists):
        return Act([], path)
    target = lists[here + by]
    return _moved(document, path, target, len(find(document, target, []) or []) if by < 0 else 0)


def move_to(document: Document, path: str, target: str, place: int | None = None) -> Act:
    """Move an entry into another list, at its end or at a place."""
    list_path, _entries, _place = _entry_of(document, path)
    if target not in sister_lists(document, list_path):
        raise Gone(target)
    length = len(find(document, target, []) or [])
    return _moved(document, path, target, length if place is None else place)


def _moved(document: Document, path: str, target: str, place: int) -> Act:
    operation = Move(path, target, place)
    after, _back = operation.apply(document)
    where = resolve(after, target)
    entries = at(after, where)
    at_place = max(0, min(place, len(entries) - 1))
    return Act([operation], join(target, name_of(entries, at_place)))


def sister_lists(document: Document, list_path: str) -> list[str]:
    """Return the lists into which an entry of this one can be moved, in their order: the questions of each section."""
    name = split(list_path)[-1]
    if _owner(list_path) == "":
        return [list_path]
    found: list[str] = []
    for listed in outline_of(document):
        for one, _held in lists_of(listed.owner, outlined=True):
            if one == name:
                found.append(join(listed.path, one))
    if found:
        return found if list_path in found else [list_path]
    return [one for one, _held in lists_of(root_of(document), outlined=True) if one == name]


def retype(document: Document, path: str, kind: str) -> Act:
    """Make an entry another type; what the new type has no place for goes, and comes back when this is undone."""
    list_path, entries, place = _entry_of(document, path)
    entry, held = entries[place], spot_at(document, resolve(document, list_path)).rule
    types = types_of(held) if held else {}
    if not isinstance(entry, dict) or kind not in types:
        raise Gone(path)
    after = retyped(entry, types[kind], kind)
    operations: list[Operation] = [Set(join(path, name), None) for name in entry if name not in after]
    operations += [Set(join(path, name), value) for name, value in after.items() if entry.get(name) != value]
    return Act(operations, path)


def leads_to_a_page(document: Document, list_path: str) -> bool:
    """Tell whether what is added to a list has a page of its own."""
    return is_outlined(spot_at(document, resolve(document, list_path)).rule)
