"""The format as JSON Schema says what the reader says, as far as it can."""

import copy
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from library.loading import STARTER_CONTENT
from schema.json_schema import content_schema
from schema.reading import read_file
from tests.house.tree import ROOT
from tests.schema.samples import common, options, question, scale, section

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def fits(value: Any, rule: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Tell whether a value fits, by those words of JSON Schema that the file uses."""
    if "$ref" in rule:
        return fits(value, whole["$defs"][rule["$ref"].removeprefix("#/$defs/")], whole)
    if "oneOf" in rule:
        return sum(fits(value, one, whole) for one in rule["oneOf"]) == 1
    if "const" in rule or "enum" in rule:
        return value in rule.get("enum", [rule.get("const")])
    kind = rule.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return False
    if isinstance(value, dict) and kind:
        known = rule["properties"]
        return set(rule["required"]) <= set(value) <= set(known) and all(
            fits(v, known[k], whole) for k, v in value.items()
        )
    if isinstance(value, list) and kind:
        return len(value) >= rule["minItems"] and all(fits(one, rule["items"], whole) for one in value)
    if isinstance(value, str):
        return len(value) >= rule.get("minLength", 0) and bool(re.search(rule.get("pattern", ""), value))
    return not kind or rule.get("minimum", value) <= value <= rule.get("maximum", value)


def is_right(data: dict[str, Any]) -> bool:
    schema = content_schema()
    return fits(data, schema, schema)


def test_the_file_is_what_the_command_writes() -> None:
    out = StringIO()
    call_command("content_schema", stdout=out)

    assert (ROOT / "docs" / "content.schema.json").read_text(encoding="utf-8") == out.getvalue()
    assert json.loads(out.getvalue()) == content_schema()


@pytest.mark.parametrize("path", sorted(STARTER_CONTENT.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_content_that_comes_with_the_portal_fits(path: Path) -> None:
    assert is_right(read_file(path))


def a_template() -> dict[str, Any]:
    table = question(
        "t", "table", columns=[question("c", "number", min=0), question("o", "choice", options=options("x"))]
    )
    return {**common("strategy"), "sections": [section("s", scale("q"), question("p", "panel", panel="goals"), table)]}


def test_one_thing_wrong_does_not_fit() -> None:
    assert is_right(a_template())
    for change in (
        lambda made: made.pop("title"),
        lambda made: made.update(kind="poem"),
        lambda made: made["sections"].clear(),
        lambda made: made["sections"][0]["questions"][0].update(min="one"),
        lambda made: made["sections"][0]["questions"][0].update(extra=1),
        lambda made: made["sections"][0]["questions"][1].update(panel="weather"),
        lambda made: made["sections"][0]["questions"][2]["columns"][1].pop("options"),
        lambda made: made["sections"][0]["questions"][2]["columns"][0].update(step=True),
    ):
        wrong = copy.deepcopy(a_template())
        change(wrong)
        assert not is_right(wrong)
