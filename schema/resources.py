"""Pages of the library: guidance, figures, terms."""

from dataclasses import dataclass

from core.text import Text
from schema.documents import Document
from schema.vocabulary import Topic


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where something is taken from."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of an infographic; `source` is the title of one of the sources, or an address."""

    value: str
    label: Text
    source: str


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word of the glossary."""

    term: Text
    definition: Text
    # Other words that people use for it, with commas between; searched for, and shown beside it.
    also: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Resource(Document):
    """A page of the library."""

    topic: Topic
    body: Text
    sources: tuple[Source, ...] = ()
    figures: tuple[Figure, ...] = ()
    terms: tuple[Term, ...] = ()
