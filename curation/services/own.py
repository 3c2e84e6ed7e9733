"""What a cluster makes its own: copied from the library, written on, put into use for itself alone."""

import secrets
from collections.abc import Collection
from contextlib import suppress

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from core.errors import Refusal
from core.text import Text
from curation.models import Manuscript, OwnCopy
from curation.rules.merging import Piece, merged, pieces
from curation.rules.operations import Set
from curation.selectors import faults_in, original_of
from curation.services import writing
from curation.services.drafts import manuscript_of, source_of
from library.models import Edition, Publication
from library.services import publish_edition
from schema.plain import digest
from schema.vocabulary import STARTABLE_KINDS
from schema.writing import written

# More than anybody keeps in order; whoever makes the next one is told.
MOST_COPIES = 100


@transaction.atomic
def copy_for(*, cluster: Cluster, edition: Edition, by: User) -> OwnCopy:
    """Copy an edition for a cluster to write on. Raises Refusal for what a cluster does not begin with."""
    if edition.publication.kind not in STARTABLE_KINDS:
        raise Refusal(_("This is read, and not filled in, so there is nothing to copy."))
    lock(cluster)
    copies = OwnCopy.objects.of(cluster)
    if copies.alive().count() >= MOST_COPIES:
        raise Refusal(_("There are %(number)s copies already. Delete one first.") % {"number": MOST_COPIES})
    slug = f"own-{secrets.token_hex(6)}"
    publication = Publication.objects.create(kind=edition.publication.kind, slug=slug, is_own=True)
    document = {**edition.document, "slug": slug, "version": 1}
    source = source_of(edition)
    made = OwnCopy.objects.create(
        cluster=cluster,
        number=newest_number(copies) + 1,
        publication=publication,
        manuscript=manuscript_of(document, by, written(document, source) if source else ""),
        follows=edition,
        made_by=by,
        owner=by,
    )
    _record(made, "copied-template", by)
    return made


def is_changed(copy: OwnCopy) -> bool:
    """Tell whether it says anything else than its own edition that is in use."""
    if copy.based_on is None:
        return True
    return digest({**copy.document, "version": copy.based_on.version}) != copy.based_on.digest


@transaction.atomic
def put_into_use(*, copy: OwnCopy, revision: int, note: Text, by: User) -> Edition:
    """Make what is written the cluster's own newest edition. Raises Refusal."""
    lock(copy.cluster)
    if copy.manuscript.revision != revision:
        raise Refusal(_("It has been changed since this page was opened. Look at the changes, then put it into use."))
    if faults := faults_in(copy.document):
        raise Refusal(
            ngettext(
                "There is %(number)s fault in the copy. Correct it, then put it into use.",
                "There are %(number)s faults in the copy. Correct them, then put it into use.",
                len(faults),
            )
            % {"number": len(faults)}
        )
    if not is_changed(copy):
        raise Refusal(_("It says the same as what is in use already."))
    version = copy.based_on.version + 1 if copy.based_on else 1
    data = {**copy.document, "version": version}
    source = copy.manuscript.source
    edition = publish_edition(
        data=data,
        by=by,
        note=note.to_value(),
        source=written(data, source) if source else "",
        own=copy.publication,
    )
    OwnCopy.objects.of(copy.cluster).filter(pk=copy.pk).update(based_on=edition)
    copy.based_on = edition
    _record(copy, "put-copy-into-use", by)
    return edition


@transaction.atomic
def take_over(
    *, copy: OwnCopy, original: Edition, chosen: Collection[str], revision: int, by: User
) -> tuple[int, list[Piece]]:
    """Take over what was chosen of the original's newest edition; return how much, and what had no place to go to.

    From then on the copy follows that edition. What was taken over is one step, which can be undone in the editor.
    Raises Refusal where the copy, or the original, has been changed since the page was read.
    """
    lock(copy.cluster)
    newest = original_of(copy)
    if copy.manuscript.revision != revision or newest is None or newest.pk != original.pk:
        raise Refusal(_("Something has been changed since this page was opened. Look at it again, then choose."))
    wanted = [one for one in pieces(copy.follows.document, original.document, copy.document) if one.id in chosen]
    operations, left = merged(copy.document, wanted)
    needed = original.document.get("format", 1)
    if operations and copy.document.get("format", 1) < needed:
        operations.append(Set("format", needed))
    if operations:
        writing.write(copy.manuscript, operations, based_on=revision, by=by)
    OwnCopy.objects.of(copy.cluster).filter(pk=copy.pk).update(follows=original)
    _record(copy, "took-over", by)
    return len(wanted) - len(left), left


@transaction.atomic
def delete(*, copy: OwnCopy, by: User) -> None:
    """Put a copy away: nobody begins with it any more, and work that runs on it goes on."""
    copy.put_away()
    _record(copy, "deleted-copy", by)


@transaction.atomic
def restore(*, copy: OwnCopy, by: User) -> None:
    """Have a copy back."""
    copy.bring_back()
    _record(copy, "restored-copy", by)


def tell_followers(edition: Edition) -> None:
    """Write in the log of every cluster with a copy of this that the original has a new edition."""
    # across_clusters: each cluster is told in its own log, of its own copy
    copies = OwnCopy.across_clusters.alive().filter(follows__publication=edition.publication_id)
    for copy in copies.select_related("cluster", "manuscript").defer("manuscript__document"):
        record(cluster=copy.cluster, by=None, verb="original-moved-on", subject=_called(copy), url=copy.urls["merge"])


def hand_over_copies(*, cluster: Cluster, of: User, to: User, by: User) -> int:
    """Give somebody's copies to another, deleted ones too; whoever asks for it writes the one line in the log."""
    return OwnCopy.objects.of(cluster).filter(owner=of).update(owner=to)


def forget_orphans() -> None:
    """Delete what the copies of clusters that are gone have left behind, as soon as no work runs on it."""
    # across_clusters: nobody's any more
    for publication in Publication.across_clusters.filter(is_own=True, own_copy=None):
        with suppress(ProtectedError), transaction.atomic():
            publication.editions.all().delete()
            publication.delete()
    Manuscript.objects.filter(own_copy=None, draft=None).delete()


def _called(copy: OwnCopy) -> str:
    return copy.manuscript.title_text.resolve(copy.cluster.language).text or copy.manuscript.slug


def _record(copy: OwnCopy, verb: str, by: User) -> None:
    record(cluster=copy.cluster, by=by, verb=verb, subject=_called(copy), url=copy.urls["editor"])
