"""Reading a table question: its columns, and what refers to other columns and tables."""

from schema.faults import shown
from schema.outlines import Outline, entry_with_key, is_numeric, keys_of
from schema.parsing.fields import Fields, check_replaced, read_fields
from schema.parsing.node import Node
from schema.rules import keys_of_type
from schema.tables import COLUMN_TYPES, Column, Weights
from schema.upgrades import NEW_COLUMNS

COMMON_KEYS = keys_of_type(Column)[0] | {"type"}


def read_columns(node: Node, file: Outline) -> list[Column]:
    """Read the columns of a table question."""
    seen: set[str] = set()
    columns = []
    nodes = list(node.nodes("columns"))
    for column in nodes:
        key, kind = column.key("key", seen), column["type"]
        if "type" not in column:
            column.keys(COMMON_KEYS, column.value)
            continue
        if kind == "file":
            column.fault(
                "a file is a question of its own: the cells of a table have no room for one", column.at("type")
            )
            continue
        if not isinstance(kind, str) or kind not in COLUMN_TYPES:
            column.fault(f"{shown(kind)} is not one of {', '.join(sorted(COLUMN_TYPES))}", column.at("type"))
            continue
        made = COLUMN_TYPES[kind]
        must, may = keys_of_type(made)
        column.keys(must | {"type"}, may)
        fields: Fields = {"key": key, **read_fields(column, made, besides=("key", "weights"))}
        if "weights" in must:
            fields["weights"] = _weights(column, node, file)
        for place in places_of_other(column):
            column.fault("in a table nothing is asked beside an option", column.at(f"{place}.other"))
        for place in places_of_points(column):
            column.fault("in a table no option gives points", place)
        options, most = column["options"], fields.get("max_choices")
        if most is not None and isinstance(options, list) and most > len(options):
            column.fault("is above the number of options", column.at("max_choices"))
        if kind in NEW_COLUMNS and file.given.get("format") == 1:
            column.fault(f"a column of the type {kind} needs `format: 2` at the top of the file", column.at("type"))
        columns.append(made(**fields))
    check_replaced(nodes, seen)
    return columns


def places_of_other(node: Node) -> list[str]:
    """Return which options are answered in one's own words, as `options[2]`."""
    options = node["options"] if isinstance(node["options"], list) else []
    return [f"options[{n}]" for n, one in enumerate(options) if isinstance(one, dict) and one.get("other") is True]


def places_of_points(node: Node) -> list[str]:
    """Return where an answer is said to give points, as full paths."""
    options = node["options"] if isinstance(node["options"], list) else []
    places = [f"options[{n}].points" for n, one in enumerate(options) if isinstance(one, dict) and "points" in one]
    return [node.at(place) for place in (*places, *(["as_points"] if node["as_points"] is True else ()))]


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


def check_sum(table: Node) -> None:
    """Note a fault when what must add up is not a column of numbers."""
    rule = table["sum_to"]
    if isinstance(rule, dict) and "column" in rule:
        _numeric_column(table.node("sum_to"), table.value)


def check_layout(table: Node, file: Outline) -> None:
    """Note what does not fit together in a table whose rows are cards."""
    if "layout" not in table:
        if "row" in table:
            table.fault("is the word for one card, and this table is not laid out as cards", table.at("row"))
        return
    if "row" not in table:
        table.fault("missing row")
    if "rows" in table:
        table.fault("a table laid out as cards has no rows that are given", table.at("rows"))
    if file.given.get("format") == 1:
        table.fault("layout needs `format: 2` at the top of the file", table.at("layout"))


def _numeric_column(rule: Node, table: dict[str, object]) -> None:
    """Note a fault when the column that the rule names does not hold numbers in this table."""
    column = entry_with_key(table.get("columns"), rule["column"])
    if column is None:
        rule.fault(
            f"there is no column {shown(rule['column'])} in the table {shown(table.get('key'))}", rule.at("column")
        )
    elif not is_numeric(column):
        rule.fault(f"the column {shown(rule['column'])} does not hold numbers", rule.at("column"))
