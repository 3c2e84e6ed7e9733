"""What is published beside a draft, and what is wrong in it, with few queries."""

from collections.abc import Iterable
from threading import Lock
from typing import Any

from curation.models import Manuscript
from curation.rules.operations import apply_all, revived
from library.models import Edition
from schema import DocumentKind, Fault, Library, SchemaError, parse
from schema.vocabulary import TEMPLATE_KINDS

Document = dict[str, Any]
THIS_DRAFT = "this draft"
# A template speaks of no other file; what is published is read for the other kinds only.
ALONE = frozenset(map(str, TEMPLATE_KINDS))

_known: dict[str, Document] = {}
_lock = Lock()


def published_documents() -> list[Document]:
    """Return the newest edition of everything that is published; one query where this process has read them before."""
    rows = list(Edition.objects.newest().order_by("pk").values_list("pk", "digest"))
    missing = [pk for pk, digest in rows if digest not in _known]
    if missing:
        with _lock:
            _known.update(Edition.objects.filter(pk__in=missing).values_list("digest", "document"))
            wanted = {digest for _pk, digest in rows}
            for digest in [one for one in _known if one not in wanted]:
                del _known[digest]
    return [_known[digest] for _pk, digest in rows if digest in _known]


def faults_in(document: Document, beside: Iterable[Document] = ()) -> list[Fault]:
    """Return every fault, by the checker that `load_content` asks too; `beside` are drafts that are published with it.

    No query for a template; else one, and another where something has been published that this process has not read.
    """
    drafts = {THIS_DRAFT: document, **{f"{one['kind']} {one['slug']}": one for one in beside}}
    is_alone = document.get("kind") in ALONE
    library = Library(drafts, () if is_alone else published_documents())
    try:
        parse(document, library=library)
    except SchemaError as error:
        return list(error.faults)
    return []


def as_it_was(manuscript: Manuscript, revision: int) -> Document:
    """Return the document as it was at an earlier revision; one query where it has moved on."""
    document: Document = manuscript.document
    if revision >= manuscript.revision:
        return document
    for change in reversed(manuscript.changes.since(revision)):
        document, _back = apply_all(document, [revived(one) for one in change.back])
    return document


def published_of(kind: str) -> list[Document]:
    """Return the newest editions of one kind."""
    return [one for one in published_documents() if one.get("kind") == kind]


def questions_of_surveys() -> dict[str, Document]:
    """Return the questions that every survey asks, by key; KPIs are fed by these."""
    surveys = [
        {question["key"]: question for section in one["sections"] for question in section["questions"]}
        for one in published_of(DocumentKind.SURVEY)
    ]
    first, *others = surveys or [{}]
    return {key: question for key, question in first.items() if all(key in other for other in others)}
