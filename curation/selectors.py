"""What is published beside a draft, and what is wrong in it, with few queries."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db.models import Count

from checklists.models import Checklist
from curation.models import Manuscript, OwnCopy
from curation.rules.operations import apply_all, revived
from library.models import Edition, Publication
from schema import DocumentKind, Fault, Library, SchemaError, parse
from schema.conversions import carried
from schema.differences import BESIDE, Difference, difference
from schema.outlines import all_questions
from schema.questions import Question
from schema.vocabulary import TEMPLATE_KINDS
from workbooks.models import Answer, Workbook

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

    No query for a template that leads nowhere; else one, and another where something has been published that this
    process has not read.
    """
    drafts = {THIS_DRAFT: document, **{f"{one['kind']} {one['slug']}": one for one in beside}}
    is_alone = document.get("kind") in ALONE and not _leads_out(document)
    library = Library(drafts, () if is_alone else published_documents())
    try:
        parse(document, library=library)
    except SchemaError as error:
        return list(error.faults)
    return []


def _leads_out(document: Document) -> bool:
    """Tell whether a question leads to something that is published."""
    return any("links" in question for question in all_questions(document))


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
        {question["key"]: question for question in all_questions(one)} for one in published_of(DocumentKind.SURVEY)
    ]
    first, *others = surveys or [{}]
    return {key: question for key, question in first.items() if all(key in other for other in others)}


@dataclass(frozen=True, slots=True)
class Impact:
    """What an edition would mean for running work, in numbers: nobody sees whose work it is, or what it says."""

    workbooks: int = 0
    clusters: int = 0
    touched: int = 0
    # Answers that would be parked, by the question that they answer.
    parked: Mapping[str, int] = field(default_factory=dict)

    @property
    def answers(self) -> int:
        """How many answers would be parked."""
        return sum(self.parked.values())


def impact_of(publication: Publication, after: Document) -> Impact:
    """Return what moving to this document would mean for the workbooks of all earlier editions.

    Two queries, and one for each edition that is in use and was not read before; answers go by one at a time.
    """
    # across_clusters: numbers over all clusters, none of them named
    rows = Workbook.across_clusters.filter(edition__publication=publication)
    used = list(rows.values("edition").annotate(n=Count("pk")).order_by("edition"))
    clusters = rows.aggregate(n=Count("cluster", distinct=True))["n"] if used else 0
    # across_clusters: a cluster asks about what is its own
    editions = Edition.across_clusters.filter(pk__in=[one["edition"] for one in used]).without_document()
    asked: dict[int, dict[str, tuple[Question, tuple[Question, ...]]]] = {}
    new = parse(after)
    for edition in editions:
        told = difference(edition.parsed, new)
        asked[edition.pk] = _unsure(told)
    keys = {key for one in asked.values() for key in one}
    parked: dict[str, int] = {}
    touched, last = 0, 0
    if keys:
        # across_clusters: the answers are only counted
        answers = (
            Answer.across_clusters.filter(workbook__edition__in=asked, question_key__in=keys, value__isnull=False)
            .order_by("workbook")
            .values_list("workbook", "workbook__edition", "question_key", "value")
        )
        # One workbook after the other, so that how many are touched is counted without keeping which.
        for workbook, edition_id, key, value in answers.iterator(chunk_size=500):
            found = asked[edition_id].get(key)
            if found and not any(carried(found[0], heir, value).follows for heir in found[1]):
                parked[key] = parked.get(key, 0) + 1
                touched += workbook != last
                last = workbook
    return Impact(sum(one["n"] for one in used), clusters, touched, parked)


def _unsure(told: Difference) -> dict[str, tuple[Question, tuple[Question, ...]]]:
    """Return the questions of the earlier edition whose answers may not follow, with those that they would go to."""
    found = {}
    for change in (*told.of("question"), *told.of(BESIDE)):
        for entry in (change.before, *change.replaces):
            if entry is None or not entry.thing.stores_answer:
                continue
            heirs = told.heirs.get(entry.key, ())
            if not any(entry.thing == heir for heir in heirs):
                found[entry.key] = (entry.thing, heirs)
    return found


# Below this nobody is told how many, or the number would tell who.
FEWEST = 5


def clusters_using() -> dict[int, int]:
    """Return how many clusters work with each publication; one query for each kind of work."""
    # across_clusters: numbers over all clusters, none of them named
    found: dict[int, set[int]] = {}
    workbooks = Workbook.across_clusters.values_list("edition__publication", "cluster").distinct()
    lists = Checklist.across_clusters.exclude(edition=None).values_list("edition__publication", "cluster").distinct()
    for rows in (workbooks, lists):
        for publication, cluster in rows.iterator():
            found.setdefault(publication, set()).add(cluster)
    return {publication: len(clusters) for publication, clusters in found.items()}


def original_of(copy: OwnCopy) -> Edition | None:
    """Return the newest edition of what a copy was made of, where it is another than the copy follows."""
    return newest_of([copy]).get(copy.follows.publication_id)


def newest_of(copies: Iterable[OwnCopy]) -> dict[int, Edition]:
    """Return the newest editions of what copies were made of, by publication, where a copy follows an older one."""
    followed = {copy.follows.publication_id: copy.follows.version for copy in copies}
    rows = Edition.objects.newest().without_document().filter(publication__in=followed)
    return {one.publication_id: one for one in rows if one.version > followed[one.publication_id]}


_LINK = re.compile(r"https?://[^\s<>()\[\]\"']+")


def links_in(document: Document) -> list[str]:
    """Return the addresses that a document points at, each once."""
    found: dict[str, None] = {}
    level: list[Any] = [document]
    while level:
        below: list[Any] = []
        for one in level:
            if isinstance(one, str):
                found |= dict.fromkeys(link.rstrip(".,;:") for link in _LINK.findall(one))
            elif isinstance(one, dict):
                below += one.values()
            elif isinstance(one, list):
                below += one
        level = below
    return list(found)
