"""The format of templates as JSON Schema, for editors: what the rules of the types say, and nothing besides.

What holds between fields and between files cannot be said there; `load_content` finds it.
"""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from core.text import WRITTEN_LANGUAGES
from schema.clauses import Wording
from schema.documents import Section
from schema.parsing.computed import MOST_SOURCES
from schema.parsing.documents import COMMON_KEYS, COMMON_OPTIONAL_KEYS, READERS
from schema.parsing.node import LONGEST_KEY, SLUG, SNAKE
from schema.questions import QUESTION_TYPES, Question
from schema.rules import (
    Flag,
    Former,
    Integer,
    Key,
    Languages,
    Line,
    Lines,
    ListOf,
    Name,
    Names,
    Number,
    OneOf,
    OneOfOrLine,
    OneOfTypes,
    Part,
    Pattern,
    Pointers,
    Proposal,
    Prose,
    Referring,
    Rule,
    Sources,
    rules_of,
)
from schema.tables import COLUMN_TYPES, Column
from schema.upgrades import FORMAT, OLDEST

Schema = dict[str, Any]
# The types among which an entry of a list names its own.
NAMED_TYPES: dict[type, Mapping[str, type]] = {Question: QUESTION_TYPES, Column: COLUMN_TYPES}
TEXT = {"$ref": "#/$defs/text"}
DAY = r"^\d{4}-\d{2}-\d{2}$"


def content_schema() -> Schema:
    """Return the schema of a file of content: every kind with its keys, and templates and surveys in full."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Content of the internationalisation toolkit",
        "oneOf": [_document(str(kind)) for kind in sorted(READERS)],
        "$defs": {
            # Which of the languages must be there says the file, and only its reader knows that.
            "text": {
                **_mapping({key: {"type": "string", "minLength": 1} for key in WRITTEN_LANGUAGES}, ()),
                "minProperties": 1,
            },
            "section": _section(),
            **{f"{name}-question": _object(kind, name) for name, kind in QUESTION_TYPES.items()},
            **{f"{name}-column": _object(kind, name) for name, kind in COLUMN_TYPES.items()},
        },
    }


def _document(kind: str) -> Schema:
    reader = READERS[kind]  # type: ignore[index]
    common: Schema = {
        "format": {"enum": list(range(OLDEST, FORMAT + 1))},
        "kind": {"const": kind},
        "slug": {"type": "string", "pattern": f"^{SLUG.pattern}$", "maxLength": LONGEST_KEY},
        "version": {"type": "integer", "minimum": 1},
        "languages": described(Languages()),
        "review_by": {"type": "string", "pattern": DAY},
        "title": TEXT,
        "summary": TEXT,
    }
    own: Schema = {key: {} for key in sorted(reader.must | reader.may)}
    if "sections" in own:
        own["sections"] = _list({"$ref": "#/$defs/section"})
    if "clauses" in own:
        own |= {key: described(one.rule) for key, one in rules_of(Wording).items()}
    assert set(common) == COMMON_KEYS | COMMON_OPTIONAL_KEYS  # noqa: S101 -- a key that is added must be described
    return _mapping({**common, **own}, COMMON_KEYS | reader.must)


def _section() -> Schema:
    """Return a section: its questions stand in it, in its groups, or both."""
    made = _object(Section)
    must = [key for key in made.pop("required") if key != "questions"]
    return {**made, "required": must, "anyOf": [{"required": ["questions"]}, {"required": ["groups"]}]}


def _object(owner: type, name: str = "") -> Schema:
    rules = rules_of(owner)
    properties = {key: described(one.rule) for key, one in rules.items()}
    must = [key for key, one in rules.items() if one.is_required]
    return _mapping({"type": {"const": name}, **properties}, ["type", *must]) if name else _mapping(properties, must)


def _mapping(properties: Schema, must: Any) -> Schema:
    return {"type": "object", "properties": properties, "required": sorted(must), "additionalProperties": False}


def _list(entry: Schema) -> Schema:
    return {"type": "array", "items": entry, "minItems": 1}


@singledispatch
def described(rule: Rule) -> Schema:
    """Return what JSON Schema says of a rule."""
    raise TypeError(f"nothing is said of {rule}")


@described.register
def _(rule: Key) -> Schema:
    return {"type": "string", "pattern": f"^{SNAKE.pattern}$", "maxLength": LONGEST_KEY}


@described.register(Line)
@described.register(Prose)
def _(rule: Line | Prose) -> Schema:
    return TEXT


@described.register
def _(rule: Languages) -> Schema:
    return {**_list({"enum": list(WRITTEN_LANGUAGES)}), "uniqueItems": True}


@described.register
def _(rule: Flag) -> Schema:
    return {"type": "boolean"}


@described.register
def _(rule: Number) -> Schema:
    return {"type": "number"} if rule.above is None else {"type": "number", "exclusiveMinimum": rule.above}


@described.register
def _(rule: Integer) -> Schema:
    lowest: Schema = {"type": "integer", "minimum": rule.lowest}
    return lowest if rule.highest is None else {**lowest, "maximum": rule.highest}


@described.register
def _(rule: Pattern) -> Schema:
    return {"type": "string", "pattern": f"^{rule.letters.pattern}$"}


@described.register
def _(rule: OneOf) -> Schema:
    return {"enum": sorted(map(str, rule.words))}


@described.register
def _(rule: OneOfOrLine) -> Schema:
    return {"anyOf": [{"enum": sorted(map(str, rule.words))}, TEXT]}


@described.register
def _(rule: Pointers) -> Schema:
    place = {"kind": {"enum": sorted(rule.kinds)}, "slug": {"type": "string"}, "part": {"type": "string"}}
    return _list(_mapping(place, ("kind", "slug")))


@described.register
def _(rule: Proposal) -> Schema:
    return {}


@described.register
def _(rule: Lines) -> Schema:
    return _list(TEXT)


@described.register
def _(rule: ListOf) -> Schema:
    return _list(_object(rule.of))


@described.register
def _(rule: OneOfTypes) -> Schema:
    what = "question" if rule.of is Question else "column"
    return _list({"oneOf": [{"$ref": f"#/$defs/{name}-{what}"} for name in NAMED_TYPES[rule.of]]})


@described.register
def _(rule: Part) -> Schema:
    return _object(rule.of)


@described.register
def _(rule: Name) -> Schema:
    return {"type": "string"}


@described.register
def _(rule: Names) -> Schema:
    return _list({"type": "string"})


@described.register
def _(rule: Sources) -> Schema:
    return {**_list({"type": "string"}), "maxItems": MOST_SOURCES, "uniqueItems": True}


@described.register
def _(rule: Former) -> Schema:
    return {**_list(described(Key())), "uniqueItems": True}


@described.register
def _(rule: Referring) -> Schema:
    return _mapping({key: {} for key in (*rule.must, *rule.may)}, rule.must)
