"""Reading `show_if`: which earlier answer shows a question or a section."""

from schema.conditions import MOST_PARTS, Condition, ConditionValue
from schema.faults import shown
from schema.numbers import as_decimal
from schema.outlines import Outline, QuestionOutline, is_numeric, keys_of
from schema.parsing.node import Node
from schema.questions import QUESTION_TYPES
from schema.scalars import country_fault

UNANSWERED = frozenset({"panel", "clause", "computed"})

TESTS = ("is", "is_not", "in", "answered")
SEVERAL = ("all", "any")


def read_condition(owner: Node, file: Outline, *, hidden: str) -> Condition | None:
    """Read the condition of a question or a section; `hidden` is the path of the first question it hides."""
    if "show_if" not in owner:
        return None
    rule = owner.node("show_if")
    if not rule.is_mapping or not any(name in rule for name in SEVERAL):
        return _read_one(rule.keys(("question",), TESTS), file, hidden)
    name = next(name for name in SEVERAL if name in rule)
    rule.keys((name,), ())
    _refuse_early(rule, name, file)
    parts = list(rule.nodes(name))
    if len(parts) > MOST_PARTS:
        rule.fault(f"has more than {MOST_PARTS} conditions", rule.at(name))
    read = tuple(one for part in parts if (one := _read_one(part.keys(("question",), TESTS), file, hidden)))
    if not read:
        return None
    return Condition(all_=read) if name == "all" else Condition(any_=read)


def _refuse_early(rule: Node, name: str, file: Outline) -> None:
    if file.given.get("format") == 1:
        rule.fault(f"{name} in a condition needs `format: 2` at the top of the file", rule.at(name))


def _read_one(rule: Node, file: Outline, hidden: str) -> Condition | None:
    if not rule.is_mapping:
        return None
    tests = [test for test in TESTS if test in rule]
    if len(tests) != 1:
        rule.fault("must have exactly one of is, is_not, in and answered")
    if "question" not in rule:
        return None
    found = file.question(rule["question"])
    if found is None:
        rule.fault(f"there is no question {shown(rule['question'])} in this file", rule.at("question"))
        return None
    if hidden in file.places and found.place >= file.places[hidden].place:
        rule.fault(f"{shown(rule['question'])} must stand before what it shows or hides", rule.at("question"))
    if "answered" in rule:
        _refuse_early(rule, "answered", file)
        return _answered(rule, found)
    values: dict[str, tuple[ConditionValue, ...]] = {test: _values(rule, test, found) for test in tests}
    return Condition(
        question=rule["question"],
        is_=next(iter(values.get("is", ())), None),
        is_not=next(iter(values.get("is_not", ())), None),
        in_=values.get("in"),
    )


def _answered(rule: Node, found: QuestionOutline) -> Condition | None:
    if not isinstance(rule["answered"], bool):
        rule.fault("must be true or false", rule.at("answered"))
        return None
    if found.type in UNANSWERED:
        rule.fault(f"nothing is answered at the {found.type} {shown(rule['question'])}", rule.at("question"))
    return Condition(question=rule["question"], answered=rule["answered"])


def _values(rule: Node, test: str, found: QuestionOutline) -> tuple[ConditionValue, ...]:
    entries = rule.sequence("in") if test == "in" else [(rule[test], rule.at(test))]
    return tuple(value for entry, path in entries if (value := _value(rule, entry, path, found)) is not None)


def _value(rule: Node, value: object, path: str, found: QuestionOutline) -> ConditionValue | None:
    question, kind = found.content, found.type
    if kind in ("choice", "multichoice"):
        if isinstance(value, str) and value in keys_of(question.get("options")):
            return value
        rule.fault(f"{shown(value)} is not an option of {shown(question['key'])}", path)
    elif kind == "yesno":
        # In YAML `yes` without quotes is no text, so that true and false may stand here.
        value = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        if isinstance(value, str) and value in ("yes", "no"):
            return value
        rule.fault(f"{shown(value)} is neither true nor false", path)
    elif is_numeric(question):
        low, high = (as_decimal(question.get(key)) for key in ("min", "max"))
        return rule.number_of(value, path, low, high)
    elif kind == "countries":
        if what := country_fault(value):
            rule.fault(what, path)
        elif isinstance(value, str):
            return value
    elif kind in QUESTION_TYPES:
        rule.fault(f"nothing can depend on the {kind} {shown(question['key'])}", path)
    return None
