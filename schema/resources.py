"""Pages of the library: guidance, figures, terms."""

from dataclasses import dataclass, field

from core.text import Text
from schema.documents import Document
from schema.rules import Address, Flag, Line, ListOf, OneOf, Plain, Prose, held
from schema.traits import Place
from schema.vocabulary import Topic


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where something is taken from."""

    title: str = field(metadata=held(Plain()))
    url: str = field(metadata=held(Address()))


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of an infographic; `source` is the title of one of the sources, or an address."""

    value: str = field(metadata=held(Plain()))
    label: Text = field(metadata=held(Line()))
    source: str = field(metadata=held(Plain()))


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word of the glossary."""

    term: Text = field(metadata=held(Line()))
    definition: Text = field(metadata=held(Prose()))
    # Other words that people use for it, with commas between; searched for, and shown beside it.
    also: Text | None = field(default=None, metadata=held(Line()))
    # Whether people use the word in another sense too, so that it is not explained where it stands in a text.
    everyday: bool = field(default=False, metadata=held(Flag()))


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One part of a process that comes round again, as a wheel shows it: when, what it is called, what one does."""

    when: Text = field(metadata=held(Line()))
    title: Text = field(metadata=held(Line()))
    text: Text = field(metadata=held(Line()))


@dataclass(frozen=True, kw_only=True)
class Resource(Document):
    """A page of the library."""

    topic: Topic = field(metadata=held(OneOf(Topic)))
    body: Text = field(metadata=held(Prose()))
    sources: tuple[Source, ...] = field(default=(), metadata=held(ListOf(Source)))
    figures: tuple[Figure, ...] = field(default=(), metadata=held(ListOf(Figure)))
    terms: tuple[Term, ...] = field(default=(), metadata=held(ListOf(Term)))
    wheel: tuple[Turn, ...] = field(default=(), metadata=held(ListOf(Turn)))
    helps: tuple[Place, ...] = field(default=(), metadata=held(ListOf(Place)))
