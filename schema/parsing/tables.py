"""Reading a table question: its columns, its fixed rows, and what its numbers must add up to."""

from schema.faults import shown
from schema.outlines import Outline, entry_with_key, is_numeric, keys_of
from schema.parsing.node import Node
from schema.parsing.traits import (
    Fields,
    read_currency,
    read_labelled,
    read_options,
    read_range,
    read_scale,
)
from schema.tables import COLUMN_TYPES, Column, FixedRow, SumTo, Weights

COMMON_KEYS = frozenset({"key", "type", "label"})
COLUMN_KEYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {  # those it must have, those it may have
    "text": (frozenset(), frozenset()),
    "number": (frozenset(), frozenset({"min", "max", "step", "unit"})),
    "money": (frozenset(), frozenset({"currency"})),
    "percent": (frozenset(), frozenset()),
    "date": (frozenset(), frozenset()),
    "choice": (frozenset({"options"}), frozenset()),
    "country": (frozenset(), frozenset()),
    "scale": (frozenset({"min", "max", "low", "high"}), frozenset({"levels"})),
    "weighted": (frozenset({"weights"}), frozenset()),
}


def read_table(node: Node, file: Outline) -> Fields:
    """Read the fields of a table question."""
    columns = tuple(_columns(node, file))
    rows = tuple(read_labelled(node, "rows", FixedRow)) if "rows" in node else None
    return {"columns": columns, "rows": rows, "sum_to": _sum_to(node)}


def _columns(node: Node, file: Outline) -> list[Column]:
    seen: set[str] = set()
    columns = []
    for column in node.nodes("columns"):
        key, kind = column.key("key", seen), column["type"]
        if "type" not in column:
            column.keys(COMMON_KEYS, column.value)
            continue
        if not isinstance(kind, str) or kind not in COLUMN_TYPES:
            column.fault(f"{shown(kind)} is not one of {', '.join(sorted(COLUMN_TYPES))}", column.at("type"))
            continue
        must, may = COLUMN_KEYS[kind]
        column.keys(COMMON_KEYS | must, may)
        fields: Fields = {"key": key, "label": column.text("label")}
        columns.append(COLUMN_TYPES[kind](**fields, **_own_fields(column, kind, node, file)))
    return columns


def _own_fields(column: Node, kind: str, table: Node, file: Outline) -> Fields:
    if kind == "number":
        return read_range(column)
    if kind == "money":
        return read_currency(column)
    if kind == "choice":
        return read_options(column)
    if kind == "scale":
        return read_scale(column)
    return {"weights": _weights(column, table, file)} if kind == "weighted" else {}


def _weights(column: Node, table: Node, file: Outline) -> Weights | None:
    if "weights" not in column:
        return None
    weights = column.node("weights").keys(("question", "column"))
    if set(weights.value) != {"question", "column"}:
        return None
    found = file.question(weights["question"])
    here, name = weights.at("question"), shown(weights["question"])
    if found is None or found.content.get("type") != "table":
        weights.fault(f"there is no table {name} in this file", here)
    elif "rows" not in found.content:
        weights.fault(f"the table {name} has no fixed rows", here)
    else:
        _numeric_column(weights, found.content)
        criteria = keys_of(found.content["rows"])
        for key in criteria:
            scored = entry_with_key(table["columns"], key)
            if scored is None or not is_numeric(scored):
                weights.fault(f"its row {shown(key)} is not a column of numbers in this table", here)
        return Weights(question=str(weights["question"]), column=str(weights["column"]), criteria=tuple(criteria))
    return None


def _sum_to(table: Node) -> SumTo | None:
    if "sum_to" not in table:
        return None
    rule = table.node("sum_to").keys(("column", "total"))
    if "column" in rule:
        _numeric_column(rule, table.value)
    return SumTo(column=str(rule["column"]), total=rule.number("total"))


def _numeric_column(rule: Node, table: dict[str, object]) -> None:
    """Note a fault when the column that the rule names does not hold numbers in this table."""
    column = entry_with_key(table.get("columns"), rule["column"])
    if column is None:
        rule.fault(
            f"there is no column {shown(rule['column'])} in the table {shown(table.get('key'))}", rule.at("column")
        )
    elif not is_numeric(column):
        rule.fault(f"the column {shown(rule['column'])} does not hold numbers", rule.at("column"))
