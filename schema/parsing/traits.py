"""Reading what a question and a column of the same type have in common, as fields by their names."""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from schema.numbers import is_integer
from schema.parsing.node import Node
from schema.tables import FixedRow
from schema.traits import DEFAULT_CURRENCY, Option

Fields = dict[str, Any]
Labelled = TypeVar("Labelled", Option, FixedRow)

# A scale is drawn as one button for each number.
LARGEST_SCALE = 100
_CURRENCY = re.compile("[A-Z]{3}")


def read_range(node: Node) -> Fields:
    """Read limits, step and unit of a number."""
    low, high, step = (node.number_or_none(key) for key in ("min", "max", "step"))
    if low is not None and high is not None and low >= high:
        node.fault("must be above min", node.at("max"))
    if step is not None and step <= 0:
        node.fault("must be above 0", node.at("step"))
    return {"min": low, "max": high, "step": step, "unit": node.text_or_none("unit")}


def read_scale(node: Node) -> Fields:
    """Read the ends and levels of a scale."""
    is_known = True
    for key in ("min", "max"):
        fits = is_integer(node[key]) and abs(node[key]) <= LARGEST_SCALE
        is_known = is_known and fits
        if key in node and not fits:
            node.fault(f"must be an integer from {-LARGEST_SCALE} to {LARGEST_SCALE}", node.at(key))
    low, high = node["min"], node["max"]
    if is_known and low >= high:
        node.fault("must be above min", node.at("max"))
    texts = {key: node.text(key) for key in ("low", "high")}
    levels = tuple(node.text_of(level, path) for level, path in node.sequence("levels"))
    if is_known and isinstance(node["levels"], list) and len(levels) != high - low + 1:
        node.fault(f"has {len(levels)} texts; {low} to {high} needs {high - low + 1}", node.at("levels"))
    return {"min": low, "max": high, "levels": levels, **texts}


def read_currency(node: Node) -> Fields:
    """Read the currency of an amount."""
    currency = node.value.get("currency", DEFAULT_CURRENCY)
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        node.fault("must be a currency code of three capital letters, such as DKK", node.at("currency"))
    return {"currency": currency}


def read_options(node: Node) -> Fields:
    """Read the options of a choice."""
    options = tuple(read_labelled(node, "options", Option))
    return {"options": options}


def read_labelled(node: Node, key: str, made: type[Labelled]) -> Iterator[Labelled]:
    """Read a list of things that have a key and a label."""
    seen: set[str] = set()
    for entry in node.nodes(key):
        entry.keys(("key", "label"))
        yield made(key=entry.key("key", seen), label=entry.text("label"))


def read_most_choices(node: Node, options: int | None = None) -> int | None:
    """Read how many choices are allowed, which is no more than there are options."""
    if "max_choices" not in node:
        return None
    most = node.integer("max_choices", lowest=1)
    if options is not None and most > options:
        node.fault("is above the number of options", node.at("max_choices"))
    return most
