"""Reading what leads to a published thing, or to a part of one."""

from collections.abc import Collection

from schema.faults import shown
from schema.outlines import Outline, keys_of
from schema.parsing.context import Context
from schema.parsing.node import Node
from schema.rules import keys_of_type
from schema.traits import Place
from schema.vocabulary import LINKED_KINDS, DocumentKind

MOST_LINKS = 10


def read_links(node: Node, context: Context) -> tuple[Place, ...]:
    """Read where a question leads to."""
    if "links" not in node:
        return ()
    if context.file.given.get("format") == 1:
        node.fault("links needs `format: 2` at the top of the file", node.at("links"))
    if context.kind == DocumentKind.SURVEY:
        node.fault("a link would lead the one who answers out of the survey", node.at("links"))
    entries = list(node.nodes("links"))
    if len(entries) > MOST_LINKS:
        node.fault(f"has {len(entries)} links, and a question can have {MOST_LINKS}", node.at("links"))
    found = tuple(read_place(entry, context, LINKED_KINDS) for entry in entries[:MOST_LINKS])
    for number, one in enumerate(found):
        if one in found[:number]:
            node.fault("leads to the same as another", f"{node.at('links')}[{number}]")
    return found


def read_place(node: Node, context: Context, kinds: Collection[DocumentKind] | None = None) -> Place:
    """Read a published thing, which must be there, or a part of it."""
    node.keys(*keys_of_type(Place))
    kind, slug, part = node.word("kind", DocumentKind, kinds), node.plain("slug"), node.plain("part")
    found = context.library.find(kind, slug) if context.library and kind else None
    if context.library and kind and slug and found is None:
        node.fault(f"there is no {kind} {shown(slug)}", node.at("slug"))
    elif found is not None and part and part not in parts_of(found):
        node.fault(f"{kind} {slug} has no section, question, group or KPI {shown(part)}", node.at("part"))
    return Place(kind=kind or DocumentKind.RESOURCE, slug=slug, part=part)


def parts_of(outline: Outline) -> set[str]:
    """Return the keys of everything in a document that can be pointed at."""
    lists = (outline.data.get("groups"), outline.data.get("kpis"))
    return {*outline.section_keys, *outline.questions, *(key for entries in lists for key in keys_of(entries))}
