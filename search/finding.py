"""What a search finds: the things in which every word stands, best first, each with the sentence that says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from operator import add
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Length
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from clusters.models import Cluster
from clusters.permissions import Permission
from core.languages import content_language
from core.text import Language, Text
from search.index import refresh
from search.lookups import Shapes
from search.models import Entry, Word
from search.sources import closed_to, kinds
from search.words import Query, Wanted, first_hit, fold, is_slip, marked, query_of, shapes, written

# Nobody reads further; whoever needs more writes another word.
MOST_FOUND = 40
MOST_LOOKED_AT = 400
MOST_LISTED = 5_000
# In the place of a cluster, which always has a number above it.
LIBRARY = 0
LONGEST_QUERY = 200
# A word of a slip is meant to be one of these; more would find everything.
MOST_MEANT = 4
SNIPPET = 220
# Of what matches alike: a whole before its parts, a short title before a long one.
ORDER = ("weight", "long", "source", "row", "part")
BEFORE_HIT = 60

Marked = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, as the page shows it; `lang` where its words are in the other language."""

    kind: str
    path: str
    title: Marked
    title_lang: str
    snippet: Marked
    snippet_lang: str
    of: str
    source: str
    row: int
    part: str

    @property
    def title_html(self) -> SafeString:
        """The title, with what was searched for marked."""
        return _html(self.title)

    @property
    def snippet_html(self) -> SafeString:
        """The sentence, with what was searched for marked."""
        return _html(self.snippet)


@dataclass(frozen=True, slots=True)
class Where:
    """Where is searched: in the library, and in what a cluster has, but for the sources that the person may not see."""

    cluster: Cluster | None
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    label: str | Promise
    icon: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds. `meant` are the words that were searched for in place of those with a slip."""

    words: str
    hits: tuple[Hit, ...] = ()
    meant: str = ""
    is_cut: bool = False
    # Nothing was asked that could be found: no words, or only such as stand everywhere.
    is_empty: bool = False
    # What was asked has no word of two letters: signs, or the first letter of a word.
    is_too_short: bool = False
    # Whether every word stands in what was found.
    has_all: bool = True

    @property
    def groups(self) -> tuple[Group, ...]:
        """The hits by kind, in the order of the best of each."""
        order = dict.fromkeys(hit.kind for hit in self.hits)
        named = kinds()
        return tuple(Group(*named[kind], tuple(hit for hit in self.hits if hit.kind == kind)) for kind in order)


def nothing_more(permission: Permission) -> bool:
    """Say no: somebody may read, and nothing is known of other rights."""
    return False


def find(
    words: str, cluster: Cluster | None, *, may: Callable[[Permission], bool] = nothing_more, is_typing: bool = False
) -> Found:
    """Search the library and what the cluster has. The caller has seen to it that the person may read the cluster.

    What takes another right than that is found where `may` says yes to it.

    At most four queries: what has changed, what is found, and, when nothing is, the words that may have been meant and
    what is found with those. While somebody types, nobody asks what has changed: that was asked when the page opened;
    instead the titles are asked first, since a common word stands in so many that nothing else need be looked at.
    """
    words = words[:LONGEST_QUERY].strip()
    query = query_of(words)
    if not is_typing:
        refresh(cluster)
    if not query:
        return Found(words, is_empty=True, is_too_short=all(len(word) < 2 for word in written(words)))
    where = Where(cluster, closed_to(may))
    entries, meant = (_in_titles(query, where) if is_typing else []) or _with_all(query, where), ""
    if not entries:
        query, meant = _mended(query, cluster)
        entries = _with_most(query, where) if meant or len(query.wanted) > 1 else []
    return Found(
        words,
        hits=tuple(_hit(entry, query) for entry in entries[:MOST_FOUND]),
        meant=meant if entries else "",
        is_cut=len(entries) > MOST_FOUND,
        has_all=_says_all(entries, query),
    )


def rows_of(words: str, source: str) -> list[int]:
    """Return the rows of a source of the library in which all the words stand, best first; for a list of its own."""
    query = query_of(words[:LONGEST_QUERY])
    if not query:
        return []
    refresh(None)
    found = _best_first(query, Where(None)).filter(source=source).values_list("row", flat=True)
    return list(dict.fromkeys(found[:MOST_LISTED]))


def _with_all(query: Query, where: Where) -> list[Entry]:
    """Return the best of what holds every word: whole in the title, begun in it, whole in the text, begun there."""
    rows = _best_first(query, where)
    if query.phrases:
        return [entry for entry in rows[: MOST_FOUND * 10] if _says(entry, query.phrases)][: MOST_FOUND + 1]
    return list(rows[: MOST_FOUND + 1])


def _in_titles(query: Query, where: Where) -> list[Entry]:
    """Return the best where more titles hold every word whole than are shown; nothing where there are fewer."""
    if query.phrases:
        return []
    rows = _rows(where).filter(title_words__matches=_exact(query)).order_by(*ORDER)
    found = list(rows[: MOST_FOUND + 1])
    return found if len(found) > MOST_FOUND else []


def _best_first(query: Query, where: Where) -> QuerySet[Entry]:
    exact, begun = _exact(query), _begun(query)
    place = Case(
        When(title_words__matches=exact, then=Value(0)),
        When(title_words__matches=begun, then=Value(1)),
        When(words__matches=exact, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = _rows(where).filter(words__matches=begun).annotate(place=place)
    return rows.order_by("place", *ORDER)


def _with_most(query: Query, where: Where) -> list[Entry]:
    """Return what holds some of the words, best what holds those that stand in the fewest places."""
    begun = _begun(query)
    names = [f"says_{number}" for number in range(len(begun))]
    says = {name: _whether(Q(words__matches=[shapes])) for name, shapes in zip(names, begun, strict=True)}
    in_title = reduce(add, (_whether(Q(title_words__matches=[shapes])) for shapes in _exact(query)))
    anything = [tuple(chain.from_iterable(begun))]
    rows = _rows(where).filter(words__matches=anything).annotate(**says, in_title=in_title)
    # The rarest words first, as far as one sees from here; of each as many as could be shown.
    found: list[Any] = list(rows.order_by(reduce(add, map(F, names)).desc(), "-in_title", *ORDER)[:MOST_LOOKED_AT])
    places = {name: sum(getattr(entry, name) for entry in found) for name in names}
    worth = {entry.pk: sum(1 / places[name] for name in names if getattr(entry, name)) for entry in found}
    best = max(worth.values(), default=0)
    kept = [entry for entry in found if worth[entry.pk] * 2 >= best]
    return sorted(kept, key=lambda entry: -worth[entry.pk])[: MOST_FOUND + 1]


def _says_all(entries: list[Entry], query: Query) -> bool:
    return not entries or all(getattr(entries[0], f"says_{number}", True) for number in range(len(query.wanted)))


def _rows(where: Where) -> QuerySet[Entry]:
    """Return what may be found. Of whom it is, is asked of what the words find, and not the other way round."""
    scope = [LIBRARY, where.cluster.pk] if where.cluster else [LIBRARY]
    # across_clusters: of this cluster, or of the library
    rows: QuerySet[Any] = Entry.across_clusters.annotate(scope=Coalesce("cluster_id", Value(LIBRARY)))
    rows = rows.filter(scope__in=scope)
    if where.closed:
        rows = rows.exclude(source__in=where.closed)
    return rows.annotate(long=Length("title_words")).defer("title_words", "words")


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _exact(query: Query) -> list[Shapes]:
    return [one.exact for one in query.wanted]


def _begun(query: Query) -> list[Shapes]:
    return [one.beginnings for one in query.wanted]


def _says(entry: Entry, phrases: Iterable[str]) -> bool:
    texts = (entry.title_text, entry.body_text)
    said = [f" {' '.join(map(fold, written(words)))} " for text in texts for words in text.every()]
    return all(any(f" {phrase} " in words for words in said) for phrase in phrases)


def _mended(query: Query, cluster: Cluster | None) -> tuple[Query, str]:
    """Put words that stand somewhere in the place of those that stand nowhere and are a slip away."""
    near = Q(pk__in=())
    for one in query.wanted:
        word = one.shapes[0]
        near |= Q(head=word[:2], length__range=_lengths(word)) | Q(tail=word[-2:], length__range=_lengths(word))
    where = Q(cluster=None) | Q(cluster=cluster) if cluster else Q(cluster=None)
    # across_clusters: of this cluster, or of the library
    known = sorted(set(Word.across_clusters.filter(where & near).values_list("word", flat=True)))
    wanted: list[Wanted] = []
    said: list[str] = []
    for one in query.wanted:
        meant = [] if _stands(one, known) else [word for word in known if is_slip(one.shapes[0], word)][:MOST_MEANT]
        if meant:
            wanted.append(Wanted(one.word, tuple(dict.fromkeys(chain.from_iterable(map(shapes, meant))))))
        else:
            wanted.append(one)
        said.append(meant[0] if meant else one.word)
    if tuple(wanted) == query.wanted:
        return query, ""
    return replace(query, wanted=tuple(wanted), phrases=()), " ".join(said)


def _lengths(word: str) -> tuple[int, int]:
    return len(word) - 1, len(word) + 1


def _stands(one: Wanted, known: Iterable[str]) -> bool:
    return any(word in one.shapes for word in known)


def _hit(entry: Entry, query: Query) -> Hit:
    language = content_language()
    pieces = query.pieces
    title, title_lang = _best(entry.title_text, language, pieces)
    text, text_lang = _passage(entry.body_text, language, pieces)
    return Hit(
        kind=entry.kind,
        path=entry.path,
        title=title,
        title_lang=title_lang,
        snippet=text,
        snippet_lang=text_lang,
        of=entry.of_text.resolve(language).text,
        source=entry.source,
        row=entry.row,
        part=entry.part,
    )


def _html(text: Marked) -> SafeString:
    return mark_safe("".join(f"<mark>{escape(words)}</mark>" if hit else escape(words) for words, hit in text))


def _best(text: Text, language: Language, pieces: tuple[str, ...]) -> tuple[Marked, str]:
    """Return the words with what was searched for marked: in the page's language, or in the other where it stands."""
    here = marked(text.get(language), pieces)
    if any(is_hit for _words, is_hit in here):
        return here, ""
    for code, words in _elsewhere(text, language):
        there = marked(words, pieces)
        if any(is_hit for _words, is_hit in there) or not here:
            return there, code
    return here, ""


def _elsewhere(text: Text, language: Language) -> list[tuple[str, str]]:
    """Return what a text says in the languages that the page is not in."""
    return [(code, words) for code, words in text.to_value().items() if code != language]


def _passage(text: Text, language: Language, pieces: tuple[str, ...]) -> tuple[Marked, str]:
    """Return the sentence around the first hit, marked: in the page's language, or in the other where it stands."""
    here, elsewhere = text.get(language), _elsewhere(text, language)
    first = first_hit(here, pieces)
    if first is not None or not elsewhere:
        return _around(here, first or 0, pieces), ""
    for code, there in elsewhere:
        first = first_hit(there, pieces)
        if first is not None or not here:
            return _around(there, first or 0, pieces), code
    return _around(here, 0, pieces), ""


def _around(whole: str, first: int, pieces: tuple[str, ...]) -> Marked:
    """Return the sentence around a place, cut where a word ends; of a long text only that much is marked."""
    start = max(0, first - BEFORE_HIT)
    if start:
        start = whole.find(" ", start) + 1 or start
    end = len(whole)
    if end - start > SNIPPET:
        end = max(whole.rfind(" ", start, start + SNIPPET), first + 1)
    parts = marked(whole[start:end], pieces)
    before: Marked = [("… ", False)] if start else []
    return [*before, *parts, (" …", False)] if end < len(whole) else [*before, *parts]
