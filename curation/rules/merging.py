"""Taking over, piece by piece, what the original says now into what somebody has made of an earlier edition of it.

Three documents: the edition that the copy follows (`base`), the newest one (`theirs`), and the copy (`mine`). A piece
is the smallest thing that can be taken over by itself: something new, gone, moved, or one field that says something
else. What the copy has of its own is never touched by a piece that does not say so (`clash`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.text import WRITTEN_LANGUAGES
from curation.rules.operations import Insert, Move, Operation, Remove, Set, apply_all
from curation.rules.paths import Gone, find, join, split
from curation.rules.shapes import ONCE_IN_A_FILE, Listed, lists_of, outline_of, root_of
from schema.outlines import keys_of

Document = dict[str, Any]
Identity = tuple[str, str]
# What tells one document from another, and is not taken over.
OF_THE_FILE = frozenset({"format", "kind", "slug", "version", "review_by"})


class What(StrEnum):
    """What the original has done."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    ORDER = "order"
    GONE = "gone"


class Clash(StrEnum):
    """Why the copy loses something of its own when the piece is taken over."""

    NONE = ""
    BOTH = "both"  # both have written there
    DELETED = "deleted"  # the copy has deleted it
    HOLDS = "holds"  # what is gone holds something that the copy has added or changed


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that can be taken over."""

    what: What
    path: str
    owner: type
    entry: Mapping[str, Any]
    clash: Clash = Clash.NONE
    field: str = ""
    value: Any = None
    mine: Any = None
    base: Any = None
    # The list that it stands in now, and what stands before it there.
    list_path: str = ""
    before: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What it is known by on the page."""
        return ":".join((self.what, self.path, self.field))

    def operations(self, document: Document) -> list[Operation]:
        """Return what takes it over; raises Gone where the place for it is not there."""
        match self.what:
            case What.NEW:
                if find(document, self.path) is not None:
                    return [Set(self.path, self._without_what_is_there(document))]
                return [Insert(self.list_path, self._without_what_is_there(document), self._place(document))]
            case What.CHANGED if self.clash == Clash.DELETED:
                return [Insert(self.list_path, self._without_what_is_there(document), self._place(document))]
            case What.CHANGED:
                return [*_changed(self.path, self.field, self.value, self.mine, self.base)]
            case What.MOVED:
                return [Move(self.path, self.list_path, self._place(document))]
            case What.ORDER:
                return _ordered(document, self.path, self.value)
        return [Remove(self.path)]

    def _place(self, document: Document) -> int:
        """Return the place behind the nearest thing that stands before it in the original and is here too."""
        entries = find(document, self.list_path)
        if entries is None and self.list_path.count("/") > 1:
            raise Gone(self.list_path)
        keys = [one.get("key") if isinstance(one, dict) else None for one in entries or []]
        for key in reversed(self.before):
            if key in keys:
                return keys.index(key) + 1
        return 0

    def _without_what_is_there(self, document: Document) -> dict[str, Any]:
        """Return the entry, without the things inside it that stand elsewhere in the copy: these move by themselves."""
        there = {_identity(one) for one in outline_of(document)}
        made = dict(self.entry)
        for name, _held in lists_of(self.owner, outlined=True):
            if name in ONCE_IN_A_FILE and isinstance(made.get(name), list):
                made[name] = [one for one in made[name] if (name, str(one.get("key"))) not in there]
        return made


def _identity(listed: Listed) -> Identity:
    key = str(listed.entry.get("key") or split(listed.path)[-1])
    return (listed.list_name, key) if listed.list_name in ONCE_IN_A_FILE else (listed.path, "")


def _own_fields(entry: Mapping[str, Any], owner: type) -> dict[str, Any]:
    lists = {name for name, _held in lists_of(owner, outlined=True)}
    return {name: value for name, value in entry.items() if name not in lists and name != "key"}


def pieces(base: Document, theirs: Document, mine: Document) -> list[Piece]:
    """Return what the original has changed since the copy took over from it last, and the copy does not say yet."""
    was, now, here = (_by_identity(one) for one in (base, theirs, mine))
    found = [*_of_root(base, theirs, mine)]
    fresh: set[str] = set()
    for identity, one in now.items():
        before, own = was.get(identity), here.get(identity)
        if before is None:
            if own is None and not any(one.path.startswith(f"{path}/") for path in fresh):
                fresh.add(one.path)
                found.append(_new(What.NEW, one, theirs, Clash.NONE))
            elif own is not None and _own_fields(own.entry, own.owner) != _own_fields(one.entry, one.owner):
                found.append(_new(What.NEW, one, theirs, Clash.BOTH, own))
            continue
        if own is None:
            if _own_fields(before.entry, before.owner) != _own_fields(one.entry, one.owner):
                found.append(_new(What.CHANGED, one, theirs, Clash.DELETED))
            continue
        if one.list_path not in (before.list_path, own.list_path):
            clash = Clash.BOTH if own.list_path != before.list_path else Clash.NONE
            found.append(
                Piece(What.MOVED, own.path, one.owner, one.entry, clash, "", None, None, None, *_where(one, theirs))
            )
        found += _of_fields(before, one, own)
    found += _orders(base, theirs, mine)
    gone = [one for identity, one in was.items() if identity not in now and identity in here]
    for one in gone:
        if not any(one.path.startswith(f"{other.path}/") for other in gone):
            found.append(_gone(one, here[_identity(one)], was, now, here))
    return found


def merged(mine: Document, chosen: Collection[Piece]) -> tuple[list[Operation], list[Piece]]:
    """Return the operations that take the pieces over, and the pieces that have no place to go to."""
    operations: list[Operation] = []
    left: list[Piece] = []
    order = (What.NEW, What.MOVED, What.ORDER, What.CHANGED, What.GONE)
    for piece in sorted(chosen, key=lambda one: order.index(one.what)):
        try:
            made = piece.operations(mine)
            mine, _back = apply_all(mine, made)
        except Gone:
            left.append(piece)
            continue
        operations += made
    return operations, left


def _by_identity(document: Document) -> dict[Identity, Listed]:
    return {_identity(one): one for one in outline_of(document)}


def _new(what: What, one: Listed, theirs: Document, clash: Clash, own: Listed | None = None) -> Piece:
    path = own.path if own else one.path
    return Piece(what, path, one.owner, one.entry, clash, "", None, None, None, *_where(one, theirs))


def _where(one: Listed, theirs: Document) -> tuple[str, tuple[str, ...]]:
    return one.list_path, tuple(keys_of(find(theirs, one.list_path, [])[: one.place]))


def _of_root(base: Document, theirs: Document, mine: Document) -> Iterator[Piece]:
    owner = root_of(theirs)
    yield from _of_entry("", owner, base, theirs, mine, OF_THE_FILE)


def _of_fields(before: Listed, one: Listed, own: Listed) -> Iterator[Piece]:
    yield from _of_entry(own.path, one.owner, before.entry, one.entry, own.entry, frozenset())


def _of_entry(
    path: str,
    owner: type,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    own: Mapping[str, Any],
    passed: Collection[str],
) -> Iterator[Piece]:
    was, now, here = (_own_fields(one, owner) for one in (before, after, own))
    if was.get("type") != now.get("type") and here.get("type") != now.get("type"):
        # What belongs to a type goes with it: all of it is one piece.
        clash = Clash.BOTH if here != was else Clash.NONE
        yield Piece(What.CHANGED, path, owner, after, clash, "type", now, here, was)
        return
    for name in dict.fromkeys((*now, *was)):
        value, former, mine = now.get(name), was.get(name), here.get(name)
        if name in passed or value in (former, mine):
            continue
        clash = Clash.BOTH if _is_lost(former, value, mine) else Clash.NONE
        yield Piece(What.CHANGED, path, owner, after, clash, name, value, mine, former)


def _is_lost(former: Any, value: Any, mine: Any) -> bool:
    """Tell whether taking a field over takes away what the copy has written there."""
    if mine == former:
        return False
    if _are_texts(former, value, mine):
        return any(
            value.get(one) != (former or {}).get(one) != (mine or {}).get(one) != value.get(one)
            for one in WRITTEN_LANGUAGES
        )
    return joined(former, value, mine) is None


def _are_texts(*values: Any) -> bool:
    return all(
        one is None or (isinstance(one, dict) and set(one) <= set(WRITTEN_LANGUAGES)) for one in values
    ) and isinstance(values[1], dict)


def _changed(path: str, name: str, value: Any, mine: Any, base: Any) -> Iterator[Operation]:
    if name == "type" and isinstance(value, dict):
        for one in dict.fromkeys((*mine, *value)):
            if mine.get(one) != value.get(one):
                yield Set(join(path, one), value.get(one))
        return
    if _are_texts(base, value, mine) and mine:
        for language in WRITTEN_LANGUAGES:
            if value.get(language) != (base or {}).get(language):
                yield Set(join(path, name, language), value.get(language))
        return
    together = joined(base, value, mine)
    yield Set(join(path, name), value if together is None else together)


def joined(base: Any, theirs: Any, mine: Any) -> list[Any] | None:
    """Return a list of things with keys that says what both have changed in it; None where they contradict."""
    lists = (base or [], theirs or [], mine or [])
    if not all(isinstance(one, list) and _are_keyed(one) for one in lists):
        return None
    was, now, here = ({one["key"]: one for one in entries} for entries in lists)
    found = []
    for key, own in here.items():
        if key in now:
            changed, written = now[key] != was.get(key), own != was.get(key)
            if changed and written and own != now[key]:
                return None
            found.append(now[key] if changed else own)
        elif key not in was:
            found.append(own)
        elif own != was[key]:
            return None
    order = list(now)
    for key in order:
        if key not in was and key not in here:
            there = [one["key"] for one in found]
            before = [one for one in order[: order.index(key)] if one in there]
            found.insert(there.index(before[-1]) + 1 if before else 0, now[key])
    return found


def _are_keyed(entries: list[Any]) -> bool:
    keys = [one.get("key") if isinstance(one, dict) else None for one in entries]
    return all(isinstance(one, str) for one in keys) and len(set(keys)) == len(keys)


def _orders(base: Document, theirs: Document, mine: Document) -> Iterator[Piece]:
    """Yield each list whose things the original has put into another order, and the copy has not."""
    for list_path, owner in {one.list_path: one.owner for one in outline_of(theirs)}.items():
        was, now, here = (keys_of(find(one, list_path) or []) for one in (base, theirs, mine))
        common = set(was) & set(now) & set(here)
        was, now, own = ([key for key in one if key in common] for one in (was, now, here))
        if now not in (was, own):
            clash = Clash.BOTH if own != was else Clash.NONE
            yield Piece(What.ORDER, list_path, owner, {}, clash, "", tuple(now))


def _ordered(document: Document, list_path: str, wanted: tuple[str, ...]) -> list[Operation]:
    """Return the moves that bring the things of a list into an order; what is not named stays where it is."""
    keys = keys_of(find(document, list_path) or [])
    rest = iter([key for key in wanted if key in keys])
    order = [next(rest) if key in wanted else key for key in keys]
    moves: list[Operation] = []
    for place, key in enumerate(order):
        if keys[place] != key:
            moves.append(Move(join(list_path, key), list_path, place))
            keys.remove(key)
            keys.insert(place, key)
    return moves


def _gone(
    one: Listed,
    own: Listed,
    was: Mapping[Identity, Listed],
    now: Mapping[Identity, Listed],
    here: Mapping[Identity, Listed],
) -> Piece:
    inside = [(identity, each) for identity, each in here.items() if each.path.startswith(f"{own.path}/")]
    is_written = _own_fields(own.entry, own.owner) != _own_fields(one.entry, one.owner) or any(
        identity not in was
        or (
            identity not in now
            and _own_fields(each.entry, each.owner) != _own_fields(was[identity].entry, was[identity].owner)
        )
        for identity, each in inside
    )
    return Piece(What.GONE, own.path, one.owner, one.entry, Clash.HOLDS if is_written else Clash.NONE)
