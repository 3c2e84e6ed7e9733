"""What a field of a document may hold, as data: the reader and the description for editors walk the same.

A field says its rule where it is declared: `label: Text = field(metadata=held(Line()))`. One without a default must be
there. What holds between fields, and between files, is a function in `schema.parsing`.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from functools import cache

RULE = "rule"


@dataclass(frozen=True)
class Rule:
    """What may stand under a key."""


@dataclass(frozen=True)
class Key(Rule):
    """A name that is used once in its list, and stays."""


@dataclass(frozen=True)
class Line(Rule):
    """A line of text in the languages of the file."""


@dataclass(frozen=True)
class Prose(Rule):
    """Markdown in the languages of the file."""


@dataclass(frozen=True)
class Plain(Rule):
    """A line that is the same in every language."""


@dataclass(frozen=True)
class Address(Rule):
    """An address on the web."""


@dataclass(frozen=True)
class Day(Rule):
    """A day, YYYY-MM-DD."""


@dataclass(frozen=True)
class Flag(Rule):
    """True or false."""


@dataclass(frozen=True)
class Languages(Rule):
    """The languages of the file, by their codes; the first is the one that every text is in."""


@dataclass(frozen=True)
class Number(Rule):
    """A decimal number, above something where that is said."""

    above: int | None = None


@dataclass(frozen=True)
class Integer(Rule):
    """A whole number from one to the other; where both are said, a fault names them."""

    lowest: int
    highest: int | None = None


@dataclass(frozen=True)
class Pattern(Rule):
    """Letters of a form; `what` is the fault."""

    letters: re.Pattern[str]
    what: str


@dataclass(frozen=True)
class OneOf(Rule):
    """One of the words of a list that is fixed."""

    words: type[StrEnum]


@dataclass(frozen=True)
class OneOfOrLine(OneOf):
    """One of the words of a list, or else a line in both languages."""


@dataclass(frozen=True)
class Lines(Rule):
    """A list of lines in the languages of the file."""


@dataclass(frozen=True)
class ListOf(Rule):
    """A list of things of one type, each with a key of its own."""

    of: type


@dataclass(frozen=True)
class OneOfTypes(Rule):
    """A list of things that name their own `type`, each with a key of its own."""

    of: type


@dataclass(frozen=True)
class Part(Rule):
    """A mapping with fields of its own."""

    of: type


@dataclass(frozen=True)
class Name(Rule):
    """The key of something else, `of` says of what; that it is there, a function sees to."""

    of: str = ""


@dataclass(frozen=True)
class Names(Rule):
    """Keys of something else, one or more."""

    of: str = ""


@dataclass(frozen=True)
class Sources(Rule):
    """Numbers of the file in their order: keys of questions, and columns of tables as `table.column`."""


@dataclass(frozen=True)
class Published(Rule):
    """A published thing of one of these kinds, by its kind and slug."""

    kinds: frozenset[str]


@dataclass(frozen=True)
class Pointers(Rule):
    """A list of published things of these kinds, or of parts of them, each by `kind`, `slug` and `part`."""

    kinds: frozenset[str]


@dataclass(frozen=True)
class Proposal(Rule):
    """An answer to the question that it stands at, in the form in which answers are stored."""


@dataclass(frozen=True)
class Answers(Rule):
    """Answers to the questions of a template."""


@dataclass(frozen=True)
class Former(Rule):
    """The keys of what stood in earlier editions, in whose place it comes."""


@dataclass(frozen=True)
class Referring(Rule):
    """What names something elsewhere in the file, and is read by a function that knows the file."""

    must: tuple[str, ...]
    may: tuple[str, ...] = ()


# A condition names an earlier question, and what its answer must be; or several of these, of which all or any are met.
CONDITION = Referring(must=(), may=("question", "is", "is_not", "in", "answered", "all", "any"))


@dataclass(frozen=True)
class Held:
    """The rule of a field, and what stands there where nothing is written."""

    rule: Rule
    is_required: bool
    otherwise: object = None


def held(rule: Rule) -> Mapping[str, Rule]:
    """Return the rule as the metadata of a dataclass's field."""
    return {RULE: rule}


@cache
def rules_of(owner: type) -> Mapping[str, Held]:
    """Return the rules of a type's fields by name, in the order in which they are declared."""
    return {
        one.name: Held(one.metadata[RULE], one.default is MISSING, None if one.default is MISSING else one.default)
        for one in fields(owner)
        if RULE in one.metadata
    }


def keys_of_type(owner: type) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys that must be there, and those that may be."""
    rules = rules_of(owner)
    must = frozenset(name for name, one in rules.items() if one.is_required)
    return must, frozenset(rules) - must
