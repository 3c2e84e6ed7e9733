"""The fields of a thing as they are written: which there are follows from the rules of its type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from core.languages import language_name
from core.text import Text
from curation.rules.paths import join, name_of, split
from curation.rules.shapes import (
    has_made_key,
    is_list,
    is_outlined,
    naming_field,
    type_of_entry,
    types_of,
)
from curation.shown.choices import Around, Pairs, PickedCondition, here
from curation.shown.ruled import control_of
from curation.words import fields as words
from schema.languages import languages_of
from schema.questions import ComputedQuestion
from schema.rules import (
    Answers,
    Former,
    Held,
    Key,
    Line,
    Lines,
    Part,
    Prose,
    Rule,
    rules_of,
)
from schema.traits import Option
from schema.vocabulary import WITH_DEFAULTS, WITH_POINTS, DocumentKind

# What a question has in some kinds of content alone.
ONLY_IN: dict[str, frozenset[DocumentKind]] = {
    "points": WITH_POINTS,
    "as_points": WITH_POINTS,
    "default": WITH_DEFAULTS,
    "known": frozenset({DocumentKind.DOCUMENT}),
}
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
    # The languages that stand beside each other, with their names.
    codes: Pairs

    @property
    def id(self) -> str:
        """What its elements are known by on the page."""
        return id_of(self.path)

    @property
    def sides(self) -> list[tuple[str, str, str, Sequence[str]]]:
        """Each language with its name, words and faults; what is wrong with the whole is said at the first."""
        whole = list(self.faults.get("", ()))
        return [
            (code, name, self.text.get(code), [*(whole if place == 0 else ()), *self.faults.get(code, ())])
            for place, (code, name) in enumerate(self.codes)
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

    @property
    def owner(self) -> str:
        """The path of what it is a field of."""
        return self.path.rpartition("/")[0]


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
    codes: Pairs
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
                if self._is_idle(owner, here, name, held, entry):
                    continue
                texts.append(self._text(owner, here, name, held, entry))
            elif is_list(rule):
                lists.append(self._entries(owner, here, name, held, entry))
            elif isinstance(rule, Part):
                part = entry.get(name)
                inner = self.fields(rule.of, here, part if isinstance(part, dict) else {})
                parts.append((here, words.label_of(owner, name), inner))
            elif not self._is_idle(owner, here, name, held, entry):
                control = self._control(owner, here, name, held, entry)
                controls += [] if control.kind == "nothing" else [control]
        return Fields(texts, controls, lists, parts)

    def _is_idle(self, owner: type, path: str, name: str, held: Held, entry: Mapping[str, Any]) -> bool:
        """Tell whether there is nothing to write: nothing is gone that could be replaced, or it is refused here."""
        if entry.get(name) not in (None, "", False, []):
            return False
        if isinstance(held.rule, Former):
            return not self.around.gone(path)
        if owner is ComputedQuestion and name in ("required", "example"):
            return True
        if name in ONLY_IN and self.document.get("kind") not in ONLY_IN[name]:
            return True
        # In a table nothing is asked beside an option, and none gives points.
        return owner is Option and name in ("other", "points") and "columns" in split(path)

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
            faults=self._faults(path),
            codes=self.around.named_codes,
        )

    def _faults(self, path: str) -> dict[str, Sequence[str]]:
        """Return what is wrong with a text by its language; what is wrong in one that is not shown is said too."""
        hidden = [code for code in languages_of(self.document).may if code not in self.around.codes]
        elsewhere = [f"{language_name(code)}: {words}" for code in hidden for words in self.at(f"{path}/{code}")]
        return {"": [*self.at(path), *elsewhere], **{code: self.at(f"{path}/{code}") for code in self.around.codes}}

    def _control(self, owner: type, path: str, name: str, held: Held, entry: Mapping[str, Any]) -> Control:
        kind, more = control_of(held.rule, path, entry.get(name), self.around)
        if kind in ("named", "sides"):
            more["other"] = [(code, *said, self.at(f"{path}/{code}")) for code, *said in more["other"]]
        return Control(
            kind=kind,
            path=path,
            label=words.label_of(owner, name),
            hint=words.hint_of(owner, name),
            value=more.pop("value", entry.get(name)),
            is_required=held.is_required,
            faults=[*self.at(path), *_below(self.faults, path)]
            if kind in ("condition", "weights", "pointers", "several")
            else self.at(path),
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
            codes=self.around.named_codes,
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
                faults=self._faults(here),
                codes=self.around.named_codes,
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
            for code, _called, _words, faults in text.sides:
                yield f"{text.id}.{code}-e", faults
        for control in one.controls:
            yield f"{control.id}-e", control.faults
        for entries in one.lists:
            yield f"{entries.id}-e", entries.faults
