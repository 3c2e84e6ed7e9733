"""Reading checklists, and checking what their items say of each other."""

from collections.abc import Mapping

from schema.checklists import MOST_DAYS, MOST_ITEMS, Group, Item, Link
from schema.faults import shown
from schema.numbers import is_integer
from schema.parsing.context import Context
from schema.parsing.fields import Fields
from schema.parsing.node import Node
from schema.parsing.references import circles
from schema.rules import keys_of_type
from schema.vocabulary import STARTABLE_KINDS, DocumentKind


def read_checklist(node: Node, context: Context) -> Fields:
    """Read the groups and items of a checklist."""
    group_keys: set[str] = set()
    item_keys: set[str] = set()
    groups: list[Group] = []
    all_nodes: list[Node] = []
    for group in node.nodes("groups"):
        group.keys(*keys_of_type(Group))
        key, title = group.key("key", group_keys), group.text("title")
        nodes = list(group.nodes("items"))
        _check_parts({item["key"]: item for item in nodes if isinstance(item["key"], str)}, nodes)
        all_nodes += nodes
        groups.append(Group(key=key, title=title, items=tuple(_item(item, context, item_keys) for item in nodes)))
    _check_order({item["key"]: item for item in all_nodes if isinstance(item["key"], str)}, all_nodes)
    count = sum(len(group.items) for group in groups)
    if context.library and count > MOST_ITEMS:
        node.fault(
            f"the list has {count} items, and a checklist can have {MOST_ITEMS}; split it into two lists", "groups"
        )
    return {"anchor": node.text("anchor"), "groups": tuple(groups)}


def _item(node: Node, context: Context, seen: set[str]) -> Item:
    node.keys(*keys_of_type(Item))
    if context.file.given.get("format") == 1:
        for name in ("due_days", "role"):
            if name not in node:
                node.fault(f"missing {name}, which only a file with `format: 2` at the top may leave out")
        for name in ("within", "after"):
            if name in node:
                node.fault(f"{name} needs `format: 2` at the top of the file", node.at(name))
    return Item(
        key=node.key("key", seen),
        label=node.text("label"),
        help=node.text_or_none("help", markdown=True),
        within=str(node["within"]) if "within" in node else "",
        after=str(node["after"]) if "after" in node else "",
        due_days=node.integer("due_days", lowest=-MOST_DAYS, highest=MOST_DAYS) if "due_days" in node else None,
        role=node.text_or_none("role"),
        optional=node.flag("optional"),
        link=_link(node.node("link"), context) if "link" in node else None,
    )


def _check_parts(group: Mapping[str, Node], nodes: list[Node]) -> None:
    """Note a fault where an item is part of one that is not in its group, or that is a part itself."""
    for node in nodes:
        if "within" not in node:
            continue
        around, path = node["within"], node.at("within")
        if around == node["key"]:
            node.fault("an item cannot be part of itself", path)
        elif not isinstance(around, str) or around not in group:
            node.fault(f"there is no item {shown(around)} in this group", path)
        elif "within" in group[around]:
            node.fault(f"{shown(around)} is part of another item itself; there is one level only", path)


def _check_order(items: Mapping[str, Node], nodes: list[Node]) -> None:
    """Note a fault where an item counts its days from one that is not there, or that waits for it."""
    for node in nodes:
        if "after" not in node:
            continue
        before, path = node["after"], node.at("after")
        if not isinstance(before, str) or before not in items:
            node.fault(f"there is no item {shown(before)} in this checklist", path)
        if "due_days" not in node:
            node.fault("an item that comes after another needs due_days: how many days after it", path)
        elif is_integer(node["due_days"]) and node["due_days"] < 0:
            node.fault("an item that comes after another cannot be due before it", node.at("due_days"))
    for circle in circles(_waiting(items)):
        first = next(items[key] for key in circle if "after" in items[key])
        first.fault(
            f"these items wait for each other in a circle: {' → '.join([*circle, circle[0]])}", first.at("after")
        )


def _waiting(items: Mapping[str, Node]) -> Mapping[str, Mapping[str, Node]]:
    """Return what each item waits for: the one that it comes after, and its own parts."""
    waiting: dict[str, dict[str, Node]] = {}
    for key, node in items.items():
        before, around = node["after"], node["within"]
        if isinstance(before, str) and before in items:
            waiting.setdefault(key, {})[before] = node
        if isinstance(around, str) and around in items and around != key and "within" not in items[around]:
            waiting.setdefault(around, {})[key] = node
    return waiting


def _link(node: Node, context: Context) -> Link | None:
    node.keys(("kind", "slug"))
    if set(node.value) != {"kind", "slug"}:
        return None
    kind, slug = node.word("kind", DocumentKind, STARTABLE_KINDS), node["slug"]
    if kind is None:
        return None
    is_itself = (kind, slug) == context.file.identity
    if not isinstance(slug, str) or (context.library and not is_itself and not context.library.find(kind, slug)):
        node.fault(f"there is no {kind} {shown(slug)}", node.at("slug"))
    return Link(kind=kind, slug=str(slug))
