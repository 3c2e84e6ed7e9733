"""What belongs together in the library: guidance and what it is of help with, topics, terms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Case, F, Q, QuerySet, When

from core.prepared import Prepared
from library.models import Edition, Help, Kind
from library.rules.terms import Glossary
from schema import Resource
from schema.vocabulary import Topic

Identity = tuple[str, str]
IS_GLOSSARY = Q(publication__kind=Kind.RESOURCE, topic=Topic.GLOSSARY)
# The terms of these editions, known by their stems; an edition never changes, so this is never stale.
_READ: dict[tuple[Identity, ...], Glossary] = {}


def guidance_for(kind: str, slug: str, *parts: str) -> list[Edition]:
    """Return the guidance of help at a publication: to one of these parts of it first, then to the whole; one query.

    Without parts, whatever is of help at any of them.
    """
    found = _guidance_at_part(kind, slug, *parts) if len(parts) == 1 else _guidance(kind, slug, *parts)
    return list({edition.pk: edition for edition in found}.values())


def _guidance(kind: str, slug: str, *parts: str) -> "QuerySet[Edition]":
    found = Edition.objects.newest().without_document().filter(helps__kind=kind, helps__slug=slug)
    if parts:
        found = found.filter(helps__part__in=["", *parts])
    return found.annotate(part=F("helps__part")).order_by("-part", "pk")


@Prepared
def _guidance_at_part(kind: str, slug: str, part: str) -> "QuerySet[Edition]":
    return _guidance(kind, slug, part)


def guidance_for_kpi(key: str) -> list[Edition]:
    """Return the guidance of help with one KPI of a catalogue, whichever has it; one query."""
    found = Edition.objects.newest().without_document().filter(helps__kind=Kind.KPI_CATALOGUE, helps__part=key)
    return list(found.order_by("pk").distinct())


def guidance_by_part(kind: str, slug: str) -> Mapping[str, list[Edition]]:
    """Return the guidance of help at each part of a publication, the whole under an empty key; one query."""
    found = Edition.objects.newest().without_document().filter(helps__kind=kind, helps__slug=slug)
    by_part: dict[str, list[Edition]] = defaultdict(list)
    for edition in found.annotate(part=F("helps__part")).order_by("pk"):
        by_part[edition.part].append(edition)  # type: ignore[attr-defined]  # annotated above
    return by_part


def topics_by_publication() -> Mapping[Identity, set[str]]:
    """Return the topics of what is no guidance itself: those of the guidance that is of help with it; one query."""
    newest = Edition.objects.newest().exclude(topic="").values("pk")
    rows = Help.objects.filter(edition__in=newest).values_list("kind", "slug", "edition__topic")
    found: dict[Identity, set[str]] = defaultdict(set)
    for kind, slug, topic in rows:
        found[kind, slug].add(topic)
    return found


def glossary() -> Glossary:
    """Return the terms of everything that is published as a glossary; one query, and none for what has been read."""
    return _glossary(Edition.objects.newest().without_document().filter(IS_GLOSSARY))


@Prepared
def _guidance_and_glossary(kind: str, slug: str, part: str) -> "QuerySet[Edition]":
    is_help = Q(helps__kind=kind, helps__slug=slug, helps__part__in=["", part])
    found = Edition.objects.newest().without_document().filter(IS_GLOSSARY | is_help)
    is_here = Case(When(is_help, then=F("helps__part")), default=None)
    return found.annotate(part=is_here).order_by(F("part").desc(nulls_last=True), "pk")


def guidance_and_glossary(kind: str, slug: str, part: str) -> tuple[list[Edition], Glossary]:
    """Return the guidance of help at a part of a publication, and the terms of the glossary, in one query."""
    rows = _guidance_and_glossary(kind, slug, part)
    guidance = {edition.pk: edition for edition in rows if edition.part is not None}  # type: ignore[attr-defined]
    words = {edition.pk: edition for edition in rows if edition.topic == Topic.GLOSSARY}
    return list(guidance.values()), _glossary(words.values())


def _glossary(editions: Iterable[Edition]) -> Glossary:
    editions = list(editions)
    read = tuple((edition.publication.get_absolute_url(), edition.digest) for edition in editions)
    known = _READ.get(read)
    if known is None:
        known = Glossary(
            (term, edition.publication.get_absolute_url())
            for edition in editions
            if isinstance(edition.parsed, Resource)
            for term in edition.parsed.terms
            if not term.everyday
        )
        # Another thread may do the same at this moment; each returns what it has itself.
        _READ.clear()
        _READ[read] = known
    return known
