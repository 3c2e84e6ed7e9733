"""Reading what a computed number follows from."""

from schema.faults import shown
from schema.parsing.context import Context
from schema.parsing.node import Node
from schema.traits import Measure
from schema.vocabulary import WITH_COMPUTED, How

MOST_SOURCES = 50
# A share is one of another, and a difference is between two.
PAIRS = (How.SHARE, How.DIFFERENCE)


def read_sources(node: Node, context: Context) -> tuple[tuple[str, ...], Measure]:
    """Return the names of what it follows from, and what it counts."""
    if context.kind not in WITH_COMPUTED:
        node.fault(f"a number is computed in {', '.join(sorted(WITH_COMPUTED))} only", node.at("type"))
    names = [_name(node, context, name, path) for name, path in node.sequence("of")]
    known = [name for name in names if name]
    if len(known) != len(set(known)):
        node.fault("the same number stands twice", node.at("of"))
    if len(names) > MOST_SOURCES:
        node.fault(f"is computed from more than {MOST_SOURCES} numbers", node.at("of"))
    _check_number(node, names)
    measures = [context.file.measures[name] for name in known]
    if any(one != measures[0] for one in measures):
        node.fault("these numbers do not count the same: their units or currencies differ", node.at("of"))
    first = measures[0] if measures else Measure()
    return tuple(known), Measure(type="percent") if node["how"] == How.SHARE else first


def _name(node: Node, context: Context, name: object, path: str) -> str:
    source = context.file.question(name)
    if not isinstance(name, str) or name not in context.file.measures:
        node.fault(f"there is no number {shown(name)} in this file", path)
        return ""
    own = context.file.question(node["key"])
    if source is not None and own is not None and source.type == "computed" and source.place >= own.place:
        node.fault(f"{shown(name)} must stand before what is computed from it, so that none goes in a circle", path)
        return ""
    return name


def _check_number(node: Node, names: list[str]) -> None:
    if node["how"] in PAIRS and len(names) != 2:
        node.fault(f"a {node['how']} is computed from two numbers, not {len(names)}", node.at("of"))
    elif node["how"] == How.SUM and len(names) == 1 and "." not in names[0]:
        node.fault("one number alone is no sum; name two, or a column of a table", node.at("of"))
