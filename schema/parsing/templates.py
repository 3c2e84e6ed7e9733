"""Reading what is filled in: the sections and questions of templates and surveys."""

import re

from core.text import LANGUAGES, Text
from schema.documents import Section, Template
from schema.faults import Fault, shown
from schema.outlines import Outline
from schema.parsing.conditions import read_condition
from schema.parsing.context import Context
from schema.parsing.node import Node
from schema.parsing.tables import read_table
from schema.parsing.traits import (
    Fields,
    read_currency,
    read_most_choices,
    read_options,
    read_range,
    read_scale,
)
from schema.questions import PLACEHOLDER, QUESTION_TYPES, Question
from schema.upgrades import FORMAT
from schema.vocabulary import DocumentKind, Panel

COMMON_KEYS = frozenset({"key", "type", "label"})
COMMON_OPTIONAL_KEYS = frozenset({"help", "example", "required", "show_if"})
QUESTION_KEYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {  # those it must have, those it may have
    "text": (frozenset(), frozenset()),
    "longtext": (frozenset(), frozenset()),
    "number": (frozenset(), frozenset({"min", "max", "step", "unit"})),
    "money": (frozenset(), frozenset({"currency"})),
    "percent": (frozenset(), frozenset()),
    "date": (frozenset(), frozenset()),
    "choice": (frozenset({"options"}), frozenset()),
    "multichoice": (frozenset({"options"}), frozenset({"max_choices"})),
    "scale": (frozenset({"min", "max", "low", "high"}), frozenset({"levels"})),
    "countries": (frozenset(), frozenset({"max_choices"})),
    "table": (frozenset({"columns"}), frozenset({"rows", "sum_to"})),
    "panel": (frozenset({"panel"}), frozenset()),
    "clause": (frozenset({"body"}), frozenset({"optional"})),
}
UNANSWERED_TYPES = frozenset({"panel", "clause"})
# A question that several surveys ask is asked alike, or their rounds cannot be compared.
COMPARED_KEYS = (
    *("type", "options", "min", "max", "step", "unit", "max_choices"),
    *("low", "high", "levels", "columns", "rows", "show_if"),
)
_BRACES = re.compile(r"\{\{|\}\}")


def read_template(node: Node, context: Context) -> Fields:
    """Read the sections of a template or a survey."""
    section_keys: set[str] = set()
    question_keys: set[str] = set()
    sections = []
    for section in node.nodes("sections"):
        section.keys(("key", "title", "questions"), ("short", "intro", "show_if"))
        sections.append(
            Section(
                key=section.key("key", section_keys),
                title=section.text("title"),
                short=section.text_or_none("short"),
                intro=section.text_or_none("intro", markdown=True),
                show_if=read_condition(section, context.file, hidden=f"{section.path}.questions[0]"),
                questions=tuple(
                    read
                    for question in section.nodes("questions")
                    if (read := read_question(question, context, question_keys))
                ),
            )
        )
    if context.kind == DocumentKind.SURVEY and context.library:
        _compare_with(context.library.of(DocumentKind.SURVEY, besides=context.file), node, context)
    return {"sections": tuple(sections)}


def template_of(outline: Outline) -> Template | None:
    """Return the template that another file asks about, or None when it has faults of its own."""
    faults: list[Fault] = []
    fields = read_template(
        Node(outline.data, "", faults), Context(outline, DocumentKind(outline.data["kind"]), library=None)
    )
    common: Fields = {"format": FORMAT, "version": 1, "title": Text(), "summary": Text()}
    return None if faults else Template(kind=outline.data["kind"], slug=outline.data["slug"], **common, **fields)


def read_question(node: Node, context: Context, seen: set[str]) -> Question | None:
    """Read one question, or note why it is none."""
    key, kind = node.key("key", seen), node["type"]
    if "type" not in node:
        node.keys(COMMON_KEYS, node.value)
        kind = None
    elif not isinstance(kind, str) or kind not in QUESTION_TYPES:
        node.fault(f"{shown(kind)} is not one of {', '.join(sorted(QUESTION_TYPES))}", node.at("type"))
        return None
    else:
        must, may = QUESTION_KEYS[kind]
        node.keys(COMMON_KEYS | must, COMMON_OPTIONAL_KEYS | may)
    fields: Fields = {
        "key": key,
        "label": node.text("label"),
        "help": node.text_or_none("help", markdown=True),
        "example": node.text_or_none("example", markdown=True),
        "required": node.flag("required"),
        "show_if": read_condition(node, context.file, hidden=node.path),
    }
    if kind is None:
        return None
    if kind in UNANSWERED_TYPES and fields["required"]:
        node.fault(f"a {kind} stores no answer that could be required", node.at("required"))
    return QUESTION_TYPES[kind](**fields, **_own_fields(node, kind, context))


def _own_fields(node: Node, kind: str, context: Context) -> Fields:
    match kind:
        case "number":
            return read_range(node)
        case "money":
            return read_currency(node)
        case "choice":
            return read_options(node)
        case "multichoice":
            options = node["options"]
            most = read_most_choices(node, len(options) if isinstance(options, list) else None)
            return {**read_options(node), "max_choices": most}
        case "countries":
            return {"max_choices": read_most_choices(node)}
        case "scale":
            return read_scale(node)
        case "table":
            return read_table(node, context.file)
        case "panel":
            if context.kind == DocumentKind.SURVEY:
                what = "a panel cannot stand in a survey: members have no live objects to see"
                node.fault(what, node.at("type"))
            return {"panel": node.word("panel", Panel)}
        case "clause":
            return _clause(node, context)
        case _:
            return {}


def _clause(node: Node, context: Context) -> Fields:
    if context.kind != DocumentKind.DOCUMENT:
        node.fault("a clause stands in documents only", node.at("type"))
    fields: Fields = {"body": node.text("body", markdown=True), "optional": node.flag("optional")}
    body = node["body"]
    if not isinstance(body, dict):
        return fields
    named: dict[str, set[str]] = {}
    for language in LANGUAGES:
        words = body.get(language)
        if isinstance(words, str):
            named[language] = set(PLACEHOLDER.findall(words))
            if _BRACES.search(PLACEHOLDER.sub("", words)):
                node.fault("a placeholder is {{ question_key }}", f"{node.at('body')}.{language}")
    for key in sorted(set[str]().union(*named.values())):
        question = context.file.question(key)
        if question is None or question.type in UNANSWERED_TYPES:
            node.fault(f"{{{{ {key} }}}} names no question with an answer in this file", node.at("body"))
    if len(named) == len(LANGUAGES) and named["da"] != named["en"]:
        differing = ", ".join(sorted(named["da"] ^ named["en"]))
        node.fault(f"not the same placeholders in both languages: {differing}", node.at("body"))
    return fields


def _compare_with(others: list[Outline], node: Node, context: Context) -> None:
    for other in others:
        for key, question in context.file.questions.items():
            twin = other.question(key)
            if twin is None:
                continue
            for compared in COMPARED_KEYS:
                if question.content.get(compared) != twin.content.get(compared):
                    path = f"{question.path}.{compared}" if compared in question.content else question.path
                    node.fault(f"{compared} differs from {other.name}", path)
