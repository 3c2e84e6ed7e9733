"""What may be written where in a draft, from the rules that the fields of the schema carry.

The editor asks nothing else: a field or a type that the schema gets appears in it by itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import is_written_language
from curation.rules.paths import Step, at, join, name_of
from schema.checklists import Group, Item
from schema.clauses import Clause, Schedule
from schema.documents import QuestionGroup, Section
from schema.examples import ExampleActivity, ExampleAssessment, ExampleGoal, ExampleKpi
from schema.json_schema import NAMED_TYPES
from schema.kpis import KpiDefinition
from schema.parsing.documents import READERS
from schema.questions import Question
from schema.resources import Term
from schema.rules import (
    Flag,
    Held,
    Integer,
    Key,
    Line,
    Lines,
    ListOf,
    OneOf,
    OneOfOrLine,
    OneOfTypes,
    Part,
    Plain,
    Proposal,
    Prose,
    Rule,
    rules_of,
)

# What has a place in the outline and a page of its own; everything else is part of its owner's page.
OUTLINED: tuple[type, ...] = (
    *(Section, QuestionGroup, Question, Group, Item, KpiDefinition, Term, Clause, Schedule),
    *(ExampleGoal, ExampleKpi, ExampleActivity, ExampleAssessment),
)
# What is sent where something is to be named that no word of a list says.
NAMED = "named"
# The lists in which a key is used once in the whole file: answers and ticks are stored under it.
ONCE_IN_A_FILE = frozenset({"questions", "items", "groups"})
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Words(Rule):
    """One language of a text."""

    is_prose: bool = False
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands at a path: an entry or a part of a type, or a value of a rule."""

    owner: type | None = None
    rule: Rule | None = None
    held: Held | None = None


def root_of(document: Entry) -> type:
    """Return the class that the schema reads a document of this kind into."""
    return READERS[document["kind"]].type


def is_list(rule: Rule | None) -> bool:
    """Tell whether the rule is that of a list of entries."""
    return isinstance(rule, ListOf | OneOfTypes | Lines)


def is_outlined(rule: Rule | None) -> bool:
    """Tell whether the entries of a list have a place in the outline."""
    return isinstance(rule, ListOf | OneOfTypes) and rule.of in OUTLINED


def types_of(rule: Rule) -> Mapping[str, type]:
    """Return the types that an entry of the list may name; none where all are alike."""
    return NAMED_TYPES[rule.of] if isinstance(rule, OneOfTypes) else {}


def type_of_entry(rule: Rule, entry: Any) -> type | None:
    """Return the type of an entry of a list."""
    if isinstance(rule, OneOfTypes):
        kind = entry.get("type") if isinstance(entry, dict) else None
        return NAMED_TYPES[rule.of].get(kind, rule.of) if isinstance(kind, str) else rule.of
    return rule.of if isinstance(rule, ListOf) else None


def spot_at(document: Entry, steps: tuple[Step, ...]) -> Spot:
    """Return what may stand at the end of these steps; an empty spot where nothing may."""
    here = Spot(owner=root_of(document))
    value: Any = document
    for step in steps:
        value = at(value, (step,))
        here = _below(here, step, value)
        if here == Spot():
            return here
    return here


def _below(here: Spot, step: Step, value: Any) -> Spot:
    if here.rule is not None and is_list(here.rule):
        if isinstance(here.rule, Lines):
            return Spot(rule=Line())
        return Spot(owner=type_of_entry(here.rule, value))
    if here.owner is not None and isinstance(step, str):
        held = rules_of(here.owner).get(step)
        if held is None:
            return Spot()
        return Spot(held.rule.of if isinstance(held.rule, Part) else None, held.rule, held)
    if isinstance(here.rule, Proposal) and is_written_language(step):
        return Spot(rule=Words(is_prose=True, is_optional=True))
    if isinstance(here.rule, Line | Prose | OneOfOrLine) and is_written_language(step):
        is_optional = here.held is not None and not here.held.is_required
        return Spot(rule=Words(isinstance(here.rule, Prose), is_optional))
    return Spot()


def lists_of(owner: type, *, outlined: bool) -> Iterator[tuple[str, Held]]:
    """Yield the lists of a type that have, or have not, a place in the outline."""
    for name, held in rules_of(owner).items():
        if is_list(held.rule) and is_outlined(held.rule) is outlined:
            yield name, held


def naming_field(owner: type) -> str:
    """Return the field by which people know a thing: its label, title, name or term."""
    rules = rules_of(owner)
    lines = [name for name, held in rules.items() if isinstance(held.rule, Line) and held.is_required]
    plain = [name for name, held in rules.items() if isinstance(held.rule, Plain) and held.is_required]
    return next(iter(lines or plain), "")


def has_made_key(owner: type) -> bool:
    """Tell whether a thing of this type gets a key that is made from its name."""
    held = rules_of(owner).get("key")
    return held is not None and held.is_required and isinstance(held.rule, Key)


def started(owner: type, kind: str = "") -> dict[str, Any]:
    """Return a new thing of a type, with what can be known without asking."""
    made: dict[str, Any] = {"type": kind} if kind else {}
    for name, held in rules_of(owner).items():
        if held.is_required and (value := _start(name, held.rule)) is not None:
            made[name] = value
    return made


# What a new scale, feed or item begins with; anything else begins at its lowest.
STARTS: Mapping[str, int] = {"min": 1, "max": 5, "min_answers": 5, "due_days": 0}


def _start(name: str, rule: Rule) -> Any:
    if isinstance(rule, Flag):
        return False
    if isinstance(rule, OneOf):
        return str(next(iter(rule.words)))
    if isinstance(rule, Integer):
        return STARTS.get(name, rule.lowest)
    return [] if is_list(rule) else None


def retyped(entry: Entry, owner: type, kind: str) -> dict[str, Any]:
    """Return what stays of an entry when it becomes another type, with what the new type begins with."""
    rules = rules_of(owner)
    kept = {name: value for name, value in entry.items() if name in rules}
    return {**started(owner, kind), **kept, "type": kind}


@dataclass(frozen=True, slots=True)
class Listed:
    """A thing of the outline: its path, type and content, how deep it stands, and its list with its place in it."""

    path: str
    owner: type
    entry: Entry
    depth: int
    list_path: str
    place: int

    @property
    def list_name(self) -> str:
        """The name of the list in which it stands."""
        return self.list_path.rpartition("/")[2]


def outline_of(document: Entry) -> list[Listed]:
    """Return everything that has a page of its own, in the order of the document."""
    return list(_listed(document, root_of(document), "", 0))


def _listed(owner_entry: Entry, owner: type, path: str, depth: int) -> Iterator[Listed]:
    for name, held in lists_of(owner, outlined=True):
        entries = owner_entry.get(name)
        if not isinstance(entries, list):
            continue
        for place, entry in enumerate(entries):
            if not isinstance(entry, dict):
                continue
            kind = type_of_entry(held.rule, entry)
            here = join(path, name, name_of(entries, place))
            if kind is not None:
                yield Listed(here, kind, entry, depth, join(path, name), place)
                yield from _listed(entry, kind, here, depth + 1)


_BLANKS = re.compile(r"\s+")


def one_line(words: str) -> str:
    """Return words without line breaks, and with one space where there were several."""
    return _BLANKS.sub(" ", words).strip()
