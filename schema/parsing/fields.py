"""Reading the fields of a type by the rules that they carry; every fault is noted with its path."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, singledispatch
from typing import Any, TypeVar, cast

from schema.faults import shown
from schema.numbers import is_integer
from schema.parsing.node import Node
from schema.questions import VALUE, ScaleQuestion
from schema.rules import (
    Flag,
    Former,
    Integer,
    Key,
    Line,
    Lines,
    ListOf,
    Name,
    Number,
    OneOf,
    Part,
    Pattern,
    Prose,
    Rule,
    keys_of_type,
    rules_of,
)
from schema.traits import HasRange, HasScale

Fields = dict[str, Any]
Read = TypeVar("Read")
Check = Callable[[Node, Fields], None]


def read_fields(node: Node, owner: type, *, besides: Collection[str] = ()) -> Fields:
    """Read what the rules of the type say, besides what the caller reads, and check what fits together."""
    rules, checks = _plan(owner)
    found = {
        name: reader(rule, node, name) if name in node.value or is_required else otherwise
        for name, reader, rule, is_required, otherwise in rules
        if name not in besides
    }
    for check in checks:
        check(node, found)
    return found


@cache
def _plan(owner: type) -> tuple[list[tuple[str, Callable[..., Any], Rule, bool, object]], list[Check]]:
    rules = [
        (name, read.dispatch(type(one.rule)), one.rule, one.is_required, one.otherwise)
        for name, one in rules_of(owner).items()
    ]
    return rules, [check for kind, check in CHECKS.items() if issubclass(owner, kind)]


def read_entries(node: Node, key: str, owner: Callable[..., Read]) -> Iterator[Read]:
    """Read a list of things of one type; none may have the key of another."""
    kind, seen = cast(type, owner), set[str]()
    entries = list(node.nodes(key))
    for entry in entries:
        entry.keys(*keys_of_type(kind))
        yield owner(key=entry.key("key", seen), **read_fields(entry, kind, besides=("key",)))
    check_replaced(entries, seen)


def check_replaced(entries: Iterable[Node], kept: Collection[str]) -> None:
    """Refuse what says that it takes the place of something that is still there."""
    for entry in entries:
        names = entry["replaces"] if isinstance(entry["replaces"], list) else ()
        for number, name in enumerate(names):
            if isinstance(name, str) and name in kept:
                what = f"{shown(name)} is still in this file, so nothing replaces it"
                entry.fault(what, entry.at(f"replaces[{number}]"))


@singledispatch
def read(rule: Rule, node: Node, key: str) -> Any:
    """Return what stands under the key by its rule."""
    raise TypeError(f"{key} is read by a function of its own: {rule}")


@read.register
def _(rule: Key, node: Node, key: str) -> str:
    return node.key(key, set())


@read.register
def _(rule: Line, node: Node, key: str) -> Any:
    return node.text(key)


@read.register
def _(rule: Prose, node: Node, key: str) -> Any:
    return node.text(key, markdown=True)


@read.register
def _(rule: Flag, node: Node, key: str) -> bool:
    return node.flag(key)


@read.register
def _(rule: Number, node: Node, key: str) -> Any:
    found = node.number_or_none(key)
    if rule.above is not None and found is not None and found <= rule.above:
        node.fault(f"must be above {rule.above}", node.at(key))
    return found


@read.register
def _(rule: Integer, node: Node, key: str) -> Any:
    if rule.highest is None:
        return node.integer(key, lowest=rule.lowest)
    value = node[key]
    if key in node and not (is_integer(value) and rule.lowest <= value <= rule.highest):
        node.fault(f"must be an integer from {rule.lowest} to {rule.highest}", node.at(key))
    return value


@read.register
def _(rule: Pattern, node: Node, key: str) -> Any:
    value = node[key]
    if not isinstance(value, str) or not rule.letters.fullmatch(value):
        node.fault(rule.what, node.at(key))
    return value


@read.register
def _(rule: OneOf, node: Node, key: str) -> Any:
    return node.word(key, rule.words)


@read.register
def _(rule: Lines, node: Node, key: str) -> Any:
    return tuple(node.text_of(entry, path) for entry, path in node.sequence(key))


@read.register
def _(rule: ListOf, node: Node, key: str) -> Any:
    return tuple(read_entries(node, key, rule.of))


@read.register
def _(rule: Name, node: Node, key: str) -> str:
    return str(node[key])


@read.register
def _(rule: Former, node: Node, key: str) -> tuple[str, ...]:
    return node.names(key)


@read.register
def _(rule: Part, node: Node, key: str) -> Any:
    part = node.node(key).keys(*keys_of_type(rule.of))
    return rule.of(**read_fields(part, rule.of))


# --- what holds between the fields of a type


def _range(node: Node, found: Fields) -> None:
    low, high = found["min"], found["max"]
    if low is not None and high is not None and low >= high:
        node.fault("must be above min", node.at("max"))


def _scale(node: Node, found: Fields) -> None:
    low, high, levels = found["min"], found["max"], found["levels"]
    rules = rules_of(HasScale)
    if not all(_fits(rules[key].rule, node[key]) for key in ("min", "max")):
        return
    if low >= high:
        node.fault("must be above min", node.at("max"))
    if isinstance(node["levels"], list) and len(levels) != high - low + 1:
        node.fault(f"has {len(levels)} texts; {low} to {high} needs {high - low + 1}", node.at("levels"))


def _printed_value(node: Node, found: Fields) -> None:
    written = node["printed_value"]
    for language, words in written.items() if isinstance(written, dict) else ():
        if isinstance(words, str) and (words.count(VALUE) != 1 or set("{}") & set(words.replace(VALUE, ""))):
            node.fault(f"says the value once, as {VALUE}", f"{node.at('printed_value')}.{language}")


def _fits(rule: Rule, value: Any) -> bool:
    return isinstance(rule, Integer) and is_integer(value) and rule.lowest <= value <= (rule.highest or value)


CHECKS: dict[type, Check] = {HasRange: _range, HasScale: _scale, ScaleQuestion: _printed_value}
