"""What a field that is no text is written with, by its rule."""

from functools import singledispatch
from typing import Any

from django.utils.translation import gettext

from core.languages import language_name
from core.text import WRITTEN_LANGUAGES, Text
from curation.rules.picking import NUMBERS, pointer_of
from curation.rules.shapes import NAMED
from curation.shown.choices import Around, Pairs, PickedPlaces
from curation.shown.numbers import PickedNumbers
from curation.words import fields as words
from library.words import lack_words
from schema.languages import lacks_of, languages_of
from schema.rules import (
    CONDITION,
    Address,
    Day,
    Flag,
    Former,
    Integer,
    Languages,
    Name,
    Names,
    Number,
    OneOf,
    OneOfOrLine,
    Pattern,
    Plain,
    Pointers,
    Proposal,
    Published,
    Referring,
    Rule,
    Sources,
)
from schema.vocabulary import DocumentKind


@singledispatch
def control_of(rule: Rule, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    """Return which control a rule is written with, and what that needs; one that nobody knows is a line of text."""
    return "line", {}


@control_of.register
def _(rule: Flag, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    return "flag", {}


@control_of.register(Number)
@control_of.register(Integer)
def _(rule: Rule, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    return "number", {"value": "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)}


@control_of.register
def _(rule: Day, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    return "day", {}


@control_of.register(Plain)
@control_of.register(Address)
@control_of.register(Pattern)
def _(rule: Rule, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    return "line", {}


@control_of.register
def _(rule: OneOf, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    return "choice", {"choices": [(str(one), words.choice_label(rule.words, str(one))) for one in rule.words]}


@control_of.register
def _(rule: Languages, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    languages = languages_of(around.document)
    first = languages.may[0]
    return "languages", {
        "value": [(code, language_name(code)) for code in languages.may],
        "choices": [(code, language_name(code)) for code in WRITTEN_LANGUAGES if code not in languages.may],
        "other": [lack_words(lack, first) for lack in lacks_of(around.document)],
    }


@control_of.register
def _(rule: OneOfOrLine, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    known = [(str(one), words.choice_label(rule.words, str(one))) for one in rule.words]
    is_named = isinstance(value, dict)
    return "named", {
        "value": NAMED if is_named else value,
        "choices": [*known, (NAMED, gettext("Another one, named here"))],
        "other": [(code, called, value.get(code, "")) for code, called in around.named_codes] if is_named else [],
    }


@control_of.register
def _(rule: Name, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    return "choice", {"choices": _with_present(around.named(rule.of or "column", path), value)}


@control_of.register
def _(rule: Names, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    chosen = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
    if not rule.of:
        return "words", {"value": "\n".join(chosen)}
    choices = around.named(rule.of, path)
    known = {key for key, _words in choices}
    return "several", {"choices": [*choices, *((one, one) for one in chosen if one not in known)], "value": chosen}


@control_of.register
def _(rule: Former, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    chosen = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
    choices = around.gone(path)
    known = {key for key, _words in choices}
    return "several", {"choices": [*choices, *((one, one) for one in chosen if one not in known)], "value": chosen}


@control_of.register
def _(rule: Published, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    stored = value if isinstance(value, dict) else {}
    chosen = f"{stored.get('kind')}/{stored.get('slug')}" if stored else ""
    groups = around.things(rule)
    known = any(chosen == key for _label, pairs in groups for key, _words in pairs)
    lost = [(chosen, str(stored.get("slug")))] if chosen and not known else []
    return "published", {"value": chosen, "groups": groups, "choices": lost}


@control_of.register
def _(rule: Pointers, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    if around.document.get("kind") == DocumentKind.SURVEY and value is None:
        return "nothing", {}
    entries = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    chosen = [pointer_of(one) for one in entries]
    # One more than there are, for the next.
    return "pointers", {"value": [*chosen, ""], "other": PickedPlaces(around, rule.kinds, chosen)}


@control_of.register
def _(rule: Sources, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    chosen = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
    # A number follows from two at least; a column of a table alone is enough, and the second list stays empty.
    empty = max(1, 2 - len(chosen))
    return "pointers", {"value": [*chosen, *([""] * empty)], "other": PickedNumbers(around, path, chosen)}


@control_of.register
def _(rule: Proposal, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    asked = around.owner_of(path)
    kind = str(asked.get("type"))
    if kind in ("text", "longtext"):
        text = Text.from_value(value if isinstance(value, dict) else None)
        return "sides", {"value": kind, "other": [(code, said, text.get(code)) for code, said in around.named_codes]}
    if kind == "multichoice":
        return "several", {"choices": around.answers(asked), "value": value if isinstance(value, list) else []}
    if kind in ("yesno", "choice", "scale"):
        return "choice", {"choices": around.answers(asked), "value": "" if value is None else str(value)}
    if kind == "date":
        return "day", {}
    return "number" if kind in NUMBERS else "nothing", {"value": "" if value is None else str(value)}


@control_of.register
def _(rule: Referring, path: str, value: Any, around: Around) -> tuple[str, dict[str, Any]]:
    if rule == CONDITION:
        return "condition", {"condition": around.condition(path)}
    stored = value if isinstance(value, dict) else {}
    return "weights", {
        "value": stored,
        "choices": _with_present(around.tables_of_weights(path), stored.get("question")),
        "other": _with_present(around.columns_of(stored.get("question")), stored.get("column")),
    }


def _with_present(choices: Pairs, value: Any) -> Pairs:
    """Return the choices with what is chosen now, where it is no longer among them."""
    if not isinstance(value, str) or not value or value in {key for key, _words in choices}:
        return choices
    return [*choices, (value, value)]
