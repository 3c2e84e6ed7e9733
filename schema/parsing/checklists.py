"""Reading checklists."""

from schema.checklists import MOST_DAYS, MOST_ITEMS, Group, Item, Link
from schema.faults import shown
from schema.parsing.context import Context
from schema.parsing.fields import Fields
from schema.parsing.node import Node
from schema.rules import keys_of_type
from schema.vocabulary import STARTABLE_KINDS, DocumentKind


def read_checklist(node: Node, context: Context) -> Fields:
    """Read the groups and items of a checklist."""
    group_keys: set[str] = set()
    item_keys: set[str] = set()
    groups = []
    for group in node.nodes("groups"):
        group.keys(*keys_of_type(Group))
        groups.append(
            Group(
                key=group.key("key", group_keys),
                title=group.text("title"),
                items=tuple(_item(item, context, item_keys) for item in group.nodes("items")),
            )
        )
    count = sum(len(group.items) for group in groups)
    if context.library and count > MOST_ITEMS:
        node.fault(
            f"the list has {count} items, and a checklist can have {MOST_ITEMS}; split it into two lists", "groups"
        )
    return {"anchor": node.text("anchor"), "groups": tuple(groups)}


def _item(node: Node, context: Context, seen: set[str]) -> Item:
    node.keys(*keys_of_type(Item))
    return Item(
        key=node.key("key", seen),
        label=node.text("label"),
        help=node.text_or_none("help", markdown=True),
        due_days=node.integer("due_days", lowest=-MOST_DAYS, highest=MOST_DAYS),
        role=node.text("role"),
        optional=node.flag("optional"),
        link=_link(node.node("link"), context) if "link" in node else None,
    )


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
