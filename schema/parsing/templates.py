"""Reading what is filled in: the sections and questions of templates and surveys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.text import Text
from schema.answers import check_answer
from schema.besides import REMARK, besides_of
from schema.documents import DocumentTemplate, QuestionGroup, Section, Template
from schema.facts import FITS, Fact
from schema.faults import Faults, shown
from schema.languages import languages_of
from schema.outlines import Outline
from schema.parsing.clauses import UNANSWERED_TYPES, read_wording
from schema.parsing.computed import read_sources
from schema.parsing.conditions import read_condition
from schema.parsing.context import Context
from schema.parsing.fields import Fields, check_replaced, read_fields
from schema.parsing.node import LONGEST_KEY, Node
from schema.parsing.places import read_links
from schema.parsing.references import differing_marks
from schema.parsing.tables import check_layout, check_sum, places_of_other, places_of_points, read_columns
from schema.questions import PLACEHOLDER, QUESTION_TYPES, Heading, Question
from schema.rules import keys_of_type
from schema.upgrades import FORMAT, NEW_TYPES
from schema.vocabulary import WITH_FILES, WITH_POINTS, DocumentKind

COMMON_KEYS = frozenset({"key", "type", "label"})
# A question that several surveys ask is asked alike, or their rounds cannot be compared.
# Read by functions that know the file, or the question whole.
OF_THEIR_OWN = ("show_if", "links", "default", "of")
# Where points would say something untrue, and why; docs/decisions/second-format.md says more.
NO_POINTS = {
    DocumentKind.ASSESSMENT: "a self-assessment gives no points: its levels are what is counted, "
    "each as much as another",
    DocumentKind.SURVEY: "a survey gives no points: their sum would tell of answers that are hidden "
    "because they are few",
}
PROPOSED_TYPES = frozenset(
    {"text", "longtext", "number", "money", "percent", "date", "yesno", "choice", "multichoice", "scale"}
)
COMPARED_KEYS = (
    *("type", "options", "min", "max", "step", "unit", "max_choices"),
    *("low", "high", "levels", "columns", "rows", "show_if", "remark"),
)
NAMING_TYPES = frozenset({"email", "address"})
_BRACES = re.compile(r"\{\{|\}\}")


def read_template(node: Node, context: Context) -> Fields:
    """Read the sections of a template or a survey."""
    seen = _Seen()
    nodes = list(node.nodes("sections"))
    sections = [_read_section(section, context, seen) for section in nodes]
    check_replaced(nodes, seen.sections)
    check_replaced((group for section in nodes for group in section.nodes("groups")), seen.groups)
    check_replaced(
        [Node(one.content, one.path, node.faults) for one in context.file.places.values()], context.file.questions
    )
    if context.kind == DocumentKind.SURVEY and context.library:
        _compare_with(context.library.of(DocumentKind.SURVEY, besides=context.file), node, context)
    fields: Fields = {"sections": tuple(sections)}
    if context.kind == DocumentKind.DOCUMENT:
        fields |= read_wording(node, context)
    return fields


@dataclass
class _Seen:
    """The keys that are taken so far: each is used once in the file."""

    sections: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)


def _read_section(node: Node, context: Context, seen: _Seen) -> Section:
    has_groups = "groups" in node
    must, may = keys_of_type(Section)
    node.keys(*((must - {"questions"}, may | {"questions"}) if has_groups else (must, may)))
    if has_groups and context.file.given.get("format") == 1:
        node.fault("groups in a section need `format: 2` at the top of the file", node.at("groups"))
    key = node.key("key", seen.sections)
    first = "questions[0]" if not has_groups or node["questions"] else "groups[0].questions[0]"
    questions = _read_questions(node, context, seen, may_be_empty=has_groups)
    groups = tuple(_read_group(group, context, seen) for group in node.nodes("groups"))
    return Section(
        key=key,
        **read_fields(node, Section, besides=("key", "show_if", "questions", "groups")),
        show_if=read_condition(node, context.file, hidden=f"{node.path}.{first}"),
        questions=(*questions, *(question for group in groups for question in group.questions)),
        groups=groups,
    )


def _read_group(node: Node, context: Context, seen: _Seen) -> QuestionGroup:
    node.keys(*keys_of_type(QuestionGroup))
    fields: Fields = {
        "key": node.key("key", seen.groups),
        **read_fields(node, Heading, besides=("key", "show_if")),
        "show_if": read_condition(node, context.file, hidden=f"{node.path}.questions[0]"),
    }
    return QuestionGroup(**fields, questions=_read_questions(node, context, seen, Heading(**fields)))


def _read_questions(
    node: Node, context: Context, seen: _Seen, group: Heading | None = None, *, may_be_empty: bool = False
) -> tuple[Question, ...]:
    nodes = node.nodes("questions", may_be_empty=may_be_empty)
    read = [(one, read_question(one, context, seen.questions, group)) for one in nodes]
    return tuple(found for one, asked in read if asked for found in (asked, *_read_besides(one, asked, seen)))


def _read_besides(node: Node, question: Question, seen: _Seen) -> Iterator[Question]:
    """Give what is asked beside a question, under keys that nothing else may have."""
    for beside in besides_of(question):
        if beside.key in seen.questions:
            node.fault(f"the key {shown(beside.key)} is kept for what stands beside this question", node.at("key"))
        elif len(beside.key) > LONGEST_KEY:
            node.fault(
                f"is longer than {LONGEST_KEY - len(REMARK)} characters, so nothing can stand beside it", node.at("key")
            )
        seen.questions.add(beside.key)
        yield beside


def template_of(outline: Outline) -> Template | None:
    """Return the template that another file asks about, or None when it has faults of its own."""
    faults = Faults()
    faults.languages = languages_of(outline.data)
    fields = read_template(
        Node(outline.data, "", faults), Context(outline, DocumentKind(outline.data["kind"]), library=None)
    )
    common: Fields = {"format": FORMAT, "version": 1, "title": Text(), "summary": Text()}
    made = DocumentTemplate if outline.data["kind"] == DocumentKind.DOCUMENT else Template
    return None if faults else made(kind=outline.data["kind"], slug=outline.data["slug"], **common, **fields)


def read_question(node: Node, context: Context, seen: set[str], group: Heading | None = None) -> Question | None:
    """Read one question, or note why it is none."""
    key, kind = node.key("key", seen), node["type"]
    if "type" not in node:
        node.keys(COMMON_KEYS, node.value)
        read_fields(node, Question, besides=(*OF_THEIR_OWN, "key"))
        read_condition(node, context.file, hidden=node.path)
        return None
    if not isinstance(kind, str) or kind not in QUESTION_TYPES:
        node.fault(f"{shown(kind)} is not one of {', '.join(sorted(QUESTION_TYPES))}", node.at("type"))
        return None
    made = QUESTION_TYPES[kind]
    must, may = keys_of_type(made)
    node.keys(must | {"type"}, may)
    fields: Fields = {"key": key, **read_fields(node, made, besides=(*OF_THEIR_OWN, "key", "columns"))}
    fields["show_if"] = read_condition(node, context.file, hidden=node.path)
    fields["links"], fields["default"] = read_links(node, context), node["default"]
    _check_known(node, kind, context)
    if kind in NEW_TYPES and context.file.given.get("format") == 1:
        node.fault(f"a question of the type {kind} needs `format: 2` at the top of the file", node.at("type"))
    _check_besides(node, context)
    _check_points(node, context)
    _check_place(node, kind, context)
    if kind in (*UNANSWERED_TYPES, "computed") and fields["required"]:
        node.fault(f"a {kind} stores no answer that could be required", node.at("required"))
    match kind:
        case "table":
            fields["columns"] = tuple(read_columns(node, context.file))
            check_sum(node)
            check_layout(node, context.file)
        case "computed":
            fields["of"], fields["measure"] = read_sources(node, context)
        case "panel" if context.kind == DocumentKind.SURVEY:
            node.fault("a panel cannot stand in a survey: members have no live objects to see", node.at("type"))
        case "clause":
            _check_clause(node, context)
        case "multichoice":
            options, most = node["options"], fields["max_choices"]
            if most is not None and isinstance(options, list) and most > len(options):
                node.fault("is above the number of options", node.at("max_choices"))
    question = made(**fields, group=group)
    if "default" in node:
        _check_default(node, question, context)
    return question


def _check_place(node: Node, kind: str, context: Context) -> None:
    """Note a type that no page of this kind could take."""
    if kind in NAMING_TYPES and context.kind == DocumentKind.SURVEY:
        node.fault("would say who has answered, and the answers to a survey have no name", node.at("type"))
    if kind == "file" and context.kind not in WITH_FILES:
        node.fault(f"a file can be asked for in {', '.join(sorted(WITH_FILES))} only", node.at("type"))


def _check_besides(node: Node, context: Context) -> None:
    places = [node.at(f"{place}.other") for place in places_of_other(node)]
    for place in places[1:]:
        node.fault("only one option of a question can be answered in one's own words", place)
    if context.file.given.get("format") == 1:
        for place in (*([node.at("remark")] if node["remark"] is True else ()), *places):
            node.fault(f"{place.rpartition('.')[2]} needs `format: 2` at the top of the file", place)


def _check_points(node: Node, context: Context) -> None:
    """Note points where nothing would show their sum, or in a file of a format that has none."""
    for place in places_of_points(node):
        if context.file.given.get("format") == 1:
            node.fault("points need `format: 2` at the top of the file", place)
        if context.kind in NO_POINTS:
            node.fault(NO_POINTS[DocumentKind(context.kind)], place)
        elif context.kind not in WITH_POINTS:
            node.fault(f"answers give points in {', '.join(sorted(WITH_POINTS))} only", place)


def _check_default(node: Node, question: Question, context: Context) -> None:
    """Note what is wrong with what is proposed; it is held to the rules for an answer of the example."""
    path = node.at("default")
    if context.file.given.get("format") == 1:
        node.fault("default needs `format: 2` at the top of the file", path)
    if context.kind == DocumentKind.ASSESSMENT:
        node.fault(
            "a self-assessment proposes no answers: each scores alone, and a score that stands there steers", path
        )
    elif context.kind == DocumentKind.SURVEY:
        node.fault(
            "a survey proposes no answers: what stands there already would be counted as what companies say", path
        )
    elif node["known"] is not None:
        node.fault("what the portal knows is proposed already; `known` and `default` do not go together", path)
    elif question.type not in PROPOSED_TYPES:
        node.fault(f"nothing can be proposed for a question of the type {question.type}", path)
    elif not any(fault.path.startswith(node.path) for fault in node.faults):
        node.faults += check_answer(question, node["default"], path, published=True, languages=node.languages)


def _check_known(node: Node, kind: str, context: Context) -> None:
    known = node["known"]
    if known is None:
        return
    if context.kind != DocumentKind.DOCUMENT:
        node.fault("only a document is filled in from what the portal knows", node.at("known"))
    elif known in set(Fact) and kind not in FITS[Fact(known)]:
        fitting = " or ".join(sorted(FITS[Fact(known)]))
        node.fault(f"{shown(known)} answers a question of the type {fitting}", node.at("known"))


def _check_clause(node: Node, context: Context) -> None:
    if context.kind != DocumentKind.DOCUMENT:
        node.fault("a clause stands in documents only", node.at("type"))
    body = node["body"]
    if not isinstance(body, dict):
        return
    named: dict[str, set[str]] = {}
    for language, words in body.items():
        if isinstance(words, str):
            named[language] = set(PLACEHOLDER.findall(words))
            if _BRACES.search(PLACEHOLDER.sub("", words)):
                node.fault("a placeholder is {{ question_key }}", f"{node.at('body')}.{language}")
    for key in sorted(set[str]().union(*named.values())):
        question = context.file.question(key)
        if question is None or question.type in UNANSWERED_TYPES:
            node.fault(f"{{{{ {key} }}}} names no question with an answer in this file", node.at("body"))
    if differing := differing_marks(named):
        node.fault(f"not the same placeholders in both languages: {differing}", node.at("body"))


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
