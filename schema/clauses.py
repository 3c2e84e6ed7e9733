"""The text of a document: clauses with their paragraphs, defined terms, schedules and signatures.

A mark in a text, `{{ … }}`, is where something is set in: an answer, what the portal knows, a reference, a term, a sum.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from core.text import Language, Text
from schema.conditions import Condition
from schema.rules import CONDITION, Flag, Integer, Key, Line, ListOf, Name, Names, Part, Prose, held, keys_of_type

MARK = re.compile(r"\{\{\s*([a-z][a-z0-9_]*(?:[:.][a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)?)\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")


class MarkKind(StrEnum):
    """What a mark sets in."""

    ANSWER = "answer"
    FACT = "fact"
    SEE = "see"
    TERM = "term"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as it was read: the kind, the key that it names, and the key within that."""

    kind: MarkKind
    key: str
    part: str = ""

    @classmethod
    def of(cls, written: str) -> "Mark | None":
        """Read what stands between the braces; None for a kind that there is not."""
        kind, sep, rest = written.partition(":")
        if sep:
            key, _dot, part = rest.partition(".")
            return cls(MarkKind(kind), key, part) if kind in ("see", "term", "sum") else None
        return cls(MarkKind.FACT, written) if "." in written else cls(MarkKind.ANSWER, written)


def marks_in(words: str) -> Iterator[Mark]:
    """Yield the marks of a text in their order."""
    for written in MARK.findall(words):
        if mark := Mark.of(written):
            yield mark


def without_marks(text: Text) -> Text:
    """Return a text as somebody reads it who does not fill it in: an ellipsis for each mark."""
    return text.each(lambda words: MARK.sub("…", words))


@dataclass(frozen=True, kw_only=True)
class DefinedTerm:
    """A word that has one meaning throughout the document."""

    key: str = field(metadata=held(Key()))
    term: Text = field(metadata=held(Line()))
    definition: Text = field(metadata=held(Prose()))


@dataclass(frozen=True, kw_only=True)
class ClauseItem:
    """A point of a paragraph: (a), (b), (c)."""

    text: Text = field(metadata=held(Prose()))
    key: str = field(default="", metadata=held(Key()))


@dataclass(frozen=True, kw_only=True)
class ClauseParagraph:
    """A numbered paragraph of a clause; `only_with` names the clause without which it is left out."""

    text: Text = field(metadata=held(Prose()))
    key: str = field(default="", metadata=held(Key()))
    show_if: Condition | None = field(default=None, metadata=held(CONDITION))
    only_with: str = field(default="", metadata=held(Name("clause")))
    items: tuple[ClauseItem, ...] = field(default=(), metadata=held(ListOf(ClauseItem)))

    def texts(self) -> tuple[Text, ...]:
        """Return its own text and those of its items."""
        return (self.text, *(item.text for item in self.items))


@dataclass(frozen=True, kw_only=True)
class Clause:
    """An article of a document, which can be left out where it is optional."""

    key: str = field(metadata=held(Key()))
    title: Text = field(metadata=held(Line()))
    optional: bool = field(default=False, metadata=held(Flag()))
    # Whether the defined terms are listed below its paragraphs.
    defines: bool = field(default=False, metadata=held(Flag()))
    show_if: Condition | None = field(default=None, metadata=held(CONDITION))
    help: Text | None = field(default=None, metadata=held(Prose()))
    paragraphs: tuple[ClauseParagraph, ...] = field(metadata=held(ListOf(ClauseParagraph)))

    @property
    def may_be_missing(self) -> bool:
        """Tell whether there are documents without it."""
        return self.optional or self.show_if is not None


@dataclass(frozen=True, kw_only=True)
class ScheduleCheck:
    """What the sum of a column must be: the answer to a question, or the sum of another column."""

    column: str = field(metadata=held(Name("column")))
    question: str = field(default="", metadata=held(Name("question")))
    other: str = field(default="", metadata=held(Name("column")))


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """An annex with the table of a question, its sums and what they must be."""

    key: str = field(metadata=held(Key()))
    title: Text = field(metadata=held(Line()))
    table: str = field(metadata=held(Name("question")))
    intro: Text | None = field(default=None, metadata=held(Prose()))
    show_if: Condition | None = field(default=None, metadata=held(CONDITION))
    sums: tuple[str, ...] = field(default=(), metadata=held(Names("column")))
    checks: tuple[ScheduleCheck, ...] = field(default=(), metadata=held(ListOf(ScheduleCheck)))


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs: one party in words, or each row of a table."""

    key: str = field(metadata=held(Key()))
    party: Text | None = field(default=None, metadata=held(Line()))
    person: Text | None = field(default=None, metadata=held(Line()))
    table: str = field(default="", metadata=held(Name("question")))
    name_column: str = field(default="", metadata=held(Name("column")))
    person_column: str = field(default="", metadata=held(Name("column")))
    show_if: Condition | None = field(default=None, metadata=held(CONDITION))


@dataclass(frozen=True, kw_only=True)
class LengthLimit:
    """How many characters a place takes where the text is pasted."""

    key: str = field(metadata=held(Key()))
    label: Text = field(metadata=held(Line()))
    most: int = field(metadata=held(Integer(lowest=1)))


@dataclass(frozen=True, kw_only=True)
class HintWords:
    """What a hint looks for, in each language."""

    da: tuple[str, ...] = field(metadata=held(Names()))
    en: tuple[str, ...] = field(metadata=held(Names()))


@dataclass(frozen=True, kw_only=True)
class WordingHint:
    """Words that deserve a second thought, and why."""

    key: str = field(metadata=held(Key()))
    words: HintWords = field(metadata=held(Part(HintWords)))
    advice: Text = field(metadata=held(Prose()))

    def words_in(self, language: Language) -> tuple[str, ...]:
        """Return the words that it looks for in texts of one language."""
        return self.words.da if language == "da" else self.words.en


@dataclass(frozen=True, kw_only=True)
class Wording:
    """All that a document says besides its answers."""

    notice: Text | None = field(default=None, metadata=held(Prose()))
    numbered: bool = field(default=True, metadata=held(Flag()))
    defined_terms: tuple[DefinedTerm, ...] = field(default=(), metadata=held(ListOf(DefinedTerm)))
    clauses: tuple[Clause, ...] = field(default=(), metadata=held(ListOf(Clause)))
    schedules: tuple[Schedule, ...] = field(default=(), metadata=held(ListOf(Schedule)))
    signatures: tuple[Signature, ...] = field(default=(), metadata=held(ListOf(Signature)))
    lengths: tuple[LengthLimit, ...] = field(default=(), metadata=held(ListOf(LengthLimit)))
    hints: tuple[WordingHint, ...] = field(default=(), metadata=held(ListOf(WordingHint)))

    def clause(self, key: str) -> Clause | None:
        return next((clause for clause in self.clauses if clause.key == key), None)


NO_WORDING = Wording()
WORDING_KEYS = keys_of_type(Wording)[1]
