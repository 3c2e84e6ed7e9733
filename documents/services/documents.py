"""Starting a document, copying it, giving it another title, putting it away and bringing it back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change, hand_over
from core.errors import Refusal
from core.locking import hold
from core.text import Text
from documents.models import ClusterDocument, DocumentClause
from documents.stores import Known
from library.models import Edition, Kind
from plans.models import Activity
from strategy.models import Strategy
from workbooks.services.workbooks import start_workbook

# More than a cluster reads in a list; what is deleted does not count.
MOST_DOCUMENTS = 500


@dataclass(frozen=True, slots=True)
class Tied:
    """What a document belongs to, who answers for it, and by when it is to be finished."""

    strategy: Strategy | None = None
    activity: Activity | None = None
    owner: User | None = None
    due_on: date | None = None

    def fields(self) -> dict[str, Any]:
        """Return the same by the names of the columns."""
        return {name: getattr(self, name) for name in ("strategy", "activity", "owner", "due_on")}


@transaction.atomic
def start_document(
    *,
    cluster: Cluster,
    edition: Edition,
    title: Text,
    by: User | None,
    tied: Tied | None = None,
    answers: dict[str, Stored] | None = None,
    copied_from: ClusterDocument | None = None,
) -> ClusterDocument:
    """Start a document on a published template, empty or from given answers.

    Raises Refusal for what is no template of a document, and where the cluster has too many.
    """
    if edition.publication.kind != Kind.DOCUMENT:
        raise Refusal(_("This template cannot be filled in as a document. Choose another."), "source")
    # Numbers are given out by the cluster: whoever starts two at one moment waits for the other here.
    lock(cluster)
    rows = ClusterDocument.objects.of(cluster)
    if rows.alive().count() >= MOST_DOCUMENTS:
        words = _("The cluster has %(count)s documents. Delete some that you no longer need.")
        raise Refusal(words % {"count": MOST_DOCUMENTS})
    document = ClusterDocument(
        cluster=cluster,
        number=newest_number(rows) + 1,
        created_by=by,
        changed_by=by,
        copied_from=copied_from,
        **(tied or Tied()).fields(),
    )
    document.entitle(title, cluster.language)
    document.workbook = start_workbook(
        cluster=cluster, edition=edition, title=document.title, by=by, answers=answers or {}
    )
    document.save(force_insert=True)
    record(cluster=cluster, by=by, verb="started-document", subject=document.title, url=document.get_absolute_url())
    return document


@transaction.atomic
def copy_document(*, document: ClusterDocument, title: Text, by: User) -> ClusterDocument:
    """Start another document with the same answers and the same clauses; signed copies stay where they are."""
    answers = document.workbook.own_answers
    tied = Tied(document.strategy, document.activity, document.owner, None)
    made = start_document(
        cluster=document.cluster,
        edition=document.workbook.edition,
        title=title,
        by=by,
        tied=tied,
        answers=answers,
        copied_from=document,
    )
    made.known_at = document.known_at
    made.save(update_fields=["known_at"])
    clauses = DocumentClause.objects.of(document.cluster).filter(document=document).alive()
    DocumentClause.objects.bulk_create(
        [
            DocumentClause(
                document=made,
                changed_by=by,
                **{
                    name: getattr(one, name)
                    for name in ("key", "is_own", "after", "is_left_out", "title", "text", "reason")
                },
            )
            for one in clauses
        ]
    )
    return made


def change_document(*, document: ClusterDocument, title: Text, tied: Tied, by: User, based_on: int) -> ClusterDocument:
    """Give the document another title, or tie it to something else."""
    return change(document, {"title": title.to_value(), **tied.fields()}, based_on=based_on, by=by)


@transaction.atomic
def delete_document(*, document: ClusterDocument, by: User) -> None:
    """Put the document away; it can be brought back whole, with its signed copies."""
    document.put_away()
    record(cluster=document.cluster, by=by, verb="deleted-document", subject=document.title)


@transaction.atomic
def restore_document(*, document: ClusterDocument, by: User) -> None:
    """Bring back a document that was deleted."""
    document.bring_back()
    url = document.get_absolute_url()
    record(cluster=document.cluster, by=by, verb="restored-document", subject=document.title, url=url)


def note_sources(*, document: ClusterDocument, known: dict[str, Known], written: list[str]) -> None:
    """Keep what the source said at each question for which somebody has just written another answer."""
    told = {key: known[key].value for key in written if key in known}
    if not told:
        return
    with transaction.atomic():
        held = hold(ClusterDocument.objects.of(document.cluster_id).only("known_at", "cluster"), document)
        held.known_at = {**held.known_at, **told}
        held.save(update_fields=["known_at"])
    document.known_at = held.known_at


@transaction.atomic
def hand_over_documents(*, cluster: Cluster, of: User, to: User, by: User) -> int:
    """Give somebody's documents to another, deleted ones too; whoever asks for it writes the one line in the log."""
    rows = ClusterDocument.objects.of(cluster).filter(owner=of)
    return hand_over(rows, "owner", to=to, by=by)
