"""From draft to final to signed, and back to a new draft."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from clusters.activity import record
from core.errors import Conflict, Refusal
from core.orphans import delete_strays
from core.uploads import Upload, put_away
from documents.models import KEPT_AFTER_REMOVAL, ClusterDocument, SignedCopy, document_held
from documents.selectors.page import DocumentPage
from workbooks.services.workbooks import lock_workbook, unlock_workbook

MOST_COPIES = 30
STATE = ClusterDocument.State


@transaction.atomic
def make_final(*, shown: DocumentPage, seen: int, final_on: date, by: User) -> None:
    """Let the text change no more; what the portal knows is kept with it as it is now.

    `seen` is the version that the person read. Raises Refusal where something that must be answered is missing, or
    where nobody has changed or confirmed what the template proposes.
    """
    document = shown.document
    held = document_held(document)
    if not held.is_draft or held.version != seen:
        raise Conflict(_("A colleague has made the document final in the meantime. Nothing was done twice."))
    missing, proposed = len(shown.sheet.missing()), len(shown.sheet.taken_over())
    if missing:
        words = ngettext(
            "One answer that must be there is missing. Fill it in first.",
            "%(count)s answers that must be there are missing. Fill them in first.",
            missing,
        )
        raise Refusal(words % {"count": missing})
    if proposed:
        words = ngettext(
            "One answer is only proposed. Change it, or say that it fits you, first.",
            "%(count)s answers are only proposed. Change them, or say that they fit you, first.",
            proposed,
        )
        raise Refusal(words % {"count": proposed})
    document.state, document.final_on, document.final_by_name = STATE.FINAL, final_on, by.display_name
    document.known = {str(fact): value for fact, value in shown.facts.items()}
    document.save(update_fields=["state", "final_on", "final_by_name", "known"])
    lock_workbook(document.cluster_id, document.workbook_id)
    _log(document, "finalised-document", by)


@transaction.atomic
def open_again(*, document: ClusterDocument, seen: int, by: User) -> None:
    """Let the text of a final document change again, as the next version; a signed one stays, and is copied instead."""
    held = document_held(document)
    if held.state == STATE.SIGNED:
        raise Refusal(_("The document has been signed. Copy it to write a new one."))
    if held.state != STATE.FINAL or held.version != seen:
        raise Conflict(_("A colleague has opened the document in the meantime. Nothing was done twice."))
    document.state, document.version, document.final_on, document.known = STATE.DRAFT, held.version + 1, None, {}
    document.save(update_fields=["state", "version", "final_on", "known"])
    unlock_workbook(document.workbook, by)
    _log(document, "opened-document", by)


@transaction.atomic
def add_signed(*, document: ClusterDocument, uploads: Sequence[Upload], signed_on: date, by: User) -> None:
    """Keep signed copies of a final document; one that is there already is not kept twice."""
    held = document_held(document)
    if held.state == STATE.DRAFT:
        raise Refusal(_("Make the document final before you add a signed copy."))
    kept = list(SignedCopy.objects.of(document.cluster).filter(document=document).alive())
    known = {(one.name, one.digest) for one in kept}
    fresh = {(one.name, one.digest): one for one in uploads if (one.name, one.digest) not in known}
    if len(kept) + len(fresh) > MOST_COPIES:
        words = _("A document can have at most %(count)s signed copies. Remove some before you add more.")
        raise Refusal(words % {"count": MOST_COPIES}, "chosen")
    for upload in fresh.values():
        copy = SignedCopy(
            document=document,
            version=held.version,
            name=upload.name,
            content_type=upload.content_type,
            size=len(upload.content),
            digest=upload.digest,
            added_by=by,
            added_by_name=by.display_name,
        )
        put_away(copy.file, upload.content, document.cluster_id)
        copy.save(force_insert=True)
    document.state, document.signed_on = STATE.SIGNED, signed_on
    document.save(update_fields=["state", "signed_on"])
    _log(document, "signed-document", by)


@transaction.atomic
def remove_signed(*, copy: SignedCopy, by: User) -> None:
    """Put a signed copy away; it can be brought back. Without one the document is final, and no longer signed."""
    document = copy.document
    document_held(document)
    copy.put_away()
    if not SignedCopy.objects.of(document.cluster).filter(document=document).alive().exists():
        document.state, document.signed_on = STATE.FINAL, None
        document.save(update_fields=["state", "signed_on"])
    _log(document, "removed-signed", by)


@transaction.atomic
def restore_signed(*, copy: SignedCopy, by: User) -> None:
    """Bring back a signed copy; the document is signed again, on the day on which the copy was added."""
    document = copy.document
    held = document_held(document)
    if held.state == STATE.DRAFT:
        raise Refusal(_("The document has been opened again. Make it final before you bring the copy back."))
    copy.bring_back()
    if held.state == STATE.FINAL:
        document.state, document.signed_on = STATE.SIGNED, timezone.localdate(copy.added_at)
        document.save(update_fields=["state", "signed_on"])
    _log(document, "restored-signed", by)


def prune_files(*, before: datetime) -> None:
    """Delete for good what was removed three months ago, and the files older than `before` that no row points at."""
    # across_clusters: the nightly pruning concerns every cluster
    rows = SignedCopy.across_clusters.filter(deleted_at__lt=timezone.now() - KEPT_AFTER_REMOVAL)
    for copy in rows.order_by("pk"):
        # The row alone; its file is one that no row points at, from the next line on.
        copy.delete()

    def known(names: Collection[str]) -> Collection[str]:
        return list(SignedCopy.across_clusters.filter(file__in=names).values_list("file", flat=True))

    delete_strays("documents", known, before=before)


def _log(document: ClusterDocument, verb: str, by: User) -> None:
    url = document.get_absolute_url()
    record(cluster=document.cluster, by=by, verb=verb, subject=document.title, url=url)
