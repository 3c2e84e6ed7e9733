"""What a search finds of the library: each newest edition, and its questions, items, KPIs, terms and passages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from clusters.models import Cluster
from core.text import Text
from library import words
from library.models import Edition, Kind
from library.shown.resources import Passage, passages_of, term_anchor
from schema.clauses import without_marks
from schema.outlines import questions_of
from search.sources import Piece, Source, texts_in

Stored = Mapping[str, Any]

# A whole weighs less than its parts, a term and a KPI less than a question: what has a name comes first.
WHOLE, NAMED, PART, PASSAGE = range(4)


class LibrarySource(Source):
    """Everything that is published, in its newest edition."""

    name = words.SOURCE
    is_shared = True
    changed = "published_at"
    kinds = {kind: (Kind(kind).label, words.ICONS[kind]) for kind in Kind.values}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the newest edition of everything that is published."""
        return Edition.objects.newest()

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return an edition and its parts; a part leads to its place on the edition's page."""
        for edition in rows.select_related("publication").iterator(chunk_size=20):
            yield from _of(edition)


def _of(edition: Edition) -> Iterator[Piece]:
    document, path = edition.document, edition.publication.get_absolute_url()
    common: dict[str, Any] = {"row": edition.pk, "kind": edition.publication.kind}
    rest = {name: value for name, value in document.items() if name not in _PARTS}
    yield Piece(
        path=path,
        title=edition.title_text,
        text=_joined(edition.summary_text, *_opening(document), _texts({**rest, "title": None, "summary": None})),
        weight=WHOLE,
        **common,
    )
    for part, anchor, title, text, weight in _parts(document):
        yield Piece(
            path=f"{path}#{anchor}", part=part, title=title, text=text, weight=weight, of=edition.title_text, **common
        )


_PARTS = ("sections", "clauses", "groups", "kpis", "terms", "body")
Part = tuple[str, str, Text, Text, int]


def _parts(document: Stored) -> Iterator[Part]:
    for section in document.get("sections", ()):
        yield _named(section, "title", f"part-{section['key']}", PASSAGE, without=("questions", "groups"))
        for group in section.get("groups", ()):
            yield _named(group, "title", f"group-{group['key']}", PASSAGE, without=("questions",))
        for _path, question in questions_of(section):
            yield _named(question, "label", f"q-{question['key']}", PART)
    for clause in document.get("clauses", ()):
        yield _named(clause, "title", f"clause-{clause['key']}", PART)
    for group in document.get("groups", ()):
        for item in group.get("items", ()):
            yield _named(item, "label", f"group-{group['key']}", PART)
    # An example names KPIs of the catalogue by their key alone.
    for kpi in document.get("kpis", ()) if document.get("kind") == Kind.KPI_CATALOGUE else ():
        yield _named(kpi, "name", f"kpi-{kpi['key']}", NAMED)
    for term in document.get("terms", ()):
        title = Text.from_value(term["term"])
        yield (
            f"term-{next(iter(title.every()), '')}"[:120],
            term_anchor(title),
            title,
            _joined(texts_in(term["definition"]), texts_in(term.get("also"))),
            NAMED,
        )
    yield from _passages(Text.from_value(document.get("body")))


def _named(part: Stored, name: str, anchor: str, weight: int, without: tuple[str, ...] = ()) -> Part:
    rest = {key: value for key, value in part.items() if key not in (name, *without)}
    title = without_marks(Text.from_value(part[name]))
    return f"{anchor}-{part['key']}", anchor, title, _texts(rest), weight


def _passages(body: Text) -> Iterator[Part]:
    """Return a text by its headings; what the two languages have beneath the same number goes together."""
    by_id: dict[str, dict[str, Passage]] = {}
    for language, said in body.to_value().items():
        for passage in passages_of(said):
            if passage.heading:
                by_id.setdefault(passage.heading.id, {})[language] = passage
    for anchor, pair in by_id.items():
        title = Text.from_value({language: str(one.heading.label) for language, one in pair.items() if one.heading})
        yield anchor, anchor, title, Text.from_value({language: one.body for language, one in pair.items()}), PASSAGE


def _opening(document: Stored) -> Iterator[Text]:
    """Return what stands before the first heading; it is found with the whole."""
    body = Text.from_value(document.get("body"))
    before = {
        language: passage.body
        for language, said in body.to_value().items()
        for passage in passages_of(said)[:1]
        if not passage.heading
    }
    yield Text.from_value(before)


def _joined(*texts: Text) -> Text:
    words: dict[str, list[str]] = {}
    for text in texts:
        for language, said in text.to_value().items():
            words.setdefault(language, []).append(said)
    return Text.of({language: "\n\n".join(said) for language, said in words.items()})


def _texts(value: Stored) -> Text:
    return without_marks(texts_in(value))
