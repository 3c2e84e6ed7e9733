"""Keeping the index: what has changed since it was last looked at is taken in before anybody searches.

Nothing is written when people save; a search asks each source how many rows there are and which is the newest, in one
query, and takes in what differs. So a save costs nothing, and what was written a second ago is found.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import CharField, Count, DateTimeField, F, IntegerField, Max, QuerySet, Value

from clusters.models import Cluster
from clusters.permissions import Permission
from core.markdown import plain
from core.text import Text
from search.models import Entry, Indexed, Word
from search.sources import Piece, Source, sources
from search.words import LONGEST_WORD, SHORTEST_SLIP, fold, pieces_of, written

logger = logging.getLogger(__name__)

# Of a longer text the rest is not searched: the index stays in proportion.
MOST_LETTERS = 20_000
BATCH = 500


@dataclass(frozen=True, slots=True)
class State:
    """How many rows a source has, the newest change of them, and the name that their addresses begin with."""

    rows: int = 0
    newest: datetime | None = None
    slug: str = ""


def refresh(cluster: Cluster | None) -> None:
    """Take in what has changed in the library and in this cluster; one query when nothing has.

    A database that is busy, or somebody who does the same at this moment, is no reason not to search: what is there
    is searched.
    """
    places = [(one, None if one.is_shared else cluster) for one in sources() if one.is_shared or cluster is not None]
    now, before = _states(places, cluster)
    for source, place in places:
        if now.get(source.name, State()) == before.get(source.name, State()):
            continue
        try:
            with transaction.atomic():
                _take_in(source, place, now.get(source.name, State()), before.get(source.name, State()))
        except (IntegrityError, OperationalError):
            logger.warning("The index of %s is left as it is", source.name, exc_info=True)


def rebuild() -> None:
    """Empty the index and fill it for the library; that of a cluster is filled when somebody there searches."""
    with transaction.atomic():
        for model in (Entry, Word, Indexed):
            # across_clusters: the index of all clusters is begun again
            model.across_clusters.all().delete()
    refresh(None)


def _states(
    places: Iterable[tuple[Source, Cluster | None]], cluster: Cluster | None
) -> tuple[dict[str, State], dict[str, State]]:
    """Return how each source is now, and how it was when it was last taken in."""
    parts = [_indexed(None)]
    if cluster is not None:
        parts.append(_indexed(cluster))
    parts += [_counted(source, place) for source, place in places]
    now: dict[str, State] = {}
    before: dict[str, State] = {}
    for is_now, name, rows, newest, slug in parts[0].union(*parts[1:], all=True):
        (now if is_now else before)[name] = State(rows, newest, slug)
    return now, before


def _indexed(cluster: Cluster | None) -> QuerySet[Any, Any]:
    # across_clusters: of this cluster, or of the library
    return Indexed.across_clusters.filter(cluster=cluster).values_list(
        Value(0, IntegerField()), F("source"), F("rows"), F("newest"), F("slug")
    )


def _counted(source: Source, cluster: Cluster | None) -> QuerySet[Any, Any]:
    rows = source.rows(cluster).order_by().annotate(of_source=Value(source.name, CharField())).values("of_source")
    counted = rows.annotate(number=Count("pk"), last=Max(source.changed, output_field=DateTimeField()))
    slug = Value(cluster.slug if cluster else "", CharField())
    return counted.annotate(is_now=Value(1, IntegerField()), slug_of=slug).values_list(
        "is_now", "of_source", "number", "last", "slug_of"
    )


def _take_in(source: Source, cluster: Cluster | None, now: State, before: State) -> None:
    # across_clusters: of this cluster, or of the library
    entries = Entry.across_clusters.filter(cluster=cluster, source=source.name)
    rows = source.rows(cluster)
    if before.newest is None or before.slug != now.slug:
        entries.delete()
        fresh = [rows]
    else:
        have, there = set(entries.values_list("row", flat=True)), set(_keys(rows))
        changed = set(_keys(rows.filter(**{f"{source.changed}__gte": before.newest})))
        for some in _batches(sorted((have - there) | changed)):
            entries.filter(row__in=some).delete()
        # What was brought back is no newer than it was; it is only missing.
        fresh = [rows.filter(pk__in=some) for some in _batches(sorted(changed | (there - have)))]
    for batch in _batches(piece for some in fresh for piece in source.pieces(some, cluster)):
        made = [_entry(source, cluster, piece) for piece in batch]
        Entry.across_clusters.bulk_create(made)
        if source.right == Permission.READ:
            _learn(made, cluster)
    Indexed.across_clusters.update_or_create(
        cluster=cluster,
        source=source.name,
        defaults={"rows": now.rows, "newest": now.newest, "slug": now.slug},
    )


def _keys(rows: QuerySet[Any]) -> Iterable[int]:
    return rows.order_by().values_list("pk", flat=True)


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for one in things:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _entry(source: Source, cluster: Cluster | None, piece: Piece) -> Entry:
    title, text = _cut(piece.title), _plain(_cut(piece.text))
    in_title = pieces_of("\n".join(title.every()))
    return Entry(
        cluster=cluster,
        source=source.name,
        row=piece.row,
        part=piece.part[:120],
        kind=piece.kind,
        path=piece.path[:400],
        title=title.to_value(),
        text=text.to_value(),
        of=piece.of.to_value(),
        weight=piece.weight,
        title_words=" ".join(sorted(in_title)),
        words=" ".join(sorted(in_title | pieces_of("\n".join(text.every())))),
    )


def _plain(text: Text) -> Text:
    """Return the text as a result shows it: without marks, its paragraphs in one line."""
    return text.each(lambda words: " · ".join(filter(None, map(str.strip, plain(words).split("\n")))))


def _cut(text: Text) -> Text:
    return text.each(lambda words: words[:MOST_LETTERS])


def _learn(entries: Iterable[Entry], cluster: Cluster | None) -> None:
    """Keep the words that somebody may have meant."""
    words = {
        fold(word)[:LONGEST_WORD]
        for entry in entries
        for text in (entry.title_text, entry.body_text)
        for said in text.every()
        for word in set(written(said))
        if len(word) >= SHORTEST_SLIP and not word.isdigit()
    }
    Word.across_clusters.bulk_create(
        [Word(cluster=cluster, word=w, head=w[:2], tail=w[-2:], length=len(w)) for w in sorted(words) if w],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
