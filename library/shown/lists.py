"""The list of what is published: found, ordered, counted by kind and topic."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.languages import content_language
from core.prepared import Prepared
from library import words
from library.models import Edition, Kind
from library.selectors import topics_by_publication
from schema.countries import sort_key
from search.finding import rows_of
from search.words import Query, marked, query_of, written


@dataclass(frozen=True, slots=True)
class Facet:
    """Something to filter by, with how many there are of it."""

    name: str
    value: str
    label: str | Promise
    count: int
    is_chosen: bool

    @property
    def id(self) -> str:
        """The id of its field."""
        return f"{self.name}-{self.value}"


@dataclass(frozen=True, slots=True)
class Result:
    """One publication in the list."""

    edition: Edition
    icon: str
    kind: str | Promise
    topics: tuple[str | Promise, ...]
    is_overdue: bool
    extent: str
    # The title in pieces, each with whether it was searched for, and the language it is in when that is the other one.
    title: tuple[tuple[str, bool], ...]
    lang: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds, and what it can be narrowed to."""

    results: tuple[Result, ...]
    kinds: tuple[Facet, ...]
    topics: tuple[Facet, ...]
    is_filtered: bool
    # The single words of a search that found nothing with all of them.
    single_words: tuple[str, ...]


@Prepared
def _newest() -> "QuerySet[Edition]":
    return Edition.objects.newest().without_document()


def find(*, q: str, kind: Collection[str], topic: Collection[str], today: date) -> Found:
    """Return the newest editions, or those that a search finds, of these kinds and on these topics."""
    query = query_of(q)
    editions = _newest()
    if query or written(q):
        place = {pk: number for number, pk in enumerate(rows_of(q, words.SOURCE))}
        editions = [edition for edition in editions if edition.pk in place]
        editions.sort(key=lambda edition: place[edition.pk])
    else:
        editions.sort(key=_by_kind)
    topics = _topics(editions)
    chosen = [
        edition
        for edition in editions
        if (not kind or edition.publication.kind in kind) and (not topic or topics[edition.pk] & set(topic))
    ]
    by_kind = Counter(edition.publication.kind for edition in editions)
    by_topic = Counter(one for edition in editions for one in topics[edition.pk])
    return Found(
        results=tuple(_result(edition, query, topics[edition.pk], today) for edition in chosen),
        kinds=_facets("kind", Kind.choices, by_kind, kind),
        topics=_facets("topic", words.TOPICS.items(), by_topic, topic),
        is_filtered=bool(kind or topic),
        single_words=tuple(one.word for one in query.wanted) if len(query.wanted) > 1 else (),
    )


def _topics(editions: Iterable[Edition]) -> dict[int, set[str]]:
    """Return what each edition is about: its own topic, or those of the guidance that is of help with it."""
    by_publication = topics_by_publication()
    nothing: set[str] = set()
    return {
        one.pk: {one.topic} if one.topic else by_publication.get((one.publication.kind, one.publication.slug), nothing)
        for one in editions
    }


def _by_kind(edition: Edition) -> tuple[int, str]:
    title = sort_key(words.here(edition.title_text), content_language())
    return (Kind.values.index(edition.publication.kind), title)


def _result(edition: Edition, query: Query, topics: Collection[str], today: date) -> Result:
    kind = edition.publication.kind
    title = edition.title_text.resolve(content_language())
    return Result(
        edition=edition,
        icon=words.ICONS[kind],
        kind=Kind(kind).label,
        topics=tuple(label for topic, label in words.TOPICS.items() if topic in topics),
        is_overdue=edition.is_overdue(today),
        extent=words.extent(kind, edition.extent),
        title=tuple(marked(title.text, query.pieces)),
        lang=title.language if title.is_fallback else "",
    )


def _facets(name: str, choices: Iterable[Any], counts: Counter[str], chosen: Collection[str]) -> tuple[Facet, ...]:
    return tuple(
        Facet(name, value, label, counts[value], value in chosen)
        for value, label in choices
        if counts[value] or value in chosen
    )


def headline(q: str, number: int) -> str:
    """Say how much was found."""
    if not q:
        return words.published(number)
    if not number:
        return _("No results for “%(words)s”") % {"words": q}
    return words.results(number, q)
