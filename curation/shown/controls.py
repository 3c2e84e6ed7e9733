"""The fields of a thing as they are written: which there are follows from the rules of its type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext

from core.text import Text
from curation.rules.paths import join, name_of
from curation.rules.shapes import (
    has_made_key,
    is_list,
    is_outlined,
    naming_field,
    type_of_entry,
    types_of,
)
from curation.shown.choices import Around, Pairs, PickedCondition, here
from curation.words import fields as words
from schema.rules import (
    CONDITION,
    Address,
    Answers,
    Day,
    Flag,
    Former,
    Held,
    Integer,
    Key,
    Line,
    Lines,
    Name,
    Names,
    Number,
    OneOf,
    Part,
    Pattern,
    Plain,
    Prose,
    Published,
    Referring,
    Rule,
    rules_of,
)

Document = dict[str, Any]
Faults = Mapping[str, Sequence[str]]

# Texts of documents, in which answers are set in.
WITH_PLACES = frozenset(
    {"ClauseQuestion", "ClauseParagraph", "ClauseItem", "DefinedTerm", "Schedule", "DocumentTemplate"}
)


@dataclass(frozen=True, slots=True)
class TextField:
    """A text in both languages."""

    path: str
    label: str
    hint: str
    text: Text
    is_prose: bool
    is_required: bool
    is_name: bool
    has_places: bool
    faults: Mapping[str, Sequence[str]]

    @property
    def id(self) -> str:
        """What its elements are known by on the page."""
        return id_of(self.path)

    @property
    def sides(self) -> list[tuple[str, str, Sequence[str]]]:
        """Each language with its words and what is wrong there; what is wrong with the whole is said at the first."""
        whole = list(self.faults.get("", ()))
        return [
            ("da", self.text.da, [*whole, *self.faults.get("da", ())]),
            ("en", self.text.en, self.faults.get("en", ())),
        ]


@dataclass(frozen=True, slots=True)
class Control:
    """Anything else that is written: a choice, a number, a day, a tick, something that is pointed at."""

    kind: str
    path: str
    label: str
    hint: str
    value: Any
    is_required: bool
    faults: Sequence[str] = ()
    choices: Pairs = field(default_factory=list)
    groups: Sequence[tuple[str, Pairs]] = ()
    condition: PickedCondition | None = None
    other: Any = None

    @property
    def id(self) -> str:
        """What its element is known by on the page."""
        return id_of(self.path)


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list that is written on its owner's page."""

    path: str
    number: int
    is_first: bool
    is_last: bool
    name: str
    fields: "Fields"
    type_words: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list that is written on its owner's page, and how one adds to it."""

    path: str
    name: str
    label: str
    hint: str
    entries: Sequence[Entry]
    faults: Sequence[str]
    add_label: str
    # The types that a new one can have; how it is named: in two languages, in one line, or not at all.
    types: Pairs
    naming: str
    name_label: str
    is_compact: bool
    picks: Pairs = field(default_factory=list)

    @property
    def id(self) -> str:
        """What its element is known by on the page."""
        return id_of(self.path)


@dataclass(frozen=True, slots=True)
class Fields:
    """All that is written of one thing or part."""

    texts: Sequence[TextField] = ()
    controls: Sequence[Control] = ()
    lists: Sequence[Entries] = ()
    parts: Sequence[tuple[str, str, "Fields"]] = ()


def id_of(path: str) -> str:
    """Return the id of the element in which the value at a path is written."""
    return f"f-{path.replace('/', '.')}"


@dataclass(frozen=True, slots=True)
class Writer:
    """What is needed to show fields: the draft, what is wrong in it, and what can be pointed at."""

    document: Document
    faults: Faults
    around: Around

    def at(self, path: str) -> Sequence[str]:
        """Return what is wrong at a path."""
        return self.faults.get(path, ())

    def fields(self, owner: type, path: str, entry: Mapping[str, Any]) -> Fields:
        """Return what is written of a thing of a type."""
        texts, controls, lists, parts = [], [], [], []
        for name, held in rules_of(owner).items():
            here = join(path, name)
            rule = held.rule
            if isinstance(rule, Key | Answers) or is_outlined(rule):
                continue
            if isinstance(rule, Line | Prose):
                texts.append(self._text(owner, here, name, held, entry))
            elif is_list(rule):
                lists.append(self._entries(owner, here, name, held, entry))
            elif isinstance(rule, Part):
                part = entry.get(name)
                inner = self.fields(rule.of, here, part if isinstance(part, dict) else {})
                parts.append((here, words.label_of(owner, name), inner))
            else:
                controls.append(self._control(owner, here, name, held, entry))
        return Fields(texts, controls, lists, parts)

    def _text(self, owner: type, path: str, name: str, held: Held, entry: Mapping[str, Any]) -> TextField:
        return TextField(
            path=path,
            label=words.label_of(owner, name),
            hint=words.hint_of(owner, name),
            text=Text.from_value(entry.get(name)),
            is_prose=isinstance(held.rule, Prose),
            is_required=held.is_required,
            is_name=name == naming_field(owner),
            has_places=isinstance(held.rule, Prose) and owner.__name__ in WITH_PLACES and name != "help",
            faults={"": self.at(path), "da": self.at(f"{path}/da"), "en": self.at(f"{path}/en")},
        )

    def _control(self, owner: type, path: str, name: str, held: Held, entry: Mapping[str, Any]) -> Control:
        kind, more = control_of(held.rule, path, entry.get(name), self)
        return Control(
            kind=kind,
            path=path,
            label=words.label_of(owner, name),
            hint=words.hint_of(owner, name),
            value=more.pop("value", entry.get(name)),
            is_required=held.is_required,
            faults=[*self.at(path), *_below(self.faults, path)] if kind in ("condition", "weights") else self.at(path),
            **more,
        )

    def _entries(self, owner: type, path: str, name: str, held: Held, entry: Mapping[str, Any]) -> Entries:
        rule = held.rule
        found = entry.get(name)
        rows = found if isinstance(found, list) else []
        of = None if isinstance(rule, Lines) else getattr(rule, "of", None)
        types = types_of(rule)
        entries = [self._entry(rule, path, rows, place) for place in range(len(rows))]
        naming = (
            "pair" if of is None else ("pair" if _is_pair(of) else "plain") if has_made_key(of) or of is None else ""
        )
        return Entries(
            path=path,
            name=name,
            label=words.label_of(owner, name),
            hint=words.hint_of(owner, name),
            entries=entries,
            faults=self.at(path),
            add_label=words.add_label(name),
            types=[(kind, str(words.TYPES.get(kind, kind))) for kind in types],
            naming=naming,
            name_label=words.label_of(of, naming_field(of)) if of else words.label_of(owner, name),
            is_compact=all(len(e.fields.texts) == 1 and not e.fields.controls and not e.fields.lists for e in entries),
        )

    def _entry(self, rule: Rule, path: str, rows: list[Any], place: int) -> Entry:
        row, here = rows[place], join(path, name_of(rows, place))
        entry = row if isinstance(row, dict) else {}
        of = type_of_entry(rule, entry)
        if of is None:
            text = TextField(
                path=here,
                label=gettext("Level"),
                hint="",
                text=Text.from_value(row),
                is_prose=False,
                is_required=True,
                is_name=True,
                has_places=False,
                faults={"": self.at(here), "da": self.at(f"{here}/da"), "en": self.at(f"{here}/en")},
            )
            inner, name = Fields([text]), ""
        else:
            inner = self.fields(of, here, entry)
            name = _name(entry, of)
        return Entry(
            path=here,
            number=place + 1,
            is_first=place == 0,
            is_last=place == len(rows) - 1,
            name=name,
            fields=inner,
            type_words=str(words.TYPES.get(str(entry.get("type")), "")) if types_of(rule) else "",
        )


def _is_pair(owner: type) -> bool:
    held = rules_of(owner).get(naming_field(owner))
    return held is not None and isinstance(held.rule, Line)


def _name(entry: Mapping[str, Any], owner: type) -> str:
    return here(entry.get(naming_field(owner)))


def _below(faults: Faults, path: str) -> list[str]:
    return [one for place, found in faults.items() if place.startswith(f"{path}/") for one in found]


# ---- what a rule is written with


@singledispatch
def control_of(rule: Rule, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    """Return which control a rule is written with, and what that needs; one that nobody knows is a line of text."""
    return "line", {}


@control_of.register
def _(rule: Flag, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    return "flag", {}


@control_of.register(Number)
@control_of.register(Integer)
def _(rule: Rule, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    return "number", {"value": "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)}


@control_of.register
def _(rule: Day, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    return "day", {}


@control_of.register(Plain)
@control_of.register(Address)
@control_of.register(Pattern)
def _(rule: Rule, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    return "line", {}


@control_of.register
def _(rule: OneOf, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    return "choice", {"choices": [(str(one), words.choice_label(rule.words, str(one))) for one in rule.words]}


@control_of.register
def _(rule: Name, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    return "choice", {"choices": _with_present(writer.around.named(rule.of or "column", path), value)}


@control_of.register
def _(rule: Names, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    chosen = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
    if not rule.of:
        return "words", {"value": "\n".join(chosen)}
    choices = writer.around.named(rule.of, path)
    known = {key for key, _words in choices}
    return "several", {"choices": [*choices, *((one, one) for one in chosen if one not in known)], "value": chosen}


@control_of.register
def _(rule: Former, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    chosen = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
    choices = writer.around.gone(path)
    known = {key for key, _words in choices}
    return "several", {"choices": [*choices, *((one, one) for one in chosen if one not in known)], "value": chosen}


@control_of.register
def _(rule: Published, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    stored = value if isinstance(value, dict) else {}
    chosen = f"{stored.get('kind')}/{stored.get('slug')}" if stored else ""
    groups = writer.around.things(rule)
    known = any(chosen == key for _label, pairs in groups for key, _words in pairs)
    lost = [(chosen, str(stored.get("slug")))] if chosen and not known else []
    return "published", {"value": chosen, "groups": groups, "choices": lost}


@control_of.register
def _(rule: Referring, path: str, value: Any, writer: Writer) -> tuple[str, dict[str, Any]]:
    if rule == CONDITION:
        return "condition", {"condition": writer.around.condition(path)}
    stored = value if isinstance(value, dict) else {}
    return "weights", {
        "value": stored,
        "choices": _with_present(writer.around.tables_of_weights(path), stored.get("question")),
        "other": _with_present(writer.around.columns_of(stored.get("question")), stored.get("column")),
    }


def _with_present(choices: Pairs, value: Any) -> Pairs:
    """Return the choices with what is chosen now, where it is no longer among them."""
    if not isinstance(value, str) or not value or value in {key for key, _words in choices}:
        return choices
    return [*choices, (value, value)]


def all_fields(fields: Fields) -> Iterator[Fields]:
    """Yield the fields of a thing, and of all its parts and entries."""
    yield fields
    for entries in fields.lists:
        for entry in entries.entries:
            yield from all_fields(entry.fields)
    for _path, _label, part in fields.parts:
        yield from all_fields(part)


def controls_of(fields: Fields) -> Iterator[Control]:
    """Yield every control of a thing."""
    for one in all_fields(fields):
        yield from one.controls


def said_of(fields: Fields) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what is wrong with each field of a thing, by the id of the place where it is said."""
    for one in all_fields(fields):
        for text in one.texts:
            for language, _words, faults in text.sides:
                yield f"{text.id}.{language}-e", faults
        for control in one.controls:
            yield f"{control.id}-e", control.faults
        for entries in one.lists:
            yield f"{entries.id}-e", entries.faults
